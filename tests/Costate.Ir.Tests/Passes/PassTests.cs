using System;
using System.Linq;
using Costate.Ir.Tests.Derivatives;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Passes;

public sealed class PassTests
{
    private static readonly TensorType Vector = new(DType.F64, Shape.Parse("n"));

    public static TheoryData<string> Names => new(Cases.All.Select(c => c.Name));

    [Fact]
    public void EqualOpsBecomeOneNode()
    {
        var b = new GraphBuilder("Shared");
        var x = b.Input("x", Vector);
        Assert.Equal(b.Tanh(b.Mul(x, x)), b.Tanh(b.Mul(x, x)));
        Assert.Equal(3, b.Nodes.Count);
    }

    [Fact]
    public void DeadNodesAreDroppedAndInputsAreKept()
    {
        var b = new GraphBuilder("Dead");
        var x = b.Input("x", Vector);
        b.Input("unused", Vector);
        b.Exp(x);
        var graph = b.Build([b.Sin(x)]);
        Assert.Equal(["Input", "Input", "Sin"], graph.Nodes.Select(n => n.Op.Name));
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(-0.0, true)]
    public void OnlyANegativeZeroIsDroppedFromASum(double constant, bool dropped)
    {
        var b = new GraphBuilder("Zero");
        var x = b.Input("x", Vector);
        Assert.Equal(dropped, b.Add(x, b.ConstLike(constant, x)) == x);
    }

    [Fact]
    public void AProductWithZeroStaysUnlessItsZeroIsStrong()
    {
        var b = new GraphBuilder("Product");
        var x = b.Input("x", Vector);
        var zero = b.ZeroLike(x);
        Assert.NotEqual(zero, b.Mul(x, zero));
        Assert.Equal(zero, b.MulZ(x, zero));
        Assert.Equal(x, b.Mul(x, b.ConstLike(1, x)));
    }

    [Fact]
    public void ADifferenceOfEqualsIsNotFolded()
    {
        // x - x is NaN for an infinite x.
        var b = new GraphBuilder("Difference");
        var x = b.Input("x", Vector);
        Assert.Equal("Add", b.NodeOf(b.Sub(x, x)).Op.Name);
    }

    [Fact]
    public void ATransposedOperandOfAContractionIsReadInPlace()
    {
        var b = new GraphBuilder("Gram");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n, r")));
        var graph = b.Build([b.BatchMatMul(b.TransposeLast(x), x)]);
        Assert.DoesNotContain(graph.Nodes, n => n.Op is TransposeOp);
        Assert.Equal("ab,ac->bc", graph.NodeOf(graph.Outputs[0]).Attrs.Text("spec"));
    }

    [Fact]
    public void AWrongShapeIsRefutedWithAWitnessAndAnOpenQuestionBecomesAGuard()
    {
        var b = new GraphBuilder("Shapes");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("batch, inner")));
        var w = b.Input("w", new TensorType(DType.F64, Shape.Parse("hidden, outer")));
        var error = Assert.Throws<ShapeError>(() => Library.Find("MatMul")!.Build(b, [x, w], Attrs.Empty));
        Assert.Equal(DiagnosticIds.ShapeMismatch, error.Id);
        Assert.Contains("inner and hidden", error.Message);
        Assert.Contains("It fails for", error.Message);

        var y = b.Input("y", new TensorType(DType.F64, Shape.Parse("n + 2")));
        b.ReadAt(y, Shape.Parse("k"), Shape.Parse("m"));
        Assert.Contains(b.Build([y]).Guards, g => g.ToString() == "k + m <= n + 2");
    }

    [Fact]
    public void ValuesThatTheTraceHasAreNotKeptTwice()
    {
        var b = new GraphBuilder("Tanh");
        var x = b.Input("x", Vector);
        Assert.Empty(FragmentPrograms.Build(b.Build([b.Tanh(x)])).Residuals);

        b = new GraphBuilder("Nested");
        x = b.Input("x", Vector);
        var programs = FragmentPrograms.Build(b.Build([b.Exp(b.Mul(b.Sin(x), b.ConstLike(3, x)))]));

        // cos x is what the adjoint needs beside the output; sin x is not kept, the product is not kept.
        Assert.Single(programs.Residuals);
        Assert.Equal("Cos", programs.ForwardKeeping.NodeOf(programs.ForwardKeeping.Outputs[1]).Op.Name);
    }

    [Fact]
    public void TheCutKeepsTheSmallerSide()
    {
        // The broadcast coefficient is n*m large, what it is made of is n.
        var b = new GraphBuilder("Cut");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n, m")));
        var scale = b.Exp(b.ReduceSum(x, 1));
        var programs = FragmentPrograms.Build(b.Build([b.Mul(x, b.Broadcast(scale, Shape.Parse("n, m"), 0))]));
        Assert.Equal(["[n]"], programs.Residuals.Select(r => r.Shape.ToString()));
    }

    [Fact]
    public void DependenceTellsZeroByRuleFromNone()
    {
        var b = new GraphBuilder("Activity");
        var (x, y, z) = (b.Input("x", Vector), b.Input("y", Vector), b.Input("z", Vector));
        var activity = Activity.Of(b.Build([b.Add(b.Floor(b.Sin(x)), b.Add(y, y))]));
        Assert.Equal(Dependence.ZeroByRule, activity[0, 0]);
        Assert.Equal("Floor", activity.Blocker(0, 0)!.Op.Name);
        Assert.Equal(Dependence.Linear, activity[0, 1]);
        Assert.Equal(Dependence.None, activity[0, 2]);
        Assert.NotEqual(y, z);
    }

    [Fact]
    public void TheAdjointOfRowReadsExtendsOnePartial()
    {
        // Two rows of one matrix: two AddAt on one partial, no full-size addition.
        var b = new GraphBuilder("Rows");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n + 2, m")));
        var rows = Enumerable.Range(0, 2).Select(i => b.ReadAt(x, Shape.Of(i, 0), Shape.Parse("1, m"))).ToArray();
        var adjoint = FragmentPrograms.Build(b.Build([b.Mul(rows[0], rows[1])])).Adjoint;
        Assert.Equal(2, adjoint.Nodes.Count(n => n.Op is AddAtOp));
        Assert.DoesNotContain(adjoint.Nodes, n => n.Op is AddOp || (n.Op is ConstOp && n.Types[0].Rank == 2));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TransposingTwiceIsTheIdentity(string name)
    {
        // y' = J x' and the adjoint of the adjoint with respect to its cotangent is J again.
        var test = Cases.All.First(c => c.Name == name);
        var size = test.Sizes[0];
        var random = new Random(3);
        var x = test.Sample(random, size);
        var programs = FragmentPrograms.Build(test.Graph());
        var joint = programs.JointAdjoint;
        int inputs = x.Length, outputs = programs.Forward.Outputs.Count;
        var twice = FragmentPrograms.Build(joint, Enumerable.Range(0, joint.Inputs.Count).Select(i => i >= inputs && i < inputs + outputs).ToArray());

        var symbols = test.Symbols(size);
        var y = TextbookInterpreter.Run(programs.Forward, x, symbols);
        var zero = y.Select(Zero).ToArray();
        var dx = x.Select(v => new Dense<double>(v.Shape, v.Data.Select(_ => random.NextDouble() - 0.5).ToArray())).ToArray();
        var expected = TextbookInterpreter.Run(programs.Tangent, [.. x, .. dx], symbols);
        var actual = TextbookInterpreter.Run(twice.JointAdjoint, [.. x, .. zero, .. x.Select(Zero), .. dx, .. zero], symbols);
        for (int o = 0; o < outputs; o++)
        {
            foreach (var (e, a) in expected[o].Data.Zip(actual[o].Data))
            {
                Assert.True(Math.Abs(e - a) <= 1e-9 * (1 + Math.Abs(e)), $"{name}: {e:R} and {a:R}");
            }
        }
    }

    [Theory]
    [InlineData("graph G()\n  %0 = Nope : f64[]\n  return %0\n", "Line 2", "Nope")]
    [InlineData("graph G()\n  %0 = Input {index=0, name=\"x\"} : f64[n]\n  %1 = Exp %5 : f64[n]\n  return %1\n", "Line 3", "%5")]
    [InlineData("graph G(k)\n  guard 0 <= k \"no id\"\n  %0 = Input {index=0, name=\"x\"} : f64[]\n  return %0\n", "Line 2", "id of its diagnostic")]
    [InlineData("graph G()\n", "no return line", "")]
    public void AMalformedTextIsRefusedWithItsLine(string text, string where, string what)
    {
        var error = Assert.Throws<FormatException>(() => GraphText.Parse(text));
        Assert.Contains(where, error.Message);
        Assert.Contains(what, error.Message);
    }

    [Fact]
    public void AGuardKeepsItsDiagnosticThroughTextDigestAndDerivedGraphs()
    {
        Graph Guarded(string id)
        {
            var b = new GraphBuilder("Guarded");
            var k = b.DimParameter("k");
            var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
            b.RequireLessOrEqual(k, DimExpr.Symbol("n"), id, () => "k is \"larger\".");
            return b.Build([b.Mul(x, x)]);
        }

        var graph = Guarded(DiagnosticIds.EmptyReduction);
        Assert.Contains("  guard COS110 k <= n \"k is \\\"larger\\\".\"", GraphText.Print(graph));
        var parsed = GraphText.Parse(GraphText.Print(graph));
        Assert.Equal((DiagnosticIds.EmptyReduction, "k is \"larger\"."), (parsed.Guards[0].Id, parsed.Guards[0].Message));
        Assert.Equal(Digest.Of(graph), Digest.Of(parsed));
        Assert.NotEqual(Digest.Of(graph), Digest.Of(Guarded(DiagnosticIds.WindowOutOfRange)));
        Assert.Equal(DiagnosticIds.EmptyReduction, FragmentPrograms.Build(graph).Tangent.Guards[0].Id);

        // A call asks in the caller's sizes, under the same id.
        var caller = new GraphBuilder("Caller");
        var y = caller.Input("y", new TensorType(DType.F64, Shape.Parse("m")));
        caller.InlineCall(graph, [y], s => DimExpr.Symbol(s == "k" ? "j" : "m"));
        var guard = Assert.Single(caller.Build([y]).Guards);
        Assert.Equal((DiagnosticIds.EmptyReduction, "j <= m"), (guard.Id, guard.ToString()));
    }

    [Fact]
    public void TheDigestIgnoresNamesAndSeesConstantsBits()
    {
        string Of(string symbol, string name, double constant)
        {
            var b = new GraphBuilder(name);
            var x = b.Input(name, new TensorType(DType.F64, Shape.Parse(symbol)));
            return Digest.Of(b.Build([b.Mul(x, b.ConstLike(constant, x))]));
        }

        Assert.Equal(Of("n", "x", 2), Of("rows", "y", 2));
        Assert.NotEqual(Of("n", "x", 0.0), Of("n", "x", -0.0));
        Assert.NotEqual(Of("n", "x", 2), Of("n", "x", Math.BitIncrement(2.0)));
    }

    private static Dense<double> Zero(Dense<double> like) => new(like.Shape, new double[like.Data.Length]);
}
