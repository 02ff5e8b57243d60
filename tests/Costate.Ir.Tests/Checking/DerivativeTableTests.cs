using System;
using System.Numerics;
using Costate.Ir.Checking;
using Costate.Runtime.Tests.Kernels;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>The table of derivatives, which the field takes on trust, against central differences in 1300-bit fixed point.</summary>
public sealed class DerivativeTableTests
{
    // h = 2^-400: the error of the difference is about h^2, far below a double.
    private const int Step = 400;
    private const int Bits = 1300;

    public static TheoryData<string> Functions => new(DerivativeTable.Functions);

    [Theory]
    [MemberData(nameof(Functions))]
    public void IsTheSlopeOfTheFunction(string function)
    {
        for (double x = -6; x <= 6; x += 0.171875)
        {
            double at = function is "Log" or "Sqrt" ? Math.Abs(x) + 0.01 : function == "Log1p" ? Math.Abs(x) - 0.9 : x;
            if (function == "Abs" && at == 0)
            {
                continue;
            }

            BigInteger center = Exact.Of(at), h = BigInteger.One << (Bits - Step);
            double slope = ToDouble((Value(function, center + h) - Value(function, center - h)) << (Step - 1));
            double table = DerivativeTable.Of(default(RealArithmetic), function, at);
            Assert.True(Math.Abs(slope - table) <= 1e-13 * Math.Max(1, Math.Abs(slope)), $"{function}'({at:R}): slope {slope:R}, table {table:R}");
        }
    }

    [Fact]
    public void EveryElementaryOpIsInTheTableOrConstantPiecewise()
    {
        foreach (var op in OpTable.All)
        {
            if (op is ElementwiseOp { Arity: 1 })
            {
                Assert.True(DerivativeTable.IsPiecewiseConstant(op.Name) || Array.IndexOf(DerivativeTable.Functions, op.Name) >= 0, op.Name);
            }
        }
    }

    [Fact]
    public void PowersAndQuotientsOfDualNumbersHaveTheirSlopes()
    {
        var dual = new DualArithmetic<double, RealArithmetic>(default);
        foreach (var (x, y) in new[] { (0.3, 2.5), (1.7, -0.4), (5.0, 0.125) })
        {
            BigInteger h = BigInteger.One << (Bits - Step), ex = Exact.Of(x), ey = Exact.Of(y);
            double Slope(Func<BigInteger, BigInteger> f) => ToDouble((f(h) - f(-h)) << (Step - 1));
            Close(Slope(d => Exact.Pow(ex + d, ey)), dual.Power(new(x, 1), new(y, 0)).Tangent);
            Close(Slope(d => Exact.Pow(ex, ey + d)), dual.Power(new(x, 0), new(y, 1)).Tangent);
            Close(Slope(d => ((ex + d) << Bits) / ey), dual.Divide(new(x, 1), new(y, 0)).Tangent);
            Close(Slope(d => (ex << Bits) / (ey + d)), dual.Divide(new(x, 0), new(y, 1)).Tangent);
        }
    }

    private static void Close(double expected, double actual) => Assert.True(Math.Abs(expected - actual) <= 1e-13 * Math.Max(1, Math.Abs(expected)), $"{expected:R} and {actual:R}");

    private static BigInteger Value(string function, BigInteger x) => function switch
    {
        "Exp" => Exact.Exp(x),
        "Expm1" => Exact.Expm1(x),
        "Log" => Exact.Log(x),
        "Log1p" => Exact.Log1p(x),
        "Sin" => Exact.Sin(x),
        "Cos" => Exact.Cos(x),
        "Tanh" => Exact.Tanh(x),
        "Logistic" => Exact.Logistic(x),
        "Erf" => Exact.Erf(x),
        "Sqrt" => Exact.Exp(Exact.Log(x) / 2),
        "Abs" => BigInteger.Abs(x),
        _ => throw new ArgumentException("No exact value of " + function + "."),
    };

    private static double ToDouble(BigInteger fixedPoint) => (double)(fixedPoint >> (Bits - 200)) / Math.Pow(2, 200);
}
