using System;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>What a project sees that references an annotated one and does not run the generator.</summary>
public sealed class SecondAssemblyTests
{
    [Fact]
    public void ACallWithFlagsReachesTheCompiledVariant()
    {
        var library = new GeneratorRun("""
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Library
            {
                [Differentiable]
                public static TracedTensor<double> Loss([Shape("n")] this TracedTensor<double> x, bool exp = false, bool @double = true)
                {
                    if (exp) x = Exp(x);
                    return Sum(@double ? 2 * x : x);
                }
            }
            """).Output;
        GeneratedCompilation.AssertClean(library);
        byte[] image = Emit(library);
        var user = GeneratedCompilation.Create("""
            using Costate;
            using static Costate.TracedTensor;

            internal static class User
            {
                internal static readonly double[] Numbers = [1.0, 2.0];

                internal static double[] Values()
                {
                    var x = Parameter(Numbers, 2);
                    return
                    [
                        Library.Loss(x).EvalScalar(),
                        Library.Loss(x, @double: false).EvalScalar(),
                        Library.Loss(@double: false, exp: true, x: x).EvalScalar(),
                        x.Loss(true).EvalScalar(),
                        Library.Loss(x, true).Grad(x).Eval()[1],
                    ];
                }
            }
            """).AddReferences(MetadataReference.CreateFromImage(image));
        GeneratedCompilation.AssertClean(user);
        foreach (var tree in user.SyntaxTrees)
        {
            var model = user.GetSemanticModel(tree);
            var calls = tree.GetRoot().DescendantNodes().Select(n => model.GetSymbolInfo(n).Symbol).OfType<IMethodSymbol>().Where(m => m.Name == "Loss").ToArray();
            Assert.NotEmpty(calls);
            Assert.All(calls, m => Assert.Contains(m.GetAttributes(), attribute => attribute.AttributeClass!.Name == "FragmentCallAttribute"));
        }

        var context = new AssemblyLoadContext("SecondAssembly");
        var loaded = context.LoadFromStream(new MemoryStream(image));
        context.Resolving += (_, name) => name.Name == loaded.GetName().Name ? loaded : null;
        var values = (double[])context.LoadFromStream(new MemoryStream(Emit(user))).GetType("User")!
            .GetMethod("Values", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.Invoke(null, null)!;
        double e = Math.E + Math.Exp(2);
        double[] expected = [6, 3, e, 2 * e, 2 * Math.Exp(2)];
        Assert.Equal(expected, values, (p, q) => Math.Abs(p - q) < 1e-12);
    }

    [Fact]
    public void ARecordOfAnotherAssemblyIsReadAsItIs()
    {
        var library = new GeneratorRun("""
            using Costate;
            using static Costate.TracedTensor;

            namespace Library;

            public sealed partial record Layer([Shape("outputs, inputs")] TracedTensor<double> Weights)
            {
                [Shape("outputs")]
                public required TracedTensor<double> Bias { get; init; }

                public int Count => 2;

                [Differentiable]
                public TracedTensor<double> Size() => Sum(Square(Weights)) + Sum(Square(Bias));
            }
            """).Output;
        GeneratedCompilation.AssertClean(library);
        var user = new GeneratorRun([MetadataReference.CreateFromImage(Emit(library))], """
            using Costate;
            using Library;
            using static Costate.TracedTensor;

            public partial record struct Two([Dims("outputs = hidden")] Layer First, [Dims("inputs = hidden")] Layer Second);

            public static partial class User
            {
                [Differentiable]
                public static TracedTensor<double> Apply(Two two, [Shape("inputs")] TracedTensor<double> x)
                {
                    var scaled = two.Second with { Bias = two.Second.Bias * 2.0 };
                    return Sum(MatMul(scaled.Weights, MatMul(two.First.Weights, x) + two.First.Bias) + new Layer(scaled.Weights) { Bias = scaled.Bias }.Bias);
                }

                public static Two.Values Gradient(Two.Values two, System.Numerics.Tensors.Tensor<double> x) => ApplyGrad(two, x).dtwo;

                public static double Size(Layer layer) => layer.Size().EvalScalar();
            }
            """).Output;
        GeneratedCompilation.AssertClean(user);
        Assert.Contains("double Apply(global::Two.Values two, ", string.Concat(user.SyntaxTrees), StringComparison.Ordinal);
    }

    private static byte[] Emit(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return stream.ToArray();
    }
}
