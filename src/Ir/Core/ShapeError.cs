using System;

namespace Costate.Ir;

/// <summary>A shape, rank, axis or type rule that an op's operands break; the front end turns it into a diagnostic, the runtime into an exception.</summary>
internal sealed class ShapeError : Exception
{
    public ShapeError(string id, string message)
        : base(message) => Id = id;

    public ShapeError(string id, string message, DimExpr left, DimExpr right)
        : base(message)
    {
        Id = id;
        Left = left;
        Right = right;
    }

    /// <summary>The diagnostic id.</summary>
    public string Id { get; }

    /// <summary>One side of the statement about dimensions that failed, if it was one.</summary>
    public DimExpr? Left { get; }

    /// <summary>The other side.</summary>
    public DimExpr? Right { get; }
}

/// <summary>A derivative that does not exist or was not asked for in a meaningful way.</summary>
internal sealed class DerivativeError : Exception
{
    public DerivativeError(string id, string message, SourceSpan span)
        : base(message)
    {
        Id = id;
        Span = span;
    }

    public string Id { get; }

    public SourceSpan Span { get; }
}
