using System;
using System.Collections.Generic;

namespace Costate.Ir.Checking;

/// <summary>Double precision, with the elementary functions of the platform.</summary>
/// <param name="decisions">Receives what conditions of loops and branches decided, in order; null if nobody asks.</param>
internal readonly struct RealArithmetic(ICollection<bool>? decisions) : IArithmetic<double>
{
    public double Zero => 0;

    public double One => 1;

    public double Constant(double value) => value;

    public double Integer(long value) => value;

    public double Add(double x, double y) => x + y;

    public double Negate(double x) => -x;

    public double Multiply(double x, double y) => x * y;

    public double MultiplyStrong(double x, double y) => x == 0 || y == 0 ? 0 : x * y;

    public double Divide(double x, double y) => x / y;

    public double Apply(string function, double x) => function switch
    {
        "Exp" => Math.Exp(x),
        "Expm1" => Math.Abs(x) < 1e-5 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1,
        "Log" => Math.Log(x),
        "Log1p" => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x),
        "Sin" => Math.Sin(x),
        "Cos" => Math.Cos(x),
        "Tanh" => Math.Tanh(x),
        "Logistic" => 1 / (1 + Math.Exp(-x)),
        "Erf" => Erf(x),
        "Sqrt" => Math.Sqrt(x),
        "Abs" => Math.Abs(x),
        "Sign" => double.IsNaN(x) ? x : Math.Sign(x),
        "Floor" => Math.Floor(x),
        _ => throw new ArgumentException("The elementary function " + function + " has no value in double precision."),
    };

    public double Root(double x) => Math.Sqrt(x);

    public double Power(double x, double y) => Math.Pow(x, y);

    public double Angle(double y, double x) => Math.Atan2(y, x);

    public double Stop(double x) => x;

    public double[] FixedPoint(double[] point, Func<double[], double[]> step, Func<double[], double[], double[]>? gauge) => point;

    public double Compare(string relation, double x, double y) => Truth(relation switch
    {
        "Less" => x < y,
        "LessEqual" => x <= y,
        "Equal" => x == y,
        "NotEqual" => x != y,
        _ => throw new ArgumentException("There is no comparison " + relation + "."),
    });

    public double Logic(string operation, double x, double y) => Truth(operation switch
    {
        "And" => x != 0 && y != 0,
        "Or" => x != 0 || y != 0,
        "Not" => x == 0,
        _ => throw new ArgumentException("There is no logical operation " + operation + "."),
    });

    public bool? Decide(double truth)
    {
        decisions?.Add(truth != 0);
        return truth != 0;
    }

    public int? Trips(string index, Sizes around) => null;

    public double Select(double condition, double whenTrue, double whenFalse) => condition != 0 ? whenTrue : whenFalse;

    public double Extreme(double x, double y, bool largest) =>
        double.IsNaN(x) ? x : double.IsNaN(y) ? y : (x > y) == largest ? x : y;

    public double Maximum(double[] elements)
    {
        double max = elements[0];
        foreach (double e in elements)
        {
            max = Extreme(max, e, largest: true);
        }

        return max;
    }

    public bool IsBetterPivot(double candidate, double pivot) => Math.Abs(candidate) > Math.Abs(pivot);

    private static double Truth(bool value) => value ? 1 : 0;

    // 2/sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6 || double.IsNaN(x))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        var (term, sum) = (x, x);
        for (int n = 1; sum + term != sum; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
