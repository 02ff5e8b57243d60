using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Reads a window. Attributes: starts, size.</summary>
internal sealed class ReadAtOp : LinearOp
{
    public static readonly ReadAtOp Instance = new();

    private ReadAtOp()
        : base("ReadAt", OpClass.Structural, 1)
    {
    }

    public override string Computes => "a window of x";

    public override string ShapeRule => "the size of the window, which lies inside x";

    public override string Rule => "y' = x'[w]; the transpose extends the partial: p := AddAt(p, y^, w)";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var size = context.Attrs.Shape("size");
        Window.Check(context, context[0].Shape, context.Attrs.Shape("starts"), size);
        return [context[0].WithShape(size)];
    }

    public override void Transpose(TransposeContext context) =>
        context.Extend(0, context.B.AddAt(context.PartialOrZero(0), context.Ct, context.Attrs.Shape("starts")));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        attrs.Shape("size").Equals(builder.ShapeOf(inputs[0])) && attrs.Shape("starts").All(s => s.Equals(DimExpr.Zero)) ? inputs[0] : null;
}
