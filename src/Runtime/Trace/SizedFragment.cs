using System;
using Costate.CompilerServices;
using Costate.Execution;

namespace Costate.Tracing;

/// <summary>A fragment at given sizes: what all nodes that call it with these sizes share.</summary>
internal sealed class SizedFragment
{
    private int residualCount = -1;
    private SizedFragment? adjoint;
    private SizedFragment? tangent;

    public SizedFragment(Fragment fragment, ElementKind kind, int[] dims, int[] leading)
    {
        Fragment = fragment;
        Kind = kind;
        Dims = dims;
        Leading = leading;
        Shapes = new int[fragment.OutputCount][];
        var leads = fragment.LeadingOutputs;
        for (int i = 0; i < Shapes.Length; i++)
        {
            int[] shape = fragment.OutputShape(i, dims);
            Shapes[i] = leads.Length > i && leads[i] ? LeadingSizes.Restore(leading, shape) : shape;
        }

        Counts = Array.ConvertAll(Shapes, static shape => Count(shape));
        ulong hash = NodeHash.Combine(fragment.Hash, (ulong)kind);
        foreach (int dim in dims) hash = NodeHash.Combine(hash, (ulong)dim);
        foreach (int size in leading) hash = NodeHash.Combine(hash, (ulong)size);
        Hash = hash;
    }

    /// <summary>The shape of a leaf.</summary>
    public SizedFragment(ElementKind kind, int[] shape)
    {
        Kind = kind;
        Dims = [];
        Leading = [];
        Shapes = [shape];
        Counts = [Count(shape)];
    }

    /// <summary>Null for leaves.</summary>
    public Fragment? Fragment { get; }

    public ElementKind Kind { get; }

    public int[] Dims { get; }

    /// <summary>The leading axes, which stand as one in the sizes of the fragment.</summary>
    public int[] Leading { get; }

    /// <summary>The shapes of the outputs.</summary>
    public int[][] Shapes { get; }

    /// <summary>The numbers of elements of the outputs.</summary>
    public int[] Counts { get; }

    public ulong Hash { get; }

    public int OutputCount => Shapes.Length;

    public int ResidualCount => residualCount >= 0 ? residualCount : residualCount = Fragment!.ResidualCount(Dims);

    /// <summary>Whether there is anything to be kept for the adjoint.</summary>
    public bool KeepsResiduals => ResidualCount > 0 || Fragment!.KeepsLog;

    /// <summary>Whether residuals should be kept before a gradient is asked for.</summary>
    public Anticipation Anticipation { get; } = new();

    public SizedFragment Adjoint => adjoint ??= Fragment!.AdjointFragment.At(Kind, Dims, Leading);

    public SizedFragment Tangent => tangent ??= Fragment!.TangentFragment.At(Kind, Dims, Leading);

    public bool SameAs(SizedFragment other) =>
        ReferenceEquals(this, other) || (ReferenceEquals(Fragment, other.Fragment) && IsAt(other.Kind, other.Dims, other.Leading));

    /// <summary>Whether the sizes are these.</summary>
    public bool IsAt(ElementKind kind, ReadOnlySpan<int> dims, ReadOnlySpan<int> leading) =>
        Kind == kind && dims.SequenceEqual(Dims) && leading.SequenceEqual(Leading);

    /// <summary>The number of elements of a shape.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape) count *= size;
        return count <= Array.MaxLength
            ? (int)count
            : throw new OutOfMemoryException($"A tensor of shape {FragmentErrors.Format(shape)} has {count} elements; at most {Array.MaxLength} fit in one array.");
    }
}
