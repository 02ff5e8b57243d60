using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Whether an adjoint finds an input of its primal when it runs.</summary>
internal enum Availability : byte
{
    /// <summary>The carries of a loop have been replaced.</summary>
    Gone,
    There,

    /// <summary>It is there, and the same each time the adjoint runs.</summary>
    Invariant,
}

/// <summary>
/// A self-contained adjoint cut in two: the forward that keeps residuals, and the adjoint that reads them. One mechanism for
/// fragments, bodies of loops and branches. What is kept and what is recomputed is one minimum cut over the primal part, weighted by
/// size.
/// </summary>
internal sealed class Split
{
    private const int Nominal = 32;

    private Split(Graph keeping, Graph adjoint, IReadOnlyList<TensorType> residuals, IReadOnlyList<int> undone)
    {
        Keeping = keeping;
        Adjoint = adjoint;
        Residuals = residuals;
        Undone = undone;
    }

    /// <summary>x... -> y..., r....</summary>
    public Graph Keeping { get; }

    /// <summary>x..., y..., c..., r..., ct..., p... -> p'..., c'..., without those x and y that are not there any more. See <see cref="Undone"/> for c.</summary>
    public Graph Adjoint { get; }

    /// <summary>The inputs whose value before the primal, c', the adjoint makes from the one behind it, c.</summary>
    public IReadOnlyList<int> Undone { get; }

    public IReadOnlyList<TensorType> Residuals { get; }

    /// <summary>The two programs without what is computed, stacked or kept for nobody.</summary>
    public (Graph Keeping, Graph Adjoint, IReadOnlyList<TensorType> Residuals) Cleaned()
    {
        var adjoint = ControlCleanup.Run(Adjoint);
        int first = Keeping.Inputs.Count + Keeping.Outputs.Count - Residuals.Count;
        var counts = adjoint.UseCounts();
        bool[] isRead = Residuals.Select((_, i) => counts[adjoint.Inputs[first + i].Node] > 0).ToArray();
        int[] places = Enumerable.Range(0, adjoint.Inputs.Count).Where(i => i < first || i >= first + isRead.Length || isRead[i - first]).ToArray();
        int results = Keeping.Outputs.Count - Residuals.Count;
        int[] outputs = Enumerable.Range(0, Keeping.Outputs.Count).Where(o => o < results || isRead[o - results]).ToArray();
        var keeping = ControlCleanup.Run(Keeping.WithOutputs(outputs));
        return United(keeping, RegionInputs.Select(adjoint, places), Residuals.Where((_, i) => isRead[i]).ToArray(), first, results);
    }

    /// <summary>Keeps once what has become one value in the forward: results of a branch, say, that are the same on both sides.</summary>
    private static (Graph Keeping, Graph Adjoint, IReadOnlyList<TensorType> Residuals) United(Graph keeping, Graph adjoint, IReadOnlyList<TensorType> residuals, int first, int results)
    {
        int[] twin = residuals.Select((_, i) => keeping.Outputs.Skip(results).ToList().IndexOf(keeping.Outputs[results + i])).ToArray();
        int[] stay = Enumerable.Range(0, twin.Length).Where(i => twin[i] == i).ToArray();
        if (stay.Length == twin.Length)
        {
            return (keeping, adjoint, residuals);
        }

        var b = GraphBuilder.DerivedFrom(adjoint, adjoint.Name);
        var arguments = new Value[adjoint.Inputs.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            int residual = i - first;
            arguments[i] = residual >= 0 && residual < twin.Length && twin[residual] != residual
                ? arguments[first + twin[residual]]
                : b.Input(adjoint.InputName(i), adjoint.TypeOf(adjoint.Inputs[i]), adjoint.NodeOf(adjoint.Inputs[i]).Attrs.Flag("frozen"));
        }

        int[] outputs = [.. Enumerable.Range(0, results), .. stay.Select(i => results + i)];
        return (
            keeping.WithOutputs(outputs),
            ControlCleanup.Run(b.Build(b.InlineUnguarded(adjoint, arguments), adjoint.OutputNames)),
            stay.Select(i => residuals[i]).ToArray());
    }

    /// <summary>Cuts an adjoint.</summary>
    /// <param name="primal">x... -> y....</param>
    /// <param name="joint">x..., linear inputs... -> p'....</param>
    /// <param name="availability">Whether the adjoint finds the value of an input when it runs: always in a fragment, not for a loop's carries.</param>
    /// <param name="outputsAreThere">Whether it finds the outputs.</param>
    /// <param name="recomputes">Whether the primal runs again in the adjoint, so that of its inputs those are kept that would be gone, and nothing else.</param>
    public static Split Make(Graph primal, Graph joint, Func<int, Availability> availability, bool outputsAreThere, bool recomputes = false)
    {
        int inputs = primal.Inputs.Count;
        bool IsThere(int i) => availability(i) != Availability.Gone;

        // What the reversed loops of the adjoint do not read need not be kept. The loops of the primal part stay the nodes that they are in the primal.
        joint = ControlCleanup.Run(joint, g => LinearPart.Mark(g, Enumerable.Range(inputs, g.Inputs.Count - inputs)));
        var linear = LinearPart.Mark(joint, Enumerable.Range(inputs, joint.Inputs.Count - inputs));

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
        var free = new HashSet<Value>(arguments.Where((_, i) => IsThere(i)).Concat(outputsAreThere ? results : []));
        var invariant = arguments.Where((_, i) => availability(i) == Availability.Invariant).ToArray();
        var logs = Enumerable.Range(0, recomputes ? 0 : inputs).Where(i => !IsThere(i)).Select(i => UndoLog.Of(shared, i, arguments[i], results[i])).OfType<UndoLog>().ToArray();
        var weights = logs.SelectMany(log => log.Values.Select(v => (Value: v, log))).ToDictionary(p => p.Value, p => p.log.Windows.Sum(w => Weight(w.Type)) + (Weight(shared.TypeOf(p.Value)) / Nominal));
        var undone = logs.Where(log => Keep(shared, free, invariant, weights, needed).Any(log.Values.Contains)).ToArray();

        // What can be read from an array that is restored anyway is not kept beside it.
        free.UnionWith(undone.SelectMany(log => log.Values));
        var kept = recomputes
            ? arguments.Where(Live(shared, needed, free.Contains).Contains).Where(v => !free.Contains(v)).ToList()
            : undone.SelectMany(log => log.Read(shared)).Concat(Keep(shared, free, invariant, weights, needed)).Distinct().ToList();
        var keeping = shared.Build([.. results, .. kept], [.. primal.OutputNames, .. kept.Select((_, i) => "kept" + i)]);
        var types = kept.Select(shared.TypeOf).ToArray();

        var b = GraphBuilder.DerivedFrom(primal, primal.Name + "Adjoint");
        var available = new Dictionary<Value, Value>();
        for (int i = 0; i < inputs; i++)
        {
            if (IsThere(i))
            {
                available[arguments[i]] = b.Input(primal.InputName(i), primal.TypeOf(primal.Inputs[i]));
            }
        }

        for (int i = 0; i < results.Length && outputsAreThere; i++)
        {
            var output = b.Input(primal.OutputNames[i], primal.TypeOf(primal.Outputs[i]));
            if (!available.ContainsKey(results[i]))
            {
                available[results[i]] = output;
            }
        }

        var after = undone.Select(log => b.Input(primal.InputName(log.Input), primal.TypeOf(primal.Outputs[log.Input]))).ToArray();
        for (int i = 0; i < kept.Count; i++)
        {
            available[kept[i]] = b.Input(shared.NodeOf(kept[i]).Name ?? "kept" + i, types[i]);
        }

        var map = new Value[joint.Nodes.Count][];
        foreach (var input in joint.Inputs.Skip(inputs))
        {
            var node = joint.NodeOf(input);
            map[node.Id] = [b.Input(node.Attrs.Text("name"), node.Types[0])];
        }

        var restored = undone.Select((log, i) => log.Restore(b, after[i], available, shared)).ToArray();
        var recomputed = Recompute(shared, b, needed, available);
        foreach (var node in joint.Nodes)
        {
            if (linear[node.Id] && node.Op is not InputOp)
            {
                map[node.Id] = b.Clone(node, node.Inputs.Select(v => linear[v.Node] ? map[v.Node][v.Slot] : recomputed[inShared[v.Node][v.Slot]]).ToArray());
            }
        }

        var partials = joint.Outputs.Select(v => linear[v.Node] ? map[v.Node][v.Slot] : recomputed[inShared[v.Node][v.Slot]]);
        var adjoint = b.Build([.. partials, .. restored], [.. joint.OutputNames, .. undone.Select(log => primal.InputName(log.Input))]);
        return new Split(keeping, adjoint, types, undone.Select(log => log.Input).ToArray());
    }

    /// <summary>
    /// What to keep: the cheapest set of values from which everything needed can be recomputed by cheap ops. What is there anyway is
    /// free; transcendentals, contractions, solves, reductions and loops are never run twice.
    /// </summary>
    private static List<Value> Keep(GraphBuilder shared, HashSet<Value> free, IEnumerable<Value> invariants, Dictionary<Value, long> weights, Value[] needed)
    {
        var invariant = new HashSet<Value>(invariants);
        var cut = new MinCut();
        int source = cut.AddNode(), sink = cut.AddNode();
        var entry = new Dictionary<Value, int>();
        foreach (var node in shared.Nodes)
        {
            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                var value = node.Out(slot);
                int begin = cut.AddNode(), end = cut.AddNode();
                entry[value] = begin;
                cut.AddEdge(begin, end, free.Contains(value) || CostsNothing(node) ? 0 : Checkpoints.IsReplayed(node) ? MinCut.Infinite : weights.TryGetValue(value, out long weight) ? weight : Weight(node.Types[slot]));

                // What is the same in each iteration is never stacked: it is computed once, before the reversed loop.
                bool isInvariant = node.Inputs.Count > 0 && InvariantMotion.CannotFail(node) && node.Inputs.All(invariant.Contains);
                if (isInvariant)
                {
                    invariant.Add(value);
                }

                if (isInvariant || IsCheap(node) || Checkpoints.IsReplayed(node))
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
            .Where(e => side[e.Value] && !side[e.Value + 1] && !free.Contains(e.Key) && !CostsNothing(shared.NodeOf(e.Key)))
            .Select(e => e.Key)
            .OrderBy(v => v.Node).ThenBy(v => v.Slot)
            .ToList();
    }

    // Constants and sizes; an input that is not there any more has to be kept like anything else.
    private static bool CostsNothing(Node node) => node.Op.Class == OpClass.Source && node.Op is not InputOp;

    private static bool IsCheap(Node node) => node.Op.Class switch
    {
        OpClass.Elementwise => node.Op.Cost <= 6,
        OpClass.Structural => true,
        _ => false,
    };

    /// <summary>Elements at nominal sizes: sizes are symbols here, so the cut compares values as if every symbol and every unknown number of iterations were 32.</summary>
    private static long Weight(TensorType type)
    {
        try
        {
            return 1 + Math.Max(0, type.Levels.Aggregate(type.EntryCount.Evaluate(_ => Nominal), (count, level) => checked(count * (level?.Evaluate(_ => Nominal) ?? Nominal))));
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException)
        {
            return MinCut.Infinite / 1024;
        }
    }

    /// <summary>What has to be computed for what is needed, from what is there.</summary>
    private static HashSet<Value> Live(GraphBuilder shared, Value[] needed, Func<Value, bool> isThere)
    {
        var live = new HashSet<Value>(needed);
        foreach (var node in shared.Nodes.Reverse())
        {
            if (Enumerable.Range(0, node.Types.Count).Any(s => live.Contains(node.Out(s)) && !isThere(node.Out(s))))
            {
                live.UnionWith(node.Inputs);
            }
        }

        return live;
    }

    private static Dictionary<Value, Value> Recompute(GraphBuilder shared, GraphBuilder b, Value[] needed, Dictionary<Value, Value> available)
    {
        var live = Live(shared, needed, available.ContainsKey);
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
}
