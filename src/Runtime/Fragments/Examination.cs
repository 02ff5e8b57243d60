using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>
/// Looks at what one call of a fragment gave, and finds out where an element that is NaN or infinite comes from: in the values, in
/// the adjoint or in the tangents, in this order. Results are named before anything else: as long as they are finite, nothing is copied.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Examination
{
    private readonly Fragment fragment;
    private readonly int[] dims;
    private readonly List<double[]> inputs = [];
    private readonly List<double[]> cotangents = [];
    private readonly List<double[]> tangents = [];
    private bool givesGradient;
    private double? found;
    private Sizes? sizes;

    private Examination(Fragment fragment, ReadOnlySpan<int> dims)
    {
        this.fragment = fragment;
        this.dims = dims.ToArray();
    }

    private Sizes Sizes => sizes ??= new Sizes(dims.Select((size, i) => (Name: fragment.Symbols[i], Size: (long)size)).ToDictionary(d => d.Name, d => d.Size, StringComparer.Ordinal));

    /// <summary>An examination of a call.</summary>
    /// <param name="fragment">What was called.</param>
    /// <param name="dims">The values of its symbols.</param>
    public static Examination Of(Fragment fragment, ReadOnlySpan<int> dims) => new(fragment, dims);

    /// <summary>The next input.</summary>
    public Examination Input<T>(ReadOnlySpan<T> x) where T : INumberBase<T> => Given(inputs, x);

    /// <summary>The cotangent of the next output.</summary>
    public Examination Cotangent<T>(ReadOnlySpan<T> ct) where T : INumberBase<T> => Given(cotangents, ct);

    /// <summary>The tangent of the next differentiable input.</summary>
    public Examination Tangent<T>(ReadOnlySpan<T> v) where T : INumberBase<T> => Given(tangents, v);

    /// <summary>Something that the call gave.</summary>
    public Examination Result<T>(ReadOnlySpan<T> y) where T : INumberBase<T>
    {
        if (found is null)
        {
            foreach (var element in y)
            {
                if (T.IsFinite(element)) continue;
                found = double.CreateChecked(element);
                break;
            }
        }

        return this;
    }

    /// <summary>A gradient that the call gave.</summary>
    public Examination Gradient<T>(ReadOnlySpan<T> y) where T : INumberBase<T>
    {
        givesGradient = true;
        return Result(y);
    }

    /// <summary>Throws if there was an element that is not finite.</summary>
    /// <exception cref="NonFiniteException">There was one.</exception>
    public void Run()
    {
        if (found is not { } value) return;
        Look(fragment.Graph, inputs, string.Empty);
        if (givesGradient || cotangents.Count > 0) Look(fragment.AdjointFragment.Graph, Adjoint(), "cotangent");
        if (tangents.Count > 0) Look(fragment.TangentFragment.Graph, [.. inputs, .. tangents], "tangent");
        throw new NonFiniteException(fragment.Name, "a result is " + Text(value), null, 0, value, "; every step gives finite numbers when it is run by itself.");
    }

    internal static void Forward(Fragment fragment, in FragmentFrame frame) => With(fragment, frame, frame.Outputs)?.Run();

    internal static void Adjoint(Fragment fragment, in FragmentFrame frame)
    {
        if (With(fragment, frame, frame.Partials) is not { } examination) return;
        for (int i = 0; i < frame.Cotangents.Length; i++)
        {
            examination.cotangents.Add(frame.Cotangents[i] is { } ct ? Copy(frame, ct) : examination.Zeros(fragment.Graph.TypeOf(fragment.Graph.Outputs[i])));
        }

        examination.Run();
    }

    internal static void Tangent(Fragment fragment, in FragmentFrame frame)
    {
        if (With(fragment, frame, frame.Outputs) is not { } examination) return;
        foreach (var tangent in frame.Tangents) examination.tangents.Add(Copy(frame, tangent!));
        examination.Run();
    }

    /// <summary>The examination of a call with its inputs; null if its results are finite.</summary>
    private static Examination? With(Fragment fragment, in FragmentFrame frame, ReadOnlySpan<Array?> results)
    {
        var examination = new Examination(fragment, frame.Dims).Results(frame, results);
        if (examination.found is null) return null;
        foreach (var input in frame.Inputs) examination.inputs.Add(Copy(frame, input!));
        return examination;
    }

    private Examination Given<T>(List<double[]> list, ReadOnlySpan<T> x) where T : INumberBase<T>
    {
        if (found is not null) list.Add(Copy(x));
        return this;
    }

    private Examination Results(in FragmentFrame frame, ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays)
        {
            if (array is null) continue;
            if (frame.Kind == ElementKind.Double) Result<double>((double[])array);
            else Result<float>((float[])array);
        }

        return this;
    }

    // The cotangents that a gradient begins with are ones, its partials zeros.
    private List<double[]> Adjoint()
    {
        var graph = fragment.Graph;
        var seeds = cotangents.Count > 0 ? cotangents : graph.Outputs.Select(v => Zeros(graph.TypeOf(v), 1)).ToList();
        return [.. inputs, .. seeds, .. fragment.DifferentiableInputs.Select(i => Zeros(graph.TypeOf(graph.Inputs[i])))];
    }

    private double[] Zeros(TensorType type, double value = 0)
    {
        double[] zeros = new double[Dense<double>.Count(Sizes.Of(type.Shape))];
        Array.Fill(zeros, value);
        return zeros;
    }

    private void Look(Graph graph, IReadOnlyList<double[]> arguments, string kind)
    {
        if (NonFinite.Find(graph, Sizes, arguments) is not { } first) return;
        string text = Text(first.Value), place = first.Index.Length == 0 ? string.Empty : " at [" + string.Join(", ", first.Index) + "]";
        if (first.Node.Op is InputOp)
        {
            string name = graph.InputName(first.Node.Attrs.Int("index"));
            throw new NonFiniteException(fragment.Name, "the argument '" + name + "' has " + text + place, name, 0, first.Value, ".");
        }

        string what = first.Node.Op.Name + " makes " + (kind.Length == 0 ? string.Empty : "a " + kind + " ") + text + " out of finite numbers";
        string run = first.Run > 1 ? ", in run " + first.Run.ToString(CultureInfo.InvariantCulture) : string.Empty;
        throw new NonFiniteException(fragment.Name, what, first.Node.Op.Name, first.Node.Span.Line, first.Value, place + run + ".");
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";

    private static double[] Copy(in FragmentFrame frame, Array array) => frame.Kind == ElementKind.Double ? Copy<double>((double[])array) : Copy<float>((float[])array);

    private static double[] Copy<T>(ReadOnlySpan<T> x) where T : INumberBase<T>
    {
        double[] copy = new double[x.Length];
        for (int i = 0; i < copy.Length; i++) copy[i] = double.CreateChecked(x[i]);
        return copy;
    }
}
