namespace Costate.Ir;

/// <summary>And, Or, Not on booleans, elementwise.</summary>
internal sealed class LogicOp : Op
{
    public static readonly LogicOp And = new("And", 2);
    public static readonly LogicOp Or = new("Or", 2);
    public static readonly LogicOp Not = new("Not", 1);

    private LogicOp(string name, int arity)
        : base(name, OpClass.Elementwise, arity)
    {
    }

    public override string Computes => Name switch
    {
        "And" => "whether both hold",
        "Or" => "whether at least one holds",
        _ => "whether it does not hold",
    };

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override string Rule => "y' = 0 by rule";

    public override string Kinks => "zero by rule";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        for (int i = 0; i < context.Inputs.Count; i++)
        {
            if (context[i].DType != DType.Bool)
            {
                throw new ShapeError(DiagnosticIds.ElementType, Name + " needs comparisons, operand " + i + " is " + context[i] + ".");
            }

            context.RequireSameShape(0, i);
        }

        return [context[0]];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.ZeroByRule;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class LogicBuilder
{
    public static Value And(this GraphBuilder b, Value x, Value y) => b.Emit(LogicOp.And, x, y);

    public static Value Or(this GraphBuilder b, Value x, Value y) => b.Emit(LogicOp.Or, x, y);

    public static Value Not(this GraphBuilder b, Value x) => b.Emit(LogicOp.Not, x);
}
