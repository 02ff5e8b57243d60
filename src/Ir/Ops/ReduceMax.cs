using System.Linq;

namespace Costate.Ir;

/// <summary>Maximum over axes, which are dropped; NaN wins; the reduced axes must not be empty. Attribute: axes, increasing. At ties the derivative is shared equally.</summary>
internal sealed class ReduceMaxOp : Op
{
    public static readonly ReduceMaxOp Instance = new();

    private ReduceMaxOp()
        : base("ReduceMax", OpClass.Kernel, 1)
    {
    }

    public override string Computes => "the maximum over axes; NaN wins";

    public override string ShapeRule => "the reduced axes are dropped and must not be empty";

    public override string Rule => "y' = sum(x' [x = y] / #{x = y})";

    public override string Kinks => "equal shares at ties; NaN where the maximum is NaN";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        int[] axes = context.Attrs.Ints("axes");
        foreach (int axis in axes)
        {
            context.Builder.RequireLessOrEqual(DimExpr.One, context[0].Shape[axis], DiagnosticIds.EmptyReduction, () => "The maximum over axis " + axis + " of " + context[0].Shape + " needs at least one element.");
        }

        return [context[0].WithShape(ReduceSumOp.Drop(context[0].Shape, axes))];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.Nonlinear;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        int[] axes = context.Attrs.Ints("axes");
        var x = context.In[0];
        var ties = b.Convert(b.Equal(x, b.BroadcastBack(context.Out[0], b.ShapeOf(x), axes)), b.TypeOf(x).DType);
        var count = b.BroadcastBack(b.ReduceSum(ties, axes), b.ShapeOf(x), axes);

        // A NaN maximum ties with nothing; the share is then 0/0 = NaN, which is what the derivative there should say.
        context.Contribute(b.ReduceSum(b.MulZ(context.Tangent[0]!.Value, b.Div(ties, count)), axes));
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, System.Collections.Generic.IReadOnlyList<Value> inputs) =>
        attrs.Ints("axes").Length == 0 ? inputs[0] : null;
}

internal static class ReduceMaxBuilder
{
    public static Value ReduceMax(this GraphBuilder b, Value x, params int[] axes) =>
        b.Emit(ReduceMaxOp.Instance, Attrs.Empty.With("axes", axes.OrderBy(a => a)), x);
}
