using System;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>What the step of a fixed point is given while it is recorded: a value that stands for those of all iterations, so it has no number.</summary>
internal sealed class StepArgument : GraphFragment
{
    private StepArgument(Graph graph)
        : base("StepArgument", graph)
    {
    }

    /// <summary>An argument of a shape, with an identity of its own.</summary>
    public static TracedTensor<T> Of<T>(ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var b = new GraphBuilder("StepArgument");
        var kind = ElementKinds.Of<T>();
        var x = b.Input("x", new TensorType(kind.DType(), Shape.Of(shape.ToArray().Select(d => DimExpr.Constant(d)).ToArray())));

        // It depends on a parameter, so that the step may take derivatives with respect to it.
        var leaf = Leaf.Of(NodeKind.Parameter, new T[SizedFragment.Count(shape)], shape.ToArray());
        return new TracedTensor<T>(NodeTable.GetOrAdd(NodeKind.Call, new StepArgument(b.Build([x])).At(kind, []), [leaf.Node], [0]), 0);
    }

    public override int ResidualCount(ReadOnlySpan<int> dims) => 0;

    public override void Forward(in FragmentFrame frame) => throw Unknown();

    public override void ForwardKeeping(in FragmentFrame frame) => throw Unknown();

    public override void Adjoint(in FragmentFrame frame) => throw Unknown();

    public override void Tangent(in FragmentFrame frame) => throw Unknown();

    private static NotSupportedException Unknown() => new(
        "The step of a fixed point is recorded once and then runs for all iterations, so nothing that depends on its argument can be evaluated in it. "
        + "Choose by values (Select), or put the fixed point into a [Differentiable] method, where the step may evaluate and branch.");
}
