using System.Linq;
using Costate.Generator;
using Costate.Generator.Tests;
using Costate.Linking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Costate.Tests.Programs;

/// <summary>What was found once stays found: all links, at all sizes, and no word from the generator.</summary>
public sealed class CorpusTests
{
    public static TheoryData<string> Names => [.. Corpus.Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_link_holds(string name)
    {
        var compilation = GeneratedCompilation.Create($$"""
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Found
            {
            {{Corpus.Methods[name]}}
            }
            """);
        CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: GeneratedCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        var method = LinkedMethod.In(GeneratedCompilation.Load(output)).Single(m => m.Body.Name == "F");
        Assert.All((LinkResult[])[BodyLink.Check(method), .. DerivativeLink.Check(method.Fragment.Programs), EmittedLink.Check(method)], link => Assert.Equal((LinkState.Passed, link.Detail), (link.State, link.Detail)));
    }
}
