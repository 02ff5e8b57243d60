using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A loop whose number of iterations is known when it begins: attribute count, or the first operand where data decided it (attribute
/// counted). Region body: carries, entries of the stacks, invariants -> carries, entries. The index runs from 0, or down to 0 if
/// the attribute reverse is set; entry i of a stack belongs to index i. Attributes: index, carries, stacks, count or counted, reverse, and those of
/// <see cref="Checkpoints"/>.
/// </summary>
internal sealed class ForOp : IterationOp
{
    public static readonly ForOp Instance = new();

    private ForOp()
        : base("For")
    {
    }

    public override string Computes => "what n iterations make of the carries, and the stacks that they fill";

    public override string ShapeRule => "carries keep their shapes; stacks have one entry for each iteration";

    public override string Rule => "y': the same loop on dual carries; the transpose is the loop reversed, on cotangents of carries and partials of invariants";

    public override int Steering(Attrs attrs) => attrs.Flag("counted") ? 1 : 0;

    public override Graph Body(Node node) => node.Regions[0];

    public override TensorType[] Infer(InferContext context)
    {
        var body = context.Regions[0];
        var layout = new LoopLayout(this, context.Attrs, body, context.Inputs.Count);
        bool counted = context.Attrs.Flag("counted");
        if (counted && !context[0].Equals(TensorType.TripCount))
        {
            throw new ShapeError(DiagnosticIds.ElementType, "The first operand of a counted For is a trip count, got " + context[0] + ".");
        }

        CheckInputs(context, body, Enumerable.Range(layout.Steering, context.Inputs.Count - layout.Steering)
            .Select(i => i >= layout.Stack(0) && i < layout.Invariant(0) ? context[i].Entry : context[i]));
        return Infer(context, layout, body, counted ? null : context.Attrs.Dim("count"));
    }

    public override void AssumeRange(GraphBuilder region, Attrs attrs)
    {
        if (!attrs.Flag("counted"))
        {
            region.Facts = region.Facts.Assume(attrs.Dim("index"), DimRelation.LessThan, attrs.Dim("count"));
        }
    }

    protected override void Steer(Node node, Flow[,] flows)
    {
    }

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents) => LoopDual.Run(b, node, inputs, tangents);

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => LoopReverse.Make(node, active);
}

internal static class ForBuilder
{
    /// <summary>Appends a loop with a known number of iterations.</summary>
    /// <param name="b">The builder of the graph around the loop.</param>
    /// <param name="count">Number of iterations.</param>
    /// <param name="index">The index: a symbol that <see cref="GraphBuilder.FreshSymbol"/> gave.</param>
    /// <param name="carries">The values that the carries begin with.</param>
    /// <param name="body">The builder of the body, with the carries as its first inputs.</param>
    /// <param name="next">The carries after one iteration, in the body.</param>
    /// <param name="attrs">Further attributes.</param>
    /// <returns>The carries after all iterations.</returns>
    public static Value[] For(this GraphBuilder b, DimExpr count, string index, IReadOnlyList<Value> carries, GraphBuilder body, IReadOnlyList<Value> next, Attrs? attrs = null)
    {
        LoopBuilder.RequireCarries(b, carries, body, next);
        attrs = (attrs ?? Attrs.Empty).With("index", DimExpr.Symbol(index)).With("carries", (long)carries.Count).With("count", count);
        return b.EmitMany(ForOp.Instance, attrs, [.. carries, .. body.Captures], [body.Build(next, LoopBuilder.Names(body, next.Count))]);
    }
}

internal static class LoopBuilder
{
    /// <summary>Demands, inside of the body, that each iteration leaves the shapes of the carries as they are.</summary>
    public static void RequireCarries(GraphBuilder b, IReadOnlyList<Value> carries, GraphBuilder body, IReadOnlyList<Value> next)
    {
        for (int k = 0; k < carries.Count; k++)
        {
            RequireCarry(b, carries[k], body, k, next[k]);
        }
    }

    /// <summary>Demands it of one carry.</summary>
    public static void RequireCarry(GraphBuilder b, Value carry, GraphBuilder body, int k, Value next)
    {
        var (before, after) = (b.TypeOf(carry), body.TypeOf(next));
        string name = body.NodeOf(body.Inputs[k]).Attrs.Text("name");
        string message = "'" + name + "' is " + before.Shape + " before the loop and " + after.Shape + " after an iteration; one loop serves all iterations, so it must keep its shape.";
        if (before.Rank != after.Rank)
        {
            throw new ShapeError(DiagnosticIds.CarryShape, message);
        }

        for (int axis = 0; axis < before.Rank; axis++)
        {
            // An example without the index of the loop says the same and less.
            if (!body.IsDerived && DimExpr.Compare(before.Shape[axis], after.Shape[axis], body.Facts).Decision == DimDecision.Refuted
                && DimExpr.Compare(before.Shape[axis], after.Shape[axis], b.Facts) is { Decision: DimDecision.Refuted } answer)
            {
                throw new ShapeError(DiagnosticIds.CarryShape, message + GraphBuilder.WitnessText(answer), before.Shape[axis], after.Shape[axis]);
            }

            body.RequireEqual(before.Shape[axis], after.Shape[axis], DiagnosticIds.CarryShape, () => message);
        }
    }

    /// <summary>The names of the carries.</summary>
    public static string[] Names(GraphBuilder body, int count) =>
        Enumerable.Range(0, count).Select(k => body.NodeOf(body.Inputs[k]).Attrs.Text("name")).ToArray();
}
