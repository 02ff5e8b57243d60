namespace Costate.Ir;

/// <summary>The shape rule that all solves share: a square matrix, a right-hand side that fits, equal batch axes.</summary>
internal static class LinearSystem
{
    public static void CheckSquare(InferContext context, int matrix)
    {
        context.RequireFloating(matrix);
        var shape = context[matrix].Shape;
        if (shape.Rank < 2)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, context.OpName + " needs a matrix, got the shape " + shape + ".");
        }

        context.RequireEqual(shape[shape.Rank - 2], shape[shape.Rank - 1], DiagnosticIds.ShapeMismatch, () => context.OpName + " needs a square matrix, got " + shape + ".");
    }

    public static void Check(InferContext context, int matrix, int rhs, bool right)
    {
        CheckSquare(context, matrix);
        context.RequireFloating(rhs);
        var (a, b) = (context[matrix].Shape, context[rhs].Shape);
        if (a.Rank != b.Rank)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, context.OpName + " needs a matrix and a right-hand side of one rank, got " + a + " and " + b + ".");
        }

        int axis = right ? b.Rank - 1 : b.Rank - 2;
        context.RequireEqual(a[a.Rank - 1], b[axis], DiagnosticIds.ShapeMismatch, () => context.OpName + (right ? " from the right" : string.Empty) + " with the matrix " + a + " needs " + a[a.Rank - 1] + " at axis " + axis + " of the right-hand side, got " + b + ".");
        for (int i = 0; i < a.Rank - 2; i++)
        {
            int k = i;
            context.RequireEqual(a[i], b[i], DiagnosticIds.ShapeMismatch, () => context.OpName + " needs equal batch axes, got " + a + " and " + b + ": axis " + k + " is " + a[k] + " against " + b[k] + ".");
        }
    }
}
