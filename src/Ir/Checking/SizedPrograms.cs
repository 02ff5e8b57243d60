using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>The programs of a fragment at given sizes, with the masks that the emitted adjoint has.</summary>
internal sealed class SizedPrograms
{
    public SizedPrograms(FragmentPrograms programs, Sizes sizes, bool doubleTranspose)
    {
        Programs = programs;
        Sizes = sizes;
        Forward = new SizedGraph(programs.Forward, sizes);
        ForwardKeeping = new SizedGraph(programs.ForwardKeeping, sizes);
        Tangent = new SizedGraph(programs.Tangent, sizes);
        Adjoint = new SizedGraph(programs.Adjoint, sizes);
        JointAdjoint = new SizedGraph(programs.JointAdjoint, sizes);
        Masks = new Masks(ProgramPlans.AdjointRequest(programs), new ValueAccess(programs.Adjoint));
        if (DirectPrograms.Exist(programs))
        {
            ValueAndGradient = new SizedGraph(DirectPrograms.ValueAndGradient(programs), sizes);
            HessianVector = new SizedGraph(DirectPrograms.HessianVector(programs), sizes);
        }

        if (doubleTranspose)
        {
            int inputs = programs.Forward.Inputs.Count, outputs = programs.Forward.Outputs.Count;
            var twice = Ir.Adjoint.Joint(programs.JointAdjoint, Enumerable.Range(inputs, outputs).Where(programs.JointAdjoint.IsDifferentiable).ToArray());
            DoubleTranspose = new SizedGraph(twice, sizes);
        }
    }

    public FragmentPrograms Programs { get; }

    public Sizes Sizes { get; }

    public SizedGraph Forward { get; }

    public SizedGraph ForwardKeeping { get; }

    public SizedGraph Tangent { get; }

    public SizedGraph Adjoint { get; }

    public SizedGraph JointAdjoint { get; }

    /// <summary>The transpose, in the cotangents, of the self-contained adjoint: x..., ct..., p..., v..., q... -> ...; null if not asked for.</summary>
    public SizedGraph? DoubleTranspose { get; }

    /// <summary>The programs of direct calls; null unless the result is a scalar.</summary>
    public SizedGraph? ValueAndGradient { get; }

    /// <inheritdoc cref="ValueAndGradient"/>
    public SizedGraph? HessianVector { get; }

    public Masks Masks { get; }
}
