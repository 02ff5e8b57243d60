using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>
/// x * y with a strong zero: 0 where either factor is 0, whatever the other one is. Every linearization multiplies by its
/// coefficient with it, so that a zero tangent or cotangent is not turned into NaN by an infinite derivative.
/// </summary>
internal sealed class MulZOp : ElementwiseOp
{
    public static readonly MulZOp Instance = new();

    private MulZOp()
        : base("MulZ", 2)
    {
    }

    public override string Computes => "x y with a strong zero: 0 if either factor is 0";

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

    public override void Transpose(TransposeContext context)
    {
        if (context.IsLinear(0))
        {
            context.Accumulate(0, context.B.MulZ(context.Ct, context.In[1]));
        }
        else
        {
            context.Accumulate(1, context.B.MulZ(context.Ct, context.In[0]));
        }
    }

    // A zero constant makes the product a zero constant: that is what a strong zero means.
    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        for (int i = 0; i < 2; i++)
        {
            if (builder.IsConst(inputs[i], out double c))
            {
                if (c == 1)
                {
                    return inputs[1 - i];
                }

                if (c == 0)
                {
                    return builder.ZeroLike(inputs[0]);
                }
            }
        }

        return null;
    }
}

internal static class MulZBuilder
{
    public static Value MulZ(this GraphBuilder b, Value x, Value y) => b.Emit(MulZOp.Instance, x, y);
}
