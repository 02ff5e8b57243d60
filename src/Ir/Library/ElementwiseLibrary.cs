using System.Collections.Generic;
using System.Linq;
using static Costate.Ir.Library;

namespace Costate.Ir;

/// <summary>Elementwise functions with broadcasting.</summary>
internal static class ElementwiseLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        Unary("Exp", (b, x) => b.Exp(x)),
        Unary("Log", (b, x) => b.Log(x)),
        Unary("Log1p", (b, x) => b.Log1p(x)),
        Unary("Expm1", (b, x) => b.Expm1(x)),
        Unary("Sqrt", (b, x) => b.Sqrt(x)),
        Unary("Rsqrt", (b, x) => b.Div(b.ConstLike(1, x), b.Sqrt(x))),
        Unary("Tanh", (b, x) => b.Tanh(x)),
        Unary("Sigmoid", (b, x) => b.Logistic(x)),
        Unary("Erf", (b, x) => b.Erf(x)),
        Unary("Sin", (b, x) => b.Sin(x)),
        Unary("Cos", (b, x) => b.Cos(x)),
        Unary("Abs", (b, x) => b.Abs(x)),
        Unary("Sign", (b, x) => b.Sign(x)),
        Unary("Floor", (b, x) => b.Floor(x)),
        Unary("Square", (b, x) => b.Mul(x, x)),
        Unary("Relu", Relu, "0 at 0"),
        Unary("Softplus", Softplus, "no kink: the two formulas that meet at 0 have all their derivatives in common"),
        Unary("Reciprocal", (b, x) => b.Div(b.ConstLike(1, x), x)),
        Unary("StopGradient", (b, x) => b.Stop(x)),
        Unary("Negate", (b, x) => b.Neg(x)),
        Binary("Add", (b, x, y) => b.Add(x, y)),
        Binary("Subtract", (b, x, y) => b.Sub(x, y)),
        Binary("Multiply", (b, x, y) => b.Mul(x, y)),
        Binary("Divide", (b, x, y) => b.Div(x, y)),
        new("Pow", 2, (b, x, _) => [Pow(b, x[0], x[1])], "0 in y where x <= 0; a constant integer exponent up to 64 becomes products, with their derivative for every x"),
        Binary("Atan2", (b, y, x) => b.Atan2(y, x)),
        Binary("Max", (b, x, y) => b.Max(x, y)),
        Binary("Min", (b, x, y) => b.Min(x, y)),
        Binary("LessThan", (b, x, y) => b.Less(x, y)),
        Binary("LessThanOrEqual", (b, x, y) => b.LessEqual(x, y)),
        Binary("GreaterThan", (b, x, y) => b.Greater(x, y)),
        Binary("GreaterThanOrEqual", (b, x, y) => b.GreaterEqual(x, y)),
        Binary("EqualTo", (b, x, y) => b.Equal(x, y)),
        Binary("NotEqualTo", (b, x, y) => b.NotEqual(x, y)),
        Binary("And", (b, x, y) => b.And(x, y)),
        Binary("Or", (b, x, y) => b.Or(x, y)),
        Unary("Not", (b, x) => b.Not(x)),
        new("IntegerPower", 1, (b, x, a) => [IntegerPower(b, x[0], a.Int("exponent"))]),
        new("Select", 3, (b, x, _) =>
        {
            var s = Broadcasting.All(b, "Select", x.ToArray());
            return [b.Select(s[0], s[1], s[2])];
        }),
        new("Clamp", 3, (b, x, _) =>
        {
            var s = Broadcasting.All(b, "Clamp", x.ToArray());
            return [b.Min(b.Max(s[0], s[1]), s[2])];
        }, "1/2 at the ends of the range, as at all ties of Max and Min"),
    ];

    // Select, not Max: the derivative at 0 is 0, and a NaN stays one (it is not below 0).
    private static Value Relu(GraphBuilder b, Value x) => b.Select(b.LessEqual(x, b.ZeroLike(x)), b.ZeroLike(x), x);

    // log(1 + e^x) between two smooth formulas; with Abs or Max its second derivative would be wrong at 0. Both branches get an
    // argument that is harmless where they are not chosen, so neither overflows.
    private static Value Softplus(GraphBuilder b, Value x)
    {
        var zero = b.ZeroLike(x);
        var positive = b.Greater(x, zero);
        var above = b.Select(positive, x, zero);
        var below = b.Select(positive, zero, x);
        return b.Select(positive, b.Add(above, b.Log1p(b.Exp(b.Neg(above)))), b.Log1p(b.Exp(below)));
    }

    /// <summary>x^y; a constant integer exponent of size up to 64 becomes products, which are defined for negative x too and have the exact derivative at 0.</summary>
    // Only of a number: a tensor of equal elements is a tensor, whose elements a call outside of annotated methods does not know.
    private static Value Pow(GraphBuilder b, Value x, Value y)
    {
        if (b.ShapeOf(y).Rank == 0 && b.IsConst(y, out double exponent))
        {
            if (exponent == 0.5)
            {
                return b.Sqrt(x);
            }

            if (exponent == System.Math.Floor(exponent) && System.Math.Abs(exponent) <= 64)
            {
                return IntegerPower(b, x, (int)exponent);
            }
        }

        var s = Broadcasting.All(b, "Pow", x, y);
        return b.Pow(s[0], s[1]);
    }

    /// <summary>Repeated squaring; the order of the products is fixed by the exponent's bits from the lowest.</summary>
    private static Value IntegerPower(GraphBuilder b, Value x, int exponent)
    {
        if (exponent == 0)
        {
            return b.ConstLike(1, x);
        }

        long rest = System.Math.Abs((long)exponent);
        Value? result = null;
        for (var square = x; ; square = b.Mul(square, square))
        {
            if ((rest & 1) != 0)
            {
                result = result is { } r ? b.Mul(r, square) : square;
            }

            rest >>= 1;
            if (rest == 0)
            {
                return exponent > 0 ? result!.Value : b.Div(b.ConstLike(1, x), result!.Value);
            }
        }
    }
}
