namespace Costate.Ir;

/// <summary>1 / (1 + exp(-x)).</summary>
internal sealed class LogisticOp : ElementwiseOp
{
    public static readonly LogisticOp Instance = new();

    private LogisticOp()
        : base("Logistic", 1, 14)
    {
    }

    public override string Computes => "1 / (1 + e^-x)";

    public override string Rule => "y' = x' y (1 - y)";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Mul(context.Out[0], b.Sub(b.ConstLike(1, context.Out[0]), context.Out[0])));
    }
}

internal static class LogisticBuilder
{
    public static Value Logistic(this GraphBuilder b, Value x) => b.Emit(LogisticOp.Instance, x);
}
