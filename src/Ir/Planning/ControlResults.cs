using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>An output of a control-flow op as a value of its own, so that all that is planned has one output. Attribute: slot.</summary>
internal sealed class ResultOp : Op
{
    public static readonly ResultOp Instance = new();

    private ResultOp()
        : base("Result", OpClass.Control, 1)
    {
    }

    public override string Computes => "an output of a control-flow op";

    public override string ShapeRule => "that of the output";

    public override string Rule => "none";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Control;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context) => context.Inputs.Take(1).ToArray();

    public override Dependence DependsOn(Node node, int operand) => Dependence.Linear;
}

/// <summary>
/// Rewrites a program that is about to be planned: what runs again and is reversed becomes one op, behind each control-flow op stands one node for each of its
/// outputs, and a Stop, which means something to derivatives only, is its operand.
/// </summary>
internal static class ControlResults
{
    public static PlanRequest Of(PlanRequest request)
    {
        var graph = request.Graph;
        if (graph.Nodes.All(n => n.Op is not RegionOp and not StopOp))
        {
            return request;
        }

        (graph, var origin) = Replays.Of(graph);
        var nodes = new List<Node>();
        var map = new Value[graph.Nodes.Count][];
        var (serves, needs) = (new List<ulong>(), new List<ulong>());
        void Add(Node original, Op op, Attrs attrs, IReadOnlyList<Value> inputs, IReadOnlyList<TensorType> types, IReadOnlyList<Graph> regions, string? name)
        {
            nodes.Add(new Node(nodes.Count, op, attrs, inputs, types, regions, original.Span, name));
            serves.Add(request.Serves?[origin[original.Id]] ?? 0);
            needs.Add(request.NeedsCt?[origin[original.Id]] ?? 0);
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Op is StopOp)
            {
                map[node.Id] = [map[node.Inputs[0].Node][node.Inputs[0].Slot]];
                continue;
            }

            Add(node, node.Op, node.Attrs, node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray(), node.Types, node.Regions, node.Name);
            int id = nodes.Count - 1;
            if (node.Op is not RegionOp)
            {
                map[node.Id] = [new Value(id)];
                continue;
            }

            map[node.Id] = new Value[node.Types.Count];
            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                map[node.Id][slot] = new Value(nodes.Count);
                Add(node, ResultOp.Instance, Attrs.Empty.With("slot", (long)slot), [new Value(id)], [node.Types[slot]], [], NameOf(node, slot));
            }
        }

        var rewritten = new Graph(graph.Name, graph.DimParameters, nodes, graph.Inputs.Select(v => map[v.Node][v.Slot]).ToArray(), graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray(), graph.OutputNames, graph.Guards);
        return request.Rewritten(rewritten, request.Serves is null ? null : serves, request.NeedsCt is null ? null : needs);
    }

    private static string NameOf(Node node, int slot)
    {
        if (node.Op is IfOp)
        {
            return node.Regions[0].OutputNames[slot];
        }

        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        return slot == layout.Carries && layout.CountsTrips ? "trips" : body.OutputNames[slot < layout.Carries || !layout.CountsTrips ? slot : slot - 1];
    }
}
