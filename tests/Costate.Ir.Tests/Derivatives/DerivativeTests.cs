using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Derivatives;

/// <summary>
/// Every op and library function: tangent program = dual numbers, adjoint by duality against those tangents, adjoint with
/// residuals = self-contained adjoint, second order = dual numbers through the adjoint, and central differences.
/// </summary>
public sealed class DerivativeTests
{
    public static TheoryData<string> Names => new(Cases.All.Select(c => c.Name));

    [Fact]
    public void EveryOpHasACase()
    {
        var seen = Cases.All.SelectMany(c => FragmentPrograms.Build(c.Graph()) is var p ? p.Forward.AllNodes().Concat(p.ForwardKeeping.AllNodes()) : []).Select(n => n.Op.Name).ToHashSet();
        Assert.Empty(OpTable.All.Select(o => o.Name).Where(n => !seen.Contains(n)));
    }

    [Fact]
    public void EveryLibraryFunctionHasACase()
    {
        string[] tested = Cases.All.Select(c => c.Name).ToArray();
        string[] covered = ["Sign", "Floor", "StopGradient", "And", "Or", "Not", "Zeros", "Ones"];
        Assert.Empty(Library.All.Select(f => f.Name).Except(covered).Where(n => !tested.Any(t => t.StartsWith(n, StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TangentEqualsDualNumbers(string name) => ForEachSample(name, (test, random, x, symbols) =>
    {
        var programs = FragmentPrograms.Build(test.Graph());
        var dx = Direction(random, x);
        var expected = TextbookInterpreter.Run(programs.Forward, Duals(x, dx), symbols);
        var actual = TextbookInterpreter.Run(programs.Tangent, [.. x, .. dx], symbols);
        for (int o = 0; o < expected.Length; o++)
        {
            AssertClose(expected[o].Data.Select(d => d.Tangent), actual[o].Data, 1e-9, name + " tangent");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void AdjointIsDualToTheTangent(string name) => ForEachSample(name, (test, random, x, symbols) =>
    {
        var programs = FragmentPrograms.Build(test.Graph());
        var dx = Direction(random, x);
        var dual = TextbookInterpreter.Run(programs.Forward, Duals(x, dx), symbols);
        var kept = TextbookInterpreter.Run(programs.ForwardKeeping, x, symbols);
        int outputs = programs.Forward.Outputs.Count;
        Assert.Equal(dual.Select(d => d.Data.Select(e => e.Primal)), kept.Take(outputs).Select(d => d.Data));
        var ct = Direction(random, kept.Take(outputs).ToArray());
        var partial = Direction(random, x);

        var adjoint = TextbookInterpreter.Run(programs.Adjoint, [.. x, .. kept, .. ct, .. partial], symbols);
        var joint = TextbookInterpreter.Run(programs.JointAdjoint, [.. x, .. ct, .. partial], symbols);
        for (int i = 0; i < x.Length; i++)
        {
            AssertClose(joint[i].Data, adjoint[i].Data, 1e-12, name + " adjoint");
        }

        double left = ct.Zip(dual, (c, y) => c.Data.Zip(y.Data, (p, q) => p * q.Tangent).Sum()).Sum();
        double right = adjoint.Select((g, i) => g.Data.Select((e, n) => (e - partial[i].Data[n]) * dx[i].Data[n]).Sum()).Sum();
        AssertClose([left], [right], 1e-9, name + " duality");
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondOrderEqualsDualNumbersThroughTheAdjoint(string name) => ForEachSample(name, (test, random, x, symbols) =>
    {
        var joint = FragmentPrograms.Build(test.Graph()).JointAdjoint;
        var second = FragmentPrograms.Build(joint);
        var outputs = TextbookInterpreter.Run(test.Graph(), x, symbols);
        Dense<double>[] arguments = [.. x, .. Direction(random, outputs), .. Direction(random, x)];
        var direction = Direction(random, arguments);
        var expected = TextbookInterpreter.Run(joint, Duals(arguments, direction), symbols);
        var actual = TextbookInterpreter.Run(second.Tangent, [.. arguments, .. direction], symbols);
        for (int o = 0; o < expected.Length; o++)
        {
            AssertClose(expected[o].Data.Select(d => d.Tangent), actual[o].Data, 1e-8, name + " second order");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void TangentEqualsCentralDifferences(string name) => ForEachSample(name, (test, random, x, symbols) =>
    {
        // A declared difference between the derivative and the slope.
        if (test.IsDeclared)
        {
            return;
        }

        var programs = FragmentPrograms.Build(test.Graph());
        var dx = Direction(random, x);
        var tangent = TextbookInterpreter.Run(programs.Tangent, [.. x, .. dx], symbols);
        Dense<double>[] At(double h) => TextbookInterpreter.Run(programs.Forward, x.Zip(dx, (p, d) => new Dense<double>(p.Shape, p.Data.Zip(d.Data, (a, b) => a + (h * b)).ToArray())).ToArray(), symbols);
        double best = double.PositiveInfinity;
        foreach (double h in new[] { 1e-3, 1e-4, 1e-5, 1e-6, 1e-7 })
        {
            var (plus, minus) = (At(h), At(-h));
            double error = 0;
            for (int o = 0; o < tangent.Length; o++)
            {
                for (int n = 0; n < tangent[o].Data.Length; n++)
                {
                    double slope = (plus[o].Data[n] - minus[o].Data[n]) / (2 * h);
                    error = Math.Max(error, Math.Abs(slope - tangent[o].Data[n]) / (1 + Math.Abs(slope)));
                }
            }

            best = Math.Min(best, error);
        }

        Assert.True(best < 1e-6, $"{name}: central differences differ by {best:E2}.");
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void GraphsVerifyAndTheirTextParsesBack(string name)
    {
        var programs = FragmentPrograms.Build(Cases.All.First(c => c.Name == name).Graph());
        foreach (var graph in new[] { programs.Forward, programs.ForwardKeeping, programs.Adjoint, programs.Tangent, programs.JointAdjoint })
        {
            Verifier.Check(graph);
            string text = GraphText.Print(graph);
            var parsed = GraphText.Parse(text);
            Assert.Equal(text, GraphText.Print(parsed));
            Assert.Equal(Digest.Of(graph), Digest.Of(parsed));
        }
    }

    private static void ForEachSample(string name, Action<Case, Random, Dense<double>[], Dictionary<string, long>> check)
    {
        var test = Cases.All.First(c => c.Name == name);
        var random = new Random(17);
        foreach (var size in test.Sizes)
        {
            for (int trial = 0; trial < 2; trial++)
            {
                check(test, random, test.Sample(random, size), test.Symbols(size));
            }
        }
    }

    private static Dense<double>[] Direction(Random random, Dense<double>[] like) =>
        like.Select(x => new Dense<double>(x.Shape, x.Data.Select(_ => (random.NextDouble() * 2) - 1).ToArray())).ToArray();

    private static Dense<Dual<double>>[] Duals(Dense<double>[] x, Dense<double>[] dx) =>
        x.Zip(dx, (p, d) => new Dense<Dual<double>>(p.Shape, p.Data.Zip(d.Data, (a, b) => new Dual<double>(a, b)).ToArray())).ToArray();

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance, string what)
    {
        foreach (var (e, a) in expected.Zip(actual))
        {
            Assert.True(Math.Abs(e - a) <= tolerance * (1 + Math.Abs(e)), $"{what}: expected {e:R}, got {a:R}.");
        }
    }
}
