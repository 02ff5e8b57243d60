using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A fixed point x = step(x, theta) that somebody has found: its value is the first operand, its derivative that of the implicit function theta -> x, whatever the
/// operand was computed by. Regions: step (x, theta... -> x), and where the fixed point is not isolated the gauge (x, v, theta... -> v), which takes from a change of x
/// what leads along the other fixed points. Attributes: those of <see cref="LinearSolver"/>.
/// </summary>
internal sealed class RootOp : NestedOp
{
    public static readonly RootOp Instance = new();

    private RootOp()
        : base("Root", OpClass.Control)
    {
    }

    public override string Computes => "x, a fixed point of the first region";

    public override string ShapeRule => "that of x, which is also that of the step's result";

    public override string Rule => "x' = v with v = P (F_x v + F_theta theta'), P the gauge or the identity; none by the x that is given";

    public override string Kinks => "I - P F_x must not be singular";

    public override LinkClass Link => LinkClass.Implicit;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override string Describe(Node node) => "the start of a fixed point";

    public static Graph Step(Node node) => node.Regions[0];

    public static Graph? Gauge(Node node) => node.Regions.Count > 1 ? node.Regions[1] : null;

    /// <summary>The tangent of a gauge (x, v, theta..., v' -> P v'): the gauge itself, as a graph that is seen to be linear.</summary>
    public static Graph Projection(Graph gauge) => Jvp.Tangent(gauge, [1]);

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        var step = context.Regions[0];
        CheckInputs(context, step, context.Inputs);
        CheckSame(context, "x", context[0], step.TypeOf(step.Outputs[0]));
        if (context.Regions.Count > 1)
        {
            CheckInputs(context, context.Regions[1], [context[0], .. context.Inputs]);
            CheckSame(context, "v", context[0], context.Regions[1].TypeOf(context.Regions[1].Outputs[0]));
        }

        return [context[0]];
    }

    public override Dependence DependsOn(Node node, int operand) => operand == 0 ? Dependence.ZeroByRule : Activity.Of(Step(node))[0, operand];

    public override (Value[] Outputs, Value?[] Tangents) Dual(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents)
    {
        var outputs = b.Clone(node, inputs);
        Value[] at = [outputs[0], .. inputs.Skip(1)];
        if (Jvp.Append(b, Step(node), at, [null, .. tangents.Skip(1)]).Tangents[0] is not { } moved)
        {
            return (outputs, [null]);
        }

        // What a region computes of v is the tangent of the step; all else of it is computed once, around the solve.
        var tangent = Jvp.Tangent(Step(node), [0]);
        var region = b.Region(node.Op.Name + "Jvp");
        var v = region.Input("v", b.TypeOf(at[0]));
        var result = LinearProgram.Append(b, region, tangent, at.Length, at, v);
        if (Gauge(node) is { } gauge)
        {
            var projection = Projection(gauge);
            Value[] withGauge = [at[0], b.ZeroLike(at[0]), .. at.Skip(1)];
            moved = LinearProgram.Append(b, b, projection, withGauge.Length, withGauge, moved);
            result = LinearProgram.Append(b, region, projection, withGauge.Length, withGauge, result);
        }

        return (outputs, [b.LinSolve(LinearSolver.Of(node.Attrs), moved, region, result)]);
    }

    public override (Graph[] Regions, ReverseForm Form)? Keeping(Node node, bool[] active) => ImplicitReverse.Make(node, active, Step(node), Gauge(node));
}

internal static class RootBuilder
{
    /// <summary>Declares that a value is a fixed point.</summary>
    /// <param name="b">The builder of the graph around it.</param>
    /// <param name="solver">How its derivative is solved for.</param>
    /// <param name="x">The value.</param>
    /// <param name="step">The builder of the step, with x as its first input.</param>
    /// <param name="next">The step's result.</param>
    /// <param name="gauge">The builder of the gauge, with x and a change of it as its first inputs; null if there is none.</param>
    /// <param name="kept">What the gauge leaves of the change.</param>
    public static Value Root(this GraphBuilder b, LinearSolver solver, Value x, GraphBuilder step, Value next, GraphBuilder? gauge = null, Value kept = default)
    {
        var (own, built) = (step.Captures, step.Build([next], ["next"]));
        if (gauge is null)
        {
            return b.EmitMany(RootOp.Instance, solver.On(Attrs.Empty), [x, .. own], [built])[0];
        }

        var others = gauge.Captures;
        var all = own.Concat(others).Distinct().ToList();
        (string, TensorType, bool) InputOf(int i) => (b.NodeOf(all[i]).Name ?? "theta" + i, b.TypeOf(all[i]), !b.TypeOf(all[i]).IsDifferentiable);
        var regions = new[]
        {
            RegionInputs.Rearrange(built, 1 + all.Count, i => i < 1 ? i : 1 + all.IndexOf(own[i - 1]), i => InputOf(i - 1)),
            RegionInputs.Rearrange(gauge.Build([kept], ["kept"]), 2 + all.Count, i => i < 2 ? i : 2 + all.IndexOf(others[i - 2]), i => InputOf(i - 2)),
        };
        return b.EmitMany(RootOp.Instance, solver.On(Attrs.Empty), [x, .. all], regions)[0];
    }
}
