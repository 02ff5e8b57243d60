using System;
using System.Collections.Generic;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>
/// A derivative of a fragment, seen as a fragment of its own that can be differentiated again. Its graph is self-contained, its own
/// derivatives are interpreted and keep no residuals: a gradient of a gradient recomputes what it needs.
/// </summary>
internal abstract class DerivedFragment : GraphFragment
{
    private GraphProgram? forward;
    private GraphProgram? adjoint;
    private GraphProgram? tangent;

    protected DerivedFragment(Fragment source, string suffix)
        : base(source.Name + suffix, null) => Source = source;

    /// <summary>What this is a derivative of.</summary>
    public Fragment Source { get; }

    internal sealed override IReadOnlyList<string> Symbols => Source.Symbols;

    public sealed override int ResidualCount(ReadOnlySpan<int> dims) => 0;

    public sealed override void Forward(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Forward<double>(frame);
        else Forward<float>(frame);
    }

    public sealed override void ForwardKeeping(in FragmentFrame frame) => Forward(frame);

    public sealed override void Adjoint(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Adjoint<double>(frame);
        else Adjoint<float>(frame);
    }

    public sealed override void Tangent(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Tangent<double>(frame);
        else Tangent<float>(frame);
    }

    private void Forward<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>(frame.Inputs.Length, frame.Outputs.Length);
        arguments.Add(frame.Inputs);
        arguments.AddResults(frame.Outputs);
        arguments.Run(forward ??= new(Name, Graph, Symbols), frame);
    }

    private void Adjoint<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>(frame.Inputs.Length + frame.Cotangents.Length + frame.Partials.Length, frame.Partials.Length);
        arguments.Add(frame.Inputs);
        arguments.Add(frame.Cotangents);
        arguments.Add(frame.Partials);
        arguments.AddResults(frame.Partials);
        arguments.Run(adjoint ??= new(Name, Programs.JointAdjoint, Symbols, OutputCount, DifferentiableInputs.Length), frame, frame.Want);
    }

    private void Tangent<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>(frame.Inputs.Length + frame.Tangents.Length, frame.Outputs.Length);
        arguments.Add(frame.Inputs);
        arguments.Add(frame.Tangents);
        arguments.AddResults(frame.Outputs);
        arguments.Run(tangent ??= new(Name, Programs.Tangent, Symbols), frame);
    }
}
