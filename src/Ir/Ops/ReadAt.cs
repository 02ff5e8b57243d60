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
        context.Extend(0, context.B.ExtendAt(context.PartialOrZero(0), context.Ct, context.Attrs.Shape("starts")));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        var (starts, size) = (attrs.Shape("starts"), attrs.Shape("size"));
        if (size.Equals(builder.ShapeOf(inputs[0])) && starts.All(s => s.Equals(DimExpr.Zero)))
        {
            return inputs[0];
        }

        // What was written elsewhere is not waited for, so that the memory may be overwritten once all its windows are read.
        var node = builder.NodeOf(inputs[0]);
        if (node.Op is not (SetAtOp or AddAtOp))
        {
            return null;
        }

        var (written, writtenSize) = (node.Attrs.Shape("starts"), builder.ShapeOf(node.Inputs[1]));
        return node.Op is SetAtOp && written.Equals(starts) && writtenSize.Equals(size) ? node.Inputs[1]
            : Window.AreDisjoint(starts, size, written, writtenSize, builder.Facts) ? builder.ReadAt(node.Inputs[0], starts, size)
            : null;
    }
}
