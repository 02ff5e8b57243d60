using System;

namespace Costate.Ir.Checking;

/// <summary>
/// The derivatives of the elementary functions, written down apart from the rules of the ops and in other terms where there are any
/// (through exponentials for tanh and the logistic function). A test compares the table with differences in 1300-bit arithmetic.
/// </summary>
internal static class DerivativeTable
{
    /// <summary>The functions in the table.</summary>
    public static readonly string[] Functions = ["Exp", "Expm1", "Log", "Log1p", "Sin", "Cos", "Tanh", "Logistic", "Erf", "Sqrt", "Abs"];

    /// <summary>Whether the derivative is zero wherever there is one.</summary>
    public static bool IsPiecewiseConstant(string function) => function is "Sign" or "Floor";

    /// <summary>f'(x), computed in the arithmetic of x.</summary>
    public static T Of<T, TArithmetic>(TArithmetic a, string function, T x)
        where TArithmetic : IArithmetic<T>
    {
        switch (function)
        {
            case "Exp" or "Expm1":
                return a.Apply("Exp", x);
            case "Log":
                return a.Divide(a.One, x);
            case "Log1p":
                return a.Divide(a.One, a.Add(a.One, x));
            case "Sin":
                return a.Apply("Cos", x);
            case "Cos":
                return a.Negate(a.Apply("Sin", x));
            case "Tanh":
                // 1 / cosh^2 x
                var sech = a.Divide(a.Integer(2), a.Add(a.Apply("Exp", x), a.Apply("Exp", a.Negate(x))));
                return a.Multiply(sech, sech);
            case "Logistic":
                return a.Divide(a.One, a.Multiply(a.Add(a.One, a.Apply("Exp", x)), a.Add(a.One, a.Apply("Exp", a.Negate(x)))));
            case "Erf":
                return a.Multiply(a.Constant(1.1283791670955126), a.Apply("Exp", a.Negate(a.Multiply(x, x))));
            case "Sqrt":
                var root = a.Apply("Sqrt", x);
                return a.Divide(a.One, a.Add(root, root));
            case "Abs":
                return a.Apply("Sign", x);
            default:
                throw new ArgumentException("The function " + function + " is not in the table of derivatives.");
        }
    }
}
