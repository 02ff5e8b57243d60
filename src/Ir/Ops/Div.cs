using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>x / y, elementwise.</summary>
internal sealed class DivOp : ElementwiseOp
{
    public static readonly DivOp Instance = new();

    private DivOp()
        : base("Div", 2, 6)
    {
    }

    public override string Computes => "x / y";

    public override string Rule => "q' = a' / b - q b' / b";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Pivoting;

    public override double LargestError => 0.5;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        var inverse = b.Div(b.ConstLike(1, context.In[1]), context.In[1]);
        context.Scale(0, inverse);
        if (context.Tangent[1] is not null)
        {
            context.Scale(1, b.Neg(b.Mul(context.Out[0], inverse)));
        }
    }

    // Dividing by 1 is exact.
    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        builder.IsConst(inputs[1], out double c) && c == 1 ? inputs[0] : null;
}

internal static class DivBuilder
{
    public static Value Div(this GraphBuilder b, Value x, Value y) => b.Emit(DivOp.Instance, x, y);
}
