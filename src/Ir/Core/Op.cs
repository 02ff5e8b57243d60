using System;
using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>How an output of an op depends on one of its operands.</summary>
internal enum Dependence : byte
{
    None = 0,

    /// <summary>It depends on it, but the derivative is zero by rule: comparisons, Sign, Floor, Stop.</summary>
    ZeroByRule = 1,
    Linear = 2,
    Nonlinear = 3,
}

/// <summary>What kind of statement an op becomes; the scheduler fuses by it, nothing else reads it.</summary>
internal enum OpClass : byte
{
    /// <summary>Element i of the output depends on element i of each operand; all shapes are equal.</summary>
    Elementwise,

    /// <summary>The same elements in another order, or repeated: Broadcast, Reshape, Transpose, windows.</summary>
    Structural,

    /// <summary>Has a kernel of its own.</summary>
    Kernel,

    /// <summary>Inputs, constants and dimension values: no work at run time.</summary>
    Source,
}

/// <summary>
/// A primitive of the IR: shape rule, derivative and simplification in one place. A nonlinear op declares its linearization,
/// a linear op its transpose; there is no third rule that could disagree with these two.
/// </summary>
internal abstract class Op
{
    protected Op(string name, OpClass opClass, int arity)
    {
        Name = name;
        Class = opClass;
        Arity = arity;
    }

    /// <summary>Name in the text form and in the digest; for elementwise ops also the name of the kernel.</summary>
    public string Name { get; }

    public OpClass Class { get; }

    /// <summary>Number of operands, or -1 for any.</summary>
    public int Arity { get; }

    /// <summary>The derivative in mathematics, one line, for the documentation.</summary>
    public abstract string Rule { get; }

    /// <summary>Types of the outputs; throws <see cref="ShapeError"/> where the operands do not fit.</summary>
    public abstract TensorType[] Infer(InferContext context);

    /// <summary>How the outputs depend on an operand.</summary>
    public abstract Dependence DependsOn(Node node, int operand);

    /// <summary>Sets the tangents of the outputs. Called only when at least one operand has a tangent.</summary>
    public virtual void Linearize(JvpContext context) =>
        throw new DerivativeError(DiagnosticIds.NoDerivativeRule, "The op " + Name + " has no derivative rule.", context.Node.Span);

    /// <summary>Extends the partial cotangents of the linear operands. Called only for nodes of a linear graph.</summary>
    public virtual void Transpose(TransposeContext context) =>
        throw new DerivativeError(DiagnosticIds.NoDerivativeRule, "The op " + Name + " is not linear, so it cannot be transposed.", context.Node.Span);

    /// <summary>A value that replaces the op's only output without changing a bit of it, or null.</summary>
    public virtual Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) => null;

    /// <summary>Multiply-adds per output element, for the cost model (recompute or keep) and the documentation; transcendentals count 10 and more.</summary>
    public virtual int Cost => 1;

    public override string ToString() => Name;
}

/// <summary>What <see cref="Op.Infer"/> sees.</summary>
internal sealed class InferContext
{
    public InferContext(string opName, IReadOnlyList<TensorType> inputs, Attrs attrs, GraphBuilder builder)
    {
        OpName = opName;
        Inputs = inputs;
        Attrs = attrs;
        Builder = builder;
    }

    public string OpName { get; }

    public IReadOnlyList<TensorType> Inputs { get; }

    public Attrs Attrs { get; }

    public GraphBuilder Builder { get; }

    public TensorType this[int i] => Inputs[i];

    /// <summary>Demands equal dimensions: silent if they are, an error if they differ for some sizes, otherwise a guard.</summary>
    public void RequireEqual(DimExpr a, DimExpr b, string id, Func<string> message) => Builder.RequireEqual(a, b, id, message);

    public void RequireSameShape(int i, int j)
    {
        var (a, b) = (Inputs[i].Shape, Inputs[j].Shape);
        if (a.Rank != b.Rank)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, OpName + " needs operands of one rank, got " + a + " and " + b + ".");
        }

        for (int k = 0; k < a.Rank; k++)
        {
            int axis = k;
            RequireEqual(a[k], b[k], DiagnosticIds.ShapeMismatch, () => OpName + " needs operands of one shape, got " + a + " and " + b + ": axis " + axis + " is " + a[axis] + " against " + b[axis] + ".");
        }
    }

    public void RequireFloating(int i)
    {
        if (!Inputs[i].IsFloating || Inputs[i].Factor != FactorKind.None)
        {
            throw new ShapeError(DiagnosticIds.ElementType, OpName + " needs floating-point numbers, operand " + i + " is " + Inputs[i] + ".");
        }
    }
}
