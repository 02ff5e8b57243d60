using System;
using System.Collections.Generic;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>
/// A derivative of a fragment, seen as a fragment of its own that can be differentiated again. Its graph is self-contained, its own
/// derivatives keep no residuals: a gradient of a gradient recomputes what it needs. They are interpreted unless the generator compiled them.
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

    public sealed override Fragment? CompiledAdjoint => Compiled?.CompiledAdjoint;

    public sealed override Fragment? CompiledTangent => Compiled?.CompiledTangent;

    /// <summary>The compiled form of this graph, or null.</summary>
    private protected abstract Fragment? Compiled { get; }

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
        if (Compiled is { } compiled) Adjoint(compiled, frame);
        else if (frame.Kind == ElementKind.Double) Adjoint<double>(frame);
        else Adjoint<float>(frame);
    }

    public sealed override void Tangent(in FragmentFrame frame)
    {
        if (Compiled is { } compiled) Tangent(compiled, frame);
        else if (frame.Kind == ElementKind.Double) Tangent<double>(frame);
        else Tangent<float>(frame);
    }

    private void Adjoint(Fragment compiled, in FragmentFrame frame)
    {
        // What was evaluated of this is another program, which has kept nothing for this one.
        using var rented = new RentedArrays();
        Array?[] inputs = Complete(frame, rented), outputs = new Array?[OutputCount];
        for (int slot = 0; slot < outputs.Length; slot++) outputs[slot] = rented.Rent(frame.Kind, SizedFragment.Count(compiled.OutputShape(slot, frame.Dims)));
        var residuals = rented.Rent(frame.Kind, compiled.ResidualCount(frame.Dims));
        var log = compiled.KeepsLog ? new ResidualLog() : null;
        compiled.ForwardKeeping(new FragmentFrame { Kind = frame.Kind, Inputs = inputs, Outputs = outputs, Residuals = residuals, Log = log, Dims = frame.Dims, Token = frame.Token });
        compiled.Adjoint(new FragmentFrame
        {
            Kind = frame.Kind,
            Inputs = inputs,
            Outputs = outputs,
            Cotangents = frame.Cotangents,
            Partials = frame.Partials,
            Residuals = residuals,
            Log = log,
            Dims = frame.Dims,
            Token = frame.Token,
            Want = frame.Want,
            Present = frame.Present,
        });
    }

    private void Tangent(Fragment compiled, in FragmentFrame frame)
    {
        using var rented = new RentedArrays();
        compiled.Tangent(new FragmentFrame { Kind = frame.Kind, Inputs = Complete(frame, rented), Outputs = frame.Outputs, Tangents = frame.Tangents, Dims = frame.Dims, Token = frame.Token });
    }

    /// <summary>The inputs with zeros for the cotangents, partials and tangents that are absent: compiled code knows of no absent inputs.</summary>
    private Array?[] Complete(in FragmentFrame frame, RentedArrays rented)
    {
        Array?[] inputs = frame.Inputs.ToArray();
        for (int i = 0; i < inputs.Length; i++) inputs[i] ??= rented.RentZeros(frame.Kind, SizedFragment.Count(ShapeOf(Graph.Inputs[i], frame.Dims)));
        return inputs;
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
