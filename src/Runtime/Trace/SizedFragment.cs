using System;
using Costate.CompilerServices;

namespace Costate.Tracing;

/// <summary>A fragment at given sizes: what all nodes that call it with these sizes share.</summary>
internal sealed class SizedFragment
{
    private int residualCount = -1;
    private SizedFragment? adjoint;
    private SizedFragment? tangent;

    public SizedFragment(Fragment fragment, ElementKind kind, int[] dims)
    {
        Fragment = fragment;
        Kind = kind;
        Dims = dims;
        Shapes = new int[fragment.OutputCount][];
        for (int i = 0; i < Shapes.Length; i++) Shapes[i] = fragment.OutputShape(i, dims);
        Counts = Array.ConvertAll(Shapes, Count);
        ulong hash = NodeHash.Combine(fragment.Hash, (ulong)kind);
        foreach (int dim in dims) hash = NodeHash.Combine(hash, (ulong)dim);
        Hash = hash;
    }

    /// <summary>The shape of a leaf.</summary>
    public SizedFragment(ElementKind kind, int[] shape)
    {
        Kind = kind;
        Dims = [];
        Shapes = [shape];
        Counts = [Count(shape)];
    }

    /// <summary>Null for leaves.</summary>
    public Fragment? Fragment { get; }

    public ElementKind Kind { get; }

    public int[] Dims { get; }

    /// <summary>The shapes of the outputs.</summary>
    public int[][] Shapes { get; }

    /// <summary>The numbers of elements of the outputs.</summary>
    public int[] Counts { get; }

    public ulong Hash { get; }

    public int OutputCount => Shapes.Length;

    public int ResidualCount => residualCount >= 0 ? residualCount : residualCount = Fragment!.ResidualCount(Dims);

    public SizedFragment Adjoint => adjoint ??= Fragment!.AdjointFragment.At(Kind, Dims);

    public SizedFragment Tangent => tangent ??= Fragment!.TangentFragment.At(Kind, Dims);

    public bool SameAs(SizedFragment other) =>
        ReferenceEquals(this, other)
        || (ReferenceEquals(Fragment, other.Fragment) && Kind == other.Kind && Dims.AsSpan().SequenceEqual(other.Dims));

    /// <summary>The number of elements of a shape.</summary>
    public static int Count(int[] shape)
    {
        long count = 1;
        foreach (int size in shape) count *= size;
        return count <= Array.MaxLength
            ? (int)count
            : throw new OutOfMemoryException($"A tensor of shape {FragmentErrors.Format(shape)} has {count} elements; at most {Array.MaxLength} fit in one array.");
    }
}
