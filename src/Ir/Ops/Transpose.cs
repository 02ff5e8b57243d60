using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Permutes axes. Attribute: perm; axis i of the result is axis perm[i] of the operand.</summary>
internal sealed class TransposeOp : LinearOp
{
    public static readonly TransposeOp Instance = new();

    private TransposeOp()
        : base("Transpose", OpClass.Structural, 1)
    {
    }

    public override string Computes => "x with permuted axes";

    public override string ShapeRule => "the permuted shape";

    public override string Rule => "y' = transpose(x'); transposes by the inverse permutation";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        int[] perm = context.Attrs.Ints("perm");
        var shape = context[0].Shape;
        if (perm.Length != shape.Rank || !perm.OrderBy(p => p).SequenceEqual(Enumerable.Range(0, perm.Length)))
        {
            throw new ShapeError(DiagnosticIds.AxisOutOfRange, "<" + string.Join(", ", perm) + "> is not a permutation of the axes of " + shape + ".");
        }

        return [context[0].WithShape(Shape.Of(perm.Select(p => shape[p]).ToArray()))];
    }

    public override void Transpose(TransposeContext context)
    {
        int[] perm = context.Attrs.Ints("perm");
        var inverse = new int[perm.Length];
        for (int i = 0; i < perm.Length; i++)
        {
            inverse[perm[i]] = i;
        }

        context.Accumulate(0, context.B.Transpose(context.Ct, inverse));
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        int[] perm = attrs.Ints("perm");
        if (perm.SequenceEqual(Enumerable.Range(0, perm.Length)))
        {
            return inputs[0];
        }

        var node = builder.NodeOf(inputs[0]);
        if (node.Op is TransposeOp)
        {
            int[] inner = node.Attrs.Ints("perm");
            return builder.Transpose(node.Inputs[0], perm.Select(p => inner[p]).ToArray());
        }

        return node.Op is ConstOp
            ? builder.Const(node.Attrs.Number("value"), node.Types[0].WithShape(Shape.Of(perm.Select(p => node.Types[0].Shape[p]).ToArray())))
            : null;
    }
}

internal static class TransposeBuilder
{
    public static Value Transpose(this GraphBuilder b, Value x, params int[] perm) =>
        b.Emit(TransposeOp.Instance, Attrs.Empty.With("perm", perm), x);

    /// <summary>Swaps the last two axes.</summary>
    public static Value TransposeLast(this GraphBuilder b, Value x)
    {
        int rank = b.ShapeOf(x).Rank;
        int[] perm = Enumerable.Range(0, rank).ToArray();
        (perm[rank - 1], perm[rank - 2]) = (rank - 2, rank - 1);
        return b.Transpose(x, perm);
    }
}
