using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// The operations on a vector of floating-point lanes, as static methods of a type S that every kernel takes beside the vector type V.
/// Kernels are written once against this interface and never mention the element type or the width. All implementations give the
/// same bits lane by lane; only <c>Fma</c> fuses a rounding. A comparison returns a mask: all bits of a lane set where it holds,
/// none where it does not. Constants are doubles, rounded to the element type.
/// </summary>
/// <remarks>
/// V is the machine's own vector and not a wrapper with operators: a wrapper costs the compiler several variables an operation, and
/// a loop of six elementary functions is then more than it optimises.
/// </remarks>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<V> where V : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>A constant, rounded to the element type, in every lane.</summary>
    static abstract V Splat(double value);

    /// <summary>The lanewise sum.</summary>
    static abstract V Add(V a, V b);

    /// <summary>The lanewise difference.</summary>
    static abstract V Sub(V a, V b);

    /// <summary>The lanewise product.</summary>
    static abstract V Mul(V a, V b);

    /// <summary>The lanewise product, 0 where either factor is 0, even if the other one is infinite or NaN.</summary>
    static abstract V MulZ(V a, V b);

    /// <summary>The lanewise quotient.</summary>
    static abstract V Div(V a, V b);

    /// <summary>The sum with a constant.</summary>
    static abstract V Add(V a, double b);

    /// <summary>The difference from a constant.</summary>
    static abstract V Sub(V a, double b);

    /// <summary>The product with a constant.</summary>
    static abstract V Mul(V a, double b);

    /// <summary>The sum with a constant.</summary>
    static abstract V Add(double a, V b);

    /// <summary>The difference of a constant.</summary>
    static abstract V Sub(double a, V b);

    /// <summary>The product with a constant.</summary>
    static abstract V Mul(double a, V b);

    /// <summary>The quotient of a constant.</summary>
    static abstract V Div(double a, V b);

    /// <summary>The negation, which flips the sign of zeros too.</summary>
    static abstract V Neg(V a);

    /// <summary><c>a * b + c</c> with one rounding, on every machine.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract V Fma(V a, double b, V c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract V Fma(V a, V b, double c);

    /// <summary><c>a * b + c</c> with one rounding.</summary>
    static abstract V Fma(V a, double b, double c);

    /// <summary>The correctly rounded square root.</summary>
    static abstract V Sqrt(V a);

    /// <summary>The absolute value.</summary>
    static abstract V Abs(V a);

    /// <summary>The largest integer that is not greater.</summary>
    static abstract V Floor(V a);

    /// <summary>The larger one as in <see cref="System.Math.Max(double, double)"/>: NaN wins, and 0 is larger than -0.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller one as in <see cref="System.Math.Min(double, double)"/>: NaN wins, and -0 is smaller than 0.</summary>
    static abstract V Min(V a, V b);

    /// <summary>Limits <paramref name="a"/> from above by a number that is not zero; NaN stays.</summary>
    static abstract V AtMost(V a, double high);

    /// <summary>Limits <paramref name="a"/> to the range of two ordered numbers that are not zero; NaN stays.</summary>
    static abstract V Clamp(V a, double low, double high);

    /// <summary>Mask of <c>a == b</c>; false for NaN.</summary>
    static abstract V Equal(V a, V b);

    /// <summary>Mask of <c>a != b</c>; true for NaN.</summary>
    static abstract V NotEqual(V a, V b);

    /// <summary>Mask of <c>a &lt; b</c>; false for NaN.</summary>
    static abstract V Less(V a, V b);

    /// <summary>Mask of <c>a &lt;= b</c>; false for NaN.</summary>
    static abstract V LessEqual(V a, V b);

    /// <summary>Mask of <c>a &gt; b</c>; false for NaN.</summary>
    static abstract V Greater(V a, V b);

    /// <summary>Mask of <c>a &gt;= b</c>; false for NaN.</summary>
    static abstract V GreaterEqual(V a, V b);

    /// <summary>The same against a constant.</summary>
    static abstract V Equal(V a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract V NotEqual(V a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract V Less(V a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract V LessEqual(V a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract V Greater(V a, double b);

    /// <summary>The same against a constant.</summary>
    static abstract V GreaterEqual(V a, double b);

    /// <summary>Takes <paramref name="a"/> where the mask is set and <paramref name="b"/> elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>The bits of both.</summary>
    static abstract V And(V a, V b);

    /// <summary>The bits of either.</summary>
    static abstract V Or(V a, V b);

    /// <summary>The bits of exactly one.</summary>
    static abstract V Xor(V a, V b);

    /// <summary>Whether a mask is set in at least one lane.</summary>
    static abstract bool Any(V mask);

    /// <summary>Evaluates a function of doubles; single-precision lanes are widened, and the result is rounded once more.</summary>
    static abstract V Map<TFunction>(V a) where TFunction : struct, IDoubleFunction;

    /// <summary>Evaluates a function of two doubles; single-precision lanes are widened, and the result is rounded once more.</summary>
    static abstract V Map2<TFunction>(V a, V b) where TFunction : struct, IDoubleFunction2;
}

/// <summary>A vector whose element type is known: what reads memory, and what looks at the bits of a lane.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<V, T> : ISimd<V>
    where V : unmanaged
    where T : unmanaged
{
    /// <summary>The number of each lane, from 0.</summary>
    static abstract V Indices { get; }

    /// <summary>One value in every lane.</summary>
    static abstract V Splat(T value);

    /// <summary>Reads <see cref="ISimd{V}.Count"/> elements.</summary>
    static abstract V Load(ref T start, nuint offset);

    /// <summary>Writes <see cref="ISimd{V}.Count"/> elements.</summary>
    static abstract void Store(ref T start, nuint offset, V value);

    /// <summary>Reads fewer elements than there are lanes and touches no other memory; the other lanes are 0.</summary>
    static abstract V LoadPartial(ref T start, nuint offset, int count);

    /// <summary>Writes fewer elements than there are lanes and touches no other memory.</summary>
    static abstract void StorePartial(ref T start, nuint offset, int count, V value);

    /// <summary>A bit pattern in every lane (the low half of it in single-precision lanes).</summary>
    static abstract V Bits(long bits);

    /// <summary>The sum of two lanes taken as integers.</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>The sum of a lane and a number, taken as integers.</summary>
    static abstract V AddBits(V a, long bits);

    /// <summary>The bits that a lane and a pattern share.</summary>
    static abstract V AndBits(V a, long bits);

    /// <summary>The bits of a lane and of a pattern.</summary>
    static abstract V OrBits(V a, long bits);

    /// <summary>The bits shifted towards the sign.</summary>
    static abstract V ShiftLeft(V a, int bits);

    /// <summary>The bits shifted away from the sign, zeros coming in.</summary>
    static abstract V ShiftRight(V a, int bits);

    /// <summary><c>a * 2^n</c>, rounded once, for an integer <c>n</c> of magnitude at most 2000. Only for doubles.</summary>
    static abstract V Scale(V a, V n);

    /// <summary>Evaluates a scalar correction in every lane: the slow way out of rare ranges.</summary>
    static abstract V MapLanes<TFunction>(V x, V y) where TFunction : struct, IScalarFunction;
}
