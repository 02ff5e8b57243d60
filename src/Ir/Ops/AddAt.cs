namespace Costate.Ir;

/// <summary>The first operand with the second added to a window; functional, in place at the operand's last use. Attribute: starts.</summary>
internal sealed class AddAtOp : LinearOp
{
    public static readonly AddAtOp Instance = new();

    private AddAtOp()
        : base("AddAt", OpClass.Structural, 2)
    {
    }

    public override string Computes => "x with v added to a window";

    public override string ShapeRule => "that of x; the window has the shape of v and lies inside x";

    public override string Rule => "y' = x' with x'[w] += v'";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 0.5;

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        Window.Check(context, context[0].Shape, context.Attrs.Shape("starts"), context[1].Shape);
        return [context[0]];
    }

    public override void Transpose(TransposeContext context)
    {
        context.Accumulate(0, context.Ct);
        if (context.IsLinear(1))
        {
            context.Accumulate(1, context.B.ReadAt(context.Ct, context.Attrs.Shape("starts"), context.InType[1].Shape));
        }
    }
}
