using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>
/// A graph at given sizes: shapes evaluated, kernels bound. What is executed also depends on what is wanted and present. The places of windows
/// may depend on the indices of loops around the graph, shapes may not.
/// </summary>
internal sealed class Plan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] first;
    private readonly int[] owners;
    private readonly int[] counts;
    private readonly BoundKernel<T>[] kernels;
    private readonly T?[] constants;
    private readonly bool[] linear;

    /// <param name="name">The fragment's name, for errors.</param>
    /// <param name="graph">The graph, whole or a region.</param>
    /// <param name="sizes">The values of all symbols in its shapes.</param>
    /// <param name="firstCotangent">The index of the first input that is a cotangent, or the number of inputs.</param>
    /// <param name="firstPartial">The index of the first input that is a partial, or the number of inputs.</param>
    public Plan(string name, Graph graph, IReadOnlyDictionary<string, long> sizes, int firstCotangent, int firstPartial)
    {
        Name = name;
        Graph = graph = Replays.Of(graph).Graph;
        Sizes = sizes;
        FirstCotangent = firstCotangent;
        FirstPartial = firstPartial;
        var nodes = graph.Nodes;
        first = new int[nodes.Count + 1];
        for (int id = 0; id < nodes.Count; id++) first[id + 1] = first[id] + nodes[id].Types.Count;
        var shapes = new int[first[^1]][];
        counts = new int[first[^1]];
        owners = new int[first[^1]];
        kernels = new BoundKernel<T>[nodes.Count];
        constants = new T?[nodes.Count];
        linear = new bool[nodes.Count];
        foreach (var node in nodes)
        {
            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                owners[first[node.Id] + slot] = node.Id;

                // The entries of a ragged stack may be as large as the index of a loop that is over.
                var type = node.Types[slot];
                shapes[first[node.Id] + slot] = type.IsRagged ? [] : type.Shape.Evaluate(s => sizes[s]);
                counts[first[node.Id] + slot] = checked((int)type.PlannedCount.Evaluate(s => sizes[s]));
            }

            switch (node.Op)
            {
                case InputOp:
                    linear[node.Id] = node.Attrs.Int("index") >= firstCotangent;
                    break;
                case ConstOp:
                    constants[node.Id] = T.CreateTruncating(node.Attrs.Number("value"));
                    break;
                case DimValOp:
                    var dim = Late(node.Attrs.Dim("dim"));
                    bool isTruth = node.Types[0].DType == DType.Bool;
                    if (dim.IsKnown) constants[node.Id] = T.CreateChecked(Number(dim.At(Scope.None), isTruth));
                    else kernels[node.Id] = Index(dim, isTruth);
                    break;
                case UndefinedOp:
                    break;
                case RegionOp:
                    linear[node.Id] = node.Inputs.Any(v => linear[v.Node]);
                    break;
                default:
                    kernels[node.Id] = OpKernels<T>.Bind(new KernelSite(
                        node,
                        node.Inputs.Select(graph.TypeOf).ToArray(),
                        node.Inputs.Select(v => shapes[At(v)]).ToArray(),
                        shapes[first[node.Id]],
                        Late));
                    linear[node.Id] = node.Inputs.Any(v => linear[v.Node]);
                    break;
            }
        }
    }

    public string Name { get; }

    public Graph Graph { get; }

    /// <summary>The values of symbols that are known.</summary>
    public IReadOnlyDictionary<string, long> Sizes { get; }

    public int FirstCotangent { get; }

    public int FirstPartial { get; }

    /// <summary>The number of values: all outputs of all nodes.</summary>
    public int ValueCount => counts.Length;

    /// <summary>The number of a value.</summary>
    public int At(Value value) => first[value.Node] + value.Slot;

    /// <summary>The node of a value, by its number.</summary>
    public int NodeOf(int value) => owners[value];

    /// <summary>Number of elements of a value; 0 for a ragged stack.</summary>
    public int Count(Value value) => counts[At(value)];

    public BoundKernel<T> Kernel(int node) => kernels[node];

    /// <summary>The value of all elements of a constant, or null.</summary>
    public T? Constant(int node) => constants[node];

    /// <summary>Whether a node is linear in cotangents and partials, so that it is Zero where those it depends on are absent.</summary>
    public bool IsLinear(int node) => linear[node];

    /// <summary>A number in which everything that is known here has been replaced.</summary>
    public LateDim Late(DimExpr dim) => new(dim.Substitute(s => Sizes.TryGetValue(s, out long value) ? DimExpr.Constant(value) : null));

    private static BoundKernel<T> Index(LateDim dim, bool isTruth) => new(KernelForm.Plain, (_, y, scope) =>
    {
        y.Fill(T.CreateChecked(Number(dim.At(scope), isTruth)));
        return 0;
    });

    private static long Number(long dim, bool isTruth) => isTruth ? (dim > 0 ? 1 : 0) : dim;
}
