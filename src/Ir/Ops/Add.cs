using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>x + y, elementwise.</summary>
internal sealed class AddOp : LinearOp
{
    public static readonly AddOp Instance = new();

    private AddOp()
        : base("Add", OpClass.Elementwise, 2)
    {
    }

    public override string Computes => "x + y";

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override string Rule => "y' = a' + b'";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 0.5;

    public override TensorType[] Infer(InferContext context)
    {
        ElementwiseOp.InferElementwise(context, 0);
        return [context[0]];
    }

    public override void Linearize(JvpContext context)
    {
        context.Contribute(context.Tangent[0]);
        context.Contribute(context.Tangent[1]);
    }

    public override void Transpose(TransposeContext context)
    {
        context.Accumulate(0, context.Ct);
        context.Accumulate(1, context.Ct);
    }

    // x + (-0.0) is x to the bit; x + 0.0 is not, since it turns -0.0 into 0.0.
    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        IsNegativeZero(builder, inputs[1]) ? inputs[0] : IsNegativeZero(builder, inputs[0]) ? inputs[1] : null;

    private static bool IsNegativeZero(GraphBuilder builder, Value value) =>
        builder.IsConst(value, out double c) && c == 0 && double.IsNegativeInfinity(1 / c);
}

internal static class AddBuilder
{
    public static Value Add(this GraphBuilder b, Value x, Value y) => b.Emit(AddOp.Instance, x, y);

    public static Value Sub(this GraphBuilder b, Value x, Value y) => b.Add(x, b.Neg(y));
}
