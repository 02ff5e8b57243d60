using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// A vector of floating-point lanes. Kernels are written once against this interface and never mention the element type
/// or the width. All implementations give the same bits lane by lane; only <c>Fma</c> fuses a rounding.
/// A comparison returns a mask: all bits of a lane set where it holds, none where it does not.
/// </summary>
/// <typeparam name="TSelf">The implementing vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<TSelf> where TSelf : unmanaged, ISimd<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>A constant, rounded to the element type, in every lane.</summary>
    static abstract TSelf Splat(double value);

    /// <summary>The lanewise sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The lanewise difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The lanewise product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The lanewise quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>The sum with a constant, which is rounded to the element type, as in every member that takes a double.</summary>
    static abstract TSelf operator +(TSelf a, double b);

    /// <summary>The difference from a constant.</summary>
    static abstract TSelf operator -(TSelf a, double b);

    /// <summary>The product with a constant.</summary>
    static abstract TSelf operator *(TSelf a, double b);

    /// <summary>The sum with a constant.</summary>
    static abstract TSelf operator +(double a, TSelf b);

    /// <summary>The difference of a constant.</summary>
    static abstract TSelf operator -(double a, TSelf b);

    /// <summary>The product with a constant.</summary>
    static abstract TSelf operator *(double a, TSelf b);

    /// <summary>The quotient of a constant.</summary>
    static abstract TSelf operator /(double a, TSelf b);

    /// <summary>The negation, which flips the sign of zeros too.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary><c>a * b + c</c> with one rounding, on every machine.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract TSelf Fma(TSelf a, double b, TSelf c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, double c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract TSelf Fma(TSelf a, double b, double c);

    /// <summary>The correctly rounded square root.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>The largest integer that is not greater.</summary>
    static abstract TSelf Floor(TSelf a);

    /// <summary>The larger one as in <see cref="System.Math.Max(double, double)"/>: NaN wins, and 0 is larger than -0.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller one as in <see cref="System.Math.Min(double, double)"/>: NaN wins, and -0 is smaller than 0.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Limits <paramref name="a"/> from above by a number that is not zero; NaN stays.</summary>
    static abstract TSelf AtMost(TSelf a, double high);

    /// <summary>Limits <paramref name="a"/> to the range of two ordered numbers that are not zero; NaN stays.</summary>
    static abstract TSelf Clamp(TSelf a, double low, double high);

    /// <summary>Mask of <c>a == b</c>; false for NaN.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>Mask of <c>a != b</c>; true for NaN.</summary>
    static abstract TSelf NotEqual(TSelf a, TSelf b);

    /// <summary>Mask of <c>a &lt; b</c>; false for NaN.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>Mask of <c>a &lt;= b</c>; false for NaN.</summary>
    static abstract TSelf LessEqual(TSelf a, TSelf b);

    /// <summary>Mask of <c>a &gt; b</c>; false for NaN.</summary>
    static abstract TSelf Greater(TSelf a, TSelf b);

    /// <summary>Mask of <c>a &gt;= b</c>; false for NaN.</summary>
    static abstract TSelf GreaterEqual(TSelf a, TSelf b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf Equal(TSelf a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf NotEqual(TSelf a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf Less(TSelf a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf LessEqual(TSelf a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf Greater(TSelf a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract TSelf GreaterEqual(TSelf a, double b);

    /// <summary>Takes <paramref name="a"/> where the mask is set and <paramref name="b"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The bits of both.</summary>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>The bits of either.</summary>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>The bits of exactly one.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b);

    /// <summary>The bits of <paramref name="a"/> that <paramref name="b"/> does not have.</summary>
    static abstract TSelf AndNot(TSelf a, TSelf b);

    /// <summary>Whether a mask is set in at least one lane.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Evaluates a function of doubles; single-precision lanes are widened, and the result is rounded once more.</summary>
    static abstract TSelf Map<TFunction>(TSelf a) where TFunction : struct, IDoubleFunction;

    /// <summary>Evaluates a function of two doubles; single-precision lanes are widened, and the result is rounded once more.</summary>
    static abstract TSelf Map2<TFunction>(TSelf a, TSelf b) where TFunction : struct, IDoubleFunction2;
}

/// <summary>A vector whose element type is known: what reads memory, and what looks at the bits of a lane.</summary>
/// <typeparam name="TSelf">The implementing vector.</typeparam>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<TSelf, T> : ISimd<TSelf>
    where TSelf : unmanaged, ISimd<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of each lane, from 0.</summary>
    static abstract TSelf Indices { get; }

    /// <summary>One value in every lane.</summary>
    static abstract TSelf Splat(T value);

    /// <summary>Reads <see cref="ISimd{TSelf}.Count"/> elements.</summary>
    static abstract TSelf Load(ref T start, nuint offset);

    /// <summary>Writes <see cref="ISimd{TSelf}.Count"/> elements.</summary>
    static abstract void Store(ref T start, nuint offset, TSelf value);

    /// <summary>Reads fewer elements than there are lanes and touches no other memory; the other lanes are 0.</summary>
    static abstract TSelf LoadPartial(ref T start, nuint offset, int count);

    /// <summary>Writes fewer elements than there are lanes and touches no other memory.</summary>
    static abstract void StorePartial(ref T start, nuint offset, int count, TSelf value);

    /// <summary>A bit pattern in every lane (the low half of it in single-precision lanes).</summary>
    static abstract TSelf Bits(long bits);

    /// <summary>The sum of two lanes taken as integers.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>The sum of a lane and a number, taken as integers.</summary>
    static abstract TSelf AddBits(TSelf a, long bits);

    /// <summary>The bits that a lane and a pattern share.</summary>
    static abstract TSelf AndBits(TSelf a, long bits);

    /// <summary>The bits of a lane and of a pattern.</summary>
    static abstract TSelf OrBits(TSelf a, long bits);

    /// <summary>The bits shifted towards the sign.</summary>
    static abstract TSelf ShiftLeft(TSelf a, int bits);

    /// <summary>The bits shifted away from the sign, zeros coming in.</summary>
    static abstract TSelf ShiftRight(TSelf a, int bits);

    /// <summary><c>a * 2^n</c>, rounded once, for an integer <c>n</c> of magnitude at most 2000. Only for doubles.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>Evaluates a scalar function in every lane: the slow way out of rare ranges.</summary>
    static abstract TSelf MapLanes<TFunction>(TSelf a) where TFunction : struct, IScalarFunction;
}
