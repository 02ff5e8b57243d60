using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The operations on vectors of 512 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V512<T> : ISimd<Vector512<T>, T> where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Splat(double value) => typeof(T) == typeof(double)
        ? Vector512.Create(value).As<double, T>()
        : Vector512.Create((float)value).As<float, T>();

    /// <inheritdoc/>
    public static Vector512<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Splat(T value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sub(Vector512<T> a, Vector512<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mul(Vector512<T> a, Vector512<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MulZ(Vector512<T> a, Vector512<T> b) => ZeroProduct.Of(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Div(Vector512<T> a, Vector512<T> b) => a / b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Neg(Vector512<T> a) => -a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() + Vector512.Create(b)).As<double, T>()
        : (a.AsSingle() + Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sub(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() - Vector512.Create(b)).As<double, T>()
        : (a.AsSingle() - Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mul(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? (a.AsDouble() * Vector512.Create(b)).As<double, T>()
        : (a.AsSingle() * Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(double a, Vector512<T> b) => typeof(T) == typeof(double)
        ? (Vector512.Create(a) + b.AsDouble()).As<double, T>()
        : (Vector512.Create((float)a) + b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sub(double a, Vector512<T> b) => typeof(T) == typeof(double)
        ? (Vector512.Create(a) - b.AsDouble()).As<double, T>()
        : (Vector512.Create((float)a) - b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mul(double a, Vector512<T> b) => typeof(T) == typeof(double)
        ? (Vector512.Create(a) * b.AsDouble()).As<double, T>()
        : (Vector512.Create((float)a) * b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Div(double a, Vector512<T> b) => typeof(T) == typeof(double)
        ? (Vector512.Create(a) / b.AsDouble()).As<double, T>()
        : (Vector512.Create((float)a) / b.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, double b, Vector512<T> c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), Vector512.Create(b), c.AsDouble()).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), Vector512.Create((float)b), c.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, Vector512<T> b, double c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), Vector512.Create(c)).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), Vector512.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fma(Vector512<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), Vector512.Create(b), Vector512.Create(c)).As<double, T>()
        : Vector512.FusedMultiplyAdd(a.AsSingle(), Vector512.Create((float)b), Vector512.Create((float)c)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sqrt(Vector512<T> a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs(Vector512<T> a) => Vector512.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Floor(Vector512<T> a) => typeof(T) == typeof(double)
        ? Vector512.Floor(a.AsDouble()).As<double, T>()
        : Vector512.Floor(a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) => Vector512.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) => Vector512.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Clamp(Vector512<T> a, double low, double high) => typeof(T) == typeof(double)
        ? AtMost(Vector512.MaxNative(Vector512.Create(low), a.AsDouble()).As<double, T>(), high)
        : AtMost(Vector512.MaxNative(Vector512.Create((float)low), a.AsSingle()).As<float, T>(), high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AtMost(Vector512<T> a, double high) => typeof(T) == typeof(double)
        ? Vector512.MinNative(Vector512.Create(high), a.AsDouble()).As<double, T>()
        : Vector512.MinNative(Vector512.Create((float)high), a.AsSingle()).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Equal(Vector512<T> a, Vector512<T> b) => Vector512.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> NotEqual(Vector512<T> a, Vector512<T> b) => ~Vector512.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Less(Vector512<T> a, Vector512<T> b) => Vector512.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LessEqual(Vector512<T> a, Vector512<T> b) => Vector512.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Greater(Vector512<T> a, Vector512<T> b) => Vector512.GreaterThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> GreaterEqual(Vector512<T> a, Vector512<T> b) =>
        Vector512.GreaterThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Equal(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? Vector512.Equals(a.AsDouble(), Vector512.Create(b)).As<double, T>()
        : Vector512.Equals(a.AsSingle(), Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Less(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? Vector512.LessThan(a.AsDouble(), Vector512.Create(b)).As<double, T>()
        : Vector512.LessThan(a.AsSingle(), Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LessEqual(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? Vector512.LessThanOrEqual(a.AsDouble(), Vector512.Create(b)).As<double, T>()
        : Vector512.LessThanOrEqual(a.AsSingle(), Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Greater(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? Vector512.GreaterThan(a.AsDouble(), Vector512.Create(b)).As<double, T>()
        : Vector512.GreaterThan(a.AsSingle(), Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> GreaterEqual(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? Vector512.GreaterThanOrEqual(a.AsDouble(), Vector512.Create(b)).As<double, T>()
        : Vector512.GreaterThanOrEqual(a.AsSingle(), Vector512.Create((float)b)).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> NotEqual(Vector512<T> a, double b) => typeof(T) == typeof(double)
        ? (~Vector512.Equals(a.AsDouble(), Vector512.Create(b))).As<double, T>()
        : (~Vector512.Equals(a.AsSingle(), Vector512.Create((float)b))).As<float, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> a, Vector512<T> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> And(Vector512<T> a, Vector512<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Or(Vector512<T> a, Vector512<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Xor(Vector512<T> a, Vector512<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector512<T> mask) => mask.AsInt64() != Vector512<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map<TFunction>(Vector512<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return TFunction.Evaluate<V512<double>, Vector512<double>>(a.AsDouble()).As<double, T>();
        Vector512<float> f = a.AsSingle();
        return Vector512.Narrow(
            TFunction.Evaluate<V512<double>, Vector512<double>>(Vector512.WidenLower(f)),
            TFunction.Evaluate<V512<double>, Vector512<double>>(Vector512.WidenUpper(f))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Map2<TFunction>(Vector512<T> a, Vector512<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return TFunction.Evaluate<V512<double>, Vector512<double>>(a.AsDouble(), b.AsDouble()).As<double, T>();
        Vector512<float> f = a.AsSingle(), g = b.AsSingle();
        return Vector512.Narrow(
            TFunction.Evaluate<V512<double>, Vector512<double>>(Vector512.WidenLower(f), Vector512.WidenLower(g)),
            TFunction.Evaluate<V512<double>, Vector512<double>>(Vector512.WidenUpper(f), Vector512.WidenUpper(g))).As<float, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T start, nuint offset) => Vector512.LoadUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, Vector512<T> value) => value.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadPartial(ref T start, nuint offset, int count) =>
        PartialVector.Load512(ref Unsafe.Add(ref start, offset), count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, Vector512<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Vector512.Create(bits).As<long, T>()
        : Vector512.Create((int)bits).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddBits(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(double)
        ? (a.AsInt64() + b.AsInt64()).As<long, T>()
        : (a.AsInt32() + b.AsInt32()).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AndBits(Vector512<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() & Vector512.Create(bits)).As<long, T>()
        : (a.AsInt32() & Vector512.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> OrBits(Vector512<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() | Vector512.Create(bits)).As<long, T>()
        : (a.AsInt32() | Vector512.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddBits(Vector512<T> a, long bits) => typeof(T) == typeof(double)
        ? (a.AsInt64() + Vector512.Create(bits)).As<long, T>()
        : (a.AsInt32() + Vector512.Create((int)bits)).As<int, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftLeft(Vector512<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() << bits).As<ulong, T>()
        : (a.AsUInt32() << bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ShiftRight(Vector512<T> a, int bits) => typeof(T) == typeof(double)
        ? (a.AsUInt64() >> bits).As<ulong, T>()
        : (a.AsUInt32() >> bits).As<uint, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Scale(Vector512<T> a, Vector512<T> n) => PowerOfTwo.Scale512Native
        ? PowerOfTwo.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : PowerOfTwo.Scale<V512<T>, Vector512<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector512<T> MapLanes<TFunction>(Vector512<T> x, Vector512<T> y) where TFunction : struct, IScalarFunction
    {
        Vector512<double> a = x.AsDouble(), b = y.AsDouble();
        for (int i = 0; i < Vector512<double>.Count; i++) b = b.WithElement(i, TFunction.Evaluate(a.GetElement(i), b.GetElement(i)));
        return b.As<double, T>();
    }
}
