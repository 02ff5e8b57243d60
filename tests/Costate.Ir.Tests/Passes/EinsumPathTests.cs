using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>In which order an einsum contracts its operands.</summary>
public sealed class EinsumPathTests
{
    public static TheoryData<string> Specs => new(
        "ab,bc,cd->ad",
        "ab,cb,cd,de->ae",
        "ijk,jr,kr->ir",
        "ijkl,jr,kr,lr->ir",
        "ir,jr,kr->ijk",
        "a,ab,b->",
        "a,b,c->abc",
        "abc,abd,ec,ed->ab",
        "ab,ac,ad,ae->bcde");

    [Theory]
    [MemberData(nameof(Specs))]
    public void NoOrderIsCheaper(string spec)
    {
        var (operands, output) = Parse(spec);
        Assert.Equal(Least(operands, output), Taken(operands, output));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void ASweepReadsItsTensorTwice(int modes)
    {
        // Each factor is replaced by the product of the tensor with all others. What the tensor gives with the later half serves all of the
        // earlier one, and the other way round.
        var b = new GraphBuilder("Sweep");
        string axes = "ijkl"[..modes];
        var t = b.Input("t", new TensorType(DType.F64, Shape.Parse(string.Join(", ", axes.AsEnumerable()))));
        Value[] factors = [.. axes.Select(l => b.Input("f" + l, new TensorType(DType.F64, Shape.Parse(l + ", r"))))];
        for (int mode = 0; mode < modes; mode++)
        {
            char[] others = [.. axes.Where(l => l != axes[mode])];
            string spec = axes + "," + string.Join(",", others.Select(l => l + "r")) + "->" + axes[mode] + "r";
            factors[mode] = Library.Find("Einsum")!.Build(b, [t, .. others.Select(l => factors[axes.IndexOf(l)])], Attrs.Empty.With("spec", spec))[0];
        }

        var graph = b.Build(factors);
        var reads = graph.Nodes.Where(n => n.Op is ContractOp && n.Inputs.Contains(graph.Inputs[0])).ToList();
        Assert.Equal(2, reads.Count);
        Assert.All(reads, n => Assert.Equal(3, n.Types[0].Rank));

        // What is left of the tensor has its axes in their order and the new one last: the form that is read and written in one go.
        Assert.All(reads, n => Assert.Equal("r", n.Types[0].Shape[2].ToString()));
    }

    [Theory]
    [InlineData("ijk,jr,kr->ir", 0, 2)]
    [InlineData("ijk,kr,jr->ir", 0, 1)]
    [InlineData("ijk,ir,jr->kr", 0, 1)]
    [InlineData("jr,ir,ijk->kr", 1, 2)]
    [InlineData("ijkl,ir,jr,kr->lr", 1, 2)]
    [InlineData("ijkl,ir,jr,lr->kr", 1, 2)]
    [InlineData("ijkl,ir,kr,lr->jr", 2, 3)]
    public void AxesAtTheEndsOfATensorComeBeforeThoseBetweenOthers(string spec, int i, int j)
    {
        var (operands, output) = Parse(spec);
        Assert.Equal((i, j), EinsumPath.Next(operands, output));
    }

    [Fact]
    public void TheOrderOfTheOperandsDoesNotDecideTheFormOfWhatIsLeft()
    {
        string[] first = ["ijkl", "lr", "kr"], last = ["lr", "kr", "ijkl"];
        Assert.Equal("ijkr", EinsumPath.Result(first, 0, 1, "ijr"));
        Assert.Equal("ijkr", EinsumPath.Result(last, 0, 2, "ijr"));
    }

    private static (string[] Operands, string Output) Parse(string spec) => (spec.Split("->")[0].Split(','), spec.Split("->")[1]);

    private static double Taken(IReadOnlyList<string> operands, string output)
    {
        double cost = 0;
        while (operands.Count > 1)
        {
            var (i, j) = EinsumPath.Next(operands, output);
            Assert.True(i < j);
            (double own, operands) = Contract(operands, i, j, output);
            cost += own;
        }

        return cost;
    }

    private static double Least(IReadOnlyList<string> operands, string output)
    {
        double least = operands.Count == 1 ? 0 : double.PositiveInfinity;
        for (int i = 0; i < operands.Count; i++)
        {
            for (int j = i + 1; j < operands.Count; j++)
            {
                var (own, rest) = Contract(operands, i, j, output);
                least = Math.Min(least, own + Least(rest, output));
            }
        }

        return least;
    }

    // Multiplications at 32 values an index, and a product of operands without a common index only where it cannot be helped.
    private static (double Cost, List<string> Left) Contract(IReadOnlyList<string> operands, int i, int j, string output)
    {
        string both = new(operands[i].Union(operands[j]).ToArray());
        List<string> others = [.. operands.Where((_, k) => k != i && k != j)];
        string left = new(both.Where(l => (output + string.Concat(others)).Contains(l)).ToArray());
        double cost = Math.Pow(32, both.Length) + Math.Pow(32, left.Length);
        return (operands[i].Any(operands[j].Contains) ? cost : cost * 1e6, [left, .. others]);
    }
}
