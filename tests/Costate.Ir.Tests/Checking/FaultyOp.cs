using System;
using System.Collections.Generic;

namespace Costate.Ir.Tests.Checking;

/// <summary>An op of the table with another derivative: same name, same shapes, same values, so only its rules can be wrong.</summary>
internal sealed class FaultyOp : Op
{
    private readonly Op inner;

    public FaultyOp(Op inner)
        : base(inner.Name, inner.Class, inner.Arity) => this.inner = inner;

    public override string Computes => inner.Computes;

    public override string ShapeRule => inner.ShapeRule;

    public override string Rule => "changed: " + inner.Rule;

    public override string Kinks => inner.Kinks;

    public override LinkClass Link => inner.Link;

    public override double LargestError => inner.LargestError;

    public override int Cost => inner.Cost;

    /// <summary>Instead of the op's linearization.</summary>
    public Action<JvpContext>? Jvp { get; init; }

    /// <summary>Instead of the op's transpose; the linearization then emits this op on the tangent of the operand <see cref="LinearIn"/>.</summary>
    public Action<TransposeContext>? Vjp { get; init; }

    /// <summary>The operand that a multilinear op is linear in; -1 if it is linear in all of them.</summary>
    public int LinearIn { get; init; } = -1;

    public override TensorType[] Infer(InferContext context) => inner.Infer(context);

    public override Dependence DependsOn(Node node, int operand) => Vjp is null ? inner.DependsOn(node, operand)
        : LinearIn < 0 || operand == LinearIn ? Dependence.Linear
        : Dependence.None;

    public override void Linearize(JvpContext context)
    {
        if (Jvp is not null)
        {
            Jvp(context);
        }
        else if (Vjp is not null)
        {
            var operands = new Value[context.In.Count];
            for (int i = 0; i < operands.Length; i++)
            {
                operands[i] = LinearIn < 0 || i == LinearIn ? context.TangentOrZero(i) : context.In[i];
            }

            context.Contribute(context.B.Emit(this, context.Attrs, operands));
        }
        else
        {
            inner.Linearize(context);
        }
    }

    public override void Transpose(TransposeContext context)
    {
        if (Vjp is not null)
        {
            Vjp(context);
        }
        else
        {
            inner.Transpose(context);
        }
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) => null;
}
