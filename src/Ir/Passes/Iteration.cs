using System;
using System.Linq;

namespace Costate.Ir;

/// <summary>Loops that run until a residual is small, in a graph.</summary>
internal static class Iteration
{
    /// <summary>The largest absolute value of the elements; 0 if there are none, NaN if one is NaN.</summary>
    public static Value Largest(GraphBuilder b, Value x)
    {
        var size = b.Abs(x);
        if (b.TypeOf(x).Rank == 0)
        {
            return size;
        }

        // With a zero beside them, so that there is an element.
        var (type, one) = (b.TypeOf(x), Shape.Of(DimExpr.One));
        var flat = b.Reshape(size, Shape.Of(type.Shape.Aggregate(DimExpr.One, (n, d) => n * d)));
        return b.ReduceMax(b.Concat(0, flat, b.Zero(type.WithShape(one))), 0);
    }

    /// <summary>
    /// Repeats next(x) while some element moves by more than the bound. Each value is compared with the one that the step makes of it, so the residual is that of the result.
    /// </summary>
    /// <param name="b">The builder of the graph around the loop.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="bound">The largest residual that ends it.</param>
    /// <param name="steps">How many steps there are at most.</param>
    /// <param name="name">What the iterated value is called.</param>
    /// <param name="next">The step, in a region of the loop.</param>
    /// <returns>The value before the last step, what that step moved, and the number of steps.</returns>
    public static (Value X, Value Residual, Value Steps) Loop(GraphBuilder b, Value start, Value bound, int steps, string name, Func<GraphBuilder, Value, Value> next)
    {
        var scalar = b.TypeOf(start).WithShape(Shape.Scalar);
        string index = b.FreshSymbol(name == "v" ? "term" : "step");
        Value[] carries = [start, start, b.Const(double.PositiveInfinity, scalar), b.Zero(scalar)];
        var (condition, body) = (b.Region("condition"), b.Region("step"));
        var before = Declare(condition, carries, b, name);

        // As a quotient, which says how far from its end it is; two small numbers are always near to each other.
        var left = condition.Div(before[2], condition.Import(bound, b));
        var holds = condition.And(condition.Less(condition.Const(1, scalar), left), condition.Less(before[3], condition.Const(steps, scalar)));
        var at = Declare(body, carries, b, name);
        var moved = next(body, at[1]);
        Value[] after = [at[1], moved, Largest(body, body.Sub(moved, at[1])), body.Add(at[3], body.Const(1, scalar))];
        var results = b.While(index, carries, condition, holds, body, after);
        return (results[0], results[2], results[3]);
    }

    private static Value[] Declare(GraphBuilder region, Value[] carries, GraphBuilder b, string name)
    {
        string[] names = [name, name + "Next", "residual", "steps"];
        return carries.Select((v, i) => region.Input(names[i], b.TypeOf(v))).ToArray();
    }
}
