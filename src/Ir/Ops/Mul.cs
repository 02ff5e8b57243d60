using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>x * y, elementwise.</summary>
internal sealed class MulOp : ElementwiseOp
{
    public static readonly MulOp Instance = new();

    private MulOp()
        : base("Mul", 2)
    {
    }

    public override string Computes => "x y";

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override string Rule => "y' = a' b + a b', with strong zeros";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 0.5;

    public override void Linearize(JvpContext context)
    {
        context.Scale(0, context.In[1]);
        context.Scale(1, context.In[0]);
    }

    // 1 * x is x to the bit. 0 * x is not 0 when x is NaN or infinite, so it stays.
    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        builder.IsConst(inputs[1], out double c) && c == 1 ? inputs[0]
        : builder.IsConst(inputs[0], out c) && c == 1 ? inputs[1]
        : null;
}

internal static class MulBuilder
{
    public static Value Mul(this GraphBuilder b, Value x, Value y) => b.Emit(MulOp.Instance, x, y);

    public static Value Scale(this GraphBuilder b, Value x, double factor) => b.Mul(x, b.ConstLike(factor, x));
}
