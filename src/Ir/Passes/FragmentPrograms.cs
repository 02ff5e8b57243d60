using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Everything that is derived from a primal graph: the forward that keeps residuals, the adjoint that reads them, the tangent
/// program, and the self-contained joint adjoint that higher orders differentiate. What is kept and what is recomputed is one
/// minimum cut over the primal part, weighted by size; see <see cref="Keep"/>.
/// </summary>
internal sealed class FragmentPrograms
{
    /// <summary>Programs as they are given; <see cref="Build"/> derives them. What checks derivatives must also see wrong ones.</summary>
    internal FragmentPrograms(Graph forward, int[] differentiableInputs, Graph joint, Graph forwardKeeping, Graph adjoint, Graph tangent, IReadOnlyList<TensorType> residuals, (ulong[] NeedsCt, ulong[] Serves)? masks = null)
    {
        Forward = forward;
        DifferentiableInputs = differentiableInputs;
        JointAdjoint = joint;
        ForwardKeeping = forwardKeeping;
        Adjoint = adjoint;
        Tangent = tangent;
        Residuals = residuals;
        (NeedsCt, Serves) = masks ?? Masks(adjoint, forward.Inputs.Count + forward.Outputs.Count + residuals.Count, forward.Outputs.Count);
    }

    /// <summary>x... -> y....</summary>
    public Graph Forward { get; }

    /// <summary>The inputs that have a tangent and a cotangent, by index.</summary>
    public int[] DifferentiableInputs { get; }

    /// <summary>x..., ct..., p... -> p'..., self-contained.</summary>
    public Graph JointAdjoint { get; }

    /// <summary>x... -> y..., r....</summary>
    public Graph ForwardKeeping { get; }

    /// <summary>x..., y..., r..., ct..., p... -> p'....</summary>
    public Graph Adjoint { get; }

    /// <summary>x..., x'... -> y'....</summary>
    public Graph Tangent { get; }

    /// <summary>Types of the residuals, in the order of the pack.</summary>
    public IReadOnlyList<TensorType> Residuals { get; }

    /// <summary>For each node of <see cref="Adjoint"/> the cotangents it depends on, as bits over the outputs; 0 for nodes of the recomputed primal and for partials.</summary>
    public ulong[] NeedsCt { get; }

    /// <summary>For each node of <see cref="Adjoint"/> the results it contributes to, as bits over <see cref="DifferentiableInputs"/>.</summary>
    public ulong[] Serves { get; }

    public static FragmentPrograms Build(Graph primal, IReadOnlyList<bool>? differentiable = null)
    {
        int[] wanted = Enumerable.Range(0, primal.Inputs.Count)
            .Where(i => primal.IsDifferentiable(i) && (differentiable is null || differentiable[i]))
            .ToArray();
        var joint = Ir.Adjoint.Joint(primal, wanted);
        var (keeping, adjoint, residuals) = Partition(primal, joint, wanted.Length);
        return new FragmentPrograms(primal, wanted, joint, keeping, adjoint, Jvp.Tangent(primal, wanted), residuals);
    }

    private static (Graph Keeping, Graph Adjoint, TensorType[] Residuals) Partition(Graph primal, Graph joint, int wanted)
    {
        int inputs = primal.Inputs.Count, outputs = primal.Outputs.Count;
        var linear = LinearPart.Mark(joint, Enumerable.Range(inputs, outputs + wanted));

        // The primal part of the joint adjoint beside the primal itself: hash-consing identifies what they share.
        var shared = GraphBuilder.DerivedFrom(primal, primal.Name + "Keeping");
        var arguments = primal.Inputs.Select((v, i) => shared.Input(primal.InputName(i), primal.TypeOf(v), !primal.IsDifferentiable(i))).ToArray();
        var results = shared.Inline(primal, arguments);
        var inShared = new Value[joint.Nodes.Count][];
        foreach (var node in joint.Nodes)
        {
            if (!linear[node.Id])
            {
                inShared[node.Id] = node.Op is InputOp
                    ? [arguments[node.Attrs.Int("index")]]
                    : shared.Clone(node, node.Inputs.Select(v => inShared[v.Node][v.Slot]).ToArray());
            }
        }

        var needed = joint.Nodes.Where(n => linear[n.Id])
            .SelectMany(n => n.Inputs)
            .Concat(joint.Outputs)
            .Where(v => !linear[v.Node])
            .Select(v => inShared[v.Node][v.Slot])
            .Distinct()
            .ToArray();
        var kept = Keep(shared, results, needed);
        var keeping = shared.Build([.. results, .. kept], [.. primal.OutputNames, .. kept.Select((_, i) => "kept" + i)]);
        var types = kept.Select(shared.TypeOf).ToArray();

        var b = GraphBuilder.DerivedFrom(primal, primal.Name + "Adjoint");
        var available = new Dictionary<Value, Value>();
        for (int i = 0; i < inputs; i++)
        {
            available[arguments[i]] = b.Input(primal.InputName(i), primal.TypeOf(primal.Inputs[i]));
        }

        for (int i = 0; i < outputs; i++)
        {
            var output = b.Input(primal.OutputNames[i], primal.TypeOf(primal.Outputs[i]));
            if (!available.ContainsKey(results[i]))
            {
                available[results[i]] = output;
            }
        }

        for (int i = 0; i < kept.Count; i++)
        {
            available[kept[i]] = b.Input(shared.NodeOf(kept[i]).Name ?? "kept" + i, types[i]);
        }

        var map = new Value[joint.Nodes.Count][];
        foreach (var node in joint.Nodes)
        {
            if (node.Op is InputOp && linear[node.Id])
            {
                map[node.Id] = [b.Input(node.Attrs.Text("name"), node.Types[0])];
            }
        }

        var recomputed = Recompute(shared, b, needed, available);
        foreach (var node in joint.Nodes)
        {
            if (linear[node.Id] && node.Op is not InputOp)
            {
                map[node.Id] = b.Clone(node, node.Inputs.Select(v => linear[v.Node] ? map[v.Node][v.Slot] : recomputed[inShared[v.Node][v.Slot]]).ToArray());
            }
        }

        var adjoint = b.Build(joint.Outputs.Select(v => linear[v.Node] ? map[v.Node][v.Slot] : recomputed[inShared[v.Node][v.Slot]]).ToArray(), joint.OutputNames);
        return (keeping, adjoint, types);
    }

    /// <summary>
    /// What to keep: the cheapest set of values from which everything needed can be recomputed by cheap ops. Inputs and outputs are
    /// free (the trace has them); transcendentals, contractions, solves and reductions are never computed twice.
    /// </summary>
    private static List<Value> Keep(GraphBuilder shared, Value[] results, Value[] needed)
    {
        var cut = new MinCut();
        int source = cut.AddNode(), sink = cut.AddNode();
        var free = new HashSet<Value>(shared.Inputs.Concat(results));
        var entry = new Dictionary<Value, int>();
        foreach (var node in shared.Nodes)
        {
            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                var value = node.Out(slot);
                int begin = cut.AddNode(), end = cut.AddNode();
                entry[value] = begin;
                cut.AddEdge(begin, end, free.Contains(value) || node.Op.Class == OpClass.Source ? 0 : Weight(node.Types[slot]));
                if (IsCheap(node))
                {
                    foreach (var operand in node.Inputs)
                    {
                        cut.AddEdge(entry[operand] + 1, begin, MinCut.Infinite);
                    }
                }
                else
                {
                    cut.AddEdge(source, begin, MinCut.Infinite);
                }
            }
        }

        foreach (var value in needed)
        {
            cut.AddEdge(entry[value] + 1, sink, MinCut.Infinite);
        }

        var side = cut.SourceSide(source, sink);
        return entry
            .Where(e => side[e.Value] && !side[e.Value + 1] && !free.Contains(e.Key) && shared.NodeOf(e.Key).Op.Class != OpClass.Source)
            .Select(e => e.Key)
            .OrderBy(v => v.Node).ThenBy(v => v.Slot)
            .ToList();
    }

    private static bool IsCheap(Node node) => node.Op.Class switch
    {
        OpClass.Elementwise => node.Op.Cost <= 6,
        OpClass.Structural => true,
        _ => false,
    };

    /// <summary>Bytes at nominal sizes: sizes are symbols here, so the cut compares values as if every symbol were 32.</summary>
    private static long Weight(TensorType type)
    {
        try
        {
            return 1 + Math.Max(0, type.StorageCount.Evaluate(_ => 32));
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException)
        {
            return MinCut.Infinite / 1024;
        }
    }

    private static Dictionary<Value, Value> Recompute(GraphBuilder shared, GraphBuilder b, Value[] needed, Dictionary<Value, Value> available)
    {
        var live = new HashSet<Value>(needed);
        foreach (var node in shared.Nodes.Reverse())
        {
            if (Enumerable.Range(0, node.Types.Count).Any(s => live.Contains(node.Out(s)) && !available.ContainsKey(node.Out(s))))
            {
                live.UnionWith(node.Inputs);
            }
        }

        var map = new Dictionary<Value, Value>(available);
        foreach (var node in shared.Nodes)
        {
            if (Enumerable.Range(0, node.Types.Count).Any(s => live.Contains(node.Out(s)) && !map.ContainsKey(node.Out(s))))
            {
                var copy = b.Clone(node, node.Inputs.Select(v => map[v]).ToArray());
                for (int slot = 0; slot < copy.Length; slot++)
                {
                    map[node.Out(slot)] = copy[slot];
                }
            }
        }

        return map;
    }

    private static (ulong[] Needs, ulong[] Serves) Masks(Graph adjoint, int firstCt, int outputs)
    {
        var needs = new ulong[adjoint.Nodes.Count];
        var serves = new ulong[adjoint.Nodes.Count];
        foreach (var node in adjoint.Nodes)
        {
            if (node.Op is InputOp)
            {
                int index = node.Attrs.Int("index") - firstCt;
                needs[node.Id] = index >= 0 && index < outputs ? 1UL << Math.Min(index, 63) : 0;
            }

            foreach (var operand in node.Inputs)
            {
                needs[node.Id] |= needs[operand.Node];
            }
        }

        for (int i = 0; i < adjoint.Outputs.Count; i++)
        {
            serves[adjoint.Outputs[i].Node] |= 1UL << Math.Min(i, 63);
        }

        for (int id = adjoint.Nodes.Count - 1; id >= 0; id--)
        {
            foreach (var operand in adjoint.Nodes[id].Inputs)
            {
                serves[operand.Node] |= serves[id];
            }
        }

        return (needs, serves);
    }
}
