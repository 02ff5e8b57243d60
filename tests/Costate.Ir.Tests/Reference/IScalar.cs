namespace Costate.Ir.Tests.Reference;

/// <summary>What the reference interpreter needs of a number, so that one interpreter runs over doubles and over dual numbers.</summary>
internal interface IScalar<T>
    where T : struct, IScalar<T>
{
    static abstract T From(double value);

    /// <summary>The primal value, which comparisons look at.</summary>
    double Primal { get; }

    static abstract T operator +(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T operator -(T a);

    /// <summary>An elementary function by its name in the op table.</summary>
    static abstract T Apply(string function, T x);

    static abstract T Pow(T x, T y);

    /// <summary>The value with its derivative dropped.</summary>
    static abstract T Stop(T x);
}

internal readonly record struct Real(double Primal) : IScalar<Real>
{
    public static Real From(double value) => new(value);

    public static Real operator +(Real a, Real b) => new(a.Primal + b.Primal);

    public static Real operator *(Real a, Real b) => new(a.Primal * b.Primal);

    public static Real operator /(Real a, Real b) => new(a.Primal / b.Primal);

    public static Real operator -(Real a) => new(-a.Primal);

    public static Real Apply(string function, Real x) => new(Elementary.Value(function, x.Primal));

    public static Real Pow(Real x, Real y) => new(System.Math.Pow(x.Primal, y.Primal));

    public static Real Stop(Real x) => x;
}

/// <summary>a + b e with e^2 = 0. Its derivatives come from a table of its own, not from the rules of the ops.</summary>
internal readonly record struct Dual(double Primal, double Tangent) : IScalar<Dual>
{
    public static Dual From(double value) => new(value, 0);

    public static Dual operator +(Dual a, Dual b) => new(a.Primal + b.Primal, a.Tangent + b.Tangent);

    public static Dual operator *(Dual a, Dual b) => new(a.Primal * b.Primal, (a.Tangent * b.Primal) + (a.Primal * b.Tangent));

    public static Dual operator /(Dual a, Dual b) => new(a.Primal / b.Primal, ((a.Tangent * b.Primal) - (a.Primal * b.Tangent)) / (b.Primal * b.Primal));

    public static Dual operator -(Dual a) => new(-a.Primal, -a.Tangent);

    public static Dual Apply(string function, Dual x) => new(Elementary.Value(function, x.Primal), x.Tangent * Elementary.Derivative(function, x.Primal));

    // d(x^y) = x^y (y' log x + y x'/x), for positive x.
    public static Dual Pow(Dual x, Dual y)
    {
        double p = System.Math.Pow(x.Primal, y.Primal);
        return new(p, p * ((y.Tangent * System.Math.Log(x.Primal)) + (y.Primal * x.Tangent / x.Primal)));
    }

    public static Dual Stop(Dual x) => new(x.Primal, 0);
}

/// <summary>Elementary functions and their derivatives, written down independently of the op table.</summary>
internal static class Elementary
{
    public static double Value(string f, double x) => f switch
    {
        "Exp" => System.Math.Exp(x),
        "Expm1" => System.Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : System.Math.Exp(x) - 1,
        "Log" => System.Math.Log(x),
        "Log1p" => System.Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : System.Math.Log(1 + x),
        "Sin" => System.Math.Sin(x),
        "Cos" => System.Math.Cos(x),
        "Tanh" => System.Math.Tanh(x),
        "Logistic" => 1 / (1 + System.Math.Exp(-x)),
        "Sqrt" => System.Math.Sqrt(x),
        "Abs" => System.Math.Abs(x),
        "Sign" => double.IsNaN(x) ? x : System.Math.Sign(x),
        "Floor" => System.Math.Floor(x),
        _ => throw new System.ArgumentException("No elementary function " + f),
    };

    public static double Derivative(string f, double x) => f switch
    {
        "Exp" or "Expm1" => System.Math.Exp(x),
        "Log" => 1 / x,
        "Log1p" => 1 / (1 + x),
        "Sin" => System.Math.Cos(x),
        "Cos" => -System.Math.Sin(x),
        "Tanh" => System.Math.Pow(System.Math.Cosh(x), -2),
        "Logistic" => System.Math.Exp(-x) / System.Math.Pow(1 + System.Math.Exp(-x), 2),
        "Sqrt" => 0.5 * System.Math.Pow(x, -0.5),
        "Abs" => x > 0 ? 1 : x < 0 ? -1 : 0,
        "Sign" or "Floor" => 0,
        _ => throw new System.ArgumentException("No elementary function " + f),
    };
}
