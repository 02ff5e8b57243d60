using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>
/// Link 1, body = graph: the method body runs as plain C#, op by op, and its graph runs in an interpreter, both into one term bank. Every
/// element of every output must be the same term.
/// </summary>
internal static class BodyLink
{
    public static LinkResult Check(LinkedMethod method, LinkOptions? options = null) => method.DType == DType.F32 ? Check<float>(method, options ?? LinkOptions.Full) : Check<double>(method, options ?? LinkOptions.Full);

    private static LinkResult Check<T>(LinkedMethod method, LinkOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sizes = SizeChoice.Few(method.Graph, SizeChoice.Distinct(method.Graph), options.BodySizes, keptFirst: 1);
        if (sizes.Count == 0) return LinkResult.NotChecked("body = graph", "no small sizes satisfy the conditions that the graph checks at entry");
        int elements = 0;
        bool differentiates = false, evaluates = false;
        var reached = new HashSet<Graph>();
        var choices = sizes.SelectMany(s => SizeChoice.WithLeading(method.Graph, s)).ToList();
        var compared = new HashSet<int>();
        string? failure = null;
        foreach (double scale in Scales)
        {
            for (int c = 0; c < choices.Count; c++)
            {
                var (choice, leading) = choices[c];
                try
                {
                    if (Compare<T>(method, choice, leading, scale, reached, ref elements, ref differentiates, ref evaluates) is { } difference) return LinkResult.Failed("body = graph", difference + " (" + SizeChoice.Describe(choice, leading) + ")");
                    compared.Add(c);
                }
                catch (NotSupportedException e)
                {
                    return LinkResult.NotChecked("body = graph", e.Message);
                }
                catch (Exception e) when (e is FactorizationException or ShapeMismatchException or ConvergenceException or GradientException { Id: DiagnosticIds.NoDependence })
                {
                    // A body that evaluates half-way needs data that let it: at some sizes no data do. And where they lead to may be no place for the sizes.
                    // A gradient by an element of an array that is not read at these sizes is an error op by op, where the graph has zeros.
                    failure = e.Message;
                }
            }

            // Other numbers may lead elsewhere; where data decide nothing one round says all.
            if (TermDecisions.Unreached(method.Called, reached).Count == 0) break;
        }

        if (compared.Count == 0) return LinkResult.NotChecked("body = graph", "the body does not come to an end on any data that were tried: " + failure);
        choices = compared.Order().Select(c => choices[c]).ToList();
        var unreached = TermDecisions.Unreached(method.Called, reached);
        if (unreached.Count > 0) return LinkResult.NotChecked("body = graph", $"the data reached all but {unreached.Count} of the regions of loops and branches: {string.Join(", ", unreached.Select(r => r.Name))}");
        return LinkResult.Passed("body = graph", $"{elements} elements are the same terms{(differentiates ? " up to the laws of sums and products" : string.Empty)}{(evaluates ? ", numbers that the body evaluates by their values," : string.Empty)} at {choices.Count} choices of sizes: {string.Join("; ", choices.Select(c => SizeChoice.Describe(c.Sizes, c.Leading)))}");
    }

    /// <summary>What plain numbers are multiplied by, round after round: a tolerance that ends a loop at once in one of them lets it run in the next.</summary>
    private static readonly double[] Scales = [1, 1e-3, 1e2];

    private static string? Compare<T>(LinkedMethod method, Dictionary<string, long> sizes, int[] leading, double scale, HashSet<Graph> reached, ref int elements, ref bool differentiates, ref bool evaluates)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var bank = new TermBank();
        var graph = method.Called;
        var arguments = new List<object>();
        var given = new Dictionary<TracedValue, TermTensor>();
        var inputs = new List<TermTensor>();
        var numbers = new List<Dense<double>>();
        var elementData = new Dictionary<int, double>();
        int number = 0, flag = 0;
        object? self = null;
        TracedValue Tensor() => Input(isArray: false)[0];

        TracedValue[] Rows() => Input(isArray: true);

        // The tensor of the body that is the next input of the graph, or the tensors of the elements of an array, which are rows of it.
        TracedValue[] Input(bool isArray)
        {
            var input = graph.Inputs[inputs.Count];
            string name = graph.InputName(inputs.Count);

            // The body gets the leading axes themselves, the graph has them as one; in memory that is the same.
            int[] collapsed = graph.TypeOf(input).Shape.Evaluate(s => sizes[s]);
            int[] shape = LeadingAxes.Lead(graph.TypeOf(input).Shape) ? LeadingSizes.Restore(leading, collapsed) : collapsed;
            var terms = new TermTensor(shape);
            for (int i = 0; i < terms.Terms.Length; i++) terms.Terms[i] = bank.Input(name, i);
            var data = new T[terms.Terms.Length];

            // Spread evenly, all different: matrices of equal numbers would be singular.
            for (int i = 0; i < data.Length; i++) data[i] = T.CreateChecked(0.25 + (0.5 * Math.ScaleB(Math.Round(Math.ScaleB(((i + 1) * 0.6180339887498949) + (0.37 * inputs.Count), 12)) % 4096, -12)));
            if (graph.TypeOf(input).DType == DType.Bool) throw new NotSupportedException($"The mask parameter '{name}' of {method.Name} is not linked yet.");
            for (int i = 0; i < data.Length; i++) elementData[terms.Terms[i]] = double.CreateChecked(data[i]);
            inputs.Add(new TermTensor(collapsed, terms.Terms));
            numbers.Add(new Dense<double>(collapsed, Array.ConvertAll(data, double.CreateChecked)));
            int count = isArray ? shape[0] : 1, size = data.Length / count;
            int[] own = isArray ? shape[1..] : shape;
            return Enumerable.Range(0, count).Select(row => Leaf(data.AsSpan(row * size, size), own, terms.Terms.AsSpan(row * size, size))).ToArray();
        }

        TracedValue Leaf(ReadOnlySpan<T> data, int[] shape, ReadOnlySpan<int> terms)
        {
            TracedValue tensor = shape.Length == 0 ? TracedTensor.Parameter(data[0]) : TracedTensor.Parameter(data.ToArray(), shape);
            given.Add(tensor, new TermTensor(shape, terms.ToArray()));
            return tensor;
        }

        if (!method.Body.IsStatic) self = Composite.Build(method.Body.DeclaringType!, Tensor, Rows);
        foreach (var parameter in method.Body.GetParameters())
        {
            if (parameter.ParameterType == typeof(int))
            {
                arguments.Add((int)sizes[method.SizeOf(parameter)]);
                continue;
            }

            if (parameter.ParameterType == typeof(bool))
            {
                arguments.Add((method.Variant >> flag++ & 1) != 0);
                continue;
            }

            if (parameter.ParameterType == typeof(T))
            {
                // Numbers of their own, so that two arguments are never taken for each other.
                T value = T.CreateChecked(scale * (0.8125 + (0.37 * ++number)));
                arguments.Add(value);
                inputs.Add(new TermTensor([], [bank.Number(double.CreateChecked(value))]));
                numbers.Add(new Dense<double>([], [double.CreateChecked(value)]));
                continue;
            }

            arguments.Add(Composite.Build(parameter.ParameterType, Tensor, Rows)!);
        }

        object result;
        try
        {
            result = method.Body.Invoke(self, BindingFlags.DoNotWrapExceptions, null, arguments.ToArray(), null)!;
        }
        catch (ShapeMismatchException e) when (!Refuses(graph, numbers, sizes))
        {
            return "the body refuses sizes that the graph accepts: " + e.Message;
        }

        var values = Composite.Outputs(result).ToArray();
        var single = TermTrace.Of(bank, values.SelectMany(v => v.Tensors).ToArray(), given, out bool takesDerivatives);
        int taken = 0;
        var expected = values.Select(v => v.IsArray ? TermTensor.Rows(single[taken..(taken += v.Tensors.Length)]) : single[taken++]).ToArray();
        differentiates |= takesDerivatives;
        var fields = takesDerivatives ? new[] { new TermField(bank, 1), new TermField(bank, 2) } : [];
        var actual = TermInterpreter.Run(bank, graph, inputs, s => sizes[s], located: true, TermDecisions.Of(graph, numbers, sizes, reached));
        var evaluated = new EvaluatedNumbers(bank, elementData, typeof(T) == typeof(float) ? 1e-4 : 1e-9);
        if (expected.Length != actual.Length) return $"the body returns {expected.Length} values, the graph has {actual.Length} outputs";
        for (int i = 0; i < actual.Length; i++)
        {
            int[] shape = LeadingAxes.Lead(graph.TypeOf(graph.Outputs[i]).Shape) ? LeadingSizes.Restore(leading, actual[i].Shape) : actual[i].Shape;
            if (!expected[i].Shape.SequenceEqual(shape))
            {
                return $"output {graph.OutputNames[i]} has the shape {FragmentErrors.Format(expected[i].Shape)} in the body and {FragmentErrors.Format(shape)} in the graph";
            }

            for (int k = 0; k < actual[i].Terms.Length; k++)
            {
                elements++;
                if (expected[i].Terms[k] == actual[i].Terms[k] || (takesDerivatives && fields.All(f => f[expected[i].Terms[k]] == f[actual[i].Terms[k]])) || evaluated.Same(expected[i].Terms[k], actual[i].Terms[k])) continue;
                var (left, right) = bank.FirstDifference(expected[i].Terms[k], actual[i].Terms[k]);
                var span = bank.SpanOf(right);
                string where = span.IsKnown ? $"line {span.Line}, column {span.Column}: " : string.Empty;
                return $"{where}element {k} of output {graph.OutputNames[i]} is computed from {bank.Describe(left)} by the body and from {bank.Describe(right)} by the graph";
            }
        }

        evaluates |= evaluated.Compared;
        return null;
    }

    /// <summary>Whether a branch or a loop of the graph that runs on these data checks the sizes and refuses them.</summary>
    private static bool Refuses(Graph graph, IReadOnlyList<Dense<double>> data, IReadOnlyDictionary<string, long> sizes)
    {
        try
        {
            TermDecisions.Of(graph, data, sizes, []);
            return false;
        }
        catch (InterpretationException)
        {
            return true;
        }
    }
}
