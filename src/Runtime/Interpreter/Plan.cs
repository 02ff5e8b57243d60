using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>A program at given sizes: shapes evaluated, kernels bound. What is executed also depends on what is wanted and present.</summary>
internal sealed class Plan<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GraphProgram program;
    private readonly int[] counts;
    private readonly BoundKernel<T>[] kernels;
    private readonly T?[] constants;
    private readonly bool[] linear;
    private volatile Schedule<T>[] schedules = [];

    public Plan(GraphProgram program, IReadOnlyList<string> symbols, int[] dims)
    {
        this.program = program;
        Dims = dims;
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < dims.Length; i++) values.Add(symbols[i], dims[i]);
        var nodes = program.Graph.Nodes;
        var shapes = new int[nodes.Count][];
        counts = new int[nodes.Count];
        kernels = new BoundKernel<T>[nodes.Count];
        constants = new T?[nodes.Count];
        linear = new bool[nodes.Count];
        foreach (var node in nodes)
        {
            if (node.Types.Count != 1) throw new InvalidOperationException($"The interpreter runs ops with one result; {node.Op} has {node.Types.Count}.");
            shapes[node.Id] = node.Types[0].Shape.Evaluate(s => values[s]);
            counts[node.Id] = checked((int)node.Types[0].StorageCount.Evaluate(s => values[s]));
            switch (node.Op)
            {
                case InputOp:
                    linear[node.Id] = node.Attrs.Int("index") >= program.FirstCotangent;
                    break;
                case ConstOp:
                    constants[node.Id] = T.CreateTruncating(node.Attrs.Number("value"));
                    break;
                case DimValOp:
                    constants[node.Id] = T.CreateChecked(DimValBuilder.ValueOf(node, s => values[s]));
                    break;
                default:
                    kernels[node.Id] = OpKernels<T>.Bind(new KernelSite(
                        node,
                        node.Inputs.Select(program.Graph.TypeOf).ToArray(),
                        node.Inputs.Select(v => shapes[v.Node]).ToArray(),
                        shapes[node.Id],
                        s => values[s]));
                    linear[node.Id] = node.Inputs.Any(v => linear[v.Node]);
                    break;
            }
        }
    }

    public int[] Dims { get; }

    public GraphProgram Program => program;

    /// <summary>Number of elements of a node's value.</summary>
    public int Count(int node) => counts[node];

    public BoundKernel<T> Kernel(int node) => kernels[node];

    /// <summary>The value of all elements of a constant, or null.</summary>
    public T? Constant(int node) => constants[node];

    /// <summary>Whether a node is linear in cotangents and partials, so that it is Zero where those it depends on are absent.</summary>
    public bool IsLinear(int node) => linear[node];

    public void Run(ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, ulong want)
    {
        ulong absent = 0;
        for (int i = program.FirstCotangent; i < program.FirstPartial; i++)
        {
            if (inputs[i].IsAbsent) absent |= 1UL << (i - program.FirstCotangent);
        }

        ScheduleFor(want, absent).Run(inputs, outputs);
    }

    private Schedule<T> ScheduleFor(ulong want, ulong absent)
    {
        foreach (var schedule in schedules)
        {
            if (schedule.Want == want && schedule.Absent == absent) return schedule;
        }

        // Two threads may make the same one; they are equal, and the list stays short.
        var made = new Schedule<T>(this, want, absent);
        schedules = [.. schedules.TakeLast(15), made];
        return made;
    }
}
