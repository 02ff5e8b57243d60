using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Linking;
using Xunit;

namespace Costate.Tests.Programs;

/// <summary>A wrong word about a triangle, of an operand or of what is read of a result, is found by running the code.</summary>
public sealed class TriangleFaultTests
{
    private const string Body = """
        [Differentiable]
        public static TracedTensor<double> F([Shape("k, n * (n + 1) / 2")] TracedTensor<double> packed, [Shape("m, n")] TracedTensor<double> x) =>
            Einsum("kab,mb->kam", UnpackTril(packed, x.Dim(1)), x);
        """;

    private static readonly Dictionary<string, (bool IsFound, Tampering Fault)> Faults = new(StringComparer.Ordinal)
    {
        ["none"] = (false, new Tampering()),

        // Slower, and right.
        ["no product knows of a triangle"] = (false, SeededFaults.InText(@"; \w>=\w""", "\"")),
        ["a lower factor is taken for an upper one"] = (true, SeededFaults.InText(@"(abc,dc->abd); b>=c""", "$1; c>=b\"")),
        ["a triangle is taken for a diagonal"] = (true, SeededFaults.InText(@"(abc,dc->abd); b>=c""", "$1; b>=c, c>=b\"")),
        ["the other triangle of a cotangent is left out"] = (true, SeededFaults.InText(@"(a\w\w,\w\w->a\w\w); b>=d""", "$1; d>=b\"")),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string name)
    {
        var (isFound, fault) = Faults[name];
        var (method, isChanged) = PlantedMethod.Load(Body, fault);
        Assert.Equal(name != "none", isChanged);
        Assert.Equal(LinkState.Passed, BodyLink.Check(method).State);
        Assert.All(DerivativeLink.Check(method.Fragment.Programs), link => Assert.Equal(LinkState.Passed, link.State));
        var emitted = EmittedLink.Check(method);
        Assert.Equal((isFound ? LinkState.Failed : LinkState.Passed, emitted.Detail), (emitted.State, emitted.Detail));
    }
}
