using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>What a linearization sees: the node, its primal operands and outputs in the new graph, and the tangents (null is Zero).</summary>
internal sealed class JvpContext
{
    private readonly Value?[] outTangents;

    public JvpContext(GraphBuilder builder, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value> outputs, IReadOnlyList<Value?> tangents)
    {
        B = builder;
        Node = node;
        In = inputs;
        Out = outputs;
        Tangent = tangents;
        outTangents = new Value?[outputs.Count];
    }

    public GraphBuilder B { get; }

    public Node Node { get; }

    public Attrs Attrs => Node.Attrs;

    public IReadOnlyList<Value> In { get; }

    public IReadOnlyList<Value> Out { get; }

    public IReadOnlyList<Value?> Tangent { get; }

    public IReadOnlyList<Value?> OutTangents => outTangents;

    /// <summary>Adds a contribution to the tangent of an output; null contributes Zero.</summary>
    public void Contribute(Value? tangent, int slot = 0) => outTangents[slot] = B.AddOrZero(outTangents[slot], tangent);

    /// <summary>The tangent of an operand, Zero materialised.</summary>
    public Value TangentOrZero(int operand) => Tangent[operand] ?? B.ZeroLike(In[operand]);

    /// <summary>MulZ(tangent of the operand, coefficient), the form of every elementwise linearization; nothing for a Zero tangent.</summary>
    public void Scale(int operand, Value coefficient)
    {
        if (Tangent[operand] is { } t)
        {
            Contribute(B.MulZ(t, coefficient));
        }
    }
}

/// <summary>
/// What a transpose rule sees. It receives the cotangents of the outputs and the partial cotangents of the linear operands,
/// and returns the partials extended, so that the adjoint of reading a slice costs that slice.
/// </summary>
internal sealed class TransposeContext
{
    private readonly Dictionary<Value, Value> partials;
    private readonly bool[] linear;

    /// <param name="partials">The partial cotangents by value of the linear graph; absent is Zero. Rules extend it in place, so an operand that stands twice is extended twice.</param>
    public TransposeContext(GraphBuilder builder, Node node, IReadOnlyList<Value> residuals, IReadOnlyList<TensorType> inputTypes, IReadOnlyList<Value?> cotangents, Dictionary<Value, Value> partials, bool[] linear)
    {
        B = builder;
        Node = node;
        In = residuals;
        InType = inputTypes;
        Cotangent = cotangents;
        this.partials = partials;
        this.linear = linear;
    }

    public GraphBuilder B { get; }

    public Node Node { get; }

    public Attrs Attrs => Node.Attrs;

    /// <summary>The residual operands in the new graph; meaningless at linear positions.</summary>
    public IReadOnlyList<Value> In { get; }

    public IReadOnlyList<TensorType> InType { get; }

    /// <summary>Cotangents of the outputs; null is Zero.</summary>
    public IReadOnlyList<Value?> Cotangent { get; }

    /// <summary>The only output's cotangent; a rule is not called when all of them are Zero.</summary>
    public Value Ct => Cotangent[0]!.Value;

    public bool IsLinear(int operand) => linear[operand];

    public Value? Partial(int operand) => partials.TryGetValue(Node.Inputs[operand], out var partial) ? partial : null;

    public Value PartialOrZero(int operand) => Partial(operand) ?? B.Zero(InType[operand]);

    /// <summary>Replaces the partial by an extended one.</summary>
    public void Extend(int operand, Value extended) => partials[Node.Inputs[operand]] = extended;

    /// <summary>Adds a contribution to the partial of a linear operand; ignored for residual operands.</summary>
    public void Accumulate(int operand, Value contribution)
    {
        if (linear[operand])
        {
            Extend(operand, B.AddOrZero(Partial(operand), contribution)!.Value);
        }
    }
}
