using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Costate.Linking;
using Xunit;

namespace Costate.Tests.Linking;

/// <summary>Loops and branches on terms: the same terms as what is written out without them.</summary>
public sealed class TermControlTests
{
    private static readonly TensorType Number = new(DType.F64, Shape.Scalar);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_loop_makes_the_terms_of_its_iterations(int count)
    {
        var loop = Make((b, x) => ControlCases.For(b, DimExpr.Symbol("n"), [x], (r, i, c) => [r.Mul(r.Sin(c[0]), r.DimVal(i + 1, DType.F64))])[0]);
        var written = Make((b, x) =>
        {
            for (int i = 0; i < count; i++) x = b.Mul(b.Sin(x), b.DimVal(DimExpr.Constant(i + 1), DType.F64));
            return x;
        });
        Assert.True(Same(loop, written, 0.5, count, []));
        Assert.False(Same(loop, written, 0.5, count + 1, []));
    }

    [Fact]
    public void A_loop_that_data_end_makes_as_many_iterations_as_they_say()
    {
        // 0.5, 1, 2, 4, 8: four doublings until it is at least 5.
        var loop = Make((b, x) => ControlCases.While(b, [x], (r, i, c) => r.Less(c[0], r.Const(5, Number)), (r, i, c) => [r.Add(c[0], c[0])])[0]);
        Graph Written(int times) => Make((b, x) => Enumerable.Range(0, times).Aggregate(x, (y, _) => b.Add(y, y)));
        Assert.True(Same(loop, Written(4), 0.5, 1, []));
        Assert.False(Same(loop, Written(3), 0.5, 1, []));
        Assert.True(Same(loop, Written(0), 6, 1, []));
    }

    [Fact]
    public void A_branch_makes_the_terms_of_the_side_that_was_taken_and_the_other_one_is_named()
    {
        var branch = Make((b, x) => ControlCases.If(b, b.Less(x, b.Const(0, Number)), t => [t.Sin(t.Import(x, b))], e => [e.Exp(e.Import(x, b))])[0]);
        var reached = new HashSet<Graph>();
        Assert.True(Same(branch, Make((b, x) => b.Exp(x)), 0.5, 1, reached));
        Assert.Equal(["then"], TermDecisions.Unreached(branch, reached).Select(r => r.Name));
        Assert.True(Same(branch, Make((b, x) => b.Sin(x)), -0.5, 1, reached));
        Assert.Empty(TermDecisions.Unreached(branch, reached));
    }

    private static Graph Make(Func<GraphBuilder, Value, Value> build)
    {
        var b = new GraphBuilder("F");
        return b.Build([build(b, b.Input("x", Number))]);
    }

    private static bool Same(Graph a, Graph b, double data, int n, HashSet<Graph> reached)
    {
        var bank = new TermBank();
        var sizes = new Dictionary<string, long> { ["n"] = n };
        int[] Terms(Graph graph) => TermInterpreter.Run(bank, graph, [new TermTensor([], [bank.Input("x", 0)])], s => sizes[s], located: false, TermDecisions.Of(graph, [new Dense<double>([], [data])], sizes, reached))[0].Terms;
        return Terms(a).SequenceEqual(Terms(b));
    }
}
