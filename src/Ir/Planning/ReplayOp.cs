using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A reversed loop together with the loop whose states it reads: what is planned instead of the two, so that the states need not be there all at once.
/// Operands: trip count if data decided it, carries, the states before the first iteration, which stand where a loop has stacks, invariants. Regions, which have the
/// same inputs: the states after an iteration; the carries before it. Attributes: index, carries, stacks, count or counted, kept if states were kept while the loop ran
/// first, and those of a <see cref="StateRoom"/>.
/// </summary>
internal sealed class ReplayOp : IterationOp
{
    public static readonly ReplayOp Instance = new();

    private ReplayOp()
        : base("Replay")
    {
    }

    public override string Computes => "what a reversed loop makes of its carries and of the states of another loop";

    public override string ShapeRule => "carries and states keep their shapes";

    public override string Rule => "none";

    public override int Steering(Attrs attrs) => attrs.Flag("counted") ? 1 : 0;

    public override Graph Body(Node node) => node.Regions[1];

    /// <summary>The region that makes the states.</summary>
    public static Graph Advance(Node node) => node.Regions[0];

    /// <summary>The result of the loop that kept states while it ran first, which is the last operand; null if none did.</summary>
    public static Value? Kept(Node node) => node.Attrs.Flag("kept") ? node.Inputs[node.Inputs.Count - 1] : null;

    public override TensorType[] Infer(InferContext context) => context.Inputs.Skip(Steering(context.Attrs)).Take(context.Attrs.Int("carries")).ToArray();

    public override void AssumeRange(GraphBuilder region, Attrs attrs)
    {
    }

    protected override void Steer(Node node, Flow[,] flows)
    {
    }

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents) => throw NotDifferentiated();

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => throw NotDifferentiated();

    private static System.InvalidOperationException NotDifferentiated() => new("A Replay is made when a program is planned, after it has been differentiated.");
}
