using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>a where c holds, b elsewhere.</summary>
internal sealed class SelectOp : Op
{
    public static readonly SelectOp Instance = new();

    private SelectOp()
        : base("Select", OpClass.Elementwise, 3)
    {
    }

    public override string Computes => "a where c holds, b elsewhere";

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override string Rule => "y' = select(c, a', b')";

    public override string Kinks => "the condition has no derivative, and what is not chosen gets none, not even NaN";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        if (context[0].DType != DType.Bool)
        {
            throw new ShapeError(DiagnosticIds.ElementType, "The condition of Select must be a comparison, got " + context[0] + ".");
        }

        context.RequireSameShape(0, 1);
        context.RequireSameShape(1, 2);
        if (context[1].DType != context[2].DType)
        {
            throw new ShapeError(DiagnosticIds.ElementType, "Select needs branches of one element type, got " + context[1] + " and " + context[2] + ".");
        }

        return [context[1]];
    }

    public override Dependence DependsOn(Node node, int operand) => operand == 0 ? Dependence.ZeroByRule : Dependence.Linear;

    public override void Linearize(JvpContext context)
    {
        if (context.Tangent[1] is not null || context.Tangent[2] is not null)
        {
            context.Contribute(context.B.Select(context.In[0], context.TangentOrZero(1), context.TangentOrZero(2)));
        }
    }

    public override void Transpose(TransposeContext context)
    {
        var zero = context.B.ZeroLike(context.Ct);
        if (context.IsLinear(1))
        {
            context.Accumulate(1, context.B.Select(context.In[0], context.Ct, zero));
        }

        if (context.IsLinear(2))
        {
            context.Accumulate(2, context.B.Select(context.In[0], zero, context.Ct));
        }
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) => inputs[1] == inputs[2] ? inputs[1] : null;
}

internal static class SelectBuilder
{
    public static Value Select(this GraphBuilder b, Value condition, Value whenTrue, Value whenFalse) => b.Emit(SelectOp.Instance, condition, whenTrue, whenFalse);
}
