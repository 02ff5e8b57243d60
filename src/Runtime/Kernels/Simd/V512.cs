using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 512 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V512<T> : ISimd<V512<T>, T> where T : unmanaged
{
    private readonly Vector512<T> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V512(Vector512<T> v) => this.v = v;

    private Vector512<double> D
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    private Vector512<float> F
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V512<T> Of(Vector512<double> v) => new(v.As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V512<T> Of(Vector512<float> v) => new(v.As<float, T>());

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Splat(double value) =>
        typeof(T) == typeof(double) ? Of(Vector512.Create(value)) : Of(Vector512.Create((float)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Splat(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> a, V512<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a, V512<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> a, V512<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> a, V512<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Fma(V512<T> a, V512<T> b, V512<T> c) => typeof(T) == typeof(double)
        ? Of(Vector512.FusedMultiplyAdd(a.D, b.D, c.D))
        : Of(Vector512.FusedMultiplyAdd(a.F, b.F, c.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Sqrt(V512<T> a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Abs(V512<T> a) => new(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Floor(V512<T> a) =>
        typeof(T) == typeof(double) ? Of(Vector512.Floor(a.D)) : Of(Vector512.Floor(a.F));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Max(V512<T> a, V512<T> b) => new(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Min(V512<T> a, V512<T> b) => new(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Clamp(V512<T> a, V512<T> low, V512<T> high) =>
        new(Vector512.MinNative(high.v, Vector512.MaxNative(low.v, a.v)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Equal(V512<T> a, V512<T> b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> NotEqual(V512<T> a, V512<T> b) => new(~Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Less(V512<T> a, V512<T> b) => new(Vector512.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LessEqual(V512<T> a, V512<T> b) => new(Vector512.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Greater(V512<T> a, V512<T> b) => new(Vector512.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> GreaterEqual(V512<T> a, V512<T> b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Select(V512<T> mask, V512<T> a, V512<T> b) => new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> And(V512<T> a, V512<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Or(V512<T> a, V512<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Xor(V512<T> a, V512<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AndNot(V512<T> a, V512<T> b) => new(Vector512.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V512<T> mask) => mask.v.AsInt64() != Vector512<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Map<TFunction>(V512<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V512<double>(a.D)).v);
        Vector512<double> lower = TFunction.Evaluate(new V512<double>(Vector512.WidenLower(a.F))).v;
        Vector512<double> upper = TFunction.Evaluate(new V512<double>(Vector512.WidenUpper(a.F))).v;
        return Of(Vector512.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Map2<TFunction>(V512<T> a, V512<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double)) return Of(TFunction.Evaluate(new V512<double>(a.D), new V512<double>(b.D)).v);
        Vector512<double> lower = TFunction.Evaluate(
            new V512<double>(Vector512.WidenLower(a.F)), new V512<double>(Vector512.WidenLower(b.F))).v;
        Vector512<double> upper = TFunction.Evaluate(
            new V512<double>(Vector512.WidenUpper(a.F)), new V512<double>(Vector512.WidenUpper(b.F))).v;
        return Of(Vector512.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Load(ref T start, nuint offset) => new(Vector512.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V512<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LoadPartial(ref T start, nuint offset, int count) =>
        new(PartialVector.Load512(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V512<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Bits(long bits) => typeof(T) == typeof(double)
        ? new(Vector512.Create(bits).As<long, T>())
        : new(Vector512.Create((int)bits).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AddBits(V512<T> a, V512<T> b) => typeof(T) == typeof(double)
        ? new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>())
        : new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftLeft(V512<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() << bits).As<ulong, T>())
        : new((a.v.AsUInt32() << bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftRight(V512<T> a, int bits) => typeof(T) == typeof(double)
        ? new((a.v.AsUInt64() >> bits).As<ulong, T>())
        : new((a.v.AsUInt32() >> bits).As<uint, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Scale(V512<T> a, V512<T> n) => PowerOfTwo.Scale512Native
        ? Of(PowerOfTwo.Scale(a.D, n.D))
        : PowerOfTwo.Scale<V512<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V512<T> MapLanes<TFunction>(V512<T> a) where TFunction : struct, IScalarFunction
    {
        Vector512<double> result = a.D;
        for (int i = 0; i < Vector512<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Of(result);
    }
}
