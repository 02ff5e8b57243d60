using System;
using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>A plan that finds the symbols of a signature from the sizes of its inputs: every symbol once, all else checked.</summary>
internal sealed class ShapeSolution
{
    private ShapeSolution(IReadOnlyList<ShapeStep> steps, IReadOnlyList<string> symbols)
    {
        Steps = steps;
        Symbols = symbols;
    }

    /// <summary>All bindings, each after what it needs; then all checks, by input and axis.</summary>
    public IReadOnlyList<ShapeStep> Steps { get; }

    /// <summary>The symbols that the steps bind, in that order.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="declared">The declared shape of each input; null where none is declared.</param>
    /// <param name="extraKnown">Symbols whose values are given otherwise.</param>
    /// <param name="solution">The plan, or null.</param>
    /// <param name="undeterminedSymbol">The first symbol that no input determines, or null.</param>
    public static bool TrySolve(
        IReadOnlyList<Shape?> declared,
        IReadOnlyList<string> extraKnown,
        out ShapeSolution? solution,
        out string? undeterminedSymbol)
    {
        var known = new HashSet<string>(extraKnown, StringComparer.Ordinal);
        var binds = new List<ShapeStep>();
        var symbols = new List<string>();
        var open = new List<CheckStep>();
        var checks = new List<ShapeStep>();
        for (var input = 0; input < declared.Count; input++)
        {
            if (declared[input] is not { } shape) continue;
            for (var axis = 0; axis < shape.Rank; axis++)
            {
                // Plain symbols first: they cannot leave a remainder, so a mismatch is reported where the expression stands.
                if (shape[axis].TryGetSymbol(out var symbol) && known.Add(symbol))
                {
                    binds.Add(new BindStep(symbol, input, axis, 1, DimExpr.Zero));
                    symbols.Add(symbol);
                }
                else
                {
                    open.Add(new CheckStep(input, axis, shape[axis]));
                }
            }
        }

        for (var progress = true; progress;)
        {
            progress = false;
            for (var i = 0; i < open.Count; i++)
            {
                if (TryBindFrom(open[i], known) is not { } bind) continue;
                known.Add(bind.Symbol);
                binds.Add(bind);
                symbols.Add(bind.Symbol);
                open.RemoveAt(i);
                progress = true;
                break;
            }
        }

        foreach (var check in open)
        {
            foreach (var symbol in check.Expected.Symbols)
            {
                if (known.Contains(symbol)) continue;
                solution = null;
                undeterminedSymbol = symbol;
                return false;
            }

            checks.Add(check);
        }

        binds.AddRange(checks);
        solution = new ShapeSolution(binds, symbols);
        undeterminedSymbol = null;
        return true;
    }

    /// <summary>Carries the plan out.</summary>
    /// <param name="dimOf">Gives the size of (input, axis).</param>
    /// <param name="values">The symbols known from elsewhere; afterwards all symbols that could be bound.</param>
    /// <param name="mismatch">The first contradiction, or null.</param>
    public bool TryBind(Func<int, int, int> dimOf, Dictionary<string, long> values, out ShapeMismatch? mismatch)
    {
        foreach (var step in Steps)
        {
            var actual = dimOf(step.Input, step.Axis);
            mismatch = step switch
            {
                BindStep bind => Bind(bind, actual, values),
                CheckStep check => Check(check, actual, values),
                _ => null,
            };
            if (mismatch is not null) return false;
        }

        mismatch = null;
        return true;
    }

    private static BindStep? TryBindFrom(CheckStep open, HashSet<string> known)
    {
        string? unknown = null;
        foreach (var symbol in open.Expected.Symbols)
        {
            if (known.Contains(symbol)) continue;
            if (unknown is not null) return null;
            unknown = symbol;
        }

        if (unknown is null) return null;
        var plain = DimExpr.Symbol(unknown);
        var coefficient = open.Expected.CoefficientOf(plain.TryGetAtom()!.Monomial);
        if (coefficient == 0) return null;
        var rest = open.Expected - plain.Scale(coefficient);
        foreach (var symbol in rest.Symbols)
        {
            if (symbol == unknown) return null;
        }

        return new BindStep(unknown, open.Input, open.Axis, coefficient, rest);
    }

    private ShapeMismatch? Bind(BindStep bind, int actual, Dictionary<string, long> values)
    {
        if (!TryEvaluate(bind.Rest, values, out var rest))
        {
            return Mismatch(ShapeMismatchKind.Undefined, bind, bind.Declared, null, actual, values);
        }

        long difference;
        try
        {
            difference = checked(actual - rest);
        }
        catch (OverflowException)
        {
            return Mismatch(ShapeMismatchKind.Undefined, bind, bind.Declared, null, actual, values);
        }

        if (difference % bind.Divisor != 0) return Mismatch(ShapeMismatchKind.Remainder, bind, bind.Declared, null, actual, values);
        var value = difference / bind.Divisor;
        if (value < 0) return Mismatch(ShapeMismatchKind.Negative, bind, bind.Declared, null, actual, values);
        values[bind.Symbol] = value;
        return null;
    }

    private ShapeMismatch? Check(CheckStep check, int actual, Dictionary<string, long> values)
    {
        if (!TryEvaluate(check.Expected, values, out var expected))
        {
            return Mismatch(ShapeMismatchKind.Undefined, check, check.Expected, null, actual, values);
        }

        return expected == actual ? null : Mismatch(ShapeMismatchKind.Different, check, check.Expected, expected, actual, values);
    }

    private static bool TryEvaluate(DimExpr expression, Dictionary<string, long> values, out long value)
    {
        try
        {
            return expression.TryEvaluate(name => values.TryGetValue(name, out var known)
                ? known
                : throw new ArgumentException($"The value of the dimension '{name}' is not given.", nameof(values)), out value);
        }
        catch (OverflowException)
        {
            value = 0;
            return false;
        }
    }

    private ShapeMismatch Mismatch(
        ShapeMismatchKind kind, ShapeStep at, DimExpr expected, long? expectedValue, int actual, Dictionary<string, long> values)
    {
        var bindings = new List<SymbolBinding>();
        foreach (var symbol in expected.Symbols)
        {
            if (!values.TryGetValue(symbol, out var value)) continue;
            var bind = BindOf(symbol);
            bindings.Add(new SymbolBinding(symbol, value, bind?.Input ?? -1, bind?.Axis ?? -1));
        }

        return new ShapeMismatch(kind, at.Input, at.Axis, expected, expectedValue, actual, bindings);
    }

    private BindStep? BindOf(string symbol)
    {
        foreach (var step in Steps)
        {
            if (step is BindStep bind && bind.Symbol == symbol) return bind;
        }

        return null;
    }
}
