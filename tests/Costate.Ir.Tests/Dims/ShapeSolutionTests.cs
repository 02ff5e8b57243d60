using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class ShapeSolutionTests
{
    [Fact]
    public void Plain_symbols_first_and_every_symbol_once()
    {
        var solution = Solve("2*n + 1, m", "n, m, 3", "k - n");
        Assert.Equal(
            [
                "m := (input 0 axis 1 - (0)) / 1",
                "n := (input 1 axis 0 - (0)) / 1",
                "k := (input 2 axis 0 - (-n)) / 1",
                "input 0 axis 0 == 2*n + 1",
                "input 1 axis 1 == m",
                "input 1 axis 2 == 3",
            ],
            solution.Steps.Select(step => step.ToString()!));
        Assert.Equal(["m", "n", "k"], solution.Symbols);
    }

    [Fact]
    public void A_symbol_is_solved_from_an_expression()
    {
        var solution = Solve("2*n + 1", "m + n*n", "10 - k");
        Assert.True(Bind(solution, [[7], [14], [4]], out var values, out _));
        Assert.Equal((3, 5, 6), (values["n"], values["m"], values["k"]));
    }

    [Theory]
    [InlineData(8, (int)ShapeMismatchKind.Remainder)]
    [InlineData(-1, (int)ShapeMismatchKind.Negative)]
    public void Remainders_and_negative_values_do_not_fit(int size, int kind)
    {
        var solution = Solve("n, 2*m + 1", "n");
        Assert.False(Bind(solution, [[3, size], [3]], out _, out var mismatch));
        Assert.Equal((ShapeMismatchKind)kind, mismatch!.Kind);
        Assert.Equal((0, 1, size), (mismatch.Input, mismatch.Axis, mismatch.Actual));
        Assert.Equal(DimExpr.Parse("2*m + 1"), mismatch.Expected);
        Assert.Null(mismatch.ExpectedValue);
    }

    [Fact]
    public void A_mismatch_says_where_the_symbols_come_from()
    {
        Assert.True(ShapeSolution.TrySolve([Shape.Parse("n, m"), null, Shape.Parse("n*k + m")], ["k"], out var solution, out _));
        var values = new Dictionary<string, long> { ["k"] = 10 };
        int[][] sizes = [[2, 3], [], [24]];
        Assert.False(solution!.TryBind((input, axis) => sizes[input][axis], values, out var mismatch));
        Assert.Equal(ShapeMismatchKind.Different, mismatch!.Kind);
        Assert.Equal((2, 0, 23L, 24), (mismatch.Input, mismatch.Axis, mismatch.ExpectedValue!.Value, mismatch.Actual));
        Assert.Equal(
            [("k", 10L, -1, -1), ("m", 3L, 0, 1), ("n", 2L, 0, 0)],
            mismatch.Bindings.Select(b => (b.Symbol, b.Value, b.Input, b.Axis)));
    }

    [Fact]
    public void An_expression_without_a_value_does_not_fit()
    {
        var solution = Solve("n", "m", "n/m");
        Assert.False(Bind(solution, [[3], [0], [1]], out _, out var mismatch));
        Assert.Equal(ShapeMismatchKind.Undefined, mismatch!.Kind);
    }

    [Theory]
    [InlineData("n*m", "m")]
    [InlineData("n/2", "n")]
    [InlineData("n + n*n", "n")]
    [InlineData("a + b", "a")]
    [InlineData("min(n, 3)", "n")]
    public void What_no_input_determines_is_named(string shape, string symbol)
    {
        Assert.False(ShapeSolution.TrySolve([Shape.Parse(shape)], [], out var solution, out var undetermined));
        Assert.Null(solution);
        Assert.Equal(symbol, undetermined);
    }

    [Fact]
    public void Whatever_sizes_a_signature_is_built_from_are_found_again()
    {
        var random = new Random(5);
        string[] parts = ["n", "m", "k", "2*n + 1", "n + m", "m - 2*k + 40", "n*m", "(n + 1)/2", "3*k + n*n", "min(n, m)", "4"];
        var solved = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var shapes = Enumerable.Range(0, 3)
                .Select(_ => Shape.Of(Enumerable.Range(0, random.Next(1, 4)).Select(_ => DimExpr.Parse(parts[random.Next(parts.Length)]))))
                .ToArray();
            var truth = new Dictionary<string, long> { ["n"] = random.Next(9), ["m"] = random.Next(9), ["k"] = random.Next(9) };
            if (!ShapeSolution.TrySolve(shapes, [], out var solution, out _)) continue;
            solved++;
            var sizes = shapes.Select(shape => shape.Evaluate(name => truth[name])).ToArray();
            Assert.True(Bind(solution!, sizes, out var values, out _));
            foreach (var pair in values) Assert.Equal(truth[pair.Key], pair.Value);
            foreach (var symbol in shapes.SelectMany(shape => shape.Symbols)) Assert.True(values.ContainsKey(symbol));

            // One size changed: either it does not fit, or other symbols explain all of it.
            sizes[0][0]++;
            if (Bind(solution!, sizes, out values, out var mismatch))
            {
                for (var s = 0; s < shapes.Length; s++) Assert.Equal(sizes[s], shapes[s].Evaluate(name => values[name]));
            }
            else
            {
                Assert.NotNull(mismatch);
            }
        }

        Assert.True(solved > 1_000, $"only {solved} solvable");
    }

    private static ShapeSolution Solve(params string[] shapes)
    {
        Assert.True(ShapeSolution.TrySolve(shapes.Select(Shape.Parse).ToArray(), [], out var solution, out var undetermined), undetermined);
        return solution!;
    }

    private static bool Bind(ShapeSolution solution, int[][] sizes, out Dictionary<string, long> values, out ShapeMismatch? mismatch)
    {
        values = new Dictionary<string, long>();
        return solution.TryBind((input, axis) => sizes[input][axis], values, out mismatch);
    }
}
