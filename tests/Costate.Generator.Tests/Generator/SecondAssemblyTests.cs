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

    private const string Models = """
        using Costate;
        using static Costate.TracedTensor;

        namespace Library;

        public sealed partial record Layer([Shape("outputs, inputs")] TracedTensor<double> Weights, [Shape("outputs")] TracedTensor<double> Bias)
        {
            [Differentiable]
            [return: Shape("outputs")]
            public TracedTensor<double> Apply([Shape("inputs")] TracedTensor<double> x, bool flat = false) => flat ? MatMul(Weights, x) + Bias : Tanh(MatMul(Weights, x) + Bias);
        }

        public static partial class Steps
        {
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Settle([Shape("n")] this TracedTensor<double> x, double limit, int most)
            {
                for (int i = 0; i < most; i++)
                {
                    x = 0.5 * Cos(x) + x / (i + 2);
                    if (Norm(x).EvalScalar() < limit) break;
                }

                return x;
            }

            [Differentiable, Where("k <= n")]
            [return: Shape("k; ")]
            public static (TracedTensor<double> Head, TracedTensor<double> Size) Head([Shape("n")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> weights, int k) => (x[..k], Sum(x * weights));

            /// <summary>Its declared derivative is another one than that of its body, and travels with it.</summary>
            [Differentiable]
            public static TracedTensor<double> Rounded([Shape("n")] TracedTensor<double> x) => Floor(8.0 * x) / 8.0;

            [Linearization(nameof(Rounded))]
            private static TracedTensor<double> RoundedTangent(TracedTensor<double> x, TracedTensor<double> dx) => Cos(x) * dx;

            [Differentiable]
            private static TracedTensor<double> Hidden([Shape("n")] TracedTensor<double> x) => Sum(x);
        }
        """;

    /// <summary>The graph travels with the assembly: a body that calls methods of it has the values and derivatives of one that has them in itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MethodsOfAnotherAssemblyAreInlined(bool asCompilation)
    {
        const string body = """
            namespace User
            {
                using Costate;
                using Library;
                using static Costate.TracedTensor;

                public static partial class Whole
                {
                    [Differentiable, Where("1 <= m")]
                    public static TracedTensor<double> Loss([Shape("m, n")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> b, [Shape("n")] TracedTensor<double> x, [NoGradient, Shape("m")] TracedTensor<double> data)
                    {
                        var layer = new Layer(w, b);
                        var sum = Sum(layer.Apply(x, flat: true)) + Sum(Steps.Rounded(x * x));
                        for (int i = 0; i < 3; i++)
                        {
                            var y = layer.Apply(x).Settle(0.7, 5);
                            var (head, size) = Steps.Head(y, data, 1 + w.Dim(0) / 2);
                            sum = sum + Sum(head * head) * size;
                            b = y;
                        }

                        return sum;
                    }

                    public static double[] Run()
                    {
                        double[] w = [0.3, -0.4, 0.5, 0.1, 0.9, -0.2], b = [0.2, -0.1, 0.4], x = [1.5, -0.7];
                        var (dw, db, dx) = LossGrad(System.Numerics.Tensors.Tensor.Create(w, [3, 2]), System.Numerics.Tensors.Tensor.Create(b, [3]), System.Numerics.Tensors.Tensor.Create(x, [2]), System.Numerics.Tensors.Tensor.Create(b, [3]));
                        var (tw, tb, tx) = (Parameter(w, 3, 2), Parameter(b, 3), Parameter(x, 2));
                        var gradient = Loss(tw, tb, tx, Constant(b, 3)).Grad(tw);
                        return [.. dw, .. db, .. dx, .. gradient.Eval(), .. Sum(gradient * gradient).Grad(tx).Eval()];
                    }
                }
            }
            """;
        var library = new GeneratorRun(Models).Output;
        GeneratedCompilation.AssertClean(library);
        byte[] image = Emit(library);
        MetadataReference reference = asCompilation ? library.ToMetadataReference() : MetadataReference.CreateFromImage(image);
        var user = new GeneratorRun([reference], body);
        Assert.Empty(Costate.Frontend.MethodReader.Read((IMethodSymbol)user.Compilation.GetTypeByMetadataName("User.Whole")!.GetMembers("Loss").Single(), user.Compilation, default).Diagnostics.Select(d => d.Message));
        GeneratedCompilation.AssertClean(user.Output);

        var whole = new GeneratorRun(Models, body);
        GeneratedCompilation.AssertClean(whole.Output);
        var expected = Run(new AssemblyLoadContext("Whole"), Emit(whole.Output));
        var context = new AssemblyLoadContext("Apart");
        var loaded = context.LoadFromStream(new MemoryStream(image));
        context.Resolving += (_, name) => name.Name == loaded.GetName().Name ? loaded : null;
        Assert.Equal(expected, Run(context, Emit(user.Output)));
        Assert.Equal(19, expected.Length);
        Assert.DoesNotContain(expected, v => !double.IsFinite(v) || v == 0);

        static double[] Run(AssemblyLoadContext context, byte[] image) => (double[])context.LoadFromStream(new MemoryStream(image)).GetType("User.Whole")!.GetMethod("Run")!.Invoke(null, null)!;
    }

    [Fact]
    public void OnlyGraphsThatOthersSeeTravel()
    {
        string text = new GeneratorRun(Models).Text;
        Assert.Contains("FragmentCall(typeof(HiddenFragment))]", text, StringComparison.Ordinal);
        Assert.Contains("FragmentCall(typeof(SettleFragment), SettleFragment.Text, SettleFragment.TextDigest)]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return %1", "return %0", "a version of the generator whose graphs mean something else")]
    [InlineData("= Exp %0", "= Expo %0", "a version of the generator that has other operations")]
    public void AGraphOfAnotherVersionIsRefused(string before, string after, string reason)
    {
        string right = new GeneratorRun("""
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Library
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);
            }
            """).Output.SyntaxTrees.Select(t => t.ToString()).Single(t => t.Contains("FFragment", StringComparison.Ordinal));
        string graph = right.Split("\"\"\"")[1].Trim();
        string digest = right.Split("TextDigest = \"")[1].Split('"')[0];
        Assert.Null(Problem(graph));
        Assert.Contains(before, graph, StringComparison.Ordinal);
        Assert.Contains("was compiled there by " + reason, Problem(graph.Replace(before, after, StringComparison.Ordinal)), StringComparison.Ordinal);

        string? Problem(string text)
        {
            var library = GeneratedCompilation.Create(
                "using Costate; using Costate.CompilerServices; using static Costate.TracedTensor; public static class Library { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x);" +
                " [FragmentCall(typeof(object), Text, \"" + digest + "\")] public static TracedTensor<double> F(TracedValue<double> x) => throw null!; private const string Text = \"\"\"\n" + text + "\n\"\"\"; }");
            var user = GeneratedCompilation.Create("""
                using Costate;
                using static Costate.TracedTensor;
                public static partial class User
                {
                    [Differentiable]
                    public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Library.F(x) * x;
                }
                """).AddReferences(MetadataReference.CreateFromImage(Emit(library.WithAssemblyName("Library"))));
            var read = Costate.Frontend.MethodReader.Read((IMethodSymbol)user.GetTypeByMetadataName("User")!.GetMembers("G").Single(), user, default);
            return read.Graph is not null ? null : Assert.Single(read.Diagnostics).Message;
        }
    }

    private static byte[] Emit(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return stream.ToArray();
    }
}
