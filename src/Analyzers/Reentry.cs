using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Costate.Analyzers;

/// <summary>How a number comes back into a trace.</summary>
internal enum ReentryKind
{
    /// <summary>As an operand of an op.</summary>
    Operand,

    /// <summary>As a double or float argument of an annotated method.</summary>
    Argument,

    /// <summary>As the data of a new leaf.</summary>
    Leaf,

    /// <summary>As an argument of a method or a function that computes with it in the trace.</summary>
    Helper,
}

/// <summary>A place where what was evaluated comes back into a trace.</summary>
/// <param name="operand">The expression that comes back.</param>
/// <param name="consumer">The operation that takes it.</param>
/// <param name="origins">The evaluations that it was computed from, or what evaluates: calls and properties.</param>
internal sealed class Reentry(ReentryKind kind, IOperation operand, IOperation consumer, IReadOnlyList<IOperation> origins)
{
    public ReentryKind Kind { get; } = kind;

    public IOperation Operand { get; } = operand;

    public IOperation Consumer { get; } = consumer;

    public IReadOnlyList<IOperation> Origins { get; } = origins;
}
