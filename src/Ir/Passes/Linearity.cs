using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>What makes a graph not linear in some of its inputs.</summary>
/// <param name="node">The op.</param>
/// <param name="region">The graph, or the region of it, that the op stands in.</param>
/// <param name="what">What is wrong, a sentence without its end.</param>
internal sealed class NotLinear(Node node, Graph region, string what)
{
    public Node Node { get; } = node;

    public Graph Region { get; } = region;

    public string What { get; } = what;
}

/// <summary>
/// Whether a graph is linear in some of its inputs, op by op: each value is zero, linear in them, or fixed, which is free of them. What is linear goes through
/// linear ops only, is multiplied by what is fixed, and added to what is linear. So a graph that passes is linear at all values; one that is linear by
/// coincidence (x + 1 - 1) does not pass.
/// </summary>
internal sealed class Linearity
{
    private readonly List<NotLinear> faults = [];
    private bool isSilent;

    [Flags]
    private enum Kind : byte
    {
        Zero = 0,
        Linear = 1,
        Fixed = 2,

        /// <summary>Linear in one case and fixed in another one, or what was found to be neither.</summary>
        Neither = Linear | Fixed,
    }

    /// <summary>What is not linear, in the order of the ops; nothing if the graph is linear.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The inputs that it should be linear in.</param>
    public static IReadOnlyList<NotLinear> Check(Graph graph, IEnumerable<int> inputs)
    {
        var check = new Linearity();
        var outputs = check.Run(graph, graph.Inputs.Select((_, i) => inputs.Contains(i) ? Kind.Linear : Kind.Fixed).ToArray());
        for (int o = 0; o < outputs.Length && check.faults.Count == 0; o++)
        {
            if (outputs[o] == Kind.Fixed)
            {
                check.Report(graph, graph.NodeOf(graph.Outputs[o]), "this does not depend on a tangent and is returned as one, but it is not zero where all tangents are");
            }
        }

        return check.faults;
    }

    private Kind[] Run(Graph graph, IReadOnlyList<Kind> inputs)
    {
        var kinds = new Kind[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            var operands = node.Inputs.Select(v => kinds[v.Node][v.Slot]).ToArray();
            kinds[node.Id] = node.Op switch
            {
                InputOp => [inputs[node.Attrs.Int("index")]],
                CallOp => Call(graph, node, operands),
                IfOp => Branch(graph, node, operands),
                IterationOp => Loop(graph, node, operands),
                _ => Enumerable.Repeat(Plain(graph, node, operands), node.Types.Count).ToArray(),
            };
        }

        return graph.Outputs.Select(v => kinds[v.Node][v.Slot]).ToArray();
    }

    private Kind Plain(Graph graph, Node node, Kind[] operands)
    {
        if (operands.Contains(Kind.Neither))
        {
            return Kind.Neither;
        }

        bool IsProduct() => node.Op is MulOp or MulZOp or ContractOp;
        int linear = operands.Count(k => k == Kind.Linear);
        if (linear == 0)
        {
            return node.Op is ConstOp ? node.Attrs.Number("value") == 0 ? Kind.Zero : Kind.Fixed
                : node.Op is UndefinedOp ? Kind.Zero
                : IsProduct() && operands.Contains(Kind.Zero) ? Kind.Zero
                : operands.Length > 0 && Enumerable.Range(0, operands.Length).All(i => operands[i] == Kind.Zero || !IsLinearIn(node, i)) && Enumerable.Range(0, operands.Length).Any(i => IsLinearIn(node, i)) ? Kind.Zero
                : Kind.Fixed;
        }

        if (IsProduct())
        {
            return linear == 1 ? operands.Contains(Kind.Zero) ? Kind.Zero : Kind.Linear : Report(graph, node, node.Op.Name + " multiplies two values that depend on tangents");
        }

        if (Enumerable.Range(0, operands.Length).Any(i => operands[i] == Kind.Linear && !IsLinearIn(node, i)))
        {
            return Report(graph, node, node.Op.Name + (node.Op is DivOp ? " divides by a value that depends on a tangent"
                : node.Op is StopOp ? " makes a constant of a value that depends on a tangent"
                : " is applied to a value that depends on a tangent, and is not linear"));
        }

        return Enumerable.Range(0, operands.Length).Any(i => operands[i] == Kind.Fixed && IsLinearIn(node, i))
            ? Report(graph, node, node.Op.Name + (node.Op is AddOp ? " adds a value that does not depend on a tangent to one that does" : " puts a value that does not depend on a tangent beside one that does") + ", so that the result is not zero where all tangents are")
            : Kind.Linear;
    }

    private static bool IsLinearIn(Node node, int operand) => node.Op is DivOp ? operand == 0 : node.Op.DependsOn(node, operand) == Dependence.Linear;

    private Kind[] Call(Graph graph, Node node, Kind[] operands)
    {
        var kind = operands.Any(k => (k & Kind.Linear) != 0)
            ? Report(graph, node, "'" + CallOp.Body(node).Name + "' has a linearization of its own and is applied to a value that depends on a tangent")
            : Kind.Fixed;
        return Enumerable.Repeat(kind, node.Types.Count).ToArray();
    }

    private Kind[] Branch(Graph graph, Node node, Kind[] operands)
    {
        Decides(graph, node, operands[0]);
        var (p, q) = (Run(node.Regions[0], operands.Skip(1).ToArray()), Run(node.Regions[1], operands.Skip(1).ToArray()));
        return p.Zip(q, (a, b) => a | b).Select((kind, slot) => kind == Kind.Neither && p[slot] != Kind.Neither && q[slot] != Kind.Neither
            ? Report(graph, node, "'" + node.Regions[0].OutputNames[slot] + "' depends on tangents after one branch, and after the other it is neither zero nor dependent on them")
            : kind).ToArray();
    }

    private Kind[] Loop(Graph graph, Node node, Kind[] operands)
    {
        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        var inputs = operands.Skip(layout.Steering).ToArray();
        var begin = inputs.Take(layout.Carries).ToArray();

        // What is wrong is said once, when it is known what the carries are in all iterations.
        bool wasSilent = isSilent;
        isSilent = true;
        Kind[] results;
        bool changed;
        do
        {
            changed = false;
            results = Run(body, inputs);
            for (int k = 0; k < layout.Carries; k++)
            {
                var both = inputs[k] | results[k];
                changed |= both != inputs[k];
                inputs[k] = both;
            }
        }
        while (changed);

        isSilent = wasSilent;
        int known = faults.Count;
        Run(body, operands.Skip(layout.Steering).ToArray());
        if (faults.Count > known)
        {
            // It is wrong in the first iteration already.
            return Enumerable.Repeat(Kind.Neither, node.Types.Count).ToArray();
        }

        bool[] mixed = Enumerable.Range(0, layout.Carries).Select(k => inputs[k] == Kind.Neither && begin[k] != Kind.Neither).ToArray();
        Run(body, inputs);
        if (node.Op is WhileOp)
        {
            Decides(graph, node, Run(node.Regions[0], inputs)[0]);
        }

        for (int k = 0; k < layout.Carries && faults.Count == known; k++)
        {
            if (mixed[k])
            {
                Report(graph, node, "'" + body.InputName(k) + "' depends on tangents in some iterations, and in others it is neither zero nor dependent on them");
            }
        }

        Kind[] carries = inputs.Take(layout.Carries).ToArray(), entries = results.Skip(layout.Carries).ToArray();
        return layout.CountsTrips ? [.. carries, Kind.Fixed, .. entries] : [.. carries, .. entries];
    }

    private void Decides(Graph graph, Node node, Kind condition)
    {
        if (condition == Kind.Linear)
        {
            Report(graph, node, node.Op.Name + " is decided by a value that depends on a tangent");
        }
    }

    private Kind Report(Graph graph, Node node, string what)
    {
        if (!isSilent)
        {
            faults.Add(new NotLinear(node, graph, what));
        }

        return Kind.Neither;
    }
}
