using System;

namespace Costate;

/// <summary>A matrix has no factorisation of the kind that was asked for: it is not positive definite, or singular.</summary>
public sealed class FactorizationException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fragment">The differentiable method or operation that ran.</param>
    /// <param name="operation">The factorisation, for example Cholesky.</param>
    /// <param name="pivot">The 1-based index of the pivot that failed.</param>
    /// <param name="where">Where in the source the factorisation stands, or null.</param>
    public FactorizationException(string fragment, string operation, int pivot, string? where)
        : base(fragment + ": " + operation + " failed at pivot " + pivot.ToString(System.Globalization.CultureInfo.InvariantCulture) + ", "
            + (operation.StartsWith("Cholesky", StringComparison.Ordinal)
                ? "the matrix is not positive definite. Add a small multiple of the identity, or use Solve, which needs no definiteness"
                : "the matrix is singular. Regularise it, or check that its rows are independent")
            + (where is null ? "." : " (" + where + ")."))
    {
        Fragment = fragment;
        Operation = operation;
        Pivot = pivot;
    }

    /// <summary>The differentiable method or operation that ran.</summary>
    public string Fragment { get; }

    /// <summary>The factorisation.</summary>
    public string Operation { get; }

    /// <summary>The 1-based index of the pivot that failed.</summary>
    public int Pivot { get; }
}
