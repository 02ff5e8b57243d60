namespace Costate.Ir;

/// <summary>One step of finding out what the symbols of a signature are.</summary>
internal abstract class ShapeStep(int input, int axis)
{
    /// <summary>The input the step looks at.</summary>
    public int Input { get; } = input;

    /// <summary>The axis of that input.</summary>
    public int Axis { get; } = axis;
}

/// <summary>Gives a symbol its value: (the axis - <see cref="Rest"/>) / <see cref="Divisor"/>, without remainder.</summary>
internal sealed class BindStep(string symbol, int input, int axis, long divisor, DimExpr rest) : ShapeStep(input, axis)
{
    public string Symbol { get; } = symbol;

    /// <summary>Not 0; may be negative.</summary>
    public long Divisor { get; } = divisor;

    /// <summary>Contains only symbols that are bound earlier or known from elsewhere.</summary>
    public DimExpr Rest { get; } = rest;

    /// <summary>What was declared: <see cref="Divisor"/> times the symbol plus <see cref="Rest"/>.</summary>
    public DimExpr Declared => (DimExpr.Symbol(Symbol) * Divisor) + Rest;

    public override string ToString() => $"{Symbol} := (input {Input} axis {Axis} - ({Rest})) / {Divisor}";
}

/// <summary>Demands that an axis has the value of an expression in symbols that are all known by then.</summary>
internal sealed class CheckStep(int input, int axis, DimExpr expected) : ShapeStep(input, axis)
{
    public DimExpr Expected { get; } = expected;

    public override string ToString() => $"input {Input} axis {Axis} == {Expected}";
}
