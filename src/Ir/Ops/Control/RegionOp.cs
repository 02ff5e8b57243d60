using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>An op that has graphs, and is differentiated by differentiating them.</summary>
internal abstract class NestedOp : Op
{
    protected NestedOp(string name, OpClass opClass)
        : base(name, opClass, -1)
    {
    }

    /// <summary>
    /// Forward mode: the op on dual values, each region once. Returns the primal outputs and their tangents (null is Zero).
    /// </summary>
    public abstract (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents);

    /// <summary>
    /// Reverse mode: the regions that also return what the adjoint reads, and the adjoint. The outputs of the op stay where they are, what
    /// is kept comes behind them.
    /// </summary>
    /// <param name="node">The op.</param>
    /// <param name="active">Whether each operand depends on something that is differentiated by.</param>
    /// <returns>Null if no output has a derivative.</returns>
    public abstract (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active);

    /// <summary>Checks that two types agree in all that does not depend on sizes; sizes are asked for where the region is built.</summary>
    protected static void CheckSame(InferContext context, string what, TensorType a, TensorType b)
    {
        if (a.DType != b.DType || a.Rank != b.Rank || a.Factor != b.Factor || a.Levels.Count != b.Levels.Count)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "'" + what + "' is " + a + " before and " + b + " in or behind a region of " + context.OpName + "; it must have one type.");
        }
    }

    /// <summary>Checks that a region takes what it is given.</summary>
    protected static void CheckInputs(InferContext context, Graph region, IEnumerable<TensorType> given)
    {
        var types = given.ToArray();
        if (types.Length != region.Inputs.Count)
        {
            throw new ShapeError(DiagnosticIds.UnsupportedCall, "A region of " + context.OpName + " has " + region.Inputs.Count + " inputs and is given " + types.Length + ".");
        }

        for (int i = 0; i < types.Length; i++)
        {
            CheckSame(context, region.InputName(i), types[i], region.TypeOf(region.Inputs[i]));
        }
    }
}

/// <summary>
/// An op that runs graphs. Its operands are, in this order: what steers it (the condition of If, the trip count of a counted For), the initial
/// values of carries, stacks, and invariants. The regions' inputs are all but the first of these, a stack being read entry by entry.
/// </summary>
internal abstract class RegionOp : NestedOp
{
    protected RegionOp(string name)
        : base(name, OpClass.Control)
    {
    }

    public override LinkClass Link => LinkClass.Control;

    public override double LargestError => 0;

    /// <summary>How many leading operands steer the op and reach no region.</summary>
    public abstract int Steering(Attrs attrs);

    /// <summary>How each output depends on each operand, and through which op where the derivative is zero by rule.</summary>
    public abstract Flow[,] Flows(Node node);

    public override Dependence DependsOn(Node node, int operand)
    {
        var flows = Flows(node);
        return Enumerable.Range(0, node.Types.Count).Select(slot => flows[slot, operand].Dependence).Max();
    }
}

/// <summary>How an output depends on an operand, and the op that makes the derivative zero by rule where one does.</summary>
internal readonly struct Flow(Dependence dependence, Node? blocker)
{
    public Dependence Dependence { get; } = dependence;

    public Node? Blocker { get; } = blocker;

    /// <summary>The stronger of two ways; the first one found where they are equally strong.</summary>
    public Flow Or(Flow other) => other.Dependence > Dependence ? other : this;

    /// <summary>This flow and then another one.</summary>
    public Flow Then(Flow next) =>
        Dependence == Dependence.None || next.Dependence == Dependence.None ? default
        : Dependence == Dependence.ZeroByRule ? this
        : next.Dependence == Dependence.ZeroByRule ? next
        : new Flow(Dependence > next.Dependence ? Dependence : next.Dependence, null);

    /// <summary>The same flow, if there is one, as one that only steers.</summary>
    public Flow Steering(Node by) => Dependence == Dependence.None ? default : new Flow(Dependence.ZeroByRule, Dependence == Dependence.ZeroByRule ? Blocker : by);
}
