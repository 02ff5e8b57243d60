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

    /// <summary>Runs the graphs of its regions.</summary>
    Control,
}

/// <summary>How the derivative rule of an op is checked against something that does not use it.</summary>
internal enum LinkClass : byte
{
    /// <summary>No operands, so there is nothing to differentiate.</summary>
    Source,

    /// <summary>Elements are moved, not computed.</summary>
    Structural,

    /// <summary>Sums and products: dual numbers over a finite field, exactly.</summary>
    Rational,

    /// <summary>Divisions and eliminations: dual numbers over a finite field, drawn again where a divisor or pivot is zero.</summary>
    Pivoting,

    /// <summary>Square roots: dual numbers over a finite field, on numbers that have a root there.</summary>
    Root,

    /// <summary>A function drawn at random and remembered, with a derivative from a separate table; the table is checked in higher precision.</summary>
    Uninterpreted,

    /// <summary>Runs regions: what the ops in them do, over the field and over dual numbers, iteration by iteration.</summary>
    Control,

    /// <summary>Solves an equation that its regions state: dual numbers over a finite field through that equation, by elimination.</summary>
    Implicit,

    /// <summary>Decides by order: a random total order of the field in each trial; ties and kinks have tests over the reals.</summary>
    Order,
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

    /// <summary>What the op computes, one line, for the documentation.</summary>
    public abstract string Computes { get; }

    /// <summary>What the shapes of the operands must be and which shape comes out, for the documentation.</summary>
    public abstract string ShapeRule { get; }

    /// <summary>The derivative in mathematics, one line, for the documentation.</summary>
    public abstract string Rule { get; }

    /// <summary>What the derivative is where there is no single one: at kinks, ties, edges of the domain and NaN; "none" if there are no such places.</summary>
    public abstract string Kinks { get; }

    /// <summary>How the rule is checked against something that does not use it.</summary>
    public abstract LinkClass Link { get; }

    /// <summary>
    /// The largest error of the value that the tests have seen in double precision, rounded up to one digit, in units of the last place:
    /// of the element itself for elementwise ops, of the largest element of the result for sums and solves. 0 where nothing is rounded.
    /// A test measures it again, against 1300-bit arithmetic, and fails if it is larger.
    /// </summary>
    public abstract double LargestError { get; }

    /// <summary>Types of the outputs; throws <see cref="ShapeError"/> where the operands do not fit.</summary>
    public abstract TensorType[] Infer(InferContext context);

    /// <summary>How the outputs depend on an operand.</summary>
    public abstract Dependence DependsOn(Node node, int operand);

    /// <summary>What a message calls a node of this op.</summary>
    public virtual string Describe(Node node) => Name;

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
    public InferContext(string opName, IReadOnlyList<TensorType> inputs, Attrs attrs, GraphBuilder builder, IReadOnlyList<Graph>? regions = null)
    {
        Regions = regions ?? [];
        OpName = opName;
        Inputs = inputs;
        Attrs = attrs;
        Builder = builder;
    }

    public string OpName { get; }

    public IReadOnlyList<TensorType> Inputs { get; }

    public Attrs Attrs { get; }

    public GraphBuilder Builder { get; }

    /// <summary>The bodies of a control-flow op.</summary>
    public IReadOnlyList<Graph> Regions { get; }

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
            if (!a[k].Equals(b[k]))
            {
                RequireSameAxis(a, b, k);
            }
        }
    }

    // On its own, so that shapes that are plainly equal cost no closure.
    private void RequireSameAxis(Shape a, Shape b, int axis) =>
        RequireEqual(a[axis], b[axis], DiagnosticIds.ShapeMismatch, () => OpName + " needs operands of one shape, got " + a + " and " + b + ": axis " + axis + " is " + a[axis] + " against " + b[axis] + ".");

    public void RequireFloating(int i)
    {
        if (!Inputs[i].IsFloating || Inputs[i].Factor != FactorKind.None)
        {
            throw new ShapeError(DiagnosticIds.ElementType, OpName + " needs floating-point numbers, operand " + i + " is " + Inputs[i] + ".");
        }
    }
}
