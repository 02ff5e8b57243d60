using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The operations on vectors of 128 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V128<T> : ISimd<Vector128<T>, T> where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Splat(double value) => typeof(T) == typeof(double)
        ? Vector128.Create(value).As<double, T>()
        : Vector128.Create((float)value).As<float, T>();

    /// <inheritdoc/>
    public static Vector128<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Splat(T value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sub(Vector128<T> a, Vector128<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mul(Vector128<T> a, Vector128<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MulZ(Vector128<T> a, Vector128<T> b) => ZeroProduct.Of(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Div(Vector128<T> a, Vector128<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Neg(Vector128<T> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() + Vector128.Create(b)).As<double, T>()
        : (a.AsSingle() + Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sub(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() - Vector128.Create(b)).As<double, T>()
        : (a.AsSingle() - Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mul(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() * Vector128.Create(b)).As<double, T>()
        : (a.AsSingle() * Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(double a, Vector128<T> b) => typeof(T) == typeof(double)
        ? (Vector128.Create(a) + b.AsDouble()).As<double, T>()
        : (Vector128.Create((float)a) + b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sub(double a, Vector128<T> b) => typeof(T) == typeof(double)
        ? (Vector128.Create(a) - b.AsDouble()).As<double, T>()
        : (Vector128.Create((float)a) - b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mul(double a, Vector128<T> b) => typeof(T) == typeof(double)
        ? (Vector128.Create(a) * b.AsDouble()).As<double, T>()
        : (Vector128.Create((float)a) * b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Div(double a, Vector128<T> b) => typeof(T) == typeof(double)
        ? (Vector128.Create(a) / b.AsDouble()).As<double, T>()
        : (Vector128.Create((float)a) / b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Fma(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Fma(Vector128<T> a, double b, Vector128<T> c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), Vector128.Create(b), c.AsDouble()).As<double, T>()
        : Vector128.FusedMultiplyAdd(a.AsSingle(), Vector128.Create((float)b), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Fma(Vector128<T> a, Vector128<T> b, double c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), Vector128.Create(c)).As<double, T>()
        : Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), Vector128.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Fma(Vector128<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), Vector128.Create(b), Vector128.Create(c)).As<double, T>()
        : Vector128.FusedMultiplyAdd(a.AsSingle(), Vector128.Create((float)b), Vector128.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sqrt(Vector128<T> a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Abs(Vector128<T> a) => Vector128.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Floor(Vector128<T> a) => typeof(T) == typeof(double)
        ? Vector128.Floor(a.AsDouble()).As<double, T>()
        : Vector128.Floor(a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max(Vector128<T> a, Vector128<T> b) => Vector128.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min(Vector128<T> a, Vector128<T> b) => Vector128.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Clamp(Vector128<T> a, double low, double high) => typeof(T) == typeof(double)
        ? AtMost(Vector128.MaxNative(Vector128.Create(low), a.AsDouble()).As<double, T>(), high)
        : AtMost(Vector128.MaxNative(Vector128.Create((float)low), a.AsSingle()).As<float, T>(), high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AtMost(Vector128<T> a, double high) => typeof(T) == typeof(double)
        ? Vector128.MinNative(Vector128.Create(high), a.AsDouble()).As<double, T>()
        : Vector128.MinNative(Vector128.Create((float)high), a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Equal(Vector128<T> a, Vector128<T> b) => Vector128.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> NotEqual(Vector128<T> a, Vector128<T> b) => ~Vector128.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Less(Vector128<T> a, Vector128<T> b) => Vector128.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessEqual(Vector128<T> a, Vector128<T> b) => Vector128.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Greater(Vector128<T> a, Vector128<T> b) => Vector128.GreaterThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GreaterEqual(Vector128<T> a, Vector128<T> b) =>
        Vector128.GreaterThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Equal(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? Vector128.Equals(a.AsDouble(), Vector128.Create(b)).As<double, T>()
        : Vector128.Equals(a.AsSingle(), Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Less(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? Vector128.LessThan(a.AsDouble(), Vector128.Create(b)).As<double, T>()
        : Vector128.LessThan(a.AsSingle(), Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessEqual(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? Vector128.LessThanOrEqual(a.AsDouble(), Vector128.Create(b)).As<double, T>()
        : Vector128.LessThanOrEqual(a.AsSingle(), Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Greater(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? Vector128.GreaterThan(a.AsDouble(), Vector128.Create(b)).As<double, T>()
        : Vector128.GreaterThan(a.AsSingle(), Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GreaterEqual(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? Vector128.GreaterThanOrEqual(a.AsDouble(), Vector128.Create(b)).As<double, T>()
        : Vector128.GreaterThanOrEqual(a.AsSingle(), Vector128.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> NotEqual(Vector128<T> a, double b) => typeof(T) == typeof(double)
        ? (~Vector128.Equals(a.AsDouble(), Vector128.Create(b))).As<double, T>()
        : (~Vector128.Equals(a.AsSingle(), Vector128.Create((float)b))).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Select(Vector128<T> mask, Vector128<T> a, Vector128<T> b) =>
        Vector128.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> And(Vector128<T> a, Vector128<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Or(Vector128<T> a, Vector128<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Xor(Vector128<T> a, Vector128<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128<T> mask) => mask.AsInt64() != Vector128<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Map<TFunction>(Vector128<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return TFunction.Evaluate<V128<double>, Vector128<double>>(a.AsDouble()).As<double, T>();
        Vector128<float> f = a.AsSingle();
        return Vector128.Narrow(
            TFunction.Evaluate<V128<double>, Vector128<double>>(Vector128.WidenLower(f)),
            TFunction.Evaluate<V128<double>, Vector128<double>>(Vector128.WidenUpper(f))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Map2<TFunction>(Vector128<T> a, Vector128<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return TFunction.Evaluate<V128<double>, Vector128<double>>(a.AsDouble(), b.AsDouble()).As<double, T>();
        Vector128<float> f = a.AsSingle(), g = b.AsSingle();
        return Vector128.Narrow(
            TFunction.Evaluate<V128<double>, Vector128<double>>(Vector128.WidenLower(f), Vector128.WidenLower(g)),
            TFunction.Evaluate<V128<double>, Vector128<double>>(Vector128.WidenUpper(f), Vector128.WidenUpper(g))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(ref T start, nuint offset) => Vector128.LoadUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, Vector128<T> value) => value.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadPartial(ref T start, nuint offset, int count) =>
        PartialVector.Load128(ref Unsafe.Add(ref start, offset), count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, Vector128<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Vector128.Create(bits).As<long, T>()
        : Vector128.Create((int)bits).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddBits(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(double)
        ? (a.AsInt64() + b.AsInt64()).As<long, T>()
        : (a.AsInt32() + b.AsInt32()).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AndBits(Vector128<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() & Vector128.Create(bits)).As<long, T>()
        : (a.AsInt32() & Vector128.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> OrBits(Vector128<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() | Vector128.Create(bits)).As<long, T>()
        : (a.AsInt32() | Vector128.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddBits(Vector128<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() + Vector128.Create(bits)).As<long, T>()
        : (a.AsInt32() + Vector128.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftLeft(Vector128<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() << bits).As<ulong, T>()
        : (a.AsUInt32() << bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ShiftRight(Vector128<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() >> bits).As<ulong, T>()
        : (a.AsUInt32() >> bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Scale(Vector128<T> a, Vector128<T> n) => PowerOfTwo.Scale128Native
        ? PowerOfTwo.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : PowerOfTwo.Scale<V128<T>, Vector128<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector128<T> MapLanes<TFunction>(Vector128<T> x, Vector128<T> y) where TFunction : struct, IScalarFunction
    {
        Vector128<double> a = x.AsDouble(), b = y.AsDouble();
        for (int i = 0; i < Vector128<double>.Count; i++) b = b.WithElement(i, TFunction.Evaluate(a.GetElement(i), b.GetElement(i)));
        return b.As<double, T>();
    }
}
