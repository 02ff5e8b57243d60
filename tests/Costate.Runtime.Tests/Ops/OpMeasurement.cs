using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Generator.Tests;
using Costate.Ir;
using Costate.Runtime.Tests.Kernels;
using Costate.Runtime.Tests.Trace;
using Costate.Tracing;

namespace Costate.Runtime.Tests.Ops;

/// <summary>One run of an op by its kernel, and what it should give in 1300-bit fixed point, by its definition.</summary>
internal sealed class OpMeasurement
{
    private readonly (string Shape, double[] Data)[] inputs;
    private readonly Func<GraphBuilder, Value[], Value> build;
    private readonly Func<BigInteger[][], IEnumerable<BigInteger>> exact;

    private OpMeasurement(string op, (string Shape, double[] Data)[] inputs, Func<GraphBuilder, Value[], Value> build, Func<BigInteger[][], IEnumerable<BigInteger>> exact)
    {
        Op = op;
        this.inputs = inputs;
        this.build = build;
        this.exact = exact;
    }

    /// <summary>The measurements of all ops that round or move numbers, except for the elementary functions, which the tests of the kernels measure.</summary>
    public static IReadOnlyList<OpMeasurement> All { get; } = [.. Elementwise(), .. Choices(), .. Movements(), .. Sums(), .. Systems()];

    public string Op { get; }

    /// <summary>The largest error in units of the last place: by element, or by the largest element of the result where terms are summed.</summary>
    public double Error()
    {
        var b = new GraphBuilder(Op);
        var values = inputs.Select((x, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(x.Shape)))).ToArray();
        var graph = b.Build([build(b, values)]);
        var run = new FragmentRun(new InterpretedFragment(graph), graph, [.. inputs.Select(x => x.Data)], new Dictionary<string, long>());
        double[] actual = run.Forward()[0];
        var wanted = exact([.. inputs.Select(x => x.Data.Select(Exact.Of).ToArray())]).ToArray();
        Xunit.Assert.Equal(wanted.Length, actual.Length);
        if (OpTable.Get(Op).Class == OpClass.Kernel)
        {
            var largest = wanted.Max(BigInteger.Abs);
            return actual.Zip(wanted, (a, w) => (double)(BigInteger.Abs(Exact.Of(a) - w) * (BigInteger.One << 62) / largest) / 1024).Max();
        }

        return actual.Zip(wanted, (a, w) => w.IsZero ? (a == 0 ? 0 : double.PositiveInfinity) : Exact.Ulps(a, w)).Max();
    }

    private static readonly BigInteger One = Exact.Of(1);

    private static readonly TensorType Scalar = new(DType.F64, Shape.Scalar);

    private static BigInteger Times(BigInteger a, BigInteger b) => a * b / One;

    private static (string Shape, double[] Data) Random(int seed, string shape, double low = -2, double high = 2) =>
        (shape, Check.Numbers(seed, Shape.Parse(shape).Evaluate(_ => 0).Aggregate(1, (n, s) => n * s), low, high));

    private static OpMeasurement Unary(string op, (string, double[]) x, Func<GraphBuilder, Value, Value> build, Func<BigInteger, BigInteger> exact) =>
        new(op, [x], (b, v) => build(b, v[0]), v => v[0].Select(exact));

    private static OpMeasurement Binary(string op, Func<GraphBuilder, Value, Value, Value> build, Func<BigInteger, BigInteger, BigInteger> exact, double low = -2) =>
        new(op, [Random(1, "307"), Random(2, "307", low)], (b, v) => build(b, v[0], v[1]), v => v[0].Zip(v[1], exact));

    private static IEnumerable<OpMeasurement> Elementwise()
    {
        yield return Binary("Add", (b, x, y) => b.Add(x, y), (x, y) => x + y);
        yield return Binary("Mul", (b, x, y) => b.Mul(x, y), Times);
        yield return Binary("MulZ", (b, x, y) => b.MulZ(x, y), Times);
        yield return Binary("Div", (b, x, y) => b.Div(x, y), (x, y) => x * One / y, 0.5);
        yield return Unary("Neg", Random(3, "31"), (b, x) => b.Neg(x), x => -x);
        yield return Unary("Sqrt", Random(3, "307", 0), (b, x) => b.Sqrt(x), x => Root(x));
        yield return Unary("Abs", Random(3, "31"), (b, x) => b.Abs(x), BigInteger.Abs);
        yield return Unary("Sign", Random(3, "31"), (b, x) => b.Sign(x), x => x.Sign * One);
        yield return Unary("Floor", Random(3, "31", -9, 9), (b, x) => b.Floor(x), x => (x >> 1300) * One);
        yield return Unary("Stop", Random(3, "31"), (b, x) => b.Stop(x), x => x);
        yield return Unary("Convert", Random(3, "31"), (b, x) => b.Convert(b.Less(x, b.ZeroLike(x)), DType.F64), x => x.Sign < 0 ? One : 0);
        yield return Unary("Converged", Random(3, "31"), (b, x) => b.Converged(x, b.Const(0.5, Scalar), b.Const(0.5, Scalar), b.Const(3, Scalar), ConvergedOp.FixedPoint), x => x);
        yield return Binary("Max", (b, x, y) => b.Max(x, y), BigInteger.Max);
        yield return Binary("Min", (b, x, y) => b.Min(x, y), BigInteger.Min);
    }

    private static IEnumerable<OpMeasurement> Choices()
    {
        // Tenths, so that some are equal.
        (string, double[]) x = Tenths(1), y = Tenths(2), z = Tenths(3);
        OpMeasurement Relation(string op, Func<GraphBuilder, Value, Value, Value> build, Func<BigInteger, BigInteger, bool> exact) =>
            new(op, [x, y], (b, v) => build(b, v[0], v[1]), v => v[0].Zip(v[1], (p, q) => exact(p, q) ? One : 0));
        yield return Relation("Less", (b, p, q) => b.Less(p, q), (p, q) => p < q);
        yield return Relation("LessEqual", (b, p, q) => b.LessEqual(p, q), (p, q) => p <= q);
        yield return Relation("Equal", (b, p, q) => b.Equal(p, q), (p, q) => p == q);
        yield return Relation("NotEqual", (b, p, q) => b.NotEqual(p, q), (p, q) => p != q);
        OpMeasurement Three(string op, Func<GraphBuilder, Value[], Value> build, Func<BigInteger, BigInteger, BigInteger, BigInteger> exact) =>
            new(op, [x, y, z], build, v => v[0].Select((p, i) => exact(p, v[1][i], v[2][i])));
        yield return Three("Select", (b, v) => b.Select(b.Less(v[0], v[1]), v[1], v[2]), (p, q, r) => p < q ? q : r);
        yield return Three("And", (b, v) => b.And(b.Less(v[0], v[1]), b.Less(v[1], v[2])), (p, q, r) => p < q && q < r ? One : 0);
        yield return Three("Or", (b, v) => b.Or(b.Less(v[0], v[1]), b.Less(v[1], v[2])), (p, q, r) => p < q || q < r ? One : 0);
        yield return Three("Not", (b, v) => b.Not(b.Less(v[0], v[1])), (p, q, _) => p < q ? 0 : One);
        yield return new("ReduceMax", [Random(4, "5, 37")], (b, v) => b.ReduceMax(v[0], 1), v => v[0].Chunk(37).Select(row => row.Max()));

        (string, double[]) Tenths(int seed) => ("61", [.. Check.Numbers(seed, 61).Select(n => Math.Round(n * 10) / 10)]);
    }

    private static IEnumerable<OpMeasurement> Movements()
    {
        (string, double[]) x = Random(5, "3, 7"), row = Random(6, "7"), window = Random(7, "2, 3", -0.3, 0.3);
        OpMeasurement Moved(string op, Func<GraphBuilder, Value[], Value> build, params int[] from) => new(op, [x], build, v => from.Select(i => i < 0 ? 0 : v[0][i]));
        yield return Moved("Reshape", (b, v) => b.Reshape(v[0], Shape.Parse("21")), [.. Enumerable.Range(0, 21)]);
        yield return Moved("Transpose", (b, v) => b.Transpose(v[0], 1, 0), [.. Enumerable.Range(0, 21).Select(i => (i % 3 * 7) + (i / 3))]);
        yield return Moved("Tri", (b, v) => b.Tri(v[0], lower: true, 1), [.. Enumerable.Range(0, 21).Select(i => i % 7 <= (i / 7) + 1 ? i : -1)]);
        yield return new("PackTri", [Random(8, "3, 3")], (b, v) => b.PackTri(v[0], lower: true, strict: false), v => new[] { 0, 3, 4, 6, 7, 8 }.Select(i => v[0][i]));
        yield return new("UnpackTri", [Random(9, "6")], (b, v) => b.UnpackTri(v[0], 3, lower: true, strict: false), v => new[] { 0, -1, -1, 1, 2, -1, 3, 4, 5 }.Select(i => i < 0 ? 0 : v[0][i]));
        yield return Moved("ReadAt", (b, v) => b.ReadAt(v[0], Shape.Parse("1, 4"), Shape.Parse("2, 3")), 11, 12, 13, 18, 19, 20);
        yield return new("Broadcast", [row], (b, v) => b.Broadcast(v[0], Shape.Parse("3, 7"), 1), v => Enumerable.Range(0, 21).Select(i => v[0][i % 7]));
        yield return new("Concat", [x, x], (b, v) => b.Concat(0, v[0], v[1], v[0]), v => [.. v[0], .. v[1], .. v[0]]);
        OpMeasurement Written(string op, Func<GraphBuilder, Value[], Value> build, Func<BigInteger, BigInteger, BigInteger> put) => new(op, [x, window], build, v =>
        {
            var result = (BigInteger[])v[0].Clone();
            for (int i = 0; i < 6; i++)
            {
                int to = ((1 + (i / 3)) * 7) + 4 + (i % 3);
                result[to] = put(result[to], v[1][i]);
            }

            return result;
        });
        yield return Written("SetAt", (b, v) => b.SetAt(v[0], v[1], Shape.Parse("1, 4")), (_, n) => n);
        yield return Written("AddAt", (b, v) => b.AddAt(v[0], v[1], Shape.Parse("1, 4")), (o, n) => o + n);
    }

    private static IEnumerable<OpMeasurement> Sums()
    {
        yield return new("ReduceSum", [Random(8, "7, 1009")], (b, v) => b.ReduceSum(v[0], 1), v => v[0].Chunk(1009).Select(Sum));
        yield return new("ReduceSum", [Random(8, "1009, 7")], (b, v) => b.ReduceSum(v[0], 0), v => Enumerable.Range(0, 7).Select(c => Sum(v[0].Where((_, i) => i % 7 == c))));
        yield return new("Contract", [Random(9, "17, 101"), Random(10, "101, 13")], (b, v) => b.Contract("ij,jk->ik", v[0], v[1]), v => Product(v[0], v[1], 101, 13));
        yield return new("Contract", [Random(9, "1009"), Random(10, "1009")], (b, v) => b.Contract("i,i->", v[0], v[1]), v => Product(v[0], v[1], 1009, 1));
    }

    private static IEnumerable<OpMeasurement> Systems()
    {
        const int n = 17, m = 5;
        double[] square = Check.Numbers(11, n * n), rhs = Check.Numbers(12, n * m), definite = new double[n * n];
        for (int i = 0; i < n * n; i++) definite[i] = i / n == i % n ? n + square[i] : i / n > i % n ? square[i] : square[(i % n * n) + (i / n)];
        (string, double[]) a = ("17, 17", square), s = ("17, 17", definite), x = ("17, 5", rhs);
        yield return new("TriSolve", [s, x], (b, v) => b.TriSolve(v[0], v[1]), v => Solve([.. v[0].Select((e, i) => i % n > i / n ? 0 : e)], v[1], n, m));
        foreach (string op in new[] { "Factor", "SolveWith" })
        {
            yield return new(op, [a, x], (b, v) => b.SolveWith(b.Factor(v[0], FactorKind.Lu), v[0], v[1]), v => Solve(v[0], v[1], n, m));
            yield return new(op, [s, x], (b, v) => b.SolveWith(b.Factor(v[0], FactorKind.Cholesky), v[0], v[1]), v => Solve(v[0], v[1], n, m));
        }

        yield return new("Cholesky", [s], (b, v) => b.CholeskyLower(v[0]), v => Cholesky(v[0], n));
    }

    private static BigInteger Sum(IEnumerable<BigInteger> terms) => terms.Aggregate(BigInteger.Zero, BigInteger.Add);

    private static IEnumerable<BigInteger> Product(BigInteger[] a, BigInteger[] b, int inner, int columns)
    {
        for (int i = 0; i < a.Length / inner; i++)
        {
            for (int j = 0; j < columns; j++) yield return Sum(Enumerable.Range(0, inner).Select(k => a[(i * inner) + k] * b[(k * columns) + j])) / One;
        }
    }

    /// <summary>Elimination with the largest pivot.</summary>
    private static BigInteger[] Solve(BigInteger[] matrix, BigInteger[] rhs, int n, int m)
    {
        var rows = Enumerable.Range(0, n).Select(i => (BigInteger[])[.. matrix[(i * n)..((i + 1) * n)], .. rhs[(i * m)..((i + 1) * m)]]).ToArray();
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => BigInteger.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            rows[k] = [.. rows[k].Select(e => e * One / rows[k][k])];
            for (int i = 0; i < n; i++)
            {
                if (i != k) rows[i] = [.. rows[i].Zip(rows[k], (e, p) => e - Times(rows[i][k], p))];
            }
        }

        return [.. rows.SelectMany(row => row[n..])];
    }

    private static BigInteger[] Cholesky(BigInteger[] a, int n)
    {
        var l = new BigInteger[n * n];
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                var rest = a[(i * n) + j] - (Sum(Enumerable.Range(0, j).Select(k => l[(i * n) + k] * l[(j * n) + k])) / One);
                l[(i * n) + j] = i == j ? Root(rest) : rest * One / l[(j * n) + j];
            }
        }

        return l;
    }

    private static BigInteger Root(BigInteger x) => Exact.Sqrt(x * One);
}
