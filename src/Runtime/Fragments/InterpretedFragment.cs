using System;
using System.Linq;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>A fragment without generated code: its programs are interpreted. Library operations outside of annotated methods are such.</summary>
internal sealed class InterpretedFragment : GraphFragment
{
    private volatile Sized residualSizes = new([], null);
    private GraphProgram? forward;
    private GraphProgram? forwardKeeping;
    private GraphProgram? adjoint;
    private GraphProgram? tangent;

    public InterpretedFragment(Graph graph)
        : base(graph.Name, graph)
    {
    }

    private GraphProgram ForwardProgram => forward ??= new(Name, Graph, Symbols);

    private GraphProgram KeepingProgram => forwardKeeping ??= new(Name, Programs.ForwardKeeping, Symbols);

    private GraphProgram AdjointProgram => adjoint ??= new(Name, Programs.Adjoint, Symbols, OutputCount, DifferentiableInputs.Length);

    private GraphProgram TangentProgram => tangent ??= new(Name, Programs.Tangent, Symbols);

    public override int ResidualCount(ReadOnlySpan<int> dims)
    {
        if (Programs.Residuals.Count == 0) return 0;
        int count = 0;
        foreach (int size in ResidualSizes(dims)) count = checked(count + Math.Max(size, 0));
        return count;
    }

    public override bool KeepsLog => Programs.Residuals.Any(t => t.IsRagged);

    public override void Forward(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Forward<double>(frame);
        else Forward<float>(frame);
    }

    public override void ForwardKeeping(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) ForwardKeeping<double>(frame);
        else ForwardKeeping<float>(frame);
    }

    public override void Adjoint(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Adjoint<double>(frame);
        else Adjoint<float>(frame);
    }

    public override void Tangent(in FragmentFrame frame)
    {
        if (frame.Kind == ElementKind.Double) Tangent<double>(frame);
        else Tangent<float>(frame);
    }

    private protected override void CheckSizes(ReadOnlySpan<int> dims)
    {
        if (Graph.Guards.Count == 0) return;
        var values = Values(dims);
        foreach (var guard in Graph.Guards)
        {
            if (!FragmentErrors.Holds(guard, values)) throw FragmentErrors.Guard(this, guard, values, Graph.Inputs.Select(v => Graph.TypeOf(v).Shape.Evaluate(s => values[s])).ToArray());
        }
    }

    /// <summary>The parts of the pack; negative for what is in the log.</summary>
    private int[] ResidualSizes(ReadOnlySpan<int> dims)
    {
        var last = residualSizes;
        if (last.Sizes is not null && dims.SequenceEqual(last.Dims)) return last.Sizes;
        var values = Values(dims);
        var sizes = new int[Programs.Residuals.Count];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = Programs.Residuals[i].IsRagged ? -1 : checked((int)Programs.Residuals[i].StorageCount.Evaluate(s => values[s]));
        residualSizes = new(dims.ToArray(), sizes);
        return sizes;
    }

    private void Forward<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>(frame.Inputs.Length, frame.Outputs.Length);
        arguments.Add(frame.Inputs);
        arguments.AddResults(frame.Outputs);
        arguments.Run(ForwardProgram, frame);
    }

    private void ForwardKeeping<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int residuals = Programs.Residuals.Count;
        var arguments = new Arguments<T>(frame.Inputs.Length, frame.Outputs.Length + residuals);
        arguments.Add(frame.Inputs);
        arguments.AddResults(frame.Outputs);
        if (residuals > 0) arguments.AddResults(frame, ResidualSizes(frame.Dims));
        arguments.Run(KeepingProgram, frame);
    }

    private void Adjoint<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int residuals = Programs.Residuals.Count;
        var arguments = new Arguments<T>(frame.Inputs.Length + (2 * frame.Outputs.Length) + residuals + frame.Partials.Length, frame.Partials.Length);
        arguments.Add(frame.Inputs);
        arguments.Add(frame.Outputs);
        if (residuals > 0) arguments.Add(frame, ResidualSizes(frame.Dims));
        arguments.Add(frame.Cotangents);
        arguments.Add(frame.Partials);
        arguments.AddResults(frame.Partials);
        arguments.Run(AdjointProgram, frame, frame.Want);
    }

    private void Tangent<T>(in FragmentFrame frame)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var arguments = new Arguments<T>(frame.Inputs.Length + frame.Tangents.Length, frame.Outputs.Length);
        arguments.Add(frame.Inputs);
        arguments.Add(frame.Tangents);
        arguments.AddResults(frame.Outputs);
        arguments.Run(TangentProgram, frame);
    }

    private sealed record Sized(int[] Dims, int[]? Sizes);
}
