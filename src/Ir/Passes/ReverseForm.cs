using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>The adjoint of a control-flow op, made once together with the regions that keep what it reads.</summary>
internal abstract class ReverseForm
{
    /// <summary>The slots of the op, as it was before it kept anything, whose values have tangents.</summary>
    public abstract IReadOnlyList<int> ActiveSlots { get; }

    /// <summary>The operands whose tangents the linearization takes.</summary>
    public abstract IReadOnlyList<int> ActiveOperands { get; }

    /// <summary>Emits the adjoint.</summary>
    /// <param name="b">The builder of the adjoint program.</param>
    /// <param name="node">The op that keeps.</param>
    /// <param name="operands">Its operands in the adjoint program.</param>
    /// <param name="outputs">Its outputs there.</param>
    /// <param name="cotangents">By slot; null is Zero.</param>
    /// <param name="partials">By operand; null is Zero or not wanted.</param>
    /// <returns>By position in <see cref="ActiveOperands"/> the extended partial, or for an operand that begins a carry what is to be added to it; null if it stays Zero.</returns>
    public abstract IReadOnlyList<Value?> Emit(GraphBuilder b, Node node, IReadOnlyList<Value> operands, IReadOnlyList<Value> outputs, IReadOnlyList<Value?> cotangents, IReadOnlyList<Value?> partials);

    /// <summary>Whether the result for an operand is its partial extended; otherwise it is a contribution to add.</summary>
    public abstract bool Extends(int operand);

    /// <summary>Copies the adjoint of a region into a region that is built, the inputs replaced; null stands for one that is Zero or not read.</summary>
    protected static Value[] Copy(GraphBuilder region, Graph adjoint, IReadOnlyList<Value?> arguments)
    {
        var map = new Value?[adjoint.Nodes.Count][];
        foreach (var node in adjoint.Nodes)
        {
            map[node.Id] = node.Op is InputOp
                ? [arguments[node.Attrs.Int("index")] ?? (node.Types[0].IsStack ? null : Absent(region, node.Types[0]))]
                : CopyNode(region, node, node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray()).Select(v => (Value?)v).ToArray();
        }

        // A stack of cotangents to which this branch adds nothing: the branch that fills it is the one that reads it.
        return adjoint.Outputs.Select(o => map[o.Node][o.Slot] ?? region.Undefined(adjoint.TypeOf(o)))
            .Select(v => region.IsConst(v, out double c) && c == 0 ? region.ZeroLike(v) : v).ToArray();
    }

    // A loop that reads a stack of zeros does not read it: each entry is zero.
    private static Value[] CopyNode(GraphBuilder b, Node node, Value?[] operands)
    {
        if (!operands.Contains(null))
        {
            return b.Clone(node, operands.Select(v => v!.Value).ToArray());
        }

        var given = operands.Where(v => v is not null).Select(v => v!.Value).ToArray();
        if (node.Op is IfOp)
        {
            return b.EmitMany(node.Op, node.Attrs, given, node.Regions.Select(r => Without(b, r, operands.Skip(1).ToArray())).ToArray());
        }

        var layout = new LoopLayout(node);
        int missing = Enumerable.Range(0, layout.Stacks).Count(k => operands[layout.Stack(k)] is null);
        var attrs = missing == 0 ? node.Attrs : node.Attrs.With("stacks", (long)(layout.Stacks - missing));
        return b.EmitMany(node.Op, attrs, given, node.Regions.Select(r => Without(b, r, operands.Skip(layout.Steering).ToArray())).ToArray());
    }

    private static Graph Without(GraphBuilder b, Graph region, Value?[] operands)
    {
        var inner = b.Region(region.Name);
        var arguments = region.Inputs.Select((v, i) => operands[i] is null ? (Value?)null : inner.Input(region.InputName(i), region.TypeOf(v), !region.IsDifferentiable(i))).ToArray();
        foreach (var guard in region.Guards)
        {
            inner.AddGuard(guard);
        }

        return inner.Build(Copy(inner, region, arguments), region.OutputNames);
    }

    /// <summary>What stands for a partial or a cotangent that nobody contributed to: adding -0.0 changes no bit.</summary>
    private static Value Absent(GraphBuilder region, TensorType type) => type.IsFloating ? region.Const(-0.0, type) : region.Undefined(type);
}

/// <summary>
/// The linearization of a control-flow op in a program that is about to be transposed: a node that nobody evaluates. Its operands are the op's
/// operands and outputs, as residuals, and the tangents of its active operands.
/// </summary>
internal sealed class PullbackOp(Node primal, ReverseForm form, IReadOnlyList<int> operands) : Op("Pullback", OpClass.Control, -1)
{
    public override string Computes => "the linearization of a control-flow op";

    public override string ShapeRule => "that of the op";

    public override string Rule => "the transpose is the op's adjoint";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Control;

    public override double LargestError => 0;

    /// <summary>The tangents that begin carries, which the loop replaces; it only reads the others.</summary>
    public IEnumerable<Value> Begins(Node node) => Enumerable.Range(0, operands.Count).Where(i => !form.Extends(operands[i])).Select(i => node.Inputs[FirstTangent + i]);

    private int FirstTangent => primal.Inputs.Count + primal.Types.Count;

    public override TensorType[] Infer(InferContext context) => form.ActiveSlots.Select(s => primal.Types[s]).ToArray();

    public override Dependence DependsOn(Node node, int operand) => operand < FirstTangent ? Dependence.None : Dependence.Linear;

    public override void Transpose(TransposeContext context)
    {
        var cotangents = new Value?[primal.Types.Count];
        for (int i = 0; i < form.ActiveSlots.Count; i++)
        {
            cotangents[form.ActiveSlots[i]] = context.Cotangent[i];
        }

        // A partial that two operands share is extended through the first of them.
        var partials = new Value?[primal.Inputs.Count];
        var extended = new HashSet<Value>();
        var extends = new bool[operands.Count];
        for (int i = 0; i < operands.Count; i++)
        {
            extends[i] = form.Extends(operands[i]) && extended.Add(context.Node.Inputs[FirstTangent + i]);
            partials[operands[i]] = extends[i] ? context.Partial(FirstTangent + i) : null;
        }

        var results = form.Emit(
            context.B,
            primal,
            Enumerable.Range(0, primal.Inputs.Count).Select(i => context.In[i]).ToArray(),
            Enumerable.Range(primal.Inputs.Count, primal.Types.Count).Select(i => context.In[i]).ToArray(),
            cotangents,
            partials);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < operands.Count; i++)
            {
                if (results[form.ActiveOperands.ToList().IndexOf(operands[i])] is not { } result)
                {
                    continue;
                }

                if (extends[i] && pass == 0)
                {
                    context.Extend(FirstTangent + i, result);
                }
                else if (!extends[i] && pass == 1)
                {
                    context.Accumulate(FirstTangent + i, result);
                }
            }
        }
    }
}

/// <summary>A graph whose control-flow ops keep what their adjoints read, and these adjoints.</summary>
internal sealed class KeepingGraph
{
    // By the last region of the op, which no other op has.
    private readonly Dictionary<Graph, ReverseForm> forms = [];
    private readonly Dictionary<Graph, Graph[]> kept = [];

    private KeepingGraph(Graph graph) => Graph = graph;

    /// <summary>The same values at the same places; control-flow ops have further outputs.</summary>
    public Graph Graph { get; private set; }

    /// <summary>By the last region of a control-flow op of the given graph the regions that keep.</summary>
    public IReadOnlyDictionary<Graph, Graph[]> Kept => kept;

    /// <summary>The adjoint of a control-flow op of the graph; null if nothing about it has a derivative.</summary>
    public ReverseForm? FormOf(Node node) => node.Regions.Count > 0 && forms.TryGetValue(node.Regions[node.Regions.Count - 1], out var form) ? form : null;

    public static KeepingGraph Of(Graph graph, IReadOnlyList<int> differentiable)
    {
        var result = new KeepingGraph(graph);
        if (graph.Nodes.All(n => n.Op is not NestedOp))
        {
            return result;
        }

        var flows = Activity.Values(graph);
        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        var map = new Value[graph.Nodes.Count][];
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), graph.NodeOf(v).Attrs.Flag("frozen"))).ToArray();
        foreach (var node in graph.Nodes)
        {
            if (node.Op is InputOp)
            {
                map[node.Id] = [arguments[node.Attrs.Int("index")]];
                continue;
            }

            var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
            if (node.Op is NestedOp op)
            {
                var active = node.Inputs.Select(v => graph.TypeOf(v).IsDifferentiable && differentiable.Any(i => flows[v.Node][v.Slot][i].Dependence >= Dependence.Linear)).ToArray();
                if (active.Contains(true) && op.Keeping(node, active) is var (regions, form))
                {
                    b.Span = node.Span;
                    map[node.Id] = b.EmitMany(op, Checkpoints.WhenKept(node), operands, regions);
                    result.forms.Add(regions[regions.Length - 1], form);
                    result.kept[node.Regions[node.Regions.Count - 1]] = regions;
                    continue;
                }
            }

            map[node.Id] = b.Clone(node, operands);
        }

        result.Graph = b.Build(graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray(), graph.OutputNames);
        return result;
    }
}
