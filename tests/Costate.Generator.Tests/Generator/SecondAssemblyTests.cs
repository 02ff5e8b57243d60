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

    private static byte[] Emit(Compilation compilation)
    {
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return stream.ToArray();
    }
}
