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
    /// <summary>Programs as they are given; <see cref="Build"/> derives them. What checks derivatives must also see wrong ones.</summary>
    internal FragmentPrograms(Graph forward, int[] differentiableInputs, Graph joint, Graph forwardKeeping, Graph adjoint, Graph tangent, IReadOnlyList<TensorType> residuals, (ulong[] NeedsCt, ulong[] Serves)? masks = null)
    {
        Forward = forward;
        DifferentiableInputs = differentiableInputs;
        JointAdjoint = joint;
        ForwardKeeping = forwardKeeping;
        Adjoint = adjoint;
        Tangent = tangent;
        Residuals = residuals;
        (NeedsCt, Serves) = masks ?? Masks(adjoint, forward.Inputs.Count + forward.Outputs.Count + residuals.Count, forward.Outputs.Count);
    }

    /// <summary>x... -> y....</summary>
    public Graph Forward { get; }

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
    public ulong[] NeedsCt { get; }

    /// <summary>For each node of <see cref="Adjoint"/> the results it contributes to, as bits over <see cref="DifferentiableInputs"/>.</summary>
    public ulong[] Serves { get; }

    public static FragmentPrograms Build(Graph primal, IReadOnlyList<bool>? differentiable = null)
    {
        int[] wanted = Enumerable.Range(0, primal.Inputs.Count)
            .Where(i => primal.IsDifferentiable(i) && (differentiable is null || differentiable[i]))
            .ToArray();
        var keeping = KeepingGraph.Of(primal, wanted);
        var joint = Ir.Adjoint.Joint(keeping, wanted);
        var split = Split.Make(keeping.Graph, joint, static _ => true, outputsAreThere: true);
        return new FragmentPrograms(primal, wanted, joint, split.Keeping, split.Adjoint, Jvp.Tangent(primal, wanted), split.Residuals);
    }

    private static (ulong[] Needs, ulong[] Serves) Masks(Graph adjoint, int firstCt, int outputs)
    {
        var needs = new ulong[adjoint.Nodes.Count];
        var serves = new ulong[adjoint.Nodes.Count];
        foreach (var node in adjoint.Nodes)
        {
            if (node.Op is InputOp)
            {
                int index = node.Attrs.Int("index") - firstCt;
                needs[node.Id] = index >= 0 && index < outputs ? 1UL << Math.Min(index, 63) : 0;
            }

            foreach (var operand in node.Inputs)
            {
                needs[node.Id] |= needs[operand.Node];
            }
        }

        for (int i = 0; i < adjoint.Outputs.Count; i++)
        {
            serves[adjoint.Outputs[i].Node] |= 1UL << Math.Min(i, 63);
        }

        for (int id = adjoint.Nodes.Count - 1; id >= 0; id--)
        {
            foreach (var operand in adjoint.Nodes[id].Inputs)
            {
                serves[operand.Node] |= serves[id];
            }
        }

        return (needs, serves);
    }
}
