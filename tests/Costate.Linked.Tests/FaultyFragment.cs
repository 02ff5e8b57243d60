using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Tests.Linking;

/// <summary>A compiled fragment with a fault in one of its entry points.</summary>
internal sealed class FaultyFragment(Fragment inner, string? digest = null) : Fragment(inner.Name, GraphText.Print(inner.Graph), digest ?? inner.Digest)
{
    private delegate void Entry(in FragmentFrame frame);

    /// <summary>Faults of emitted code, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Fragment>> Emissions = new Dictionary<string, Func<Fragment>>
    {
        ["an off-by-one tail"] = () => Of("Chain").WithForward(static (in FragmentFrame f) => Last(f.Output<double>(0), f.Output<double>(0).Length % 8 != 0)),
        ["a tail that is wrong at one width only"] = () => Of("Pair").WithForward(static (in FragmentFrame f) => Last(f.Output<double>(1), f.Output<double>(1).Length == 17)),
        ["an input written to"] = () => Of("Chain").WithForward(static (in FragmentFrame f) => Last(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(f.Input<double>(0)), f.Input<double>(0).Length), f.Input<double>(0).Length > 0)),
        ["a lost accumulation"] = () => Of("Pair").WithAdjointBefore(static (in FragmentFrame f) => Clear(f, 0)),
        ["a lost accumulation of one of several"] = () => Of("Chain").WithAdjointBefore(static (in FragmentFrame f) => Clear(f, 2)),
        ["a residual read from the wrong place"] = () => Of("Chain").WithAdjointBefore(static (in FragmentFrame f) => Rotate(f.Residual<double>())),
        ["a residual that was not written"] = () => Of("Chain").WithKeeping(static (in FragmentFrame f) => Last(f.Residual<double>(), f.Residual<double>().Length > 0)),
        ["a forward that keeps residuals and changes the value"] = () => Of("Bilinear").WithKeeping(static (in FragmentFrame f) => Last(f.Output<double>(0), f.Output<double>(0).Length > 0)),
        ["operands swapped by the printer"] = () => Of("Bilinear").Computing("%7 = Neg %6 : f64[n, k]@\n  %8 = Add %4, %7", "%7 = Neg %4 : f64[n, k]\n  %8 = Add %6, %7"),
        ["a transposed operand"] = () => Of("Triangles").Computing("right=0, trans=1", "right=0, trans=0"),
        ["a term dropped in the tangent"] = () => Of("Loss").WithTangentOf("Mul %6, %6", "Mul %6, %5"),
        ["a term dropped in the adjoint"] = () => Of("Nested").WithAdjointOf("Mul %3, %4", "Mul %4, %4"),
        ["tanh' = 1 - tanh"] = () => Of("Loss").WithAdjointOf("Tanh %5", "Sin %5"),
        ["a gradient that is wrong only where it is computed with the value"] = () => Of("Loss").WithGradient(static (in FragmentFrame f) => Last(f.Partial<double>(1), f.Partial<double>(1).Length % 4 == 1)),
        ["a value that is wrong only where it is computed with the gradient"] = () => Of("Loss").WithGradient(static (in FragmentFrame f) => Last(f.Output<double>(0), f.Input<double>(0).Length > 8)),
        ["a product of the Hessian that forgets a direction"] = () => Of("Loss").WithHessian(static (in FragmentFrame f) => Last(f.Partial<double>(2), f.Partial<double>(2).Length > 0)),
        ["an absent cotangent taken as present"] = () => Of("Pair").WithAllCotangents(),
        ["code of an older graph"] = () => new FaultyFragment(Faults.Method("Loss").Fragment, "00000000000000000000000000000000"),
    };

    private Fragment? otherForward;
    private Fragment? otherAdjoint;
    private Fragment? otherTangent;
    private Entry? afterForward;
    private Entry? afterKeeping;
    private Entry? beforeAdjoint;
    private Entry? afterGradient;
    private Entry? afterHessian;
    private bool allCotangents;

    public override int OutputCount => inner.OutputCount;

    public override int SymbolCount => inner.SymbolCount;

    public override ReadOnlySpan<byte> InputRanks => inner.InputRanks;

    public override int[] OutputShape(int slot, ReadOnlySpan<int> dims) => inner.OutputShape(slot, dims);

    public override int ResidualCount(ReadOnlySpan<int> dims) => (otherAdjoint ?? inner).ResidualCount(dims);

    public override void Forward(in FragmentFrame frame)
    {
        (otherForward ?? inner).Forward(frame);
        afterForward?.Invoke(frame);
    }

    public override void ForwardKeeping(in FragmentFrame frame)
    {
        (otherAdjoint ?? inner).ForwardKeeping(frame);

        // Only its residuals; the outputs are those of the forward.
        if (otherAdjoint is not null) inner.Forward(frame);
        afterKeeping?.Invoke(frame);
    }

    public override void Adjoint(in FragmentFrame frame)
    {
        beforeAdjoint?.Invoke(frame);
        if (!allCotangents)
        {
            (otherAdjoint ?? inner).Adjoint(frame);
            return;
        }

        var cotangents = new Array?[frame.Cotangents.Length];
        for (int i = 0; i < cotangents.Length; i++) cotangents[i] = frame.Cotangents[i] ?? frame.Outputs[i];
        inner.Adjoint(new FragmentFrame { Inputs = frame.Inputs, Outputs = frame.Outputs, Residuals = frame.Residuals, Log = frame.Log, Cotangents = cotangents, Partials = frame.Partials, Dims = frame.Dims, Want = frame.Want, Present = ulong.MaxValue, Kind = frame.Kind });
    }

    public override void Tangent(in FragmentFrame frame) => (otherTangent ?? inner).Tangent(frame);

    public override bool ValueAndGradient(in FragmentFrame frame)
    {
        bool exists = inner.ValueAndGradient(frame);
        afterGradient?.Invoke(frame);
        return exists;
    }

    public override bool HessianVector(in FragmentFrame frame)
    {
        bool exists = inner.HessianVector(frame);
        afterHessian?.Invoke(frame);
        return exists;
    }

    protected override bool TrySolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims)
    {
        inner.SolveDims(flatShapes, dimArgs, dims);
        return true;
    }

    private static FaultyFragment Of(string model) => new(Faults.Method(model).Fragment);

    private static void Last(Span<double> elements, bool wrong)
    {
        if (wrong) elements[^1] += 1;
    }

    private static void Clear(in FragmentFrame frame, int partial)
    {
        if (frame.Partials[partial] is not null) frame.Partial<double>(partial).Clear();
    }

    private static void Rotate(Span<double> residual)
    {
        if (residual.Length == 0) return;
        double first = residual[0];
        residual[1..].CopyTo(residual);
        residual[^1] = first;
    }

    private FaultyFragment WithForward(Entry after)
    {
        afterForward = after;
        return this;
    }

    private FaultyFragment WithKeeping(Entry after)
    {
        afterKeeping = after;
        return this;
    }

    private FaultyFragment WithAdjointBefore(Entry before)
    {
        beforeAdjoint = before;
        return this;
    }

    private FaultyFragment WithGradient(Entry after)
    {
        afterGradient = after;
        return this;
    }

    private FaultyFragment WithHessian(Entry after)
    {
        afterHessian = after;
        return this;
    }

    private FaultyFragment WithAllCotangents()
    {
        allCotangents = true;
        return this;
    }

    private FaultyFragment Computing(string from, string to)
    {
        otherForward = new InterpretedFragment(Faults.Changed(inner.Graph, from, to));
        return this;
    }

    private FaultyFragment WithTangentOf(string from, string to)
    {
        otherTangent = new InterpretedFragment(Faults.Changed(inner.Graph, from, to));
        return this;
    }

    private FaultyFragment WithAdjointOf(string from, string to)
    {
        otherAdjoint = new InterpretedFragment(Faults.Changed(inner.Graph, from, to));
        return this;
    }
}
