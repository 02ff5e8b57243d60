using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Which elements of the values of a graph are zero by construction, and which of them nobody reads, as far as the order of two indices says
/// it; contractions leave them out.
/// </summary>
/// <remarks>
/// Elements that nobody reads are not computed, and yet must be finite: some are multiplied by zeros before they are dropped. They are zero, or
/// lack terms of their sum. So being unread is followed only through ops that take finite numbers to finite ones.
/// </remarks>
internal sealed class Triangles
{
    private readonly Graph graph;
    private readonly ValueAccess access;
    private readonly AxisOrders[] zero;
    private readonly AxisOrders[] unread;

    /// <param name="graph">The graph.</param>
    /// <param name="access">What is read at all.</param>
    /// <param name="inputs">What is known of the first inputs: the triangles outside of which they are zero.</param>
    public Triangles(Graph graph, ValueAccess access, IReadOnlyList<AxisOrders> inputs)
    {
        this.graph = graph;
        this.access = access;
        zero = new AxisOrders[graph.Nodes.Count];
        unread = new AxisOrders[graph.Nodes.Count];
        if (!Occur(graph) && inputs.All(i => i.Equals(AxisOrders.None)))
        {
            return;
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            zero[graph.Inputs[i].Node] = inputs[i];
        }

        foreach (var node in graph.Nodes)
        {
            zero[node.Id] |= ZeroOf(node);
        }

        FindUnread();
    }

    /// <summary>The triangles outside of which the outputs of a graph are zero.</summary>
    public static IEnumerable<AxisOrders> OfOutputs(Graph graph)
    {
        var triangles = Occur(graph) ? new Triangles(graph, new ValueAccess(graph), []) : null;
        return graph.Outputs.Select(v => triangles?.Zero(v.Node) ?? AxisOrders.None);
    }

    /// <summary>The triangles outside of which a value is zero whatever the inputs are.</summary>
    public AxisOrders Zero(int node) => zero[node];

    /// <summary>The triangles outside of which nobody reads a value.</summary>
    public AxisOrders Unread(int node) => unread[node];

    /// <summary>
    /// The pairs of letters of a contraction, the greater one first, such that only terms count in which the first index is not less than the
    /// second one: the others are zero or belong to elements of <paramref name="result"/> that nobody reads. None if it is no product of matrices,
    /// whose kernels alone leave anything out.
    /// </summary>
    public IReadOnlyList<(char Greater, char Lesser)> OrdersOf(Node contraction, int result)
    {
        var (a, b, c) = ContractOp.Parse(contraction.Attrs.Text("spec"));
        string letters = Letters(a, b);
        var orders = Zero(contraction.Inputs[0].Node).Map(Places(a, letters)) | Zero(contraction.Inputs[1].Node).Map(Places(b, letters)) | Unread(result).Map(Places(c, letters));
        int[] groups = letters.Select(l => c.IndexOf(l) < 0 ? 0 : a.IndexOf(l) < 0 ? 1 : b.IndexOf(l) < 0 ? 2 : -1).ToArray();
        return Enumerable.Range(0, 3).Any(g => !groups.Contains(g))
            ? []
            : orders.Pairs.Where(p => Math.Max(p.Greater, p.Lesser) < letters.Length && groups[p.Greater] >= 0 && groups[p.Lesser] >= 0 && groups[p.Greater] != groups[p.Lesser])
                .Select(p => (letters[p.Greater], letters[p.Lesser])).ToArray();
    }

    /// <summary>Whether anything in a graph makes a triangle or reads one.</summary>
    private static bool Occur(Graph graph) => graph.Nodes.Any(n => n.Op is TriOp or PackTriOp or UnpackTriOp or CholeskyOp);

    private AxisOrders ZeroOf(Node node)
    {
        AxisOrders Of(int operand) => zero[node.Inputs[operand].Node];
        int rank = node.Types.Count == 1 ? node.Types[0].Rank : 0;
        switch (node.Op)
        {
            case ConstOp:
                return node.Attrs.Number("value") == 0 ? AxisOrders.All : AxisOrders.None;
            case NegOp or StopOp or ConvertOp:
                return Of(0);
            case AddOp:
                return Of(0) & Of(1);
            case SelectOp:
                return Of(1) & Of(2);
            case MulOp or MulZOp:
                // A zero by construction is a strong one: it stays where the other factor overflows.
                return Of(0) | Of(1);
            case TriOp:
                return Of(0) | Kept(node, rank);
            case UnpackTriOp:
                return AxisOrders.Last(rank, node.Attrs.Flag("lower"));
            case CholeskyOp:
                return AxisOrders.Last(rank, lower: true);
            case ContractOp:
                var (a, b, c) = ContractOp.Parse(node.Attrs.Text("spec"));
                string letters = Letters(a, b);
                return (Of(0).Map(Places(a, letters)) | Of(1).Map(Places(b, letters))).Map(Places(letters, c));
            default:
                return Moved(node) is { } axes ? Of(0).Map(axes) : AxisOrders.None;
        }
    }

    private void FindUnread()
    {
        for (int i = 0; i < unread.Length; i++)
        {
            unread[i] = AxisOrders.All;
        }

        foreach (var output in graph.Outputs)
        {
            unread[output.Node] = AxisOrders.None;
        }

        for (int id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            var node = graph.Nodes[id];
            for (int i = 0; access.IsLive(id) && i < node.Inputs.Count; i++)
            {
                unread[node.Inputs[i].Node] &= UnreadBy(node, i);
            }
        }
    }

    /// <summary>What a node does not read of an operand.</summary>
    private AxisOrders UnreadBy(Node node, int operand)
    {
        var result = unread[node.Id];
        switch (node.Op)
        {
            case NegOp or StopOp or ConvertOp or AddOp:
                return result;
            case SelectOp:
                return operand > 0 ? result : AxisOrders.None;
            case MulOp or MulZOp:
                return result | zero[node.Inputs[1 - operand].Node];
            case TriOp:
                return result | Kept(node, node.Types[0].Rank);
            case PackTriOp:
                return AxisOrders.Last(graph.TypeOf(node.Inputs[0]).Rank, node.Attrs.Flag("lower"));
            case ContractOp:
                var (a, b, c) = ContractOp.Parse(node.Attrs.Text("spec"));
                var (own, other) = operand == 0 ? (a, b) : (b, a);
                string letters = Letters(a, b);
                return (result.Map(Places(c, letters)) | zero[node.Inputs[1 - operand].Node].Map(Places(other, letters))).Map(Places(letters, own));
            default:
                return Moved(node) is { } axes ? result.Map(Inverse(axes, node.Types[0].Rank)) : AxisOrders.None;
        }
    }

    /// <summary>The triangle that a Tri keeps; a diagonal more than that is no triangle here.</summary>
    private static AxisOrders Kept(Node tri, int rank)
    {
        bool lower = tri.Attrs.Flag("lower");
        int k = tri.Attrs.Int("k");
        return (lower ? k <= 0 : k >= 0) ? AxisOrders.Last(rank, lower) : AxisOrders.None;
    }

    /// <summary>For an op that moves elements or adds them up: which axis of the result each axis of the operand is, -1 if none.</summary>
    private int[]? Moved(Node node)
    {
        if (node.Inputs.Count != 1 || node.Types.Count != 1)
        {
            return null;
        }

        var (from, to) = (graph.TypeOf(node.Inputs[0]).Shape, node.Types[0].Shape);
        switch (node.Op)
        {
            case TransposeOp:
                return Inverse(node.Attrs.Ints("perm"), to.Rank);
            case BroadcastOp:
                return node.Attrs.Ints("axes");
            case ReduceSumOp:
                int[] summed = node.Attrs.Ints("axes");
                return Enumerable.Range(0, from.Rank).Select(i => summed.Contains(i) ? -1 : i - summed.Count(s => s < i)).ToArray();
            case ReadAtOp:
                return Enumerable.Range(0, from.Rank).Select(i => from[i].Equals(to[i]) ? i : -1).ToArray();
            case ReshapeOp:
                // An axis with the same sizes before and behind it counts the same things.
                return Enumerable.Range(0, from.Rank).Select(i => SameAxis(from, i, to)).ToArray();
            default:
                return null;
        }
    }

    private static int SameAxis(Shape from, int axis, Shape to)
    {
        for (int j = 0; j < to.Rank; j++)
        {
            if (from[axis].Equals(to[j]) && Size(from, 0, axis).Equals(Size(to, 0, j)) && Size(from, axis + 1, from.Rank).Equals(Size(to, j + 1, to.Rank)))
            {
                return j;
            }
        }

        return -1;
    }

    private static DimExpr Size(Shape shape, int from, int to) => Enumerable.Range(from, to - from).Aggregate(DimExpr.One, (size, i) => size * shape[i]);

    private static int[] Inverse(int[] to, int rank) => Enumerable.Range(0, rank).Select(i => Array.IndexOf(to, i)).ToArray();

    private static string Letters(string a, string b) => new((a + b).Distinct().ToArray());

    private static int[] Places(string from, string to) => from.Select(l => to.IndexOf(l)).ToArray();
}
