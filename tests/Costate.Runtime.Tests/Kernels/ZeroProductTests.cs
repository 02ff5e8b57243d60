using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

/// <summary>The product that is 0.0 where a factor is zero has the same bits in every width, and those of its definition.</summary>
public class ZeroProductTests
{
    private static readonly double[] Numbers =
    [
        0.0, -0.0, 1, -1, 2.5, -3, 5e-324, -5e-324, 1e-310, 1e-200, -1e-200, 1e200, double.MaxValue, double.Epsilon * 4,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    [Fact]
    public void Doubles() => All(Numbers);

    [Fact]
    public void Floats() => All(Numbers.Select(x => (float)x).Append(float.Epsilon).Append(1e-38f).Append(-1e-40f).ToArray());

    private static void All<T>(T[] numbers)
        where T : unmanaged, INumberBase<T>
    {
        foreach (T a in numbers)
        {
            foreach (T b in numbers)
            {
                T expected = T.IsZero(a) || T.IsZero(b) ? T.Zero : a * b;
                Assert.Equal(Bits(expected), Bits(V512<T>.MulZ(Vector512.Create(a), Vector512.Create(b)).GetElement(Vector512<T>.Count - 1)));
                Assert.Equal(Bits(expected), Bits(V256<T>.MulZ(Vector256.Create(a), Vector256.Create(b)).GetElement(1)));
                Assert.Equal(Bits(expected), Bits(V128<T>.MulZ(Vector128.Create(a), Vector128.Create(b)).GetElement(1)));
            }
        }
    }

    // One NaN is as good as another.
    private static string Bits<T>(T x)
        where T : INumberBase<T> => T.IsNaN(x) ? "NaN" : T.IsNegative(x) + " " + x.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
