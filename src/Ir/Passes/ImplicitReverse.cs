using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The adjoint of a value that is defined by v = f(v, theta): w = f_v^T w + v^ is solved for, and theta^ grows by f_theta^T w. It keeps nothing but the value, however
/// it was found. One form for <see cref="RootOp"/>, where f is the step behind the gauge, and <see cref="LinSolveOp"/>, where f is the region plus b.
/// </summary>
internal sealed class ImplicitReverse : ReverseForm
{
    private readonly Graph function;
    private readonly Graph? gauge;
    private readonly LinearSolver solver;
    private readonly int[] parameters;
    private readonly bool addsFirst;

    private ImplicitReverse(Graph function, Graph? gauge, LinearSolver solver, int[] parameters, bool addsFirst)
    {
        this.function = function;
        this.gauge = gauge;
        this.solver = solver;
        this.parameters = parameters;
        this.addsFirst = addsFirst;
        ActiveOperands = addsFirst ? [0, .. parameters] : parameters;
    }

    public override IReadOnlyList<int> ActiveSlots { get; } = [0];

    public override IReadOnlyList<int> ActiveOperands { get; }

    public override bool Extends(int operand) => operand > 0;

    /// <summary>The adjoint of an op; null if its result has no derivative.</summary>
    /// <param name="node">The op.</param>
    /// <param name="active">Whether each operand depends on something that is differentiated by.</param>
    /// <param name="function">The region that defines the result.</param>
    /// <param name="gauge">The gauge, if there is one.</param>
    public static (Graph[] Regions, ReverseForm Form)? Make(Node node, bool[] active, Graph function, Graph? gauge)
    {
        var activity = Activity.Of(function);
        int[] parameters = Enumerable.Range(1, node.Inputs.Count - 1).Where(i => active[i] && function.IsDifferentiable(i) && activity[0, i] >= Dependence.Linear).ToArray();
        bool addsFirst = node.Op is LinSolveOp && active[0];
        return parameters.Length == 0 && !addsFirst
            ? null
            : (node.Regions.Select(Checkpoints.Copy).ToArray(), new ImplicitReverse(function, gauge, LinearSolver.Of(node.Attrs), parameters, addsFirst));
    }

    public override IReadOnlyList<Value?> Emit(GraphBuilder b, Node node, IReadOnlyList<Value> operands, IReadOnlyList<Value> outputs, IReadOnlyList<Value?> cotangents, IReadOnlyList<Value?> partials)
    {
        // The adjoint of the function by its value and by the parameters that are asked for: x..., ct, p... -> x^, theta^....
        int[] asked = [0, .. parameters];
        int[] extended = parameters.Where(i => partials[i] is not null).ToArray();
        var joint = Adjoint.Joint(KeepingGraph.Of(function, asked), asked, [0], extended);
        Value[] at = [outputs[0], .. operands.Skip(1)];
        int seed = at.Length;
        var region = b.Region(node.Op.Name + "Adjoint");
        var w = region.Input("w", b.TypeOf(at[0]));
        var given = extended.Select(i => partials[i]!.Value).ToArray();
        Value[] arguments = [.. at, b.ZeroLike(at[0]), .. given];
        var applied = LinearProgram.Append(b, region, joint.WithOutputs([0]), seed, arguments, Gauged(b, region, at, w));
        var solved = b.LinSolve(solver, cotangents[0]!.Value, region, applied);
        arguments[seed] = Gauged(b, b, at, solved);
        var results = parameters.Length == 0 ? [] : b.InlineUnguarded(joint.WithOutputs(Enumerable.Range(1, parameters.Length).ToArray()), arguments);
        return [.. addsFirst ? [(Value?)solved] : Array.Empty<Value?>(), .. results.Select(v => (Value?)v)];
    }

    // P^T w, by transposition of the gauge.
    private Value Gauged(GraphBuilder outer, GraphBuilder inner, IReadOnlyList<Value> at, Value w)
    {
        if (gauge is null)
        {
            return w;
        }

        var zero = outer.ZeroLike(at[0]);
        var transposed = Adjoint.Joint(KeepingGraph.Of(gauge, [1]), [1], [0], []);
        return LinearProgram.Append(outer, inner, transposed, at.Count + 1, [at[0], zero, .. at.Skip(1), zero], w);
    }
}
