using System.Collections.Generic;

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

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        if (inputs.Count == 1)
        {
            return builder.IsConst(inputs[0], out double truth) ? builder.ConstLike(truth != 0 ? 0 : 1, inputs[0])
                : ReferenceEquals(builder.NodeOf(inputs[0]).Op, Not) ? builder.NodeOf(inputs[0]).Inputs[0]
                : null;
        }

        // What decides an And leaves the other operand of an Or, and the other way round.
        double deciding = ReferenceEquals(this, And) ? 0 : 1;
        return inputs[0] == inputs[1] ? inputs[0]
            : builder.IsConst(inputs[0], out double x) ? ((x != 0 ? 1 : 0) == deciding ? inputs[0] : inputs[1])
            : builder.IsConst(inputs[1], out double y) ? ((y != 0 ? 1 : 0) == deciding ? inputs[1] : inputs[0])
            : null;
    }
}

internal static class LogicBuilder
{
    public static Value And(this GraphBuilder b, Value x, Value y) => b.Emit(LogicOp.And, x, y);

    public static Value Or(this GraphBuilder b, Value x, Value y) => b.Emit(LogicOp.Or, x, y);

    public static Value Not(this GraphBuilder b, Value x) => b.Emit(LogicOp.Not, x);
}
