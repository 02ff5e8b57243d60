using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>What is known of triangles is true, is found where it should be, and reaches the contractions of plans.</summary>
public sealed class TriangleTests
{
    private const int Order = 4;
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private static readonly Dictionary<string, long> Sizes = new(StringComparer.Ordinal) { ["n"] = Order, ["m"] = 3, ["k"] = 2 };
    private static readonly (int, int)[] Lower = [(0, 1)], Upper = [(1, 0)], Both = [(0, 1), (1, 0)], Nothing = [];

    /// <summary>What a graph makes of an n by n matrix, a k by n by n batch and a packed strict triangle, and the triangles of that.</summary>
    internal static readonly Dictionary<string, (Func<GraphBuilder, Value, Value, Value, Value> Make, (int, int)[] Orders)> Values = new(StringComparer.Ordinal)
    {
        ["tril"] = ((b, x, _, _) => b.Tri(x, lower: true), Lower),
        ["triu"] = ((b, x, _, _) => b.Tri(x, lower: false), Upper),
        ["tril below the diagonal"] = ((b, x, _, _) => b.Tri(x, lower: true, k: -2), Lower),
        ["tril with a diagonal more"] = ((b, x, _, _) => b.Tri(x, lower: true, k: 1), Nothing),
        ["triu with a diagonal more"] = ((b, x, _, _) => b.Tri(x, lower: false, k: -1), Nothing),
        ["triu of tril"] = ((b, x, _, _) => b.Tri(b.Tri(x, lower: true), lower: false), Both),
        ["tril of tril with a diagonal more"] = ((b, x, _, _) => b.Tri(b.Tri(x, lower: true), lower: true, k: 1), Lower),
        ["unpacked"] = ((b, _, _, p) => b.UnpackTri(p, N, lower: true, strict: true), Lower),
        ["unpacked upper"] = ((b, _, _, p) => b.UnpackTri(p, N, lower: false, strict: true), Upper),
        ["transposed"] = ((b, _, _, p) => b.Transpose(b.UnpackTri(p, N, lower: false, strict: true), [1, 0]), Lower),
        ["plus a diagonal"] = ((b, x, _, p) => b.Add(b.UnpackTri(p, N, lower: true, strict: true), b.Mul(x, LinearAlgebraLibrary.Eye(b, DType.F64, N))), Lower),
        ["lower plus upper"] = ((b, x, _, p) => b.Add(b.UnpackTri(p, N, lower: true, strict: true), b.Tri(x, lower: false)), Nothing),
        ["plus anything"] = ((b, x, _, p) => b.Add(b.UnpackTri(p, N, lower: true, strict: true), x), Nothing),
        ["plus a number"] = ((b, x, _, _) => b.Add(b.Tri(x, lower: true), b.ConstLike(1, x)), Nothing),
        ["times anything"] = ((b, x, _, p) => b.MulZ(x, b.Neg(b.UnpackTri(p, N, lower: true, strict: true))), Lower),
        ["lower times upper"] = ((b, x, _, _) => b.Mul(b.Tri(x, lower: true), b.Tri(x, lower: false)), Both),
        ["an exponential"] = ((b, x, _, _) => b.Exp(b.Tri(x, lower: true)), Nothing),
        ["divided"] = ((b, x, _, _) => b.Div(b.Tri(x, lower: true), x), Nothing),
        ["chosen"] = ((b, x, _, _) => b.Select(b.Less(x, b.ConstLike(0, x)), b.Tri(x, lower: true), b.ConstLike(0, x)), Lower),
        ["chosen or not"] = ((b, x, _, _) => b.Select(b.Less(x, b.ConstLike(0, x)), b.Tri(x, lower: true), x), Nothing),
        ["a product"] = ((b, x, _, _) => b.Contract("ab,bc->ac", b.Tri(x, lower: true), b.Tri(b.Neg(x), lower: true)), Lower),
        ["a product of two kinds"] = ((b, x, _, _) => b.Contract("ab,bc->ac", b.Tri(x, lower: true), b.Tri(x, lower: false)), Nothing),
        ["a product with a transpose"] = ((b, x, _, _) => b.Contract("ab,cb->ac", b.Tri(x, lower: true), b.Tri(x, lower: false)), Lower),
        ["a batch"] = ((b, _, y, _) => b.Tri(y, lower: true), [(1, 2)]),
        ["a batch with its last axes in front"] = ((b, _, y, _) => b.Transpose(b.Tri(y, lower: true), [2, 1, 0]), [(1, 0)]),
        ["repeated"] = ((b, x, _, _) => b.Broadcast(b.Tri(x, lower: true), Shape.Parse("n, k, n"), 0, 2), [(0, 2)]),
        ["summed over the batch"] = ((b, _, y, _) => b.ReduceSum(b.Tri(y, lower: false), 0), Upper),
        ["summed over rows"] = ((b, _, y, _) => b.ReduceSum(b.Tri(y, lower: false), 1), Nothing),
        ["with an axis more"] = ((b, _, y, _) => b.Reshape(b.Tri(y, lower: true), Shape.Parse("k, n, 1, n")), [(1, 3)]),
        ["with its rows in one axis"] = ((b, _, y, _) => b.Reshape(b.Tri(y, lower: true), Shape.Parse("k*n, n")), Nothing),
        ["a matrix of a batch"] = ((b, _, y, _) => b.ReadAt(b.Tri(y, lower: true), Shape.Of(DimExpr.One, DimExpr.Zero, DimExpr.Zero), Shape.Parse("1, n, n")), [(1, 2)]),
        ["rows of a matrix"] = ((b, _, y, _) => b.ReadAt(b.Tri(y, lower: true), Shape.Of(DimExpr.Zero, DimExpr.One, DimExpr.Zero), Shape.Parse("k, n - 1, n")), Nothing),
    };

    public static TheoryData<string> ValueNames => [.. Values.Keys];

    [Theory]
    [MemberData(nameof(ValueNames))]
    public void WhatIsZeroIsFound(string name)
    {
        var (make, orders) = Values[name];
        var b = new GraphBuilder("G");
        Value[] x = Inputs(b);
        var value = make(b, x[0], x[1], x[2]);
        var graph = b.Build([value], ["y"]);
        var triangles = new Triangles(graph, new ValueAccess(graph), []);
        int node = graph.Outputs[0].Node;
        Assert.Equal(orders, Pairs(triangles.Zero(node), graph.Nodes[node].Types[0].Rank));

        // And all that is said of any value is true.
        var interpreter = new TextbookInterpreter<double, RealArithmetic>(default);
        var values = interpreter.Values(new SizedGraph(graph, new Sizes(Sizes)), Data(graph));
        foreach (var claimed in graph.Nodes)
        {
            var dense = values[claimed.Id];
            Assert.All(LeftOut(dense, triangles.Zero(claimed.Id)), index => Assert.Equal(0, dense[index]));
        }
    }

    /// <summary>What a graph makes of an n by n matrix x that something else has computed, and what it does not read of x.</summary>
    internal static readonly Dictionary<string, (Func<GraphBuilder, Value, Value, Value, Value[]> Make, (int, int)[] Orders)> Readers = new(StringComparer.Ordinal)
    {
        ["packed"] = ((b, x, _, _) => [b.PackTri(x, lower: true, strict: true)], Lower),
        ["packed upper"] = ((b, x, _, _) => [b.PackTri(x, lower: false, strict: false)], Upper),
        ["packed, both"] = ((b, x, _, _) => [b.PackTri(x, lower: false, strict: false), b.PackTri(x, lower: true, strict: false)], Nothing),
        ["packed transposed"] = ((b, x, _, _) => [b.PackTri(b.Transpose(x, [1, 0]), lower: true, strict: true)], Upper),
        ["packed, and the diagonal"] = ((b, x, _, _) => [b.PackTri(x, lower: true, strict: true), b.ReduceSum(b.MulZ(x, LinearAlgebraLibrary.Eye(b, DType.F64, N)), 1)], Lower),
        ["packed, and returned"] = ((b, x, _, _) => [b.PackTri(x, lower: true, strict: true), b.Neg(x)], Nothing),
        ["the diagonal"] = ((b, x, _, _) => [b.ReduceSum(b.Mul(LinearAlgebraLibrary.Eye(b, DType.F64, N), x), 0)], Both),
        ["tril of a sum"] = ((b, x, y, _) => [b.Tri(b.Add(x, b.ReduceSum(y, 0)), lower: true)], Lower),
        ["tril with a diagonal more"] = ((b, x, _, _) => [b.Tri(x, lower: true, k: 1)], Nothing),
        ["tril of an exponential"] = ((b, x, _, _) => [b.Tri(b.Exp(x), lower: true)], Nothing),
        ["a triangle of a logarithm, by a product"] = ((b, x, _, p) => [b.Mul(b.Log(x), b.UnpackTri(p, N, lower: true, strict: true))], Nothing),
        ["a factor of a triangle"] = ((b, x, _, p) => [b.Contract("ab,ab->a", x, b.UnpackTri(p, N, lower: true, strict: true))], Lower),
        ["an operand of a product that is read as a triangle"] = ((b, x, _, _) => [b.Tri(b.Contract("ab,bc->ac", x, x), lower: true)], Nothing),
        ["repeated, and read as a triangle"] = ((b, x, y, _) => [b.Tri(b.Broadcast(x, Shape.Parse("k, n, n"), 1, 2), lower: false)], Upper),
        ["summed over rows"] = ((b, x, _, _) => [b.ReduceSum(x, 0)], Nothing),
        ["a largest element"] = ((b, x, _, _) => [b.ReduceMax(b.Tri(x, lower: true), 0), b.ReduceMax(x, 1)], Nothing),
        ["a condition"] = ((b, x, y, _) => [b.Tri(b.Select(b.Less(x, b.ConstLike(0, x)), x, b.Neg(x)), lower: true)], Nothing),
    };

    public static TheoryData<string> ReaderNames => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(ReaderNames))]
    public void WhatNobodyReadsIsFound(string name)
    {
        var (make, orders) = Readers[name];
        var b = new GraphBuilder("G");
        Value[] x = Inputs(b);
        var outputs = make(b, x[0], x[1], x[2]);
        var graph = b.Build(outputs, outputs.Select((_, i) => "y" + i).ToArray());
        var triangles = new Triangles(graph, new ValueAccess(graph), []);
        var unread = triangles.Unread(graph.Inputs[0].Node);
        Assert.Equal(orders, Pairs(unread, 2));

        // Other numbers there change nothing.
        var data = Data(graph);
        var before = TextbookInterpreter.Run(graph, data, Sizes);
        foreach (int[] index in LeftOut(data[0], unread)) data[0][index] = 1e6;
        Assert.All(TextbookInterpreter.Run(graph, data, Sizes).Zip(before), p => Assert.Equal(p.Second.Data, p.First.Data));
    }

    [Fact]
    public void ContractionsOfAnAdjointLeaveOutBothTriangles()
    {
        var b = new GraphBuilder("G");
        var (p, x) = (b.Input("p", Type("k, (n*n - n)/2")), b.Input("x", Type("m, n")));
        var q = b.Add(b.Transpose(b.UnpackTri(p, N, lower: false, strict: true), [0, 2, 1]), b.Broadcast(LinearAlgebraLibrary.Eye(b, DType.F64, N), Shape.Parse("k, n, n"), 1, 2));
        var plans = ProgramPlans.Build(FragmentPrograms.Build(b.Build([b.Contract("kab,nb->kan", q, x)], ["y"])));
        Assert.Equal([("abc,dc->abd", "b>=c")], Contractions(plans.Forward.Statements));
        Assert.Equal([("abc,abd->dc", "b>=c"), ("abc,cd->adb", "b>=d")], Contractions(plans.Adjoint.Statements).OrderBy(c => c.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public void AnAdjointKnowsTheTrianglesOfWhatIsKeptForIt()
    {
        // The factor is a residual: to factor again would cost too much.
        var b = new GraphBuilder("G");
        var (a, z) = (b.Input("a", Type("n, n")), b.Input("z", Type("n, m")));
        var programs = FragmentPrograms.Build(b.Build([b.Contract("ab,bc->ac", b.CholeskyLower(a), z)], ["y"]));
        Assert.DoesNotContain(programs.Adjoint.Nodes, n => n.Op is CholeskyOp);
        Assert.Contains(("ab,ac->bc", "a>=b"), Contractions(ProgramPlans.Build(programs).Adjoint.Statements));
    }

    [Fact]
    public void AVectorTimesATriangleSaysNothingOfIt()
    {
        var b = new GraphBuilder("G");
        Value[] x = Inputs(b);
        var graph = b.Build([b.Contract("ab,b->a", b.Tri(x[0], lower: true), b.Input("v", Type("n")))], ["y"]);
        Assert.Equal([("ab,b->a", "")], Contractions(ProgramPlans.Build(FragmentPrograms.Build(graph)).Forward.Statements));
    }

    [Fact]
    public void ALoopKnowsTheTrianglesOfWhatItOnlyReads()
    {
        var b = new GraphBuilder("G");
        Value[] x = Inputs(b);
        var lower = b.Tri(x[0], lower: true);
        var start = b.ReduceSum(x[1], 0);
        var result = Derivatives.ControlCases.For(b, DimExpr.Symbol("m"), [start], (r, i, c) => [r.Contract("ab,bc->ac", r.Import(lower, b), c[0])]);
        var plan = ProgramPlans.Build(FragmentPrograms.Build(b.Build([result[0]], ["y"]))).Forward;
        var loop = Assert.Single(plan.Statements.OfType<IterationStatement>());
        Assert.Equal([("ab,bc->ac", "a>=b")], Contractions(loop.Body.Statements));
    }

    [Fact]
    public void ATriangleCostsHalf()
    {
        var b = new GraphBuilder("G");
        Value[] x = Inputs(b);
        var plans = ProgramPlans.Build(FragmentPrograms.Build(b.Build([b.Contract("ab,mb->am", b.Tri(x[0], lower: true), b.Input("y", Type("m, n")))], ["y"])));
        Assert.Equal(DimExpr.Parse("m*n*(n + 1)"), plans.Cost.Flops(plans.Forward));
    }

    private static IEnumerable<(string, string)> Contractions(IEnumerable<PlanStatement> statements) =>
        statements.OfType<ContractStatement>().Select(s => (s.Spec, string.Join(", ", s.Orders.Select(o => o.Greater + ">=" + o.Lesser))));

    private static Value[] Inputs(GraphBuilder b) => [b.Input("x", Type("n, n")), b.Input("y", Type("k, n, n")), b.Input("p", Type("(n*n - n)/2"))];

    private static TensorType Type(string shape) => new(DType.F64, Shape.Parse(shape));

    private static IEnumerable<(int, int)> Pairs(AxisOrders orders, int rank) => orders.Pairs.Where(p => Math.Max(p.Greater, p.Lesser) < rank);

    private static IEnumerable<int[]> LeftOut(Dense<double> value, AxisOrders orders) =>
        value.Indices().Where(index => Pairs(orders, index.Length).Any(p => index[p.Item1] < index[p.Item2])).ToArray();

    private static Dense<double>[] Data(Graph graph)
    {
        var random = new Random(4);
        return graph.Inputs.Select(v => new Dense<double>(graph.TypeOf(v).Shape.Evaluate(s => Sizes[s]).Select(d => (int)d).ToArray())).Select(d =>
        {
            for (int i = 0; i < d.Data.Length; i++) d.Data[i] = random.NextDouble() + 0.5;
            return d;
        }).ToArray();
    }
}
