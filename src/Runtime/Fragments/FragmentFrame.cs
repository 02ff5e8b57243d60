using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>
/// What one call of a fragment's entry point works on: dense row-major arrays of the fragment's element type, and the values
/// of its dimension symbols. Booleans are stored as 0 and 1; an absent cotangent or tangent is Zero.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct FragmentFrame
{
    /// <summary>The primal inputs.</summary>
    public ReadOnlySpan<Array?> Inputs { get; init; }

    /// <summary>The primal outputs: written by the forward entries, read by the adjoint; in the tangent entry the tangents of the outputs, written.</summary>
    public ReadOnlySpan<Array?> Outputs { get; init; }

    /// <summary>One for each output; null is Zero.</summary>
    public ReadOnlySpan<Array?> Cotangents { get; init; }

    /// <summary>One for each differentiable input; null is Zero.</summary>
    public ReadOnlySpan<Array?> Tangents { get; init; }

    /// <summary>One for each differentiable input that is wanted: holds the partial on entry and the extended partial on return; of the direct programs the derivative, written.</summary>
    public ReadOnlySpan<Array?> Partials { get; init; }

    /// <summary>The residual pack: written by the keeping forward, read by the adjoint.</summary>
    public Array? Residuals { get; init; }

    /// <summary>The stacks that are kept beside the pack; null unless the fragment keeps a log.</summary>
    public ResidualLog? Log { get; init; }

    /// <summary>The values of the dimension symbols, in ordinal order of their names.</summary>
    public ReadOnlySpan<int> Dims { get; init; }

    /// <summary>Adjoint: bit i says that the partial of differentiable input i is wanted.</summary>
    public ulong Want { get; init; }

    /// <summary>Adjoint: bit i says that the cotangent of output i is not Zero. Tangent: the same for the tangents of the differentiable inputs.</summary>
    public ulong Present { get; init; }

    /// <summary>Asked by loops before each iteration.</summary>
    public CancellationToken Token { get; init; }

    /// <summary>The element type, which an interpreted fragment cannot know otherwise.</summary>
    internal ElementKind Kind { get; init; }

    /// <summary>The elements of a primal input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Input<T>(int i) => As<T>(Inputs[i]);

    /// <summary>The elements of an output, to be written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Output<T>(int i) => As<T>(Outputs[i]);

    /// <summary>The elements of an output of the forward, in the adjoint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> PrimalOutput<T>(int i) => As<T>(Outputs[i]);

    /// <summary>The residual pack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Residual<T>() => As<T>(Residuals);

    /// <summary>The cotangent of an output; empty if it is Zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Cotangent<T>(int i) => As<T>(Cotangents[i]);

    /// <summary>The partial of a differentiable input, in and out; empty if it is not wanted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Partial<T>(int i) => As<T>(Partials[i]);

    /// <summary>The tangent of a differentiable input; empty if it is Zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Tangent<T>(int i) => As<T>(Tangents[i]);

    /// <summary>The value of a dimension symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Dim(int i) => Dims[i];

    // The trace knows the element type of each fragment, so the cast is checked in debug builds only.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T[]? As<T>(Array? array)
    {
        Debug.Assert(array is null or T[], "An array of another element type reached a fragment.");
        return Unsafe.As<T[]?>(array);
    }
}
