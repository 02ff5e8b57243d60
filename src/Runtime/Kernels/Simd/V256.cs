using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 256 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V256<T> : ISimd<V256<T>, T> where T : unmanaged
{
    private readonly Vector256<T> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V256(Vector256<T> v) => this.v = v;

    private Vector256<double> D
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    private Vector256<float> F
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V256<T> Of(Vector256<double> v) => new(v.As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V256<T> Of(Vector256<float> v) => new(v.As<float, T>());

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Splat(double value) =>
        typeof(T) == typeof(double) ? Of(Vector256.Create(value)) : Of(Vector256.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Splat(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> a, V256<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a, V256<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> a, V256<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> a, V256<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Fma(V256<T> a, V256<T> b, V256<T> c) => typeof(T) == typeof(double)
        ? Of(Vector256.FusedMultiplyAdd(a.D, b.D, c.D))
        : Of(Vector256.FusedMultiplyAdd(a.F, b.F, c.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Sqrt(V256<T> a) => new(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Abs(V256<T> a) => new(Vector256.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Floor(V256<T> a) =>
        typeof(T) == typeof(double) ? Of(Vector256.Floor(a.D)) : Of(Vector256.Floor(a.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Max(V256<T> a, V256<T> b) => new(Vector256.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Min(V256<T> a, V256<T> b) => new(Vector256.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Clamp(V256<T> a, V256<T> low, V256<T> high) =>
        new(Vector256.MinNative(high.v, Vector256.MaxNative(low.v, a.v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Equal(V256<T> a, V256<T> b) => new(Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> NotEqual(V256<T> a, V256<T> b) => new(~Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Less(V256<T> a, V256<T> b) => new(Vector256.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LessEqual(V256<T> a, V256<T> b) => new(Vector256.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Greater(V256<T> a, V256<T> b) => new(Vector256.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> GreaterEqual(V256<T> a, V256<T> b) => new(Vector256.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Select(V256<T> mask, V256<T> a, V256<T> b) => new(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> And(V256<T> a, V256<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Or(V256<T> a, V256<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Xor(V256<T> a, V256<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AndNot(V256<T> a, V256<T> b) => new(Vector256.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V256<T> mask) => mask.v.AsInt64() != Vector256<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Map<TFunction>(V256<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V256<double>(a.D)).v);
        Vector256<double> lower = TFunction.Evaluate(new V256<double>(Vector256.WidenLower(a.F))).v;
        Vector256<double> upper = TFunction.Evaluate(new V256<double>(Vector256.WidenUpper(a.F))).v;
        return Of(Vector256.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Map2<TFunction>(V256<T> a, V256<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V256<double>(a.D), new V256<double>(b.D)).v);
        Vector256<double> lower = TFunction.Evaluate(
            new V256<double>(Vector256.WidenLower(a.F)), new V256<double>(Vector256.WidenLower(b.F))).v;
        Vector256<double> upper = TFunction.Evaluate(
            new V256<double>(Vector256.WidenUpper(a.F)), new V256<double>(Vector256.WidenUpper(b.F))).v;
        return Of(Vector256.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Load(ref T start, nuint offset) => new(Vector256.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V256<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LoadPartial(ref T start, nuint offset, int count) =>
        new(PartialVector.Load256(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V256<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Bits(long bits) => typeof(T) == typeof(double)
        ? new(Vector256.Create(bits).As<long, T>())
        : new(Vector256.Create((int)bits).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AddBits(V256<T> a, V256<T> b) => typeof(T) == typeof(double)
        ? new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>())
        : new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftLeft(V256<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() << bits).As<ulong, T>())
        : new((a.v.AsUInt32() << bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftRight(V256<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() >> bits).As<ulong, T>())
        : new((a.v.AsUInt32() >> bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Scale(V256<T> a, V256<T> n) => PowerOfTwo.Scale256Native
        ? Of(PowerOfTwo.Scale(a.D, n.D))
        : PowerOfTwo.Scale<V256<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V256<T> MapLanes<TFunction>(V256<T> a) where TFunction : struct, IScalarFunction
    {
        Vector256<double> result = a.D;
        for (int i = 0; i < Vector256<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Of(result);
    }
}
