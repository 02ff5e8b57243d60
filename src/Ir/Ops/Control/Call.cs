using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A graph whose linearization is declared and not derived. Regions: the graph (x... -> y...), and its linearization (x..., y..., x'... -> y'..., with an x'
/// for each x that is differentiated), which is linear in x'. To differentiate the op is to put the second region in its place; where nothing is
/// differentiated any more, <see cref="Calls"/> puts the first one there, so nobody runs the op itself.
/// </summary>
internal sealed class CallOp : RegionOp
{
    public static readonly CallOp Instance = new();

    private CallOp()
        : base("Call")
    {
    }

    public override string Computes => "what its first region computes";

    public override string ShapeRule => "that of the region";

    public override string Rule => "y' is what the second region makes of x, y and x'";

    public override string Kinks => "as declared; an operand that the second region ignores has the derivative zero by rule";

    public override int Steering(Attrs attrs) => 0;

    public override string Describe(Node node) => "the declared linearization of '" + Body(node).Name + "'";

    /// <summary>The graph that is called.</summary>
    public static Graph Body(Node node) => node.Regions[0];

    /// <summary>Its linearization.</summary>
    public static Graph Linearization(Node node) => node.Regions[1];

    /// <summary>The inputs of a graph that have tangents in its linearization, in order.</summary>
    public static int[] Moved(Graph body) => Enumerable.Range(0, body.Inputs.Count).Where(body.IsDifferentiable).ToArray();

    public override TensorType[] Infer(InferContext context)
    {
        var (body, rule) = (context.Regions[0], context.Regions[1]);
        CheckInputs(context, body, context.Inputs);
        var outputs = body.Outputs.Select(body.TypeOf).ToArray();
        CheckInputs(context, rule, [.. context.Inputs, .. outputs, .. Moved(body).Select(i => context[i])]);
        if (rule.Outputs.Count != outputs.Length)
        {
            throw new ShapeError(DiagnosticIds.UnsupportedCall, "The linearization of " + body.Name + " gives " + rule.Outputs.Count + " tangents for " + outputs.Length + " results.");
        }

        for (int slot = 0; slot < outputs.Length; slot++)
        {
            CheckSame(context, rule.OutputNames[slot], outputs[slot], rule.TypeOf(rule.Outputs[slot]));
        }

        return outputs;
    }

    public override Flow[,] Flows(Node node)
    {
        var (body, rule) = (Activity.Of(Body(node)), Activity.Of(Linearization(node)));
        int first = node.Inputs.Count + node.Types.Count;
        int[] moved = Moved(Body(node));
        var flows = new Flow[node.Types.Count, node.Inputs.Count];
        for (int slot = 0; slot < node.Types.Count; slot++)
        {
            var kind = Enumerable.Range(0, first).Any(i => rule[slot, i] != Dependence.None) ? Dependence.Nonlinear : Dependence.Linear;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                int place = System.Array.IndexOf(moved, i);

                // What is excluded from differentiation has no tangent, and is no zero by rule either.
                flows[slot, i] = place < 0 ? body.At(slot, i)
                    : rule[slot, first + place] >= Dependence.Linear ? new Flow(kind, null)
                    : body[slot, i] != Dependence.None ? new Flow(Dependence.ZeroByRule, node)
                    : default;
            }
        }

        return flows;
    }

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents) => Apply(b, node, inputs, tangents, transposable: false);

    /// <summary>The value and the declared tangents, in a program that runs or in one that is to be transposed.</summary>
    /// <remarks>
    /// A linear graph is its own derivative in every direction. So its jvp at zero is the graph itself, in a form in which a tangent that is
    /// absent stays Zero, products have strong zeros, and loops are ready to be transposed; what it makes of the zeros is read by nobody.
    /// </remarks>
    public static (Value[] Outputs, Value?[] Tangents) Apply(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents, bool transposable)
    {
        var outputs = b.Clone(node, inputs);
        var rule = Linearization(node);
        int[] moved = Moved(Body(node));
        int first = inputs.Count + outputs.Length;
        Value[] arguments = [.. inputs, .. outputs, .. moved.Select(i => b.ZeroLike(inputs[i]))];
        Value?[] directions = [.. Enumerable.Repeat((Value?)null, first), .. moved.Select(i => tangents[i])];
        var keeping = transposable ? KeepingGraph.Of(rule, Enumerable.Range(first, moved.Length).Where(i => directions[i] is not null).ToArray()) : null;
        return (outputs, Jvp.Append(b, keeping?.Graph ?? rule, arguments, directions, keeping).Tangents);
    }

    /// <summary>Nothing is kept of the op: its linearization stands in the program that is transposed.</summary>
    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => null;
}

internal static class CallBuilder
{
    /// <summary>Appends a call.</summary>
    /// <param name="b">The builder.</param>
    /// <param name="operands">What is given to it.</param>
    /// <param name="body">The graph that is called, without guards of its own.</param>
    /// <param name="linearization">Its linearization.</param>
    public static Value[] Call(this GraphBuilder b, IReadOnlyList<Value> operands, Graph body, Graph linearization) => b.EmitMany(CallOp.Instance, Attrs.Empty, operands, [body, linearization]);
}
