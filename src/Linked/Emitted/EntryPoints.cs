using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>Calls the entry points of a fragment as the engine would, on memory that shows what is read before it is written.</summary>
internal sealed class EntryPoints<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Fragment fragment;
    private readonly ElementKind kind = ElementKinds.Of<T>();
    private readonly T[][] inputs;
    private readonly T[][] originals;

    public EntryPoints(Fragment fragment, T[][] inputs, int[][] shapes, IReadOnlyDictionary<string, long> sizes)
    {
        this.fragment = fragment;
        originals = inputs;
        this.inputs = inputs.Select(i => (T[])i.Clone()).ToArray();
        Dims = new int[fragment.SymbolCount];
        fragment.SolveDims(shapes.SelectMany(s => s).ToArray(), fragment.Graph.DimParameters.Select(p => sizes[p]).ToArray(), Dims);
    }

    public int[] Dims { get; }

    public bool InputsAreUntouched => inputs.Zip(originals).All(p => p.First.AsSpan().SequenceEqual(p.Second));

    public T[][] Forward()
    {
        var y = Outputs();
        fragment.Forward(new FragmentFrame { Inputs = inputs, Outputs = y, Dims = Dims, Kind = kind });
        return y;
    }

    public (T[][] Outputs, T[] Residuals) ForwardKeeping() => ForwardKeeping(new ResidualLog());

    private (T[][] Outputs, T[] Residuals) ForwardKeeping(ResidualLog log)
    {
        var (y, kept) = (Outputs(), Poison(fragment.ResidualCount(Dims)));
        fragment.ForwardKeeping(new FragmentFrame { Inputs = inputs, Outputs = y, Residuals = kept, Log = log, Dims = Dims, Kind = kind });
        return (y, kept);
    }

    public T[][] Tangent(T[][] tangents)
    {
        var y = Outputs();
        fragment.Tangent(new FragmentFrame { Inputs = inputs, Outputs = y, Tangents = tangents, Dims = Dims, Present = ulong.MaxValue, Kind = kind });
        return y;
    }

    /// <summary>The extended partials; null where none is wanted.</summary>
    public T[]?[] Adjoint(T[]?[] cotangents, T[][] partials, ulong want)
    {
        var log = new ResidualLog();
        var (y, kept) = ForwardKeeping(log);
        ulong present = 0;
        for (int i = 0; i < cotangents.Length; i++) present |= cotangents[i] is null ? 0 : 1UL << i;
        T[]?[] p = partials.Select((v, i) => (want >> i & 1) != 0 ? (T[])v.Clone() : null).ToArray();
        fragment.Adjoint(new FragmentFrame { Inputs = inputs, Outputs = y, Residuals = kept, Log = log, Cotangents = cotangents, Partials = p, Dims = Dims, Want = want, Present = present, Kind = kind });
        return p;
    }

    /// <summary>The value and the derivatives by the differentiable inputs, computed together; null where no such program is compiled.</summary>
    public (T[][] Value, T[][] Gradient)? ValueAndGradient()
    {
        var (y, gradient) = (Outputs(), Gradient());
        return fragment.ValueAndGradient(new FragmentFrame { Inputs = inputs, Outputs = y, Partials = gradient, Dims = Dims, Kind = kind }) ? (y, gradient) : null;
    }

    /// <summary>The product of the Hessian with a direction; null where no such program is compiled.</summary>
    public T[][]? HessianVector(T[][] tangents)
    {
        var product = Gradient();
        return fragment.HessianVector(new FragmentFrame { Inputs = inputs, Tangents = tangents, Partials = product, Dims = Dims, Kind = kind }) ? product : null;
    }

    private T[][] Gradient() => fragment.DifferentiableInputs.Select(i => Poison(inputs[i].Length)).ToArray();

    private T[][] Outputs() => Enumerable.Range(0, fragment.OutputCount)
        .Select(i => Poison(fragment.OutputShape(i, Dims).Aggregate(1, (a, b) => a * b)))
        .ToArray();

    private static T[] Poison(int count)
    {
        var array = new T[count];
        Array.Fill(array, T.NaN);
        return array;
    }
}
