using System;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>The tangent of a fragment: inputs x..., a tangent for each differentiable input; outputs the tangents of the outputs.</summary>
internal sealed class TangentFragment : DerivedFragment
{
    public TangentFragment(Fragment source)
        : base(source, "Tangent")
    {
    }

    public override int OutputCount => Source.OutputCount;

    public override int[] OutputShape(int slot, ReadOnlySpan<int> dims) => Source.OutputShape(slot, dims);

    public override ReadOnlySpan<bool> LeadingOutputs => Source.LeadingOutputs;

    private protected override Graph MakeGraph() => Compiled?.Graph ?? Source.Programs.Tangent;

    private protected override Fragment? Compiled => Source.CompiledTangent;
}
