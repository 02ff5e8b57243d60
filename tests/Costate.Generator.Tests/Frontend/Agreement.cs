using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Frontend;
using Costate.Ir;
using Costate.Tracing;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

using ParameterKind = Costate.Frontend.ParameterKind;

/// <summary>
/// The body says the same as its graph: the body is compiled and run op by op, the graph is interpreted, on the same data, and every
/// element must have the same bits, for each combination of the values of bool parameters. What the front end reads wrongly shows here whatever its shape is.
/// </summary>
internal static class Agreement
{
    public const double Number = 0.75;

    /// <summary>
    /// Reads and runs a method; <paramref name="sizes"/> gives every dimension symbol and int parameter, as "n=3 k=2", and leading axes as "...=2,5".
    /// </summary>
    /// <returns>The graph of the first variant.</returns>
    public static Graph Of(Source source, string sizes, string name = "F")
    {
        var read = source.Read(name);
        Assert.Empty(read.Diagnostics.Select(d => d.Id + " " + d.Message));
        var values = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => Sizes(s[1]).Aggregate(1L, (a, b) => a * b));
        int[] leading = sizes.Split(' ').Where(s => s.StartsWith("...=")).SelectMany(s => Sizes(s[4..])).ToArray();
        var method = Load(source).GetType(source.Method(name).ContainingType.ToDisplayString())!.GetMethod(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!;
        Assert.Equal(Variants.Count(read.Signature!.Flags), read.Graphs.Count);
        for (int variant = 0; variant < read.Graphs.Count; variant++)
        {
            if (read.Signature.DType == DType.F64)
            {
                Compare<double>(read, variant, method, values, leading);
            }
            else
            {
                Compare<float>(read, variant, method, values, leading);
            }
        }

        return read.Graph!;
    }

    private static int[] Sizes(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();

    private static Assembly Load(Source source)
    {
        using var stream = new MemoryStream();
        var emitted = source.Compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }

    private static void Compare<T>(ReadResult read, int variant, MethodInfo method, Dictionary<string, long> sizes, int[] leading)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(7);
        var arguments = new List<object>();
        var inputs = new List<TracedValue>();
        foreach (var parameter in read.Signature!.Parameters)
        {
            switch (parameter.Kind)
            {
                case ParameterKind.Integer:
                    arguments.Add((int)sizes[parameter.Name]);
                    break;
                case ParameterKind.Flag:
                    arguments.Add(Variants.Value(read.Signature.Flags, variant, parameter.Name));
                    break;
                case ParameterKind.Number:
                    arguments.Add(T.CreateChecked(Number));
                    inputs.Add(TracedTensor.Constant(T.CreateChecked(Number)));
                    break;
                default:
                    int[] shape = parameter.Shape.Evaluate(s => sizes[s]);
                    var tensor = Tensor<T>(LeadingAxes.Lead(parameter.Shape) ? LeadingSizes.Restore(leading, shape) : shape, random);
                    arguments.Add(tensor);
                    inputs.Add(tensor);
                    break;
            }
        }

        object result = method.Invoke(null, [.. arguments])!;
        var expected = result is TracedTensor<T> one ? [one] : Enumerable.Range(0, ((System.Runtime.CompilerServices.ITuple)result).Length).Select(i => (TracedTensor<T>)((System.Runtime.CompilerServices.ITuple)result)[i]!).ToArray();
        var outputs = TraceCall.InvokeMany<T>(new InterpretedFragment(read.Graphs[variant]), inputs.ToArray(), read.Graphs[variant].DimParameters.Select(p => sizes[p]).ToArray());
        Assert.Equal(expected.Length, read.Graphs[variant].Outputs.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            var actual = outputs.Tensor<T>(i);
            Assert.Equal(expected[i].Shape.ToArray(), actual.Shape.ToArray());
            Assert.Equal(Elements(expected[i]), Elements(actual));
        }
    }

    /// <summary>Numbers between 0.1 and 1.1; square matrices get a dominant diagonal, so that every factorisation of them exists.</summary>
    private static TracedTensor<T> Tensor<T>(int[] shape, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var data = new T[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = T.CreateChecked(0.1 + random.NextDouble());
        }

        for (int i = 0; shape.Length == 2 && shape[0] == shape[1] && i < shape[0]; i++)
        {
            data[(i * shape[0]) + i] += T.CreateChecked(2 * shape[0]);
        }

        return shape.Length == 0 ? TracedTensor.Parameter(data[0]) : TracedTensor.Parameter(data, shape);
    }

    private static T[] Elements<T>(TracedTensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (tensor.Rank == 0)
        {
            return [tensor.EvalScalar()];
        }

        var result = new T[tensor.Eval().FlattenedLength];
        tensor.Eval().FlattenTo(result);
        return result;
    }
}
