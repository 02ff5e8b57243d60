using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A loop that runs as long as its condition holds. Regions: condition (carries, invariants -> truth value) and body (carries, invariants
/// -> carries, entries of stacks). The output behind the carries is the number of iterations. The index counts them from 0. Attributes: index, carries,
/// limit where sizes bound the number of iterations, which the condition then checks, and those of <see cref="Checkpoints"/>.
/// </summary>
internal sealed class WhileOp : IterationOp
{
    public static readonly WhileOp Instance = new();

    private WhileOp()
        : base("While")
    {
    }

    public override string Computes => "what iterations make of the carries as long as the condition holds, the stacks that they fill, and how many there were";

    public override string ShapeRule => "carries keep their shapes; stacks have one entry for each iteration";

    public override string Rule => "y': the same loop on dual carries; the transpose is a For over the iterations that were run, reversed";

    public override int Steering(Attrs attrs) => 0;

    public override Graph Body(Node node) => node.Regions[1];

    public override TensorType[] Infer(InferContext context)
    {
        var (condition, body) = (context.Regions[0], context.Regions[1]);
        var layout = new LoopLayout(this, context.Attrs, body, context.Inputs.Count);
        CheckInputs(context, condition, context.Inputs);
        CheckInputs(context, body, context.Inputs);
        if (condition.Outputs.Count != 1 || condition.TypeOf(condition.Outputs[0]) is not { DType: DType.Bool, Rank: 0 })
        {
            throw new ShapeError(DiagnosticIds.ElementType, "The condition of While must be one truth value.");
        }

        return Infer(context, layout, body, null);
    }

    /// <summary>How many iterations there are at most; null if only data decide.</summary>
    public static DimExpr? Limit(Attrs attrs) => attrs.Has("limit") ? attrs.Dim("limit") : null;

    public override void AssumeRange(GraphBuilder region, Attrs attrs)
    {
        if (Limit(attrs) is { } limit)
        {
            region.Facts = region.Facts.Assume(attrs.Dim("index"), DimRelation.LessThan, limit);
        }
    }

    protected override void Steer(Node node, Flow[,] flows)
    {
        var condition = Activity.Of(node.Regions[0]);
        int carries = new LoopLayout(node).Carries;
        for (int operand = 0; operand < node.Inputs.Count; operand++)
        {
            var flow = operand < carries ? default : condition.At(0, operand).Steering(node);
            for (int k = 0; k < carries; k++)
            {
                flow = flow.Or(flows[k, operand].Then(condition.At(0, k)).Steering(node));
            }

            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                flows[slot, operand] = flows[slot, operand].Or(flow);
            }
        }
    }

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents) => LoopDual.Run(b, node, inputs, tangents);

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => LoopReverse.Make(node, active);
}

internal static class WhileBuilder
{
    /// <summary>Appends a loop that runs as long as a condition holds.</summary>
    /// <param name="b">The builder of the graph around the loop.</param>
    /// <param name="index">The number of the iteration, from 0: a symbol that <see cref="GraphBuilder.FreshSymbol"/> gave.</param>
    /// <param name="carries">The values that the carries begin with.</param>
    /// <param name="condition">The builder of the condition, with the carries as its first inputs.</param>
    /// <param name="holds">The condition's value in it.</param>
    /// <param name="body">The builder of the body, with the carries as its first inputs.</param>
    /// <param name="next">The carries after one iteration, in the body.</param>
    /// <param name="limit">How many iterations there are at most, if sizes say so: the condition fails at the latest then.</param>
    /// <param name="attrs">Further attributes.</param>
    /// <returns>The carries after all iterations, then the number of iterations.</returns>
    public static Value[] While(this GraphBuilder b, string index, IReadOnlyList<Value> carries, GraphBuilder condition, Value holds, GraphBuilder body, IReadOnlyList<Value> next, DimExpr? limit = null, Attrs? attrs = null)
    {
        LoopBuilder.RequireCarries(b, carries, body, next);
        attrs = (attrs ?? Attrs.Empty).With("index", DimExpr.Symbol(index)).With("carries", (long)carries.Count);
        attrs = limit is null ? attrs : attrs.With("limit", limit);
        var (captures, regions) = RegionInputs.Unite(
            carries.Count,
            [(condition.Build([holds], ["holds"]), condition.Captures), (body.Build(next, LoopBuilder.Names(body, next.Count)), body.Captures)]);
        return b.EmitMany(WhileOp.Instance, attrs, [.. carries, .. captures], regions);
    }
}

/// <summary>Regions of one op have the same inputs, each reads what it needs.</summary>
internal static class RegionInputs
{
    /// <summary>Gives each region all captures.</summary>
    /// <param name="leading">The number of inputs before the captures.</param>
    /// <param name="regions">The regions and what each captured.</param>
    public static (Value[] Captures, Graph[] Regions) Unite(int leading, IReadOnlyList<(Graph Graph, IReadOnlyList<Value> Captures)> regions)
    {
        var all = regions.SelectMany(r => r.Captures).Distinct().ToList();
        return (all.ToArray(), regions.Select(region => Rearrange(
            region.Graph,
            leading + all.Count,
            i => i < leading ? i : leading + all.IndexOf(region.Captures[i - leading]),
            i => InputOf(i))).ToArray());

        (string Name, TensorType Type, bool Frozen) InputOf(int index)
        {
            var (graph, captures) = regions.First(r => r.Captures.Contains(all[index - leading]));
            int at = leading + captures.ToList().IndexOf(all[index - leading]);
            return (graph.InputName(at), graph.TypeOf(graph.Inputs[at]), graph.NodeOf(graph.Inputs[at]).Attrs.Flag("frozen"));
        }
    }

    /// <summary>The same graph without some of its inputs, which it does not read.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="places">The inputs that stay, in their order.</param>
    public static Graph Select(Graph graph, IReadOnlyList<int> places)
    {
        if (places.Count == graph.Inputs.Count)
        {
            return graph;
        }

        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        var arguments = new Value[graph.Inputs.Count];
        foreach (int i in places)
        {
            arguments[i] = b.Input(graph.InputName(i), graph.TypeOf(graph.Inputs[i]), graph.NodeOf(graph.Inputs[i]).Attrs.Flag("frozen"));
        }

        return b.Build(b.InlineUnguarded(graph, arguments), graph.OutputNames);
    }

    /// <summary>The same graph with its inputs at other places, and with further inputs that it does not read.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">The number of inputs afterwards.</param>
    /// <param name="place">The new place of an input.</param>
    /// <param name="missing">What an input is that the graph does not have.</param>
    public static Graph Rearrange(Graph graph, int count, Func<int, int> place, Func<int, (string Name, TensorType Type, bool Frozen)> missing)
    {
        var inputs = new Value?[count];
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes)
        {
            if (node.Op is not InputOp)
            {
                nodes.Add(node);
                continue;
            }

            int to = place(node.Attrs.Int("index"));
            inputs[to] = new Value(node.Id);
            nodes.Add(new Node(node.Id, node.Op, node.Attrs.With("index", (long)to), node.Inputs, node.Types, node.Regions, node.Span, node.Name));
        }

        for (int i = 0; i < count; i++)
        {
            if (inputs[i] is null)
            {
                var (name, type, frozen) = missing(i);
                var attrs = Attrs.Empty.With("index", (long)i).With("name", name);
                inputs[i] = new Value(nodes.Count);
                nodes.Add(new Node(nodes.Count, InputOp.Instance, frozen ? attrs.With("frozen", true) : attrs, [], [type], [], default, name));
            }
        }

        return new Graph(graph.Name, graph.DimParameters, nodes, inputs.Select(v => v!.Value).ToArray(), graph.Outputs, graph.OutputNames, graph.Guards);
    }
}
