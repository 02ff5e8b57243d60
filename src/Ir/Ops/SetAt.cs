namespace Costate.Ir;

/// <summary>The first operand with a window replaced by the second; functional, in place at the operand's last use. Attribute: starts.</summary>
internal sealed class SetAtOp : LinearOp
{
    public static readonly SetAtOp Instance = new();

    private SetAtOp()
        : base("SetAt", OpClass.Structural, 2)
    {
    }

    public override string Computes => "x with a window replaced by v";

    public override string ShapeRule => "that of x; the window has the shape of v and lies inside x";

    public override string Rule => "y' = x' with x'[w] := v'";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        Window.Check(context, context[0].Shape, context.Attrs.Shape("starts"), context[1].Shape);
        return [context[0]];
    }

    public override void Transpose(TransposeContext context)
    {
        var starts = context.Attrs.Shape("starts");
        if (context.IsLinear(0))
        {
            context.Accumulate(0, context.B.SetAt(context.Ct, context.B.Zero(context.InType[1]), starts));
        }

        if (context.IsLinear(1))
        {
            context.Accumulate(1, context.B.ReadAt(context.Ct, starts, context.InType[1].Shape));
        }
    }
}
