using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Runs one of two regions, invariants -> outputs, by a truth value, which is the first operand. What the region that is not run would have made
/// is never computed, so it cannot fail either.
/// </summary>
internal sealed class IfOp : RegionOp
{
    public static readonly IfOp Instance = new();

    private IfOp()
        : base("If")
    {
    }

    public override string Computes => "the outputs of the first region where the condition holds, else of the second";

    public override string ShapeRule => "a condition of rank 0; both regions have outputs of the same shapes";

    public override string Rule => "y': the same branch on dual values; the transpose is the transposed branch";

    public override string Kinks => "the condition has no derivative";

    public override int Steering(Attrs attrs) => 1;

    public override TensorType[] Infer(InferContext context)
    {
        if (context[0] is not { DType: DType.Bool, Rank: 0 })
        {
            throw new ShapeError(DiagnosticIds.ElementType, "The condition of If must be one truth value, got " + context[0] + ".");
        }

        var (whenTrue, whenFalse) = (context.Regions[0], context.Regions[1]);
        CheckInputs(context, whenTrue, context.Inputs.Skip(1));
        CheckInputs(context, whenFalse, context.Inputs.Skip(1));
        for (int i = 0; i < whenTrue.Outputs.Count; i++)
        {
            CheckSame(context, whenTrue.OutputNames[i], whenTrue.TypeOf(whenTrue.Outputs[i]), whenFalse.TypeOf(whenFalse.Outputs[i]));
        }

        return whenTrue.Outputs.Select(whenTrue.TypeOf).ToArray();
    }

    public override Flow[,] Flows(Node node)
    {
        var (whenTrue, whenFalse) = (Activity.Of(node.Regions[0]), Activity.Of(node.Regions[1]));
        var flows = new Flow[node.Types.Count, node.Inputs.Count];
        for (int slot = 0; slot < node.Types.Count; slot++)
        {
            flows[slot, 0] = new Flow(Dependence.ZeroByRule, node);
            for (int i = 1; i < node.Inputs.Count; i++)
            {
                flows[slot, i] = whenTrue.At(slot, i - 1).Or(whenFalse.At(slot, i - 1));
            }
        }

        return flows;
    }

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents) => BranchDual.Run(b, node, inputs, tangents);

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => BranchReverse.Make(node, active);
}

internal static class IfBuilder
{
    /// <summary>Appends a choice between two regions.</summary>
    /// <param name="b">The builder of the graph around them.</param>
    /// <param name="condition">A truth value of rank 0.</param>
    /// <param name="whenTrue">The region that runs where it holds.</param>
    /// <param name="trueOutputs">Its outputs.</param>
    /// <param name="whenFalse">The region that runs where it does not.</param>
    /// <param name="falseOutputs">Its outputs, of the same shapes.</param>
    /// <param name="names">What the outputs are called.</param>
    public static Value[] If(this GraphBuilder b, Value condition, GraphBuilder whenTrue, IReadOnlyList<Value> trueOutputs, GraphBuilder whenFalse, IReadOnlyList<Value> falseOutputs, IReadOnlyList<string> names)
    {
        for (int i = 0; i < trueOutputs.Count; i++)
        {
            var (a, c) = (whenTrue.ShapeOf(trueOutputs[i]), whenFalse.ShapeOf(falseOutputs[i]));
            string message = "'" + names[i] + "' is " + a + " after one branch and " + c + " after the other; what follows serves both, so it must have one shape.";
            if (a.Rank != c.Rank)
            {
                throw new ShapeError(DiagnosticIds.ShapeMismatch, message);
            }

            for (int axis = 0; axis < a.Rank; axis++)
            {
                b.RequireEqual(a[axis], c[axis], DiagnosticIds.ShapeMismatch, () => message);
            }
        }

        var (captures, regions) = RegionInputs.Unite(0, [(whenTrue.Build(trueOutputs, names), whenTrue.Captures), (whenFalse.Build(falseOutputs, names), whenFalse.Captures)]);
        return b.EmitMany(IfOp.Instance, Attrs.Empty, [condition, .. captures], regions);
    }
}
