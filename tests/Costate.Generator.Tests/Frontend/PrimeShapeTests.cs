using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Costate.CompilerServices;
using Costate.Frontend;
using Costate.Ir;
using Costate.Tracing;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Generator.Tests.Frontend;

/// <summary>
/// What the analyzer says about shapes is what is there: every annotated method of the samples, the benchmarks, the documentation and
/// the test models runs with each symbol bound to a distinct prime, and the shape of every expression in it is compared.
/// </summary>
public sealed class PrimeShapeTests(ITestOutputHelper output)
{
    private const int LargestProduct = 200_000;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23];

    private static readonly IReadOnlyDictionary<string, string> Sources = FindSources();

    public static TheoryData<string> Names => new(Sources.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryExpressionHasTheShapeThatTheAnalyzerGivesIt(string name)
    {
        // The corpus of mistakes has methods that need more than other annotated methods, and one whose facts no small sizes satisfy; an application calls a library.
        var probes = ShapeProbes.Of(Sources[name], leavesOut: name.Contains("/Corpus/", StringComparison.Ordinal) || name.StartsWith("tests/PackageConsumer/App/", StringComparison.Ordinal));
        Assert.NotEmpty(probes.Methods);
        foreach (var method in probes.Methods.Where(m => m.Name != "Reductions.CheckedWhenItRuns"))
        {
            Check(probes, method);
        }
    }

    /// <summary>So that none of the places where methods are written is forgotten.</summary>
    [Fact]
    public void AllKindsOfSourcesAreThere() => Assert.All(
        ["samples/", "benchmarks/", "tests/Costate.Linked.Tests/", "tests/Costate.Runtime.Tests/", "tests/Costate.Docs.Tests/", "tests/PackageConsumer/", "tests/Costate.Analyzers.Tests/Corpus/", "docs/diagnostics/", "DiagnosticCases"],
        folder => Assert.Contains(Sources.Keys, k => k.StartsWith(folder, StringComparison.Ordinal)));

    private void Check(ShapeProbes probes, ShapeProbes.Method method)
    {
        for (int variant = 0; variant < method.Read.Graphs.Count; variant++)
        {
            var graph = method.Read.Graphs[variant];
            if (Sizes(graph) is not { } sizes)
            {
                Assert.Fail(method.Name + ": no sizes satisfy " + string.Join(", ", graph.Guards));
                return;
            }

            // Only what is declared may keep two sizes from being different primes.
            Assert.True(graph.Guards.Count > 0 || (sizes.Values.Distinct().Count() == sizes.Count && sizes.Values.All(v => Primes.Contains((int)v))));
            string at = method.Name + " at " + string.Join(", ", sizes.Select(s => s.Key + " = " + s.Value)) + ": ";
            (int Place, int[] Shape, Func<int[]> Lengths)[] seen;
            try
            {
                seen = probes.Run(method, Target(probes.Body(method), method, sizes), Arguments(probes.Body(method), method, variant, sizes)).Where(s => method.Expected[variant].ContainsKey(s.Place)).ToArray();
            }
            catch (TargetInvocationException e) when (e.InnerException is NotSupportedException inner && IsOfStep(inner))
            {
                // Compiled, the step of this fixed point looks at numbers, which the step of a trace does not have.
                output.WriteLine(at + e.InnerException.Message);
                continue;
            }

            // Every place that the front end read was passed, branches that are not taken aside, and has its shape in the handle and in the data.
            bool hasBranches = graph.Nodes.Any(n => n.Regions.Count > 0);
            Assert.True(hasBranches || method.Expected[variant].Keys.Order().SequenceEqual(seen.Select(s => s.Place).Distinct().Order()), at + "the places that were read are not those that were passed.");
            foreach (var (place, shape, lengths) in seen)
            {
                var (code, expected) = method.Expected[variant][place];
                if (!expected.Symbols.All(sizes.ContainsKey))
                {
                    // A size that differs between iterations.
                    Assert.True(hasBranches, at + code + " has a size that is no name of the method.");
                    continue;
                }

                string wanted = at + code + " is [" + string.Join(", ", expected.Evaluate(s => sizes[s])) + "]";
                Assert.Equal(wanted, at + code + " is [" + string.Join(", ", shape) + "]");
                if (Lengths(lengths) is { } data)
                {
                    Assert.Equal(wanted, at + code + " is [" + string.Join(", ", data) + "]");
                }
            }

            output.WriteLine(at + seen.Length + " expressions");
        }
    }

    private static bool IsOfStep(NotSupportedException e) => e.Message.Contains("recorded once", StringComparison.Ordinal);

    /// <summary>What the data has; null of what cannot be computed from such numbers, and inside of the step of a fixed point, where there are none.</summary>
    private static int[]? Lengths(Func<int[]> lengths)
    {
        try
        {
            return lengths();
        }
        catch (Exception e) when (e is FactorizationException or ConvergenceException || (e is NotSupportedException n && IsOfStep(n)))
        {
            return null;
        }
    }

    /// <summary>Distinct primes if the guards allow any; otherwise the sizes that are most different.</summary>
    private static Dictionary<string, long>? Sizes(Graph graph)
    {
        string[] symbols = graph.Symbols.ToArray();
        return Choices(symbols.Length).Select(c => symbols.Select((s, i) => (s, c[i])).ToDictionary(e => e.s, e => (long)e.Item2)).FirstOrDefault(c => Fits(graph, c));
    }

    private static IEnumerable<int[]> Choices(int count)
    {
        yield return Primes.Take(count).ToArray();
        yield return Primes.Take(count).Reverse().ToArray();
        var random = new Random(1);
        for (int i = 0; i < 400; i++)
        {
            yield return Primes.OrderBy(_ => random.Next()).Take(count).ToArray();
        }

        for (int i = 0; i < 4000; i++)
        {
            yield return Enumerable.Range(2, 23).OrderBy(_ => random.Next()).Take(count).ToArray();
        }

        for (int i = 0; i < 20000; i++)
        {
            yield return Enumerable.Range(0, count).Select(_ => random.Next(0, 1 + random.Next(1, 12))).ToArray();
        }
    }

    private static bool Fits(Graph graph, Dictionary<string, long> sizes)
    {
        try
        {
            return graph.Guards.All(g => FragmentErrors.Holds(g, sizes)) &&
                graph.Nodes.SelectMany(n => n.Types).All(t => t.Shape.Evaluate(s => sizes[s]) is var shape && shape.All(d => d >= 0) && shape.Aggregate(1L, (x, y) => x * y) <= LargestProduct);
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }

    private static object?[] Arguments(MethodInfo body, ShapeProbes.Method method, int variant, Dictionary<string, long> sizes)
    {
        var signature = method.Read.Signature!;
        return body.GetParameters().Zip(signature.Parameters.Where(p => p.Ordinal >= 0), object? (p, declared) => declared.Kind switch
        {
            Costate.Frontend.ParameterKind.Integer => (int)sizes.GetValueOrDefault(p.Name!, 3),
            Costate.Frontend.ParameterKind.Flag => Variants.Value(signature.Flags, variant, p.Name!),
            Costate.Frontend.ParameterKind.Number => p.ParameterType == typeof(double) ? (object)0.75 : 0.75f,
            Costate.Frontend.ParameterKind.Composite => Composite(declared.Structure!, p.ParameterType, signature.DType, sizes),
            _ => Tensor(signature.DType, Evaluate(declared.Shape, sizes)),
        }).ToArray();
    }

    /// <summary>The record of an instance method.</summary>
    private static object? Target(MethodInfo body, ShapeProbes.Method method, Dictionary<string, long> sizes) =>
        method.Read.Signature!.Parameters.FirstOrDefault(p => p.Ordinal < 0) is { } self ? Composite(self.Structure!, body.DeclaringType!, method.Read.Signature!.DType, sizes) : null;

    private static object Composite(Structure structure, Type type, DType dtype, Dictionary<string, long> sizes)
    {
        if (structure.IsTensor)
        {
            return Tensor(dtype, Evaluate(structure.Shape!, sizes));
        }

        if (structure.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, (int)structure.Length.Evaluate(s => sizes[s]));
            for (int i = 0; i < array.Length; i++)
            {
                array.SetValue(Composite(structure.Element, type.GetElementType()!, dtype, sizes), i);
            }

            return array;
        }

        if (structure.Record is null)
        {
            return Activator.CreateInstance(type, structure.Parts.Select((p, i) => Composite(p.Value, type.GetGenericArguments()[i], dtype, sizes)).ToArray())!;
        }

        object record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var (name, part) in structure.Parts)
        {
            var property = type.GetProperty(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;
            property.SetValue(record, Composite(part, property.PropertyType, dtype, sizes));
        }

        return record;
    }

    private static int[] Evaluate(Shape shape, Dictionary<string, long> sizes) => shape.Evaluate(s => sizes[s]);

    private static object Tensor(DType dtype, int[] shape) => (dtype == DType.F64, shape.Length == 0) switch
    {
        (true, true) => TracedTensor.Parameter(0.75),
        (false, true) => TracedTensor.Parameter(0.75f),
        (true, false) => TracedTensor.Parameter(Data(shape), shape),
        _ => TracedTensor.Parameter(Array.ConvertAll(Data(shape), x => (float)x), shape),
    };

    /// <summary>Numbers between 1/2 and 3/2; square matrices symmetric and with a dominant diagonal, so that they can be factorised.</summary>
    private static double[] Data(int[] shape)
    {
        var random = new Random(shape.Length);
        var data = Enumerable.Range(0, shape.Aggregate(1, (x, y) => x * y)).Select(_ => 0.5 + random.NextDouble()).ToArray();
        if (shape is [var rows, var columns] && rows == columns)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    data[(i * rows) + j] = data[(j * rows) + i] = i == j ? 2 * rows : data[(i * rows) + j];
                }
            }
        }

        return data;
    }

    private static Dictionary<string, string> FindSources()
    {
        string root = Root();
        var sources = new Dictionary<string, string>();
        foreach (string folder in new[] { "samples", "benchmarks", "tests" })
        {
            foreach (string file in Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            {
                string name = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (!name.Contains("/obj/") && !name.Contains("/bin/") && !name.EndsWith(".verified.cs") && File.ReadAllText(file) is var text && ShapeProbes.HasMethods(text))
                {
                    sources.Add(name, text);
                }
            }
        }

        // The snippets of the other pages stand in files of the tests, see ReadmeTests.
        foreach (string file in Directory.GetFiles(Path.Combine(root, "docs", "diagnostics"), "*.md"))
        {
            // The failing code of a page has no shapes.
            string page = Regex.Replace(File.ReadAllText(file).ReplaceLineEndings("\n"), "## Failing code\n.*?\n## ", string.Empty, RegexOptions.Singleline);
            var blocks = Regex.Matches(page, "^ *```csharp\n(.*?)\n *```", RegexOptions.Singleline | RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToArray();

            // A page shows members alone at times, which may call each other.
            var whole = blocks.Where(b => Regex.IsMatch(b, @"\b(class|record|struct) \w+"));
            var members = blocks.Except(whole).Where(b => b.Contains("[Differentiable", StringComparison.Ordinal));
            string[] all = [.. whole, "public static partial class Snippets\n{\n" + string.Join('\n', members) + "\n}\n"];
            for (int i = 0; i < all.Length; i++)
            {
                if (ShapeProbes.HasMethods(all[i]))
                {
                    sources.Add(Path.GetRelativePath(root, file).Replace('\\', '/') + ", code " + (i + 1), all[i]);
                }
            }
        }

        for (int i = 0; i < DiagnosticCases.All.Count; i++)
        {
            if (ShapeProbes.HasMethods(DiagnosticCases.All[i].RightSource.Text))
            {
                sources.Add("DiagnosticCases " + i, DiagnosticCases.All[i].RightSource.Text);
            }
        }

        return sources;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
