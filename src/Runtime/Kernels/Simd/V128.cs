using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 128 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V128<T> : ISimd<V128<T>, T> where T : unmanaged
{
    private readonly Vector128<T> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V128(Vector128<T> v) => this.v = v;

    private Vector128<double> D
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    private Vector128<float> F
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128<T> Of(Vector128<double> v) => new(v.As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128<T> Of(Vector128<float> v) => new(v.As<float, T>());

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Splat(double value) =>
        typeof(T) == typeof(double) ? Of(Vector128.Create(value)) : Of(Vector128.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Splat(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> a, V128<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a, V128<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> a, V128<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> a, V128<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Fma(V128<T> a, V128<T> b, V128<T> c) => typeof(T) == typeof(double)
        ? Of(Vector128.FusedMultiplyAdd(a.D, b.D, c.D))
        : Of(Vector128.FusedMultiplyAdd(a.F, b.F, c.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Sqrt(V128<T> a) => new(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Abs(V128<T> a) => new(Vector128.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Floor(V128<T> a) =>
        typeof(T) == typeof(double) ? Of(Vector128.Floor(a.D)) : Of(Vector128.Floor(a.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Max(V128<T> a, V128<T> b) => new(Vector128.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Min(V128<T> a, V128<T> b) => new(Vector128.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Clamp(V128<T> a, V128<T> low, V128<T> high) =>
        new(Vector128.MinNative(high.v, Vector128.MaxNative(low.v, a.v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Equal(V128<T> a, V128<T> b) => new(Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> NotEqual(V128<T> a, V128<T> b) => new(~Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Less(V128<T> a, V128<T> b) => new(Vector128.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LessEqual(V128<T> a, V128<T> b) => new(Vector128.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Greater(V128<T> a, V128<T> b) => new(Vector128.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> GreaterEqual(V128<T> a, V128<T> b) => new(Vector128.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Select(V128<T> mask, V128<T> a, V128<T> b) => new(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> And(V128<T> a, V128<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Or(V128<T> a, V128<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Xor(V128<T> a, V128<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AndNot(V128<T> a, V128<T> b) => new(Vector128.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V128<T> mask) => mask.v.AsInt64() != Vector128<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Map<TFunction>(V128<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V128<double>(a.D)).v);
        Vector128<double> lower = TFunction.Evaluate(new V128<double>(Vector128.WidenLower(a.F))).v;
        Vector128<double> upper = TFunction.Evaluate(new V128<double>(Vector128.WidenUpper(a.F))).v;
        return Of(Vector128.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Map2<TFunction>(V128<T> a, V128<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V128<double>(a.D), new V128<double>(b.D)).v);
        Vector128<double> lower = TFunction.Evaluate(
            new V128<double>(Vector128.WidenLower(a.F)), new V128<double>(Vector128.WidenLower(b.F))).v;
        Vector128<double> upper = TFunction.Evaluate(
            new V128<double>(Vector128.WidenUpper(a.F)), new V128<double>(Vector128.WidenUpper(b.F))).v;
        return Of(Vector128.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Load(ref T start, nuint offset) => new(Vector128.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V128<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LoadPartial(ref T start, nuint offset, int count) =>
        new(PartialVector.Load128(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V128<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Bits(long bits) => typeof(T) == typeof(double)
        ? new(Vector128.Create(bits).As<long, T>())
        : new(Vector128.Create((int)bits).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AddBits(V128<T> a, V128<T> b) => typeof(T) == typeof(double)
        ? new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>())
        : new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftLeft(V128<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() << bits).As<ulong, T>())
        : new((a.v.AsUInt32() << bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftRight(V128<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() >> bits).As<ulong, T>())
        : new((a.v.AsUInt32() >> bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Scale(V128<T> a, V128<T> n) => PowerOfTwo.Scale128Native
        ? Of(PowerOfTwo.Scale(a.D, n.D))
        : PowerOfTwo.Scale<V128<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V128<T> MapLanes<TFunction>(V128<T> a) where TFunction : struct, IScalarFunction
    {
        Vector128<double> result = a.D;
        for (int i = 0; i < Vector128<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Of(result);
    }
}
