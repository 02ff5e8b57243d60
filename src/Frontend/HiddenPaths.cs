using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Frontend;

/// <summary>
/// Whether a derivative that is taken in a loop or a branch would have a part that its graph does not show: what an iteration begins with may have been
/// computed, in an iteration before, from the value that it is differentiated by, and what stands behind a branch may be that value or another one.
/// When the body runs as it is written, such a derivative is another one from iteration to iteration.
/// </summary>
internal sealed class HiddenPaths
{
    private readonly Dictionary<GraphBuilder, (IReadOnlyList<Value> First, IReadOnlyList<Value> Next)> loops = [];
    private readonly HashSet<(GraphBuilder, Value, Value)> seen = [];
    private readonly HashSet<int> rows = [];

    /// <summary>Tells what a loop carries.</summary>
    /// <param name="body">The builder of its body.</param>
    /// <param name="first">What the carries begin with, in the graph around it.</param>
    /// <param name="next">The carries after an iteration.</param>
    public void Add(GraphBuilder body, IReadOnlyList<Value> first, IReadOnlyList<Value> next) => loops[body] = (first, next);

    /// <summary>Tells of a tensor that is one of several in the tensor of an array, so that what reads the array may read it.</summary>
    public void AddRow(Node handle) => rows.Add(handle.Attrs.Int("id"));

    /// <summary>The name of a value through which y may depend on x in a way that the graph of y does not show; null if there is none.</summary>
    public string? Find(GraphBuilder builder, Value y, Value x)
    {
        foreach (var alias in Aliases(builder, x).Where(a => Leads(builder, a, y, x)))
        {
            return Name(builder, alias);
        }

        return IsInput(builder, x) ? OtherInputs(builder, y, x).Where(i => InputDepends(builder, i, x)).Select(i => Name(builder, i)).FirstOrDefault() : null;
    }

    /// <summary>Whether a value is computed from a parameter that is differentiated, and not from constants only.</summary>
    /// <param name="builder">The graph that it is a value of.</param>
    /// <param name="x">The value.</param>
    /// <param name="hasFlow">Whether a derivative must flow, so that ops whose derivative is zero by rule do not count.</param>
    public static bool IsActive(GraphBuilder builder, Value x, bool hasFlow = false)
    {
        (x, builder) = builder.Origin(x);
        var marks = new bool[x.Node + 1];
        marks[x.Node] = true;
        for (int id = x.Node; id >= 0; id--)
        {
            if (!marks[id])
            {
                continue;
            }

            var node = builder.Nodes[id];
            if (node.Op is InputOp && !node.Attrs.Flag("frozen") && node.Types[0].IsDifferentiable && (builder.CaptureOf(node.Out()) is not { } outer || IsActive(builder.Parent!, outer, hasFlow)))
            {
                return true;
            }

            for (int i = 0; i < node.Inputs.Count; i++)
            {
                marks[node.Inputs[i].Node] |= !hasFlow || node.Op.DependsOn(node, i) >= Dependence.Linear;
            }
        }

        return false;
    }

    /// <summary>Whether a value may have been computed from another one of the same graph, or be the same.</summary>
    private bool MayDepend(GraphBuilder builder, Value v, Value t) =>
        v == t || Leads(builder, t, v, null) || Aliases(builder, t).Any(a => a == v || Leads(builder, a, v, null)) || (IsInput(builder, t) && OtherInputs(builder, v, t).Any(i => InputDepends(builder, i, t)));

    /// <summary>The same for two inputs of a region: in some iteration.</summary>
    private bool InputDepends(GraphBuilder region, Value i, Value t)
    {
        // What two parameters are given is two values.
        if (region.Parent is not { } parent || !seen.Add((region, i, t)))
        {
            return false;
        }

        var (first, next) = loops.TryGetValue(region, out var loop) ? loop : ([], []);
        (Value? Outer, Value? Next) Of(Value input) => region.CaptureOf(input) is { } capture ? (capture, null) : region.NodeOf(input).Attrs.Int("index") is var k && k < first.Count ? (first[k], next[k]) : (null, null);
        var (own, of) = (Of(i), Of(t));
        bool depends = (own.Outer is { } a && of.Outer is { } b && MayDepend(parent, a, b))
            || (own.Next is { } after && MayDepend(region, after, of.Next ?? t))
            || (own.Next is null && of.Next is { } becomes && IsInput(region, becomes) && becomes != t && MayDepend(region, i, becomes));
        seen.Remove((region, i, t));
        return depends;
    }

    /// <summary>Whether a derivative flows from one value to another, on a way around a third one.</summary>
    private static bool Leads(GraphBuilder builder, Value from, Value to, Value? around)
    {
        var reached = new HashSet<Value> { from };
        for (int id = from.Node + 1; id <= to.Node; id++)
        {
            var node = builder.Nodes[id];
            if (Enumerable.Range(0, node.Inputs.Count).Any(i => reached.Contains(node.Inputs[i]) && node.Op.DependsOn(node, i) >= Dependence.Linear))
            {
                reached.UnionWith(Enumerable.Range(0, node.Types.Count).Select(s => node.Out(s)).Where(v => v != around));
            }
        }

        return from != to && from != around && reached.Contains(to);
    }

    private static IEnumerable<Value> OtherInputs(GraphBuilder builder, Value v, Value t) =>
        builder.Inputs.Where(i => i != t && builder.TypeOf(i).IsDifferentiable && (i == v || Leads(builder, i, v, t)));

    private static bool IsInput(GraphBuilder builder, Value value) => builder.NodeOf(value).Op is InputOp;

    /// <summary>The values that a result of a branch or a loop may be, unchanged, or a row of.</summary>
    private List<Value> Aliases(GraphBuilder builder, Value x)
    {
        var found = new List<Value>();
        var open = new Stack<Value>([x]);
        while (open.Count > 0)
        {
            var value = open.Pop();
            var passed = builder.NodeOf(value) is { Op: RegionOp } node ? Passed(node, value.Slot) : IsRow(builder.NodeOf(value)) ? [ArrayOf(builder.NodeOf(value), builder.NodeOf)] : [];
            foreach (var operand in passed.Where(o => !found.Contains(o)))
            {
                found.Add(operand);
                open.Push(operand);
            }
        }

        return found;
    }

    /// <summary>The operands of a control-flow op that an output of it may be.</summary>
    private IEnumerable<Value> Passed(Node node, int slot)
    {
        if (node.Op is CallOp)
        {
            var called = CallOp.Body(node);
            return Through(called, called.Outputs[slot]).Select(i => node.Inputs[i]);
        }

        if (node.Op is IfOp)
        {
            return node.Regions.SelectMany(r => Through(r, r.Outputs[slot])).Select(i => node.Inputs[i + 1]);
        }

        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        var carries = new HashSet<int> { slot };
        var invariants = new HashSet<int>();
        var open = new Stack<int>(slot < layout.Carries ? [slot] : []);
        while (open.Count > 0)
        {
            foreach (int input in Through(body, body.Outputs[open.Pop()]))
            {
                if (input >= layout.Carries)
                {
                    invariants.Add(input);
                }
                else if (carries.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        return slot < layout.Carries ? carries.Select(k => node.Inputs[layout.Carry(k)]).Concat(invariants.Select(i => node.Inputs[i + layout.Steering])) : [];
    }

    /// <summary>The inputs of a region that a value of it may be.</summary>
    private IEnumerable<int> Through(Graph region, Value value) => region.NodeOf(value) switch
    {
        { Op: InputOp, Attrs: var attrs } => [attrs.Int("index")],
        { Op: RegionOp } node => Passed(node, value.Slot).SelectMany(v => Through(region, v)),
        var node when IsRow(node) => Through(region, ArrayOf(node, region.NodeOf)),
        _ => [],
    };

    private bool IsRow(Node node) => node.Op is HandleOp && rows.Contains(node.Attrs.Int("id"));

    /// <summary>The tensor of the array that a row was read from.</summary>
    private static Value ArrayOf(Node row, Func<Value, Node> nodeOf)
    {
        var value = row.Inputs[0];
        while (nodeOf(value) is { Op: ReshapeOp or ReadAtOp } read)
        {
            value = read.Inputs[0];
        }

        return value;
    }

    private static string Name(GraphBuilder builder, Value value) => builder.NodeOf(value) is { Op: InputOp, Attrs: var attrs } ? attrs.Text("name") : builder.NodeOf(value).Name ?? "what was computed before";
}
