using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Everything that is derived from a primal graph: the forward that keeps residuals, the adjoint that reads them, the tangent
/// program, and the self-contained joint adjoint that higher orders differentiate.
/// </summary>
internal sealed class FragmentPrograms
{
    private readonly Graph? keeping;
    private readonly Graph? keepingJoint;

    /// <summary>Programs as they are given; <see cref="Build"/> derives them. What checks derivatives must also see wrong ones.</summary>
    internal FragmentPrograms(Graph forward, int[] differentiableInputs, Graph joint, Graph forwardKeeping, Graph adjoint, Graph tangent, IReadOnlyList<TensorType> residuals, (IReadOnlyList<ulong> NeedsCt, IReadOnlyList<ulong> Serves)? masks = null)
    {
        Primal = Forward = forward;
        DifferentiableInputs = differentiableInputs;
        JointAdjoint = joint;
        ForwardKeeping = forwardKeeping;
        Adjoint = adjoint;
        Tangent = tangent;
        Residuals = residuals;
        Masks = new ProgramMasks(adjoint, forward.Inputs.Count + forward.Outputs.Count + residuals.Count, forward.Outputs.Count);
        (NeedsCt, Serves) = masks ?? (Masks.NeedsCt, Masks.Nodes);
    }

    /// <summary>The graph as it was read, which the digest is of.</summary>
    public Graph Primal { get; private init; }

    /// <summary>x... -> y..., the primal without what nobody reads.</summary>
    public Graph Forward { get; }

    /// <summary>The same, with loops and branches that also keep what <see cref="JointAdjoint"/> reads of them.</summary>
    public Graph Keeping { get => keeping ?? Forward; init => keeping = value; }

    /// <summary><see cref="JointAdjoint"/> with the very loops and branches of <see cref="Keeping"/>: beside each other, those run once.</summary>
    public Graph KeepingJoint { get => keepingJoint ?? JointAdjoint; init => keepingJoint = value; }

    /// <summary>The inputs that have a tangent and a cotangent, by index.</summary>
    public int[] DifferentiableInputs { get; }

    /// <summary>x..., ct..., p... -> p'..., self-contained.</summary>
    public Graph JointAdjoint { get; }

    /// <summary>x... -> y..., r....</summary>
    public Graph ForwardKeeping { get; }

    /// <summary>x..., y..., r..., ct..., p... -> p'....</summary>
    public Graph Adjoint { get; }

    /// <summary>x..., x'... -> y'....</summary>
    public Graph Tangent { get; }

    /// <summary>Types of the residuals, in the order of the pack.</summary>
    public IReadOnlyList<TensorType> Residuals { get; }

    /// <summary>For each node of <see cref="Adjoint"/> the cotangents it depends on, as bits over the outputs; 0 for nodes of the recomputed primal and for partials.</summary>
    public IReadOnlyList<ulong> NeedsCt { get; }

    /// <summary>For each node of <see cref="Adjoint"/> the results it contributes to, as bits over <see cref="DifferentiableInputs"/>.</summary>
    public IReadOnlyList<ulong> Serves { get; }

    /// <summary>The masks of <see cref="Adjoint"/> for each slot, and inside of loops and branches.</summary>
    public ProgramMasks Masks { get; }

    /// <summary>The same programs as they run: with loops where derivatives of fixed points are solved for.</summary>
    public FragmentPrograms Lowered()
    {
        Graph[] given = [Forward, ForwardKeeping, Adjoint, Tangent];
        var run = given.Select(ImplicitLoops.Lower).ToArray();
        return run.SequenceEqual(given)
            ? this
            : new FragmentPrograms(run[0], DifferentiableInputs, JointAdjoint, run[1], run[2], run[3], Residuals) { Primal = Primal, Keeping = Keeping, KeepingJoint = KeepingJoint };
    }

    public static FragmentPrograms Build(Graph primal, IReadOnlyList<bool>? differentiable = null)
    {
        var given = primal;
        primal = ControlCleanup.Run(given);
        int[] wanted = Enumerable.Range(0, primal.Inputs.Count)
            .Where(i => primal.IsDifferentiable(i) && (differentiable is null || differentiable[i]))
            .ToArray();
        var keeping = KeepingGraph.Of(primal, wanted);
        var joint = Ir.Adjoint.Joint(keeping, wanted);
        var calls = new Calls();
        var split = Split.Make(calls.In(keeping.Graph), calls.In(joint), static _ => Availability.There, outputsAreThere: true);
        var (forwardKeeping, adjoint, residuals) = split.Cleaned();
        var (together, jointly) = (keeping, joint);
        if (Checkpoints.Recording(primal) is var recording && recording != primal)
        {
            together = KeepingGraph.Of(recording, wanted);
            jointly = Ir.Adjoint.Joint(together, wanted);
        }

        return new FragmentPrograms(primal, wanted, ControlCleanup.Run(joint), forwardKeeping, adjoint, ControlCleanup.Run(Jvp.Tangent(primal, wanted)), residuals) { Primal = given, Keeping = together.Graph, KeepingJoint = jointly };
    }
}
