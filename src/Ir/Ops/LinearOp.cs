using System.Linq;

namespace Costate.Ir;

/// <summary>An op that is jointly linear in all its operands: its linearization is itself, on tangents.</summary>
internal abstract class LinearOp : Op
{
    protected LinearOp(string name, OpClass opClass, int arity)
        : base(name, opClass, arity)
    {
    }

    public override string Kinks => "none";

    public override Dependence DependsOn(Node node, int operand) => Dependence.Linear;

    public override void Linearize(JvpContext context) =>
        context.Contribute(context.B.Emit(this, context.Attrs, Enumerable.Range(0, context.In.Count).Select(context.TangentOrZero).ToArray()));
}

/// <summary>An elementwise op of one dtype; its operands have one shape.</summary>
internal abstract class ElementwiseOp : Op
{
    protected ElementwiseOp(string name, int arity, int cost = 1)
        : base(name, OpClass.Elementwise, arity) => Cost = cost;

    public override int Cost { get; }

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override Dependence DependsOn(Node node, int operand) => Dependence.Nonlinear;

    public override TensorType[] Infer(InferContext context)
    {
        InferElementwise(context, 0);
        return [context[0]];
    }

    /// <summary>Demands that operands from <paramref name="first"/> on are floating point, of one dtype and one shape.</summary>
    internal static void InferElementwise(InferContext context, int first)
    {
        for (int i = first; i < context.Inputs.Count; i++)
        {
            context.RequireFloating(i);
            if (context[i].DType != context[first].DType)
            {
                throw new ShapeError(DiagnosticIds.ElementType, context.OpName + " needs operands of one element type, got " + context[first] + " and " + context[i] + ".");
            }

            if (i > first)
            {
                context.RequireSameShape(first, i);
            }
        }
    }
}
