using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator.Tests;

/// <summary>
/// Graphs without sense, which meet what a planner can get wrong: values that die while they are read, windows that are extended in
/// place, several outputs, outputs that are inputs or views, loops between kernels.
/// </summary>
internal static class RandomGraphs
{
    private static readonly DimExpr N = DimExpr.Symbol("n"), M = DimExpr.Symbol("m");

    private static readonly Shape[] Shapes =
    [
        Shape.Of(N, M), Shape.Of(N), Shape.Of(M), Shape.Scalar, Shape.Of(N, N), Shape.Of(M, N), Shape.Of(N - 1, M), Shape.Of(1, M), Shape.Of(N * M), Shape.Of(N + N, M),
    ];

    private static readonly int[] InPlace = [3, 5, 12, 13, 13, 14, 15, 15, 15, 15, 16, 18, 18];

    public static Graph Make(int seed)
    {
        var random = new Random(seed);
        var b = new GraphBuilder("Random" + seed);
        var values = new List<Value>();
        foreach (int shape in new[] { 0, 0, 1, 2, 3, 4 }.Take(random.Next(3, 7)))
        {
            values.Add(b.Input("x" + values.Count, new TensorType(DType.F64, Shapes[shape])));
        }

        int steps = random.Next(5, 40);
        for (int i = 0; i < steps; i++)
        {
            // Every third graph is mostly what is done in place.
            int kind = seed % 3 == 0 ? InPlace[random.Next(InPlace.Length)] : random.Next(20);
            if (Step(b, values, kind, random) is { } value)
            {
                values.Add(value);
            }
        }

        var outputs = Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => random.Next(8) == 0 ? values[random.Next(values.Count)] : values[values.Count - 1 - random.Next(Math.Min(5, values.Count))])
            .ToArray();
        return b.Build(outputs);
    }

    private static Value? Step(GraphBuilder b, List<Value> values, int kind, Random random)
    {
        Value Any() => values[random.Next(values.Count)];
        Value? Of(Shape shape)
        {
            var fitting = values.Where(v => b.ShapeOf(v).Equals(shape)).ToArray();
            return fitting.Length == 0 ? null : fitting[random.Next(fitting.Length)];
        }

        var x = Any();
        var s = b.ShapeOf(x);
        switch (kind)
        {
            case 0:
                return b.Tanh(x);
            case 1:
                return b.Emit(SinOp.Instance, x);
            case 2:
                return b.Neg(x);
            case 3 or 4:
                return b.Add(x, Of(s)!.Value);
            case 5 or 6:
                return b.Mul(b.Tanh(x), Of(s)!.Value);
            case 7:
                return b.Sub(x, Of(s)!.Value);
            case 8:
                return b.Select(b.Less(x, Of(s)!.Value), Of(s)!.Value, b.ConstLike(0.25, x));
            case 9:
                return Broadcast(b, x, Shapes[random.Next(Shapes.Length)], random);
            case 10:
                return s.Rank == 0 ? null : b.ReduceSum(b.Tanh(x), random.Next(s.Rank));
            case 11:
                return s.Rank == 2 ? b.TransposeLast(x) : null;
            case 12:
                return Of(Shape.Of(N, M)) is { } p && Of(Shape.Of(M, N)) is { } q ? b.Tanh(b.Contract("ab,bc->ac", p, q)) : null;
            case 13:
                return Of(Shape.Of(N, N)) is { } a && Of(Shape.Of(N, M)) is { } c ? b.Contract("ab,bc->ac", b.Tanh(a), c) : null;
            case 14:
                return Of(Shape.Of(N, M)) is { } whole ? b.ReadAt(whole, Shape.Of(random.Next(2), 0), Shape.Of(N - 1, M)) : null;
            case 15:
                return Of(Shape.Of(N, M)) is { } into && Of(Shape.Of(N - 1, M)) is { } part
                    ? random.Next(2) == 0 ? b.AddAt(into, part, Shape.Of(random.Next(2), 0)) : b.SetAt(into, part, Shape.Of(random.Next(2), 0))
                    : null;
            case 16:
                return Of(Shape.Of(N, M)) is { } rows ? b.ReadAt(rows, Shape.Of(random.Next(3), 0), Shape.Of(1, M)) : null;
            case 17:
                return s.Rank == 2 && s.Equals(Shape.Of(N, M)) ? b.Reshape(x, Shape.Of(N * M)) : s.Equals(Shape.Of(N * M)) ? b.Reshape(x, Shape.Of(N, M)) : null;
            case 18:
                return s.Equals(Shape.Of(N, N)) ? b.TriSolve(b.Tanh(b.Mul(x, b.ConstLike(0.3, x))), Of(s)!.Value, lower: random.Next(2) == 0, unit: true) : null;
            default:
                return s.Equals(Shape.Of(N, M)) ? b.Concat(0, x, Of(s)!.Value)
                    : s.Equals(Shape.Of(N + N, M)) ? b.ReadAt(x, Shape.Of(random.Next(2) == 0 ? DimExpr.Zero : N, 0), Shape.Of(N, M))
                    : s.Equals(Shape.Of(N, N)) ? Triangle(b, x, random)
                    : null;
        }
    }

    private static Value Triangle(GraphBuilder b, Value x, Random random)
    {
        bool lower = random.Next(2) == 0, strict = random.Next(2) == 0;
        return random.Next(2) == 0 ? b.Tri(x, lower) : b.UnpackTri(b.PackTri(x, lower, strict), N, !lower, strict);
    }

    private static Value? Broadcast(GraphBuilder b, Value x, Shape shape, Random random)
    {
        var own = b.ShapeOf(x);
        if (own.Rank >= shape.Rank)
        {
            return null;
        }

        if (own.Rank == 0)
        {
            return b.Broadcast(x, shape);
        }

        int[] axes = Enumerable.Range(0, shape.Rank).Where(i => shape[i].Equals(own[0])).ToArray();
        return axes.Length == 0 ? null : b.Broadcast(x, shape, axes[random.Next(axes.Length)]);
    }
}
