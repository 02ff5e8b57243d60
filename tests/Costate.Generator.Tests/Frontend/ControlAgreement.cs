using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.Frontend;
using Costate.Ir;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

using ParameterKind = Costate.Frontend.ParameterKind;

/// <summary>
/// A body with loops and branches says the same as its graph: the body is ordinary C# that is run op by op, where a loop is a loop of the host
/// and an evaluated value a number; the graph, and its adjoint, are run by the textbook interpreter. Values and gradients must agree, and
/// the derivative programs must pass the check in a field that every build makes.
/// </summary>
internal static class ControlAgreement
{
    private const double Tolerance = 1e-10;

    /// <summary>Reads and runs a method at some sizes, "n=3 k=2"; several are separated by semicolons.</summary>
    /// <returns>The graph.</returns>
    public static Graph Of(Source source, string sizes, string name = "F")
    {
        var read = source.Read(name);
        Assert.Equal([], read.Diagnostics.Select(d => d.Id + " " + d.Message));
        var method = Load(source).GetType("Model")!.GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;
        try
        {
            return Of(read, method, sizes);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(e.Message + "\nThe graph is\n" + GraphText.Print(read.Graph!), e);
        }
    }

    private static Graph Of(ReadResult read, MethodInfo method, string sizes)
    {
        var programs = read.Graphs.Select(g => FragmentPrograms.Build(g)).ToArray();
        foreach (string one in sizes.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var values = one.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => long.Parse(s[1]));
            for (int variant = 0; variant < programs.Length; variant++)
            {
                for (int seed = 0; seed < 3; seed++)
                {
                    Compare(read, programs[variant], variant, method, values, seed, one);
                }
            }
        }

        foreach (var program in programs.Where(p => p.DifferentiableInputs.Length > 0))
        {
            var report = DerivativeCheck.Check(program, DerivativeCheckOptions.Full);
            Assert.True(report.Passed, report.ToString());
        }

        return read.Graph!;
    }

    private static Assembly Load(Source source)
    {
        using var stream = new MemoryStream();
        var emitted = source.Compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }

    private static void Compare(ReadResult read, FragmentPrograms programs, int variant, MethodInfo method, Dictionary<string, long> sizes, int seed, string where)
    {
        var random = new Random(7 + seed);
        var arguments = new List<object>();
        var leaves = new List<TracedTensor<double>?>();
        var inputs = new List<Dense<double>>();
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
                    double number = random.NextDouble() - 0.3;
                    arguments.Add(number);
                    leaves.Add(null);
                    inputs.Add(new Dense<double>([], [number]));
                    break;
                default:
                    var shape = parameter.Shape.Evaluate(s => sizes[s]);
                    var dense = Random(shape, random);
                    var leaf = shape.Length == 0 ? TracedTensor.Parameter(dense.Data[0]) : TracedTensor.Parameter(dense.Data, shape);
                    arguments.Add(leaf);
                    leaves.Add(leaf);
                    inputs.Add(dense);
                    break;
            }
        }

        object returned = method.Invoke(null, [.. arguments])!;
        var expected = returned is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => (TracedTensor<double>)tuple[i]!).ToArray() : [(TracedTensor<double>)returned];
        var interpreter = new TextbookInterpreter<double, RealArithmetic>(default);
        var run = new Sizes(sizes);
        var actual = interpreter.Run(new SizedGraph(programs.Forward, run), inputs);
        Assert.Equal(expected.Length, actual.Length);
        var cotangents = new List<Dense<double>>();
        TracedTensor<double>? loss = null;
        for (int i = 0; i < expected.Length; i++)
        {
            Same(expected[i], actual[i], "result " + i + " at " + where);
            var ct = Random(actual[i].Shape, random);
            cotangents.Add(ct);
            var weighted = TracedTensor.Sum(expected[i] * (ct.Shape.Length == 0 ? TracedTensor.Constant(ct.Data[0]) : TracedTensor.Constant(ct.Data, ct.Shape)));
            loss = loss is null ? weighted : loss + weighted;
        }

        var wanted = programs.DifferentiableInputs;
        if (wanted.Length == 0)
        {
            return;
        }

        var gradients = loss!.GradOrZero(wanted.Select(i => leaves[i]!).ToArray());
        var adjoint = interpreter.Run(new SizedGraph(programs.JointAdjoint, run), [.. inputs, .. cotangents, .. wanted.Select(i => new Dense<double>(inputs[i].Shape))]);
        for (int i = 0; i < wanted.Length; i++)
        {
            Same(gradients[i], adjoint[i], "the gradient by " + read.Graph!.InputName(wanted[i]) + " at " + where);
        }
    }

    private static void Same(TracedTensor<double> expected, Dense<double> actual, string what)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape);
        double[] elements = expected.Rank == 0 ? [expected.EvalScalar()] : expected.Eval().ToArray();
        for (int i = 0; i < elements.Length; i++)
        {
            double bound = Tolerance * (1 + Math.Abs(elements[i]));
            Assert.True(elements[i].Equals(actual.Data[i]) || Math.Abs(elements[i] - actual.Data[i]) <= bound, what + ": element " + i + " is " + actual.Data[i] + " by the graph and " + elements[i] + " by the body.");
        }
    }

    /// <summary>Numbers between -0.7 and 1.1; square matrices get a dominant diagonal.</summary>
    private static Dense<double> Random(int[] shape, Random random)
    {
        var result = new Dense<double>(shape);
        for (int i = 0; i < result.Data.Length; i++)
        {
            result.Data[i] = Math.Round((1.8 * random.NextDouble()) - 0.7, 3);
        }

        for (int i = 0; shape.Length == 2 && shape[0] == shape[1] && i < shape[0]; i++)
        {
            result.Data[(i * shape[0]) + i] += 2;
        }

        return result;
    }
}
