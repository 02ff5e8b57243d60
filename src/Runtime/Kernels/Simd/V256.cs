using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The operations on vectors of 256 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V256<T> : ISimd<Vector256<T>, T> where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Splat(double value) => typeof(T) == typeof(double)
        ? Vector256.Create(value).As<double, T>()
        : Vector256.Create((float)value).As<float, T>();

    /// <inheritdoc/>
    public static Vector256<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Splat(T value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sub(Vector256<T> a, Vector256<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mul(Vector256<T> a, Vector256<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MulZ(Vector256<T> a, Vector256<T> b) => ZeroProduct.Of(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Div(Vector256<T> a, Vector256<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Neg(Vector256<T> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() + Vector256.Create(b)).As<double, T>()
        : (a.AsSingle() + Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sub(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() - Vector256.Create(b)).As<double, T>()
        : (a.AsSingle() - Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mul(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() * Vector256.Create(b)).As<double, T>()
        : (a.AsSingle() * Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(double a, Vector256<T> b) => typeof(T) == typeof(double)
        ? (Vector256.Create(a) + b.AsDouble()).As<double, T>()
        : (Vector256.Create((float)a) + b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sub(double a, Vector256<T> b) => typeof(T) == typeof(double)
        ? (Vector256.Create(a) - b.AsDouble()).As<double, T>()
        : (Vector256.Create((float)a) - b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mul(double a, Vector256<T> b) => typeof(T) == typeof(double)
        ? (Vector256.Create(a) * b.AsDouble()).As<double, T>()
        : (Vector256.Create((float)a) * b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Div(double a, Vector256<T> b) => typeof(T) == typeof(double)
        ? (Vector256.Create(a) / b.AsDouble()).As<double, T>()
        : (Vector256.Create((float)a) / b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma(Vector256<T> a, double b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), Vector256.Create(b), c.AsDouble()).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), Vector256.Create((float)b), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma(Vector256<T> a, Vector256<T> b, double c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), Vector256.Create(c)).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), Vector256.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Fma(Vector256<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), Vector256.Create(b), Vector256.Create(c)).As<double, T>()
        : Vector256.FusedMultiplyAdd(a.AsSingle(), Vector256.Create((float)b), Vector256.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sqrt(Vector256<T> a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs(Vector256<T> a) => Vector256.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Floor(Vector256<T> a) => typeof(T) == typeof(double)
        ? Vector256.Floor(a.AsDouble()).As<double, T>()
        : Vector256.Floor(a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Clamp(Vector256<T> a, double low, double high) => typeof(T) == typeof(double)
        ? AtMost(Vector256.MaxNative(Vector256.Create(low), a.AsDouble()).As<double, T>(), high)
        : AtMost(Vector256.MaxNative(Vector256.Create((float)low), a.AsSingle()).As<float, T>(), high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AtMost(Vector256<T> a, double high) => typeof(T) == typeof(double)
        ? Vector256.MinNative(Vector256.Create(high), a.AsDouble()).As<double, T>()
        : Vector256.MinNative(Vector256.Create((float)high), a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> NotEqual(Vector256<T> a, Vector256<T> b) => ~Vector256.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Less(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessEqual(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Greater(Vector256<T> a, Vector256<T> b) => Vector256.GreaterThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterEqual(Vector256<T> a, Vector256<T> b) =>
        Vector256.GreaterThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? Vector256.Equals(a.AsDouble(), Vector256.Create(b)).As<double, T>()
        : Vector256.Equals(a.AsSingle(), Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Less(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? Vector256.LessThan(a.AsDouble(), Vector256.Create(b)).As<double, T>()
        : Vector256.LessThan(a.AsSingle(), Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessEqual(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? Vector256.LessThanOrEqual(a.AsDouble(), Vector256.Create(b)).As<double, T>()
        : Vector256.LessThanOrEqual(a.AsSingle(), Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Greater(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? Vector256.GreaterThan(a.AsDouble(), Vector256.Create(b)).As<double, T>()
        : Vector256.GreaterThan(a.AsSingle(), Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> GreaterEqual(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? Vector256.GreaterThanOrEqual(a.AsDouble(), Vector256.Create(b)).As<double, T>()
        : Vector256.GreaterThanOrEqual(a.AsSingle(), Vector256.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> NotEqual(Vector256<T> a, double b) => typeof(T) == typeof(double)
        ? (~Vector256.Equals(a.AsDouble(), Vector256.Create(b))).As<double, T>()
        : (~Vector256.Equals(a.AsSingle(), Vector256.Create((float)b))).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> a, Vector256<T> b) =>
        Vector256.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> And(Vector256<T> a, Vector256<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Or(Vector256<T> a, Vector256<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Xor(Vector256<T> a, Vector256<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<T> mask) => mask.AsInt64() != Vector256<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Map<TFunction>(Vector256<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return TFunction.Evaluate<V256<double>, Vector256<double>>(a.AsDouble()).As<double, T>();
        Vector256<float> f = a.AsSingle();
        return Vector256.Narrow(
            TFunction.Evaluate<V256<double>, Vector256<double>>(Vector256.WidenLower(f)),
            TFunction.Evaluate<V256<double>, Vector256<double>>(Vector256.WidenUpper(f))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Map2<TFunction>(Vector256<T> a, Vector256<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return TFunction.Evaluate<V256<double>, Vector256<double>>(a.AsDouble(), b.AsDouble()).As<double, T>();
        Vector256<float> f = a.AsSingle(), g = b.AsSingle();
        return Vector256.Narrow(
            TFunction.Evaluate<V256<double>, Vector256<double>>(Vector256.WidenLower(f), Vector256.WidenLower(g)),
            TFunction.Evaluate<V256<double>, Vector256<double>>(Vector256.WidenUpper(f), Vector256.WidenUpper(g))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T start, nuint offset) => Vector256.LoadUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, Vector256<T> value) => value.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadPartial(ref T start, nuint offset, int count) =>
        PartialVector.Load256(ref Unsafe.Add(ref start, offset), count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, Vector256<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Vector256.Create(bits).As<long, T>()
        : Vector256.Create((int)bits).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddBits(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(double)
        ? (a.AsInt64() + b.AsInt64()).As<long, T>()
        : (a.AsInt32() + b.AsInt32()).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AndBits(Vector256<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() & Vector256.Create(bits)).As<long, T>()
        : (a.AsInt32() & Vector256.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> OrBits(Vector256<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() | Vector256.Create(bits)).As<long, T>()
        : (a.AsInt32() | Vector256.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddBits(Vector256<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() + Vector256.Create(bits)).As<long, T>()
        : (a.AsInt32() + Vector256.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftLeft(Vector256<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() << bits).As<ulong, T>()
        : (a.AsUInt32() << bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ShiftRight(Vector256<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() >> bits).As<ulong, T>()
        : (a.AsUInt32() >> bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Scale(Vector256<T> a, Vector256<T> n) => PowerOfTwo.Scale256Native
        ? PowerOfTwo.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : PowerOfTwo.Scale<V256<T>, Vector256<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<T> MapLanes<TFunction>(Vector256<T> x, Vector256<T> y) where TFunction : struct, IScalarFunction
    {
        Vector256<double> a = x.AsDouble(), b = y.AsDouble();
        for (int i = 0; i < Vector256<double>.Count; i++) b = b.WithElement(i, TFunction.Evaluate(a.GetElement(i), b.GetElement(i)));
        return b.As<double, T>();
    }
}
