using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Frontend;
using Costate.Linking;
using Xunit;

namespace Costate.Tests.Programs;

/// <summary>Mistakes in loops and branches, each planted in one method that has what it needs, are found by the link that has to find them, and by none before it.</summary>
public sealed class LoopFaultTests
{
    private const string Body = """
        [Differentiable]
        public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, [Shape("k, n")] TracedTensor<double> w, double p)
        {
            for (int i = 0; i < w.Dim(0); i++)
            {
                (x, y) = (Tanh(x * w[i]) + y, 0.5 * Sin(x));
                if (Norm(y).EvalScalar() < p)
                {
                    break;
                }

                y = Sum(x).EvalScalar() < 0 ? y * x : y - x;
            }

            var z = x;
            for (int j = 0; j < w.Dim(0); j++)
            {
                z = SetSlice(z * w[j], z[0] * z[0], 0);
                for (int i = 0; i < 3; i++)
                {
                    (z, y) = (y + Sin(z), z * w[j]);
                }
            }

            return z * y;
        }
        """;

    private static readonly Dictionary<string, (Check By, Tampering Fault)> Faults = new(StringComparer.Ordinal)
    {
        ["none"] = (Check.Refused, new Tampering()),
        ["a loop is read as one that ends one step early"] = (Check.BodyLink, SeededFaults.InGraph(@"(= For .*count=)\(3\)", "$1(2)")),
        ["a window is read at the index of another iteration"] = (Check.BodyLink, SeededFaults.InGraph(@"starts=\[j, 0\]", "starts=[k - j - 1, 0]")),
        ["what a loop carries is read in another order"] = (Check.BodyLink, SeededFaults.InGraph(@"return (%\d+ 'z'), (%\d+ 'y')", "return $2, $1")),
        ["a branch is read the other way round"] = (Check.BodyLink, SeededFaults.InGraph(@"= Less (%\d+), (%\d+)", "= Less $2, $1")),
        ["the adjoint of a loop leaves out a step"] = (Check.DerivativeLink, SeededFaults.InPrograms(adjoint: g => SeededFaults.Edit(g, @"(= For .*count=)\(3\)", "$1(2)"))),
        ["the tangent of a loop leaves out a step"] = (Check.DerivativeLink, SeededFaults.InPrograms(tangent: g => SeededFaults.Edit(g, @"(= For .*count=)\(3\)", "$1(2)"))),
        ["carries do not change places"] = (Check.EmittedLink, SeededFaults.InText(@"\bSwap\(ref \w+, ref \w+\);", string.Empty)),
        ["a loop is entered once less"] = (Check.EmittedLink, SeededFaults.InText(@"for \(int i(\w*) = 0; ", "for (int i$1 = 1; ")),
        ["an adjoint loop stops before its first iteration"] = (Check.EmittedLink, SeededFaults.InText(@"; (\w+) >= 0; \1--\)", "; $1 > 0; $1--)")),
        ["what is kept of one iteration is read of another"] = (Check.EmittedLink, SeededFaults.InText(@"(\bkept\d+, )(?:[^,()]+\*[^,()]+|place\d*)(?=\))", "${1}0")),
        ["what operands share of their places is left out"] = (Check.EmittedLink, SeededFaults.InText(@"(\bint place\d* = )[^;]+;", "${1}0;")),
        ["what a loop ends as is not put where it is wanted"] = (Check.EmittedLink, SeededFaults.InText(@"if \((\w+) != (\w+)\) \1\.CopyTo\(\2\);", string.Empty)),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string name)
    {
        var (by, fault) = Faults[name];
        var (method, isChanged) = PlantedMethod.Load(Body, fault);
        Assert.Equal(by is Check.BodyLink or Check.EmittedLink, isChanged);
        var programs = fault.Programs?.Invoke(method.Fragment.Programs) ?? method.Fragment.Programs;
        Assert.Equal(by == Check.BodyLink, IsBroken(() => [BodyLink.Check(method, LinkOptions.Quick)]));
        if (by == Check.BodyLink) return;
        Assert.Equal(by == Check.DerivativeLink, IsBroken(() => DerivativeLink.Check(programs, LinkOptions.Quick)));
        if (by == Check.DerivativeLink) return;
        Assert.Equal(by == Check.EmittedLink, IsBroken(() => [EmittedLink.Check(method, LinkOptions.Quick)]));
    }

    private static bool IsBroken(Func<IEnumerable<LinkResult>> check)
    {
        try
        {
            return check().Any(r => r.State == LinkState.Failed);
        }
        catch (ArgumentOutOfRangeException)
        {
            // The emitted code looked for an entry that was never kept.
            return true;
        }
    }
}
