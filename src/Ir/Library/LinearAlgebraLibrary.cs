using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Products, triangles, factorisations and solves.</summary>
internal static class LinearAlgebraLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        new("MatMul", 2, (b, x, _) => [MatMul(b, x[0], x[1])]),
        new("Dot", 2, (b, x, _) => [b.Contract("a,a->", Ranked(b, "Dot", x[0], 1), Ranked(b, "Dot", x[1], 1))]),
        new("Outer", 2, (b, x, _) => [Outer(b, Ranked(b, "Outer", x[0], 1), Ranked(b, "Outer", x[1], 1))]),
        new("Trace", 1, (b, x, _) => [Trace(b, x[0])]),
        new("Tril", 1, (b, x, a) => [b.Tri(x[0], lower: true, a.Int("k", 0))]),
        new("Triu", 1, (b, x, a) => [b.Tri(x[0], lower: false, a.Int("k", 0))]),
        new("PackTril", 1, (b, x, a) => [b.PackTri(x[0], lower: true, a.Flag("strict"))]),
        new("PackTriu", 1, (b, x, a) => [b.PackTri(x[0], lower: false, a.Flag("strict"))]),
        new("UnpackTril", 1, (b, x, a) => [b.UnpackTri(x[0], a.Dim("n"), lower: true, a.Flag("strict"))]),
        new("UnpackTriu", 1, (b, x, a) => [b.UnpackTri(x[0], a.Dim("n"), lower: false, a.Flag("strict"))]),
        new("Eye", 0, (b, _, a) => [Eye(b, TensorType.ParseDType(a.Text("dtype")), a.Dim("n"))]),
        new("Cholesky", 1, (b, x, _) => [b.CholeskyLower(Symmetrise(b, "Cholesky", x[0]))], "of the symmetric part (A + A^T)/2, so that it is what differences of any matrix show"),
        new("SolveTriangular", 2, (b, x, a) => [Columns(b, "SolveTriangular", x[0], x[1], rhs => b.TriSolve(x[0], rhs, lower: !a.Has("lower") || a.Flag("lower"), trans: a.Flag("transpose")))]),
        new("SolveSpd", 2, (b, x, _) => [SolveSpd(b, x[0], x[1])], "of the symmetric part (A + A^T)/2, so that it is what differences of any matrix show"),
        new("SolveSpdRight", 2, (b, x, _) => [SolveSpdRight(b, x[0], x[1])], "of the symmetric part (A + A^T)/2, so that it is what differences of any matrix show"),
        new("Solve", 2, (b, x, _) => [Columns(b, "Solve", x[0], x[1], rhs => b.SolveWith(b.Factor(x[0], FactorKind.Lu), x[0], rhs))]),
        new("SolveRight", 2, (b, x, _) => [Rows(b, "SolveRight", x[0], x[1], lhs => b.SolveWith(b.Factor(x[1], FactorKind.Lu), x[1], lhs, right: true))]),
    ];

    public static Value Eye(GraphBuilder b, DType dtype, DimExpr n) =>
        b.Tri(b.Tri(b.Const(1, new TensorType(dtype, Shape.Of(n, n))), lower: true), lower: false);

    public static Value Outer(GraphBuilder b, Value x, Value y)
    {
        var shape = Shape.Of(b.ShapeOf(x).Concat(b.ShapeOf(y)).ToArray());
        int left = b.ShapeOf(x).Rank;
        return b.Mul(b.Broadcast(x, shape, Enumerable.Range(0, left).ToArray()), b.Broadcast(y, shape, Enumerable.Range(left, shape.Rank - left).ToArray()));
    }

    /// <summary>Matrix product with the usual conventions: vectors on either side, batch axes in front that broadcast.</summary>
    private static Value MatMul(GraphBuilder b, Value x, Value y)
    {
        var (l, r) = (b.ShapeOf(x), b.ShapeOf(y));
        if (l.Rank == 0 || r.Rank == 0)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "MatMul needs vectors or matrices, got " + l + " and " + r + "; multiply by a scalar with *.");
        }

        var inner = l[l.Rank - 1];
        var other = r[r.Rank == 1 ? 0 : r.Rank - 2];
        b.RequireEqual(inner, other, DiagnosticIds.ShapeMismatch, () => "MatMul of " + l + " and " + r + ": the inner dimensions are " + inner + " and " + other + ".");
        if (l.Rank == 1 && r.Rank == 1)
        {
            return b.Contract("a,a->", x, y);
        }

        if (l.Rank == 1 || r.Rank == 1)
        {
            string batch = Letters(System.Math.Max(l.Rank, r.Rank) - 2);
            return l.Rank == 1 ? b.Contract("z," + batch + "zy->" + batch + "y", x, y) : b.Contract(batch + "xz,z->" + batch + "x", x, y);
        }

        // A matrix against a batch of matrices needs no copy of the matrix: its missing batch axes are simply not in its spec.
        string left = Letters(l.Rank - 2), right = Letters(r.Rank - 2);
        if (l.Rank == 2)
        {
            return b.Contract("xz," + right + "zy->" + right + "xy", x, y);
        }

        if (r.Rank == 2)
        {
            return b.Contract(left + "xz,zy->" + left + "xy", x, y);
        }

        var (lb, rb) = (l.Take(l.Rank - 2).ToArray(), r.Take(r.Rank - 2).ToArray());
        var batchShape = BatchShape(b, lb, rb, l, r);
        x = Broadcasting.To(b, x, Shape.Of([.. batchShape, l[l.Rank - 2], l[l.Rank - 1]]));
        y = Broadcasting.To(b, y, Shape.Of([.. batchShape, r[r.Rank - 2], r[r.Rank - 1]]));
        return b.BatchMatMul(x, y);
    }

    private static DimExpr[] BatchShape(GraphBuilder b, DimExpr[] left, DimExpr[] right, Shape l, Shape r)
    {
        int rank = System.Math.Max(left.Length, right.Length);
        var result = new DimExpr[rank];
        for (int i = 0; i < rank; i++)
        {
            int li = i - (rank - left.Length), ri = i - (rank - right.Length);
            var (x, y) = (li < 0 ? DimExpr.One : left[li], ri < 0 ? DimExpr.One : right[ri]);
            if (!Broadcasting.IsOne(x) && !Broadcasting.IsOne(y))
            {
                b.RequireEqual(x, y, DiagnosticIds.ShapeMismatch, () => "MatMul of " + l + " and " + r + ": the batch axes " + x + " and " + y + " do not broadcast.");
            }

            result[i] = Broadcasting.IsOne(x) ? y : x;
        }

        return result;
    }

    private static Value Trace(GraphBuilder b, Value x)
    {
        var shape = b.ShapeOf(x);
        if (shape.Rank != 2)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "Trace needs a matrix, got the shape " + shape + ".");
        }

        b.RequireEqual(shape[0], shape[1], DiagnosticIds.ShapeMismatch, () => "Trace needs a square matrix, got " + shape + ".");

        // A product with the identity would turn an infinite entry off the diagonal into NaN; selecting does not.
        return b.ReduceSumAll(b.Tri(b.Tri(x, lower: true), lower: false));
    }

    /// <summary>(A + A^T) / 2, so that functions of symmetric matrices are functions of every matrix, with the derivative that differences show.</summary>
    private static Value Symmetrise(GraphBuilder b, string name, Value a)
    {
        var shape = b.ShapeOf(a);
        if (shape.Rank < 2)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, name + " needs a matrix, got the shape " + shape + ".");
        }

        b.RequireEqual(shape[shape.Rank - 2], shape[shape.Rank - 1], DiagnosticIds.ShapeMismatch, () => name + " needs a square matrix, got " + shape + ".");
        return b.Scale(b.Add(a, b.TransposeLast(a)), 0.5);
    }

    private static Value SolveSpd(GraphBuilder b, Value a, Value rhs)
    {
        var s = Symmetrise(b, "SolveSpd", a);
        return Columns(b, "SolveSpd", s, rhs, x => b.SolveWith(b.Factor(s, FactorKind.Cholesky), s, x));
    }

    private static Value SolveSpdRight(GraphBuilder b, Value lhs, Value a)
    {
        var s = Symmetrise(b, "SolveSpdRight", a);
        return Rows(b, "SolveSpdRight", lhs, s, x => b.SolveWith(b.Factor(s, FactorKind.Cholesky), s, x, right: true));
    }

    /// <summary>Lets the right-hand side be a vector.</summary>
    private static Value Columns(GraphBuilder b, string name, Value matrix, Value rhs, System.Func<Value, Value> solve)
    {
        var shape = b.ShapeOf(rhs);
        CheckSystem(b, name, b.ShapeOf(matrix), shape, System.Math.Max(0, shape.Rank - 2));
        return b.ShapeOf(matrix).Rank == 2 && shape.Rank == 1
            ? b.Reshape(solve(b.Reshape(rhs, Shape.Of(shape[0], DimExpr.One))), shape)
            : solve(rhs);
    }

    private static Value Rows(GraphBuilder b, string name, Value lhs, Value matrix, System.Func<Value, Value> solve)
    {
        var shape = b.ShapeOf(lhs);
        CheckSystem(b, name, b.ShapeOf(matrix), shape, shape.Rank - 1);
        return b.ShapeOf(matrix).Rank == 2 && shape.Rank == 1
            ? b.Reshape(solve(b.Reshape(lhs, Shape.Of(DimExpr.One, shape[0]))), shape)
            : solve(lhs);
    }

    /// <summary>What the ops demand too, said in the name of the function that was called.</summary>
    private static void CheckSystem(GraphBuilder b, string name, Shape matrix, Shape other, int axis)
    {
        if (matrix.Rank < 2 || other.Rank < 1)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, name + " needs a matrix and a right-hand side, got " + matrix + " and " + other + ".");
        }

        var size = matrix[matrix.Rank - 1];
        b.RequireEqual(matrix[matrix.Rank - 2], size, DiagnosticIds.ShapeMismatch, () => name + " needs a square matrix, got " + matrix + ".");
        b.RequireEqual(size, other[axis], DiagnosticIds.ShapeMismatch, () => name + " with the matrix " + matrix + " needs " + size + " at axis " + axis + " of the other side, got " + other + ".");
    }

    private static Value Ranked(GraphBuilder b, string name, Value x, int rank) => b.ShapeOf(x).Rank == rank
        ? x
        : throw new ShapeError(DiagnosticIds.RankMismatch, name + " needs operands of rank " + rank + ", got the shape " + b.ShapeOf(x) + ".");

    private static string Letters(int count) => new(Enumerable.Range(0, count).Select(i => (char)('a' + i)).ToArray());
}
