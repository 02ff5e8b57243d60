using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Generator.Tests;

/// <summary>Calls the entry points of a fragment as the engine would.</summary>
internal sealed class FragmentRun
{
    private readonly Fragment fragment;
    private readonly Graph graph;
    private readonly double[][] x;
    private readonly int[] dims;

    public FragmentRun(Fragment fragment, Graph graph, double[][] x, IReadOnlyDictionary<string, long> symbols)
    {
        this.fragment = fragment;
        this.graph = graph;
        this.x = x;
        int[] flat = graph.Inputs.SelectMany(v => graph.TypeOf(v).Shape.Evaluate(s => symbols[s])).ToArray();
        dims = new int[fragment.SymbolCount];
        fragment.SolveDims(flat, graph.DimParameters.Select(p => symbols[p]).ToArray(), dims);
    }

    public int[] Dims => dims;

    public double[][] Forward()
    {
        var y = Outputs();
        fragment.Forward(new FragmentFrame { Inputs = x, Outputs = y, Dims = dims, Kind = ElementKind.Double });
        return y;
    }

    public (double[][] Outputs, double[] Residuals) ForwardKeeping() => ForwardKeeping(new ResidualLog());

    private (double[][] Outputs, double[] Residuals) ForwardKeeping(ResidualLog log)
    {
        var (y, kept) = (Outputs(), Poison(fragment.ResidualCount(dims)));
        fragment.ForwardKeeping(new FragmentFrame { Inputs = x, Outputs = y, Residuals = kept, Log = log, Dims = dims, Kind = ElementKind.Double });
        return (y, kept);
    }

    public double[]?[] Adjoint(double[]?[] cotangents, double[][] partials, ulong want)
    {
        var log = new ResidualLog();
        var (y, kept) = ForwardKeeping(log);
        ulong present = 0;
        for (int i = 0; i < cotangents.Length; i++)
        {
            present |= cotangents[i] is null ? 0 : 1UL << i;
        }

        var p = partials.Select((v, i) => (want & (1UL << i)) != 0 ? (double[])v.Clone() : null).ToArray();
        fragment.Adjoint(new FragmentFrame { Inputs = x, Outputs = y, Residuals = kept, Log = log, Cotangents = cotangents, Partials = p, Dims = dims, Want = want, Present = present, Kind = ElementKind.Double });
        return p;
    }

    public double[][] Tangent(double[][] tangents)
    {
        var y = Outputs();
        fragment.Tangent(new FragmentFrame { Inputs = x, Outputs = y, Tangents = tangents, Dims = dims, Present = ulong.MaxValue, Kind = ElementKind.Double });
        return y;
    }

    private double[][] Outputs() => Enumerable.Range(0, fragment.OutputCount)
        .Select(i => Poison(fragment.OutputShape(i, dims).Aggregate(1, (a, b) => a * b)))
        .ToArray();

    // What is read before it is written shows.
    private static double[] Poison(int count)
    {
        var array = new double[count];
        Array.Fill(array, double.NaN);
        return array;
    }
}
