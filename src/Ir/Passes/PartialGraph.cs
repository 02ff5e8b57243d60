using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The part of a graph that is still being built which leads from some of its values to another one, as a graph of its own: inputs are these values,
/// which are differentiated by, and then all else that the part reads.
/// </summary>
internal sealed class PartialGraph
{
    private readonly Dictionary<Graph, Graph> regions = [];

    private PartialGraph(GraphBuilder owner) => Owner = owner;

    /// <summary>The builder that it is a part of.</summary>
    public GraphBuilder Owner { get; }

    /// <summary>From the values to the other one.</summary>
    public Graph Graph { get; private set; } = null!;

    /// <summary>What its inputs are in the graph that is being built.</summary>
    public IReadOnlyList<Value> Inputs { get; private set; } = [];

    /// <summary>By the last region of a control-flow op that is being differentiated the regions that keep what the derivative reads.</summary>
    public Dictionary<Graph, Graph[]> Keeping { get; } = [];

    /// <summary>Cuts it out.</summary>
    /// <param name="owner">The builder of the graph.</param>
    /// <param name="xs">Where it begins; none of them is computed from another.</param>
    /// <param name="y">Where it ends.</param>
    public static PartialGraph Of(GraphBuilder owner, IReadOnlyList<Value> xs, Value y)
    {
        var result = new PartialGraph(owner);
        var part = Between(owner, xs, y);
        var b = GraphBuilder.DerivedFrom(owner, owner.Name);
        var inputs = xs.ToList();
        var map = new Dictionary<Value, Value>();
        Value Declare(Value value)
        {
            // What is read besides is as it is there, since the derivative may be differentiated by it later.
            var node = owner.NodeOf(value);
            bool isInput = node.Op is InputOp;
            return b.Input(isInput ? node.Attrs.Text("name") : node.Name ?? "v" + inputs.Count, owner.TypeOf(value), isInput && node.Attrs.Flag("frozen"));
        }

        foreach (var x in xs)
        {
            map[x] = Declare(x);
        }

        Value Operand(Value value)
        {
            if (!map.TryGetValue(value, out var known))
            {
                var node = owner.NodeOf(value);
                known = node.Op is not InputOp && node.Inputs.Count == 0 && node.Types.Count == 1 ? b.Clone(node, [])[0] : Declare(value);
                map.Add(value, known);
                if (b.NodeOf(known).Op is InputOp)
                {
                    inputs.Add(value);
                }
            }

            return known;
        }

        foreach (int id in part)
        {
            var node = owner.Nodes[id];
            var operands = node.Inputs.Select(Operand).ToArray();
            b.Span = node.Span;
            var copies = b.EmitMany(node.Op, node.Attrs, operands, node.Regions.Select(result.Region).ToArray());
            b.Span = default;
            if (node.Name is not null && copies.Length == 1)
            {
                b.SetName(copies[0], node.Name);
            }

            for (int slot = 0; slot < copies.Length; slot++)
            {
                if (!map.ContainsKey(node.Out(slot)))
                {
                    map.Add(node.Out(slot), copies[slot]);
                }
            }
        }

        result.Graph = b.Build([Operand(y)], [owner.NodeOf(y).Name ?? "y"]);
        result.Inputs = inputs;
        return result;
    }

    /// <summary>The product of a cotangent with the derivatives by each of the values: x..., what else is read..., ct -> x^....</summary>
    /// <param name="count">How many of the inputs are differentiated by.</param>
    public Graph Pullback(int count)
    {
        int[] by = Enumerable.Range(0, count).ToArray();
        var keeping = KeepingGraph.Of(Graph, by);
        foreach (var pair in regions)
        {
            if (keeping.Kept.TryGetValue(pair.Value, out var kept))
            {
                Keeping[pair.Key] = kept;
            }
        }

        return Adjoint.Joint(keeping, by, extended: []);
    }

    /// <summary>The derivative in a direction: x, what else is read..., x' -> y'.</summary>
    public Graph Pushforward() => Jvp.Tangent(Graph, [0]);

    /// <summary>The nodes on the ways between values, in order, and among them those that only pass them on without a derivative.</summary>
    private static List<int> Between(GraphBuilder owner, IReadOnlyList<Value> xs, Value y)
    {
        var starts = new HashSet<Value>(xs);
        var reached = new bool[y.Node + 1];
        bool IsReached(Value v) => starts.Contains(v) || reached[v.Node];
        for (int id = 0; id <= y.Node; id++)
        {
            reached[id] = owner.Nodes[id].Inputs.Any(IsReached);
        }

        var needed = new bool[y.Node + 1];
        needed[y.Node] = !starts.Contains(y);
        for (int id = y.Node; id >= 0; id--)
        {
            foreach (var operand in needed[id] && reached[id] ? owner.Nodes[id].Inputs : [])
            {
                needed[operand.Node] |= !starts.Contains(operand);
            }
        }

        return Enumerable.Range(0, y.Node + 1).Where(id => needed[id] && reached[id]).ToList();
    }

    private Graph Region(Graph region)
    {
        if (!regions.TryGetValue(region, out var stripped))
        {
            regions.Add(region, stripped = Handles.Strip(region));
        }

        return stripped;
    }
}
