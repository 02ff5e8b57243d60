using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>Why an axis does not fit its declaration.</summary>
internal enum ShapeMismatchKind
{
    /// <summary>The declared expression has another value.</summary>
    Different,

    /// <summary>No whole number for the symbol gives this size.</summary>
    Remainder,

    /// <summary>The symbol would have to be negative.</summary>
    Negative,

    /// <summary>The declared expression has no value: it divides by zero or does not fit in 64 bits.</summary>
    Undefined,
}

/// <summary>Where a symbol got its value. Input and axis are -1 if it was known from elsewhere, say from an int parameter.</summary>
internal readonly struct SymbolBinding(string symbol, long value, int input, int axis)
{
    public string Symbol { get; } = symbol;

    public long Value { get; } = value;

    public int Input { get; } = input;

    public int Axis { get; } = axis;
}

/// <summary>An axis whose size contradicts the declared shapes, with all that a message needs.</summary>
internal sealed class ShapeMismatch(
    ShapeMismatchKind kind,
    int input,
    int axis,
    DimExpr expected,
    long? expectedValue,
    int actual,
    IReadOnlyList<SymbolBinding> bindings)
{
    public ShapeMismatchKind Kind { get; } = kind;

    public int Input { get; } = input;

    public int Axis { get; } = axis;

    /// <summary>The dimension as declared.</summary>
    public DimExpr Expected { get; } = expected;

    /// <summary>Its value, if it has one.</summary>
    public long? ExpectedValue { get; } = expectedValue;

    public int Actual { get; } = actual;

    /// <summary>The symbols of <see cref="Expected"/> that were bound by then, in ordinal order.</summary>
    public IReadOnlyList<SymbolBinding> Bindings { get; } = bindings;
}
