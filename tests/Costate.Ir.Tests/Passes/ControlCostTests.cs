using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Ir.Tests.Passes;

/// <summary>What the derivatives of loops cost: operations and moves of elements, and elements kept between the sweeps.</summary>
public sealed class ControlCostTests(ITestOutputHelper output)
{
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private static readonly int[] Sizes = [8, 16, 32, 64];

    /// <summary>Rows of a matrix, each made from the one before.</summary>
    internal static Graph Rows(string rows = "n + 1") => Build([rows + ", 3", "3, 3"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) =>
    {
        var row = r.ReadAt(c[0], Shape.Of(i, DimExpr.Zero), Shape.Parse("1, 3"));
        return [r.SetAt(c[0], r.Contract("ab,bc->ac", row, r.Import(x[1], b)), Shape.Of(i + 1, DimExpr.Zero))];
    }));

    /// <summary>A sum over all pairs: the outer loop and the inner one both read x at their index.</summary>
    private static Graph Pairs => Build(["n"], (b, x) => ControlCases.For(b, N, [b.Const(0, new TensorType(DType.F64, Shape.Parse("1")))], (r, i, c) =>
    {
        var left = r.ReadAt(r.Import(x[0], b), Shape.Of(i), Shape.Parse("1"));
        return ControlCases.For(r, N, [c[0]], (q, j, d) => [q.Add(d[0], q.Sin(q.Mul(q.Import(left, r), q.ReadAt(q.Import(x[0], b), Shape.Of(j), Shape.Parse("1")))))]);
    }));

    [Fact]
    public void ForwardSubstitutionKeepsALineAndNotASquare()
    {
        // The solution is an array that each iteration changes at one place, and of which the inner loop reads a growing part.
        var programs = FragmentPrograms.Build(ControlCases.All.First(c => c.Name == "ForTriangular").Graph());
        long[] kept = Sizes.Select(n => Kept(programs, n)).ToArray();
        output.WriteLine(string.Join(", ", kept) );
        Assert.All(Sizes.Zip(kept), p => Assert.True(p.Second <= 4 * p.First, $"{p.Second} elements are kept at n = {p.First}."));
        Assert.True(kept[3] > 0);
    }

    [Fact]
    public void ARecurrenceOfRowsKeepsNoCopiesOfTheMatrix()
    {
        var programs = FragmentPrograms.Build(Rows());
        Assert.All(Sizes, n => Assert.True(Kept(programs, n) <= 3 * (n + 1), $"{Kept(programs, n)} elements are kept at n = {n}."));
    }

    [Fact]
    public void TheGradientOfARecurrenceOfRowsCostsTheSameMultipleAtAllLengths() => Flat(Rows(), [50, 100, 200, 800], orders: 3);

    [Fact]
    public void TheGradientOfANestOfLoopsCostsTheSameMultipleAtAllLengths() => Flat(Pairs, [10, 20, 40, 80], orders: 3);

    [Fact]
    public void TheGradientOfForwardSubstitutionCostsTheSameMultipleAtAllLengths() => Flat(ControlCases.All.First(c => c.Name == "ForTriangular").Graph(), [10, 20, 40, 80], orders: 2);

    [Fact]
    public void AnUnwantedGradientCostsNothingInsideOfALoopEither()
    {
        // The rows alone: no contraction for the matrix, and no addition to its partial, in any iteration.
        var (both, rows) = (FragmentPrograms.Build(Rows()), FragmentPrograms.Build(Rows(), [true, false]));
        var symbols = new Dictionary<string, long> { ["n"] = 20 };
        long Cost(FragmentPrograms programs, ulong want)
        {
            var x = Totals.Random(programs.Forward, symbols);
            var kept = Totals.Run(programs.ForwardKeeping, x, symbols).Outputs;
            var linear = Totals.Random(programs.Adjoint, symbols).Skip(x.Length + kept.Length);
            return Totals.Run(programs.Adjoint, [.. x, .. kept, .. linear], symbols, (region, node) => (programs.Masks.Serves(region, node) & want) != 0).Operations;
        }

        Assert.Equal(Cost(rows, 1), Cost(both, 1));
        Assert.True(Cost(both, 1) < 0.6 * Cost(both, 3));
    }

    [Fact]
    public void AValueInALoopServesWhatItReachesInAnyIteration()
    {
        var programs = FragmentPrograms.Build(Rows());
        var loop = programs.Adjoint.Nodes.Single(n => n.Op is ForOp);
        var body = loop.Regions[0];

        // The cotangent of the rows also makes the gradient of the matrix, which makes nothing else.
        Assert.Equal((3UL, 2UL), (programs.Masks.Serves(body, body.Outputs[0]), programs.Masks.Serves(body, body.Outputs[1])));
        Assert.Equal((1UL, 2UL), (programs.Masks.Serves(programs.Adjoint, loop.Out(0)), programs.Masks.Serves(programs.Adjoint, loop.Out(1))));
        Assert.Equal(3UL, programs.Serves[loop.Id]);
    }

    [Fact]
    public void ABranchThatPassesAnArrayOnHandsOnTheArrayItself()
    {
        var programs = FragmentPrograms.Build(ControlCases.All.First(c => c.Name == "ForSkip").Graph());
        var branch = programs.Forward.AllNodes().Single(n => n.Op is IfOp);
        Assert.Contains(branch.Regions, r => r.NodeOf(r.Outputs[0]).Op is InputOp);
        Assert.All(Sizes, n => Assert.True(Kept(programs, n) <= 4 * n));
    }

    [Fact]
    public void AStateOfWhichTwoWindowsAreSetIsNotCopiedInTheAdjoint()
    {
        // Both windows of the cotangent are read before either is cleared, so that it can be changed in place.
        var graph = Build(["n, 2, m"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) =>
        {
            var size = Shape.Parse("1, 1, m");
            var (left, right) = (Shape.Of(i, DimExpr.Zero, DimExpr.Zero), Shape.Of(i, DimExpr.One, DimExpr.Zero));
            var product = r.Mul(r.ReadAt(c[0], left, size), r.ReadAt(c[0], right, size));
            return [r.SetAt(r.SetAt(c[0], r.Sin(product), left), r.Exp(product), right)];
        }));
        var body = FragmentPrograms.Build(graph).Adjoint.AllNodes().Single(n => n.Op is ForOp).Regions[0];
        Assert.All(body.Nodes.Where(n => n.Op is ReadAtOp), n => Assert.IsType<InputOp>(body.NodeOf(n.Inputs[0]).Op));
        Flat(graph, [10, 20, 40, 80], orders: 2);
    }

    [Fact]
    public void NoZerosOfTheSizeOfAnArrayAreMadeInALoop()
    {
        foreach (var programs in new[] { Rows(), Pairs }.Select(g => FragmentPrograms.Build(g)).SelectMany(p => new[] { p, FragmentPrograms.Build(p.JointAdjoint) }))
        {
            Assert.DoesNotContain(programs.Adjoint.Nodes.SelectMany(n => n.Regions).SelectMany(r => r.AllNodes()), n => n.Op is ConstOp && n.Types[0].Shape.Symbols.Count > 0);
        }
    }

    [Fact]
    public void ADigestKnowsNoNamesOfLoopsAndAllThatTheyDo()
    {
        static Graph Loop(string index, string carry, Func<GraphBuilder, Value, DimExpr, Value> step)
        {
            var b = new GraphBuilder("Loop");
            var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
            var region = b.Region("body");
            string free = region.FreshSymbol(index);
            var c = region.Input(carry, b.TypeOf(x));
            return b.Build(b.For(DimExpr.Symbol("n"), free, [x], region, [step(region, c, DimExpr.Symbol(free))]));
        }

        var one = Loop("i", "h", (r, c, i) => r.Mul(c, r.Broadcast(r.DimVal(i, DType.F64), Shape.Parse("n"), [])));
        Assert.Equal(Digest.Of(one), Digest.Of(Loop("step", "state", (r, c, i) => r.Mul(c, r.Broadcast(r.DimVal(i, DType.F64), Shape.Parse("n"), [])))));
        Assert.NotEqual(Digest.Of(one), Digest.Of(Loop("i", "h", (r, c, i) => r.Mul(c, r.Broadcast(r.DimVal(i + 1, DType.F64), Shape.Parse("n"), [])))));
        Assert.NotEqual(Digest.Of(one), Digest.Of(Loop("i", "h", (r, c, i) => r.Mul(c, r.Broadcast(r.DimVal(DimExpr.Symbol("n"), DType.F64), Shape.Parse("n"), [])))));
    }

    internal static long Kept(FragmentPrograms programs, int n)
    {
        var symbols = new Dictionary<string, long> { ["n"] = n, ["m"] = 3 };
        var outputs = Totals.Run(programs.ForwardKeeping, Totals.Random(programs.Forward, symbols), symbols).Outputs;
        return outputs.Skip(programs.Forward.Outputs.Count).Sum(Elements);
    }

    private static long Elements(Dense<double> value) => value.Data.Length + value.Parts.Sum(Elements);

    private void Flat(Graph graph, int[] lengths, int orders)
    {
        for (int order = 1; order <= orders; order++)
        {
            var programs = FragmentPrograms.Build(graph);
            double[] ratios = lengths.Select(n =>
            {
                var symbols = new Dictionary<string, long> { ["n"] = n, ["m"] = 3 };
                var x = Totals.Random(programs.Forward, symbols);
                var (kept, keeping) = Totals.Run(programs.ForwardKeeping, x, symbols);
                var linear = Totals.Random(programs.Adjoint, symbols).Skip(x.Length + kept.Length);
                long adjoint = Totals.Run(programs.Adjoint, [.. x, .. kept, .. linear], symbols).Operations;
                return (double)(keeping + adjoint) / Totals.Run(programs.Forward, x, symbols).Operations;
            }).ToArray();
            output.WriteLine("order " + order + ": " + string.Join(", ", ratios.Select(r => r.ToString("F3", System.Globalization.CultureInfo.InvariantCulture))));
            Assert.True(ratios.Max() <= 8, "The gradient costs " + ratios.Max() + " times the primal at order " + order + ".");
            Assert.True(ratios[^1] <= ratios[0] * 1.05, "The gradient costs " + ratios[0] + " times the primal at first and " + ratios[^1] + " times at last, at order " + order + ".");
            graph = programs.JointAdjoint;
        }
    }

    private static Graph Build(string[] shapes, Func<GraphBuilder, Value[], Value[]> build)
    {
        var b = new GraphBuilder("Loop");
        var x = shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return b.Build(build(b, x));
    }
}
