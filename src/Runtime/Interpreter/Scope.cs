using System;
using System.Threading;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>The indices of the loops around what is run. A loop has one scope for all its iterations.</summary>
internal sealed class Scope
{
    private readonly Scope? outer;
    private readonly string? index;

    public Scope(CancellationToken token)
    {
        Token = token;
        ValueOf = Find;
    }

    private Scope(Scope outer, string index)
        : this(outer.Token)
    {
        this.outer = outer;
        this.index = index;
    }

    /// <summary>Around a graph that has no loops and cannot be stopped.</summary>
    public static Scope None { get; } = new(default(CancellationToken));

    public CancellationToken Token { get; }

    /// <summary>The value of the innermost index.</summary>
    public long Value { get; set; }

    /// <summary>The value of an index.</summary>
    public Func<string, long> ValueOf { get; }

    public Scope Inner(string index) => new(this, index);

    private long Find(string name)
    {
        var scope = this;
        while (!string.Equals(scope.index, name, StringComparison.Ordinal))
        {
            scope = scope.outer ?? throw new InvalidOperationException("No loop has the index '" + name + "' and no input determines it.");
        }

        return scope.Value;
    }
}

/// <summary>A number that is known, or becomes known by the indices of loops.</summary>
internal readonly struct LateDim
{
    private readonly DimExpr? expression;
    private readonly long value;

    /// <param name="expression">In it what is known has been replaced.</param>
    public LateDim(DimExpr expression) => this.expression = expression.TryGetConstant(out value) ? null : expression;

    /// <summary>Whether no index is needed.</summary>
    public bool IsKnown => expression is null;

    public long At(Scope scope) => expression is null ? value : expression.Evaluate(scope.ValueOf);
}

internal static class LateDims
{
    public static Span<long> At(this LateDim[] dims, Scope scope, Span<long> values)
    {
        for (int i = 0; i < dims.Length; i++) values[i] = dims[i].At(scope);
        return values;
    }
}
