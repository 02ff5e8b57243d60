using System;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>The adjoint of a fragment: inputs x..., a cotangent for each output, a partial for each differentiable input; outputs the extended partials.</summary>
internal sealed class AdjointFragment : DerivedFragment
{
    private bool[]? leading;

    public AdjointFragment(Fragment source)
        : base(source, "Adjoint")
    {
    }

    public override int OutputCount => Source.DifferentiableInputs.Length;

    // The joint graph is built for higher orders only; a partial has the shape of its input.
    public override int[] OutputShape(int slot, ReadOnlySpan<int> dims)
    {
        var values = Values(dims);
        return PartialShape(slot).Evaluate(s => values[s]);
    }

    public override ReadOnlySpan<bool> LeadingOutputs => leading ??= Enumerable.Range(0, OutputCount).Select(slot => LeadingAxes.Lead(PartialShape(slot))).ToArray();

    private Shape PartialShape(int slot) => Source.Graph.TypeOf(Source.Graph.Inputs[Source.DifferentiableInputs[slot]]).Shape;

    private protected override Graph MakeGraph() => Compiled?.Graph ?? Source.Programs.JointAdjoint;

    private protected override Fragment? Compiled => Source.CompiledAdjoint;
}
