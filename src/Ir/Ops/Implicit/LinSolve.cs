using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The v with v = A v + b, where A is a region (v, theta... -> A v) that is linear in v. Operands: b, theta.... It is run as a loop of applications of A, see
/// <see cref="ImplicitLoops"/>. Attributes: those of <see cref="LinearSolver"/>.
/// </summary>
internal sealed class LinSolveOp : NestedOp
{
    public static readonly LinSolveOp Instance = new();

    private LinSolveOp()
        : base("LinSolve", OpClass.Control)
    {
    }

    public override string Computes => "the v with v = A v + b, A being its region";

    public override string ShapeRule => "that of b, which is also that of A v";

    public override string Rule => "v' = A v' + b' + A' v; the transpose solves with the transposed region";

    public override string Kinks => "I - A must not be singular";

    public override LinkClass Link => LinkClass.Implicit;

    public override double LargestError => 0;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        var region = context.Regions[0];
        CheckInputs(context, region, context.Inputs);
        CheckSame(context, "v", context[0], region.TypeOf(region.Outputs[0]));
        return [context[0]];
    }

    public override Dependence DependsOn(Node node, int operand) =>
        operand == 0 ? Dependence.Linear
        : Activity.Of(node.Regions[0])[0, operand] is var inside && inside == Dependence.Linear ? Dependence.Nonlinear : inside;

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents)
    {
        var outputs = b.Clone(node, inputs);
        var turned = Enumerable.Range(1, inputs.Count - 1).Any(i => tangents[i] is not null)
            ? Jvp.Append(b, node.Regions[0], [outputs[0], .. inputs.Skip(1)], [null, .. tangents.Skip(1)]).Tangents[0]
            : null;
        return b.AddOrZero(tangents[0], turned) is { } moved
            ? (outputs, [b.EmitMany(this, node.Attrs, [moved, .. inputs.Skip(1)], node.Regions)[0]])
            : (outputs, [null]);
    }

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => ImplicitReverse.Make(node, active, node.Regions[0], null);
}

internal static class LinSolveBuilder
{
    /// <summary>Appends a solve.</summary>
    /// <param name="b">The builder of the graph around it.</param>
    /// <param name="solver">How it is solved.</param>
    /// <param name="rhs">The b of v = A v + b.</param>
    /// <param name="region">The builder of the region, with v as its first input.</param>
    /// <param name="applied">A v in it.</param>
    public static Value LinSolve(this GraphBuilder b, LinearSolver solver, Value rhs, GraphBuilder region, Value applied) =>
        b.EmitMany(LinSolveOp.Instance, solver.On(Attrs.Empty), [rhs, .. region.Captures], [region.Build([applied], ["applied"])])[0];
}
