using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>-x.</summary>
internal sealed class NegOp : LinearOp
{
    public static readonly NegOp Instance = new();

    private NegOp()
        : base("Neg", OpClass.Elementwise, 1)
    {
    }

    public override string Computes => "-x";

    public override string ShapeRule => "that of the operand";

    public override string Rule => "y' = -x'";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        return [context[0]];
    }

    public override void Transpose(TransposeContext context) => context.Accumulate(0, context.B.Neg(context.Ct));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        builder.NodeOf(inputs[0]).Op is NegOp ? builder.NodeOf(inputs[0]).Inputs[0]
        : builder.IsConst(inputs[0], out double c) ? builder.ConstLike(-c, inputs[0])
        : null;
}

internal static class NegBuilder
{
    public static Value Neg(this GraphBuilder b, Value x) => b.Emit(NegOp.Instance, x);
}
