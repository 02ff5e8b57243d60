using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;

namespace Costate.Ir.Tests.Derivatives;

/// <summary>A graph with the sizes and the domain on which its derivatives are compared.</summary>
internal sealed class Case
{
    internal Case(string name, string[] shapes, Func<GraphBuilder, Value[], Value[]> build)
    {
        Name = name;
        Shapes = shapes;
        Build = build;
    }

    public string Name { get; }

    internal string[] Shapes { get; }

    internal Func<GraphBuilder, Value[], Value[]> Build { get; }

    internal double Low { get; init; } = -1.5;

    internal double High { get; init; } = 1.5;

    /// <summary>Makes an input well conditioned: symmetric positive definite, diagonally dominant.</summary>
    internal Dictionary<int, string> Kind { get; init; } = [];

    /// <summary>Sizes for the symbols n, m, k.</summary>
    internal (int N, int M, int K)[] Sizes { get; init; } = [(3, 2, 5), (1, 1, 1), (7, 4, 2), (0, 3, 2)];

    /// <summary>What is done to the graph when it has been built.</summary>
    internal Func<Graph, Graph> Edit { get; init; } = g => g;

    /// <summary>Whether its derivative is declared, and not the slope.</summary>
    internal bool IsDeclared { get; init; }

    public override string ToString() => Name;

    /// <summary>The same case with all loops told to keep few states.</summary>
    internal Case Checkpointed(StateRoom room) =>
        new(Name + (room.Every > 0 ? "Every" + room.Every : "Slots" + room.Slots), Shapes, Build) { Low = Low, High = High, Kind = Kind, Sizes = Sizes, IsDeclared = IsDeclared, Edit = g => ControlCases.WithRoom(g, room) };

    internal Graph Graph(bool simplifies = true)
    {
        var b = new GraphBuilder(Name) { Simplifies = simplifies };
        var inputs = Shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return Edit(b.Build(Build(b, inputs)));
    }

    /// <summary>The graph as a method: a symbol that no input determines is an integer parameter.</summary>
    internal Graph Determined()
    {
        var graph = Graph();
        var known = graph.Inputs.SelectMany(v => graph.TypeOf(v).Shape).Where(d => d.TryGetSymbol(out _)).SelectMany(d => d.Symbols).ToHashSet(StringComparer.Ordinal);
        var indices = graph.AllNodes().Where(n => n.Op is IterationOp).Select(n => ((IterationOp)n.Op).Index(n.Attrs)).ToArray();
        var free = graph.AllNodes()
            .SelectMany(n => n.Types.SelectMany(t => t.Shape.Symbols).Concat(n.Attrs.Entries.Select(e => e.Value).OfType<DimExpr>().SelectMany(d => d.Symbols)))
            .Distinct(StringComparer.Ordinal)
            .Where(s => !known.Contains(s) && !indices.Contains(s) && graph.Inputs.All(v => !graph.TypeOf(v).Shape.Symbols.Contains(s)));
        return new Graph(graph.Name, free.OrderBy(s => s, StringComparer.Ordinal).ToArray(), graph.Nodes, graph.Inputs, graph.Outputs, graph.OutputNames, graph.Guards);
    }

    internal Dictionary<string, long> Symbols((int N, int M, int K) size) => new() { ["n"] = size.N, ["m"] = size.M, ["k"] = size.K };

    internal Dense<double>[] Sample(Random random, (int N, int M, int K) size) => Shapes.Select((text, i) =>
    {
        int[] shape = Shape.Parse(text).Evaluate(s => Symbols(size)[s]);
        var x = new Dense<double>(shape, new double[shape.Aggregate(1, (a, b) => a * b)]);
        for (int n = 0; n < x.Data.Length; n++)
        {
            x.Data[n] = Low + ((High - Low) * random.NextDouble());
        }

        if (Kind.TryGetValue(i, out string? kind))
        {
            foreach (var index in x.Indices().Where(index => index[^1] == index[^2]))
            {
                x[index] = Math.Abs(x[index]) + (kind == "dominant" ? 3 * shape[^1] : 2 * shape[^1]);
            }
        }

        return x;
    }).ToArray();
}

/// <summary>One case at least for every op and every library function; a test counts.</summary>
internal static class Cases
{
    public static readonly IReadOnlyList<Case> All = Make().ToArray();

    private static Case Library(string name, string[] shapes, Attrs? attrs = null, string suffix = "") =>
        new(name + suffix, shapes, (b, x) => Ir.Library.Find(name)!.Build(b, x, attrs ?? Attrs.Empty));

    private static Case On(Case c, double low, double high) =>
        new(c.Name, c.Shapes, c.Build) { Low = low, High = high, Kind = c.Kind, Sizes = c.Sizes };

    private static IEnumerable<Case> Make()
    {
        foreach (var control in ControlCases.All.Concat(CallCases.All))
        {
            yield return control;
        }

        foreach (var implicitly in ImplicitCases.All)
        {
            yield return implicitly;
        }

        foreach (string f in new[] { "Exp", "Expm1", "Sin", "Cos", "Tanh", "Sigmoid", "Erf", "Square", "Softplus", "Negate", "Relu", "Abs" })
        {
            yield return Library(f, ["n, m"]);
        }

        foreach (string f in new[] { "Log", "Log1p", "Sqrt", "Rsqrt", "Reciprocal" })
        {
            yield return On(Library(f, ["n, m"]), 0.3, 2.5);
        }

        foreach (var (l, r, suffix) in new[] { ("n, m", "n, m", ""), ("n, m", "m", "Row"), ("n, 1", "1, m", "Cross"), ("n, m", "", "Scalar"), ("k, n, 1", "m", "Batch") })
        {
            yield return Library("Add", [l, r], suffix: suffix);
            yield return Library("Subtract", [l, r], suffix: suffix);
            yield return Library("Multiply", [l, r], suffix: suffix);
            yield return On(Library("Divide", [l, r], suffix: suffix), 0.4, 2);
            yield return On(Library("Pow", [l, r], suffix: suffix), 0.4, 2);
            yield return On(Library("Atan2", [l, r], suffix: suffix), 0.4, 2);
            yield return Library("Max", [l, r], suffix: suffix);
            yield return Library("Min", [l, r], suffix: suffix);
        }

        foreach (string f in new[] { "LessThan", "LessThanOrEqual", "GreaterThan", "GreaterThanOrEqual", "EqualTo", "NotEqualTo" })
        {
            yield return new(f, ["n, m", "m", "n, 1"], (b, x) =>
            {
                var c = Ir.Library.Find(f)!.Build(b, [x[0], x[1]], Attrs.Empty)[0];
                return Ir.Library.Find("Select")!.Build(b, [c, x[0], x[2]], Attrs.Empty);
            });
        }

        yield return new("Select", ["n, 1", "m", ""], (b, x) => Ir.Library.Find("Select")!.Build(b, [b.Less(x[0], b.ZeroLike(x[0])), x[1], x[2]], Attrs.Empty));
        yield return new("Logic", ["n", "n"], (b, x) =>
        {
            var zero = b.ZeroLike(x[0]);
            var (p, q) = (b.Less(x[0], zero), b.Less(zero, x[1]));
            return [b.Select(b.Or(b.And(p, q), b.Not(q)), b.Mul(x[0], x[1]), b.Add(x[0], x[1]))];
        });
        yield return new("Piecewise", ["n"], (b, x) => [b.Add(b.Mul(x[0], b.Sign(x[0])), b.Mul(x[0], b.Floor(x[0])))]);
        yield return new("MulZ", ["n", "n"], (b, x) => [b.MulZ(x[0], x[1])]);
        yield return new("Stop", ["n"], (b, x) => [b.Mul(x[0], b.Stop(x[0]))]) { IsDeclared = true };
        yield return new("Convert", ["n"], (b, x) => [b.Mul(x[0], b.Convert(b.Less(b.ZeroLike(x[0]), x[0]), DType.F64))]);
        yield return new("DimVal", ["n"], (b, x) => [Ir.Library.Find("Multiply")!.Build(b, [x[0], b.DimVal(DimExpr.Parse("2*n + 1"), DType.F64)], Attrs.Empty)[0]]);
        yield return new("Shared", ["n", "n"], (b, x) =>
        {
            var y = b.Tanh(b.Mul(x[0], x[1]));
            return [b.Add(y, b.Mul(y, y)), b.Add(y, x[0]), x[1], b.ConstLike(2, x[0])];
        });

        for (int e = -3; e <= 5; e++)
        {
            yield return On(Library("IntegerPower", ["n"], Attrs.Empty.With("exponent", (long)e), e.ToString(System.Globalization.CultureInfo.InvariantCulture)), -2, -0.5);
        }

        foreach (string f in new[] { "Sum", "Mean", "ReduceMax", "ReduceMin", "Norm", "LogSumExp" })
        {
            (int, int, int)[] sizes = [(3, 2, 5), (1, 1, 1), (2, 3, 4)];
            yield return new(f, ["n, m, k"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty)) { Sizes = sizes };
            yield return new(f + "Axes", ["n, m, k"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty.With("axes", [0, -1]))) { Sizes = sizes };
            yield return new(f + "Keep", ["n, m, k"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty.With("axis", 1L).With("keepDims", true))) { Sizes = sizes };
        }

        foreach (string f in new[] { "Softmax", "LogSoftmax" })
        {
            yield return new(f, ["n, m"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty.With("axis", 0L))) { Sizes = [(3, 2, 1), (1, 1, 1), (5, 4, 1)] };
        }

        yield return new("Clamp", ["n", "", ""], (b, x) => Ir.Library.Find("Clamp")!.Build(b, [x[0], b.Neg(b.Exp(x[1])), b.Exp(x[2])], Attrs.Empty));
        yield return Library("Reshape", ["n, m"], Attrs.Empty.With("shape", Shape.Parse("m*n")));
        yield return Library("Transpose", ["k, n, m"]);
        yield return Library("Permute", ["k, n, m"], Attrs.Empty.With("perm", [2, 0, 1]));
        yield return Library("BroadcastTo", ["n, 1"], Attrs.Empty.With("shape", Shape.Parse("k, n, m")));
        yield return new("Slice", ["n + 2, m"], (b, x) => Ir.Library.Find("Slice")!.Build(b, x, Attrs.Empty.With("axis", 0L).With("start", DimExpr.One).With("length", DimExpr.Parse("n"))));
        var window = Attrs.Empty.With("starts", Shape.Parse("1, n")).With("size", Shape.Parse("n, 1")).With("drop", [1]);
        yield return new("Window", ["n + 2, n + m"], (b, x) => Ir.Library.Find("Window")!.Build(b, [b.Sin(x[0])], window)) { Sizes = [(3, 2, 5), (1, 1, 1), (0, 3, 2)] };
        yield return new("SetSlice", ["n + 2, n + m", "n"], (b, x) => Ir.Library.Find("SetSlice")!.Build(b, [b.Sin(x[0]), b.Cos(x[1])], window)) { Sizes = [(3, 2, 5), (1, 1, 1), (0, 3, 2)] };
        yield return new("AddSlice", ["n + 2, n + m", "n"], (b, x) => Ir.Library.Find("AddSlice")!.Build(b, [b.Sin(x[0]), b.Cos(x[1])], window)) { Sizes = [(3, 2, 5), (1, 1, 1), (0, 3, 2)] };
        yield return new("SlicesOfOne", ["n + 2, m"], (b, x) =>
        {
            var rows = Enumerable.Range(0, 2).Select(i => b.ReadAt(x[0], Shape.Of(i, 0), Shape.Parse("1, m"))).ToArray();
            return [b.Mul(rows[0], b.Tanh(rows[1]))];
        });
        yield return new("SetAt", ["n + 1, m", "1, m"], (b, x) => [b.Tanh(b.SetAt(b.Mul(x[0], x[0]), x[1], Shape.Parse("n, 0")))]);
        yield return new("AddAt", ["n + 1, m", "1, m"], (b, x) => [b.Tanh(b.AddAt(b.Mul(x[0], x[0]), x[1], Shape.Parse("n, 0")))]);
        yield return Library("Concat", ["n, m", "k, m", "n, m"], Attrs.Empty.With("axis", 0L));
        yield return Library("Stack", ["n, m", "n, m"], Attrs.Empty.With("axis", -1L));
        yield return Library("ExpandDims", ["n, m"], Attrs.Empty.With("axis", 1L));
        yield return Library("Squeeze", ["n, 1, m"], Attrs.Empty.With("axis", 1L));
        yield return Library("MatMul", ["n, k", "k, m"]);
        yield return Library("MatMul", ["k", "k, m"], suffix: "VectorLeft");
        yield return Library("MatMul", ["n, k", "k"], suffix: "VectorRight");
        yield return Library("MatMul", ["k", "k"], suffix: "Vectors");
        yield return Library("MatMul", ["2, n, k", "k, m"], suffix: "BatchLeft");
        yield return Library("MatMul", ["n, k", "3, k, m"], suffix: "BatchRight");
        yield return Library("MatMul", ["3, 1, n, k", "2, k, m"], suffix: "BatchBoth");
        yield return Library("Dot", ["n", "n"]);
        yield return Library("Outer", ["n", "m"]);
        yield return Library("Trace", ["n, n"]);
        yield return Library("Tril", ["n, m"], Attrs.Empty.With("k", -1L));
        yield return Library("Triu", ["n, m"], Attrs.Empty.With("k", 1L));
        foreach (bool strict in new[] { false, true })
        {
            string suffix = strict ? "Strict" : string.Empty, count = strict ? "n * (n - 1) / 2" : "n * (n + 1) / 2";
            yield return Library("PackTril", ["m, n, n"], Attrs.Empty.With("strict", strict), suffix);
            yield return Library("PackTriu", ["n, n"], Attrs.Empty.With("strict", strict), suffix);

            // A second operand determines n, which a number of elements does not.
            foreach (var (name, batch) in new[] { ("UnpackTril", string.Empty), ("UnpackTriu", "m, ") })
            {
                yield return new(name + suffix, [batch + count, "n"], (b, x) =>
                    [Ir.Library.Find("Add")!.Build(b, [Ir.Library.Find(name)!.Build(b, [x[0]], Attrs.Empty.With("n", DimExpr.Symbol("n")).With("strict", strict))[0], x[1]], Attrs.Empty)[0]]);
            }
        }

        foreach (string spec in new[] { "ab,bc->ac", "abc,bd,cd->ad", "abc,ad,cd->bd", "aa->a", "aa->", "ab->b", "ab,ab->", "a,b->ab", "ab,cb,cd,de->ae", ",a->a", "aab,b->a" })
        {
            var sizes = new Dictionary<char, string> { ['a'] = "n", ['b'] = "m", ['c'] = "k", ['d'] = "2", ['e'] = "3" };
            string[] shapes = spec.Split("->")[0].Split(',').Select(t => string.Join(", ", t.Select(l => sizes[l]))).ToArray();
            yield return Library("Einsum", shapes, Attrs.Empty.With("spec", spec), " " + spec);
        }

        (int, int, int)[] square = [(3, 2, 2), (1, 1, 1), (5, 3, 2)];
        var spd = new Dictionary<int, string> { [0] = "spd" };
        yield return new("Cholesky", ["n, n"], (b, x) => Ir.Library.Find("Cholesky")!.Build(b, x, Attrs.Empty)) { Kind = spd, Sizes = square };
        yield return new("CholeskyBatch", ["k, n, n"], (b, x) => Ir.Library.Find("Cholesky")!.Build(b, x, Attrs.Empty)) { Kind = spd, Sizes = square };
        foreach (bool lower in new[] { true, false })
        {
            foreach (bool transpose in new[] { true, false })
            {
                var attrs = Attrs.Empty.With("lower", lower).With("transpose", transpose);
                yield return new("SolveTriangular" + lower + transpose, ["n, n", "n, m"], (b, x) => Ir.Library.Find("SolveTriangular")!.Build(b, x, attrs)) { Kind = spd, Sizes = square };
                yield return new("TriSolveRightUnit" + lower + transpose, ["n, n", "m, n"], (b, x) => [b.TriSolve(x[0], x[1], lower, right: true, trans: transpose, unit: true)]) { Sizes = [(3, 2, 2), (1, 1, 1)] };
            }
        }

        foreach (string f in new[] { "SolveSpd", "Solve" })
        {
            yield return new(f, ["n, n", "n, m"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty)) { Kind = spd, Sizes = square };
            yield return new(f + "Vector", ["n, n", "n"], (b, x) => Ir.Library.Find(f)!.Build(b, x, Attrs.Empty)) { Kind = spd, Sizes = square };
            yield return new(f + "Right", ["m, n", "n, n"], (b, x) => Ir.Library.Find(f + "Right")!.Build(b, x, Attrs.Empty)) { Kind = new() { [1] = "spd" }, Sizes = square };
        }

        yield return new("Eye", ["n, n"], (b, x) => [b.Mul(b.Add(x[0], Ir.Library.Find("Eye")!.Build(b, [], Attrs.Empty.With("n", DimExpr.Parse("n")).With("dtype", "f64"))[0]), x[0])]);
        yield return new("ZerosOnes", ["n"], (b, x) => [b.Add(b.Mul(x[0], Ir.Library.Find("Ones")!.Build(b, [], Attrs.Empty.With("shape", Shape.Parse("n")).With("dtype", "f64"))[0]), Ir.Library.Find("Zeros")!.Build(b, [], Attrs.Empty.With("shape", Shape.Parse("n")).With("dtype", "f64"))[0])]);
        yield return new("AlsUpdate", ["n, m, k", "m, 2", "k, 2"], (b, x) =>
        {
            Value Call(string f, Attrs a, params Value[] args) => Ir.Library.Find(f)!.Build(b, args, a)[0];
            var gram = b.Mul(Call("MatMul", Attrs.Empty, b.TransposeLast(x[1]), x[1]), Call("MatMul", Attrs.Empty, b.TransposeLast(x[2]), x[2]));
            var shifted = b.Add(gram, Call("Eye", Attrs.Empty.With("n", DimExpr.Constant(2)).With("dtype", "f64")));
            return [Call("SolveSpdRight", Attrs.Empty, Call("Einsum", Attrs.Empty.With("spec", "ijk,jr,kr->ir"), x[0], x[1], x[2]), shifted)];
        }) { Sizes = [(3, 4, 5), (2, 1, 3)] };
    }
}
