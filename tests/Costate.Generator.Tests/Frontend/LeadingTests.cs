using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Frontend;
using Costate.Ir;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Any number of leading axes: what is accepted means the same for all of them, and what the graph sees is one axis.</summary>
public sealed class LeadingTests
{
    private static readonly string[] Leading = ["", "1", "5", "2,3", "3,1,2", "0", "2,0"];

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "x * Sigmoid(x) - 2.0", "...", "" },
        { "x / (1 + Sum(x))", "...", "" },
        { "Softmax(x) * LogSoftmax(x, -1)", "..., n", "" },
        { "x - Mean(x, -1, true)", "..., n", "" },
        { "Mean(Square(x), -1)", "..., n", "" },
        { "Sum(x) + Max(y)", "..., n", "n" },
        { "x * y + Exp(-y)", "..., n", "n" },
        { "Select(GreaterThan(x, y), x, 0.5 * y)", "..., n, m", "m" },
        { "Sum(x * y, -1, -2)", "..., n, m", "n, 1" },
        { "MatMul(x, y)", "..., n", "n, m" },
        { "MatMul(x, y)", "..., m, n", "n, k" },
        { "MatMul(y, x)", "..., n, m", "k, n" },
        { "MatMul(x, y)", "..., k, n", "..., n, m" },
        { "MatMul(x, y)", "..., m, n", "n" },
        { "MatMul(x, Transpose(x))", "..., n, m", "" },
        { "Norm(Transpose(x), -1)", "..., n, m", "" },
        { "Transpose(ExpandDims(x, -1))", "..., n", "" },
        { "Stack(-2, x, 2.0 * x)", "..., n", "" },
        { "Concat(-1, x, y)", "..., n", "..., m" },
        { "Slice(x, -1, 1, x.Dim(-1) - 1) * x.Dim(-1)", "..., n", "" },
        { "Squeeze(Sum(x, -1, true), -1)", "..., n", "" },
        { "Tril(x) + Triu(x, 1)", "..., n, n", "" },
        { "SolveTriangular(Tril(x) + 3.0 * Eye<double>(x.Dim(-1)), y)", "..., n, n", "..., n, m" },
        { "Solve(MatMul(Transpose(x), x) + 3.0 * Eye<double>(x.Dim(-1)), Transpose(x))", "..., m, n", "" },
        { "LogSumExp(x, -2) / x.Dim(-2)", "..., n, m", "" },
        { "Clamp(x, 0.2, 0.9) + Pow(Abs(x), 1.5) + Floor(3.0 * x)", "..., n", "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void TheBodyAndItsGraphAgreeForAnyNumberOfLeadingAxes(string body, string x, string y)
    {
        var source = Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("{{x}}")] TracedTensor<double> x{{(y.Length == 0 ? "" : ", [Shape(\"" + y + "\")] TracedTensor<double> y")}}) => {{body}};
            """);
        foreach (string leading in Leading)
        {
            // Max and LogSumExp of nothing are refused by both.
            if (leading.Contains('0') && (body.Contains("Max(") || body.Contains("LogSumExp") || body.Contains("Softmax"))) continue;
            var graph = Agreement.Of(source, "...=" + leading + " n=3 m=4 k=2");
            Assert.Contains(LeadingAxes.Name, graph.Symbols);
            Assert.All(graph.Inputs, v => Assert.Equal(LeadingAxes.AreIn(graph.TypeOf(v).Shape), LeadingAxes.Lead(graph.TypeOf(v).Shape)));
        }
    }

    [Fact]
    public void ACallTakesTheLeadingAxesOfItsArguments()
    {
        var source = Source.InClass("""
            [Differentiable]
            [return: Shape("..., m; ...")]
            public static (TracedTensor<double> Rows, TracedTensor<double> Sums) G([Shape("..., n")] TracedTensor<double> x, [Shape("n, m")] TracedTensor<double> w, int power)
            {
                var y = MatMul(x, w);
                return (y / power, Sum(y, -1));
            }

            [Differentiable]
            public static (TracedTensor<double> None, TracedTensor<double> One, TracedTensor<double> Two, TracedTensor<double> Own, TracedTensor<double> Longer) F(
                [Shape("..., k, n")] TracedTensor<double> x, [Shape("n, m")] TracedTensor<double> w, [Shape("a, k, n")] TracedTensor<double> y, [Shape("n")] TracedTensor<double> v) =>
                (G(v, w, 2).Rows, G(w, Transpose(w), 3).Sums, G(y, w, 4).Rows, G(Sum(x, -2), w, 5).Sums, G(x, w, 6).Rows);
            """);
        var graph = Agreement.Of(source, "...=2,3 n=3 m=4 k=2 a=5");
        Assert.Equal(["[m]", "[n]", "[a, k, m]", "[...]", "[..., k, m]"], graph.Outputs.Select(o => graph.TypeOf(o).Shape.ToString()));
        foreach (string leading in Leading)
        {
            Agreement.Of(source, "...=" + leading + " n=3 m=4 k=2 a=5");
        }
    }

    [Fact]
    public void ASuggestionIsOneForAnyNumberOfLeadingAxes()
    {
        // Transposing x would bring its last axis to the front; transposing w fits for every number.
        var found = Assert.Single(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("m, n")] TracedTensor<double> w) => MatMul(x, w);
            """).Analyze());
        Assert.Contains(" 'MatMul(x, Transpose(w))' fits.", found.GetMessage());
    }

    /// <summary>
    /// Every function of the library with operands of many shapes, with and without leading axes: whatever passes the check gives, on the one axis of a
    /// graph, what it gives on the axes themselves.
    /// </summary>
    [Fact]
    public void WhatIsAcceptedMeansTheSame()
    {
        string[] shapes = ["...", "..., 2", "..., 3", "..., 1", "..., 2, 2", "..., 2, 3", "..., 2, 2, 2", "", "2", "3", "2, 2", "3, 2", "1, 2", "2, 2, 2", "3, 2, 2"];
        var attributes = Attributes().ToArray();
        var accepted = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int refused = 0;
        foreach (var function in Ir.Library.All)
        {
            int arity = function.Arity < 0 ? 2 : function.Arity;
            foreach (var operands in Choices(shapes.Select(s => new TensorType(DType.F64, Shape.Parse(s))).ToArray(), Math.Min(arity, 2)))
            {
                var types = (arity == 3 ? [.. operands, operands[^1]] : operands).Select((t, i) => IsMask(function, i) ? t.WithDType(DType.Bool) : t).ToArray();
                if (!types.Any(t => LeadingAxes.Lead(t.Shape))) continue;
                var graphs = new HashSet<string>(StringComparer.Ordinal);
                foreach (var attrs in attributes)
                {
                    Graph graph;
                    try
                    {
                        graph = Build(function, types, attrs);
                    }
                    catch (Exception e) when (e is ShapeError or KeyNotFoundException)
                    {
                        // It does not fit, or the function takes other arguments.
                        continue;
                    }

                    if (LeadingCheck.Problem(function, types, attrs, DimFacts.None) is not null)
                    {
                        refused++;
                        continue;
                    }

                    // Arguments that the function does not read make the same graph.
                    if (!graphs.Add(graph.ToString())) continue;

                    accepted[function.Name] = accepted.GetValueOrDefault(function.Name) + 1;
                    foreach (int[] leading in new int[][] { [], [2, 3], [3, 1, 2] }) AssertSame(function, types, attrs, graph, leading);
                }
            }
        }

        // What needs operands of a fixed rank, or names all axes, is never accepted; nearly everything else is somewhere.
        Assert.Empty(accepted.Keys.Intersect(["BroadcastTo", "Dot", "Einsum", "Outer", "Permute", "Reshape", "Trace"]));
        Assert.Superset(new HashSet<string> { "Add", "Select", "Not", "Sum", "Softmax", "MatMul", "Solve", "Cholesky", "Transpose", "Slice", "Concat", "Stack", "ExpandDims", "Squeeze" }, accepted.Keys.ToHashSet());
        Assert.True(accepted.Count >= 50, accepted.Count.ToString());
        Assert.True(refused > 1000, refused.ToString());
    }

    private static bool IsMask(LibraryFunction function, int operand) => function.Name is "And" or "Or" or "Not" || (function.Name == "Select" && operand == 0);

    private static IEnumerable<Attrs> Attributes()
    {
        var basic = Attrs.Empty.With("dtype", "f64").With("exponent", 3).With("start", DimExpr.Zero).With("length", DimExpr.One);
        yield return basic;
        foreach (int axis in new[] { -3, -2, -1, 0, 1 })
        {
            yield return basic.With("axis", (long)axis);
            yield return basic.With("axis", (long)axis).With("keepDims", true);
        }

        yield return basic.With("axes", new[] { -1, -2 });
        yield return basic.With("axes", new[] { -1, 0 });
        yield return basic.With("perm", new[] { -2, -1 });
        yield return basic.With("perm", new[] { 0, 2, 1 });
        yield return basic.With("shape", Shape.Parse("2, 2"));
        yield return basic.With("spec", "ij,jk->ik");
        yield return basic.With("spec", "aij,jk->aik");
    }

    private static IEnumerable<TensorType[]> Choices(TensorType[] types, int count) => count == 0 ? [[]]
        : Choices(types, count - 1).SelectMany(rest => types.Select(t => (TensorType[])[t, .. rest]));

    private static Graph Build(LibraryFunction function, TensorType[] types, Attrs attrs)
    {
        var builder = new GraphBuilder(function.Name);
        var inputs = types.Select((t, i) => builder.Input("x" + i, t)).ToArray();
        return builder.Build(function.Build(builder, inputs, attrs));
    }

    private static void AssertSame(LibraryFunction function, TensorType[] types, Attrs attrs, Graph collapsed, int[] leading)
    {
        var random = new Random(5);
        var sizes = leading.Select(s => (DimExpr)s).ToArray();
        var expanded = types.Select(t => t.WithShape(LeadingAxes.Expand(t.Shape, sizes))).ToArray();
        var inputs = expanded.Select(t => Sample(t.Shape.Evaluate(_ => 0), random)).Select((x, i) => types[i].DType == DType.Bool ? GreaterThan(x, 0.6) : (TracedValue)x).ToArray();
        var expected = TraceCall.InvokeMany<double>(new InterpretedFragment(Build(function, expanded, attrs)), inputs);
        var actual = TraceCall.InvokeMany<double>(new InterpretedFragment(collapsed), inputs);
        for (int i = 0; i < collapsed.Outputs.Count; i++)
        {
            // A mask has no elements that could be asked for; its shape says enough here.
            string what = function.Name + attrs + string.Join(", ", types.Select(t => t.Shape)) + " with [" + string.Join(", ", leading) + "]";
            bool isMask = collapsed.TypeOf(collapsed.Outputs[i]).DType == DType.Bool;
            var (e, a) = (Value(expected, i, isMask), Value(actual, i, isMask));
            Assert.True(e.Shape.SequenceEqual(a.Shape), what);
            Assert.True(e.Elements.SequenceEqual(a.Elements), what);
        }
    }

    private static (int[] Shape, double[] Elements) Value(TraceOutputs outputs, int slot, bool isMask)
    {
        var x = isMask ? Select(outputs.Tensor<bool>(slot), Constant(1.0), Constant(0.0)) : outputs.Tensor<double>(slot);
        return (x.Shape.ToArray(), x.Rank == 0 ? [x.EvalScalar()] : x.Eval().ToArray());
    }

    /// <summary>Numbers between 0.1 and 1.1, with a diagonal that lets every matrix be factored.</summary>
    private static TracedTensor<double> Sample(int[] shape, Random random)
    {
        double[] data = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => 0.1 + random.NextDouble()).ToArray();
        if (shape.Length >= 2 && shape[^1] == shape[^2])
        {
            int n = shape[^1];
            for (int i = 0; i < data.Length; i++) data[i] += i % (n * n) % (n + 1) == 0 ? 2 * n : 0;
        }

        return shape.Length == 0 ? Parameter(data[0]) : Parameter(data, shape);
    }
}
