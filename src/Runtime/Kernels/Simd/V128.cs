using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 128 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V128<T> : ISimd<V128<T>, T> where T : unmanaged
{
#pragma warning disable CS0649 // Only filled by reinterpretation: a constructor would be one more call to inline in every operator.
    private readonly Vector128<T> v;
#pragma warning restore CS0649

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Splat(double value) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Create(value))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Create((float)value));

    /// <inheritdoc/>
    public static V128<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128<T>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Splat(T value) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a) => Unsafe.BitCast<Vector128<T>, V128<T>>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(a.v.AsDouble() + Vector128.Create(b))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(a.v.AsSingle() + Vector128.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(a.v.AsDouble() - Vector128.Create(b))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(a.v.AsSingle() - Vector128.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(a.v.AsDouble() * Vector128.Create(b))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(a.v.AsSingle() * Vector128.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(double a, V128<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Create(a) + b.v.AsDouble())
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Create((float)a) + b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(double a, V128<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Create(a) - b.v.AsDouble())
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Create((float)a) - b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(double a, V128<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Create(a) * b.v.AsDouble())
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Create((float)a) * b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(double a, V128<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Create(a) / b.v.AsDouble())
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Create((float)a) / b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Fma(V128<T> a, V128<T> b, V128<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Fma(V128<T> a, double b, V128<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsDouble(), Vector128.Create(b), c.v.AsDouble()))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsSingle(), Vector128.Create((float)b), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Fma(V128<T> a, V128<T> b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), Vector128.Create(c)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), Vector128.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Fma(V128<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.FusedMultiplyAdd(a.v.AsDouble(), Vector128.Create(b), Vector128.Create(c)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(
            Vector128.FusedMultiplyAdd(a.v.AsSingle(), Vector128.Create((float)b), Vector128.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Sqrt(V128<T> a) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Abs(V128<T> a) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Floor(V128<T> a) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Floor(a.v.AsDouble()))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Floor(a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Max(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Min(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Clamp(V128<T> a, double low, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(
            Vector128.MinNative(Vector128.Create(high), Vector128.MaxNative(Vector128.Create(low), a.v.AsDouble())))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(
            Vector128.MinNative(Vector128.Create((float)high), Vector128.MaxNative(Vector128.Create((float)low), a.v.AsSingle())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AtMost(V128<T> a, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.MinNative(Vector128.Create(high), a.v.AsDouble()))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.MinNative(Vector128.Create((float)high), a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Equal(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> NotEqual(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(~Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Less(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LessEqual(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Greater(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> GreaterEqual(V128<T> a, V128<T> b) =>
        Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Equal(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.Equals(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Equals(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Less(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.LessThan(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.LessThan(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LessEqual(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.LessThanOrEqual(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.LessThanOrEqual(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Greater(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.GreaterThan(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.GreaterThan(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> GreaterEqual(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(Vector128.GreaterThanOrEqual(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.GreaterThanOrEqual(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> NotEqual(V128<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(~Vector128.Equals(a.v.AsDouble(), Vector128.Create(b)))
        : Unsafe.BitCast<Vector128<float>, V128<T>>(~Vector128.Equals(a.v.AsSingle(), Vector128.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Select(V128<T> mask, V128<T> a, V128<T> b) =>
        Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> And(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Or(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Xor(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AndNot(V128<T> a, V128<T> b) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V128<T> mask) => mask.v.AsInt64() != Vector128<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Map<TFunction>(V128<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, V128<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble())).v);
        Vector128<double> lower = TFunction.Evaluate(Wrap(Vector128.WidenLower(a.v.AsSingle()))).v;
        Vector128<double> upper = TFunction.Evaluate(Wrap(Vector128.WidenUpper(a.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Map2<TFunction>(V128<T> a, V128<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector128<double>, V128<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble()), Wrap(b.v.AsDouble())).v);

        Vector128<double> lower = TFunction.Evaluate(
            Wrap(Vector128.WidenLower(a.v.AsSingle())), Wrap(Vector128.WidenLower(b.v.AsSingle()))).v;
        Vector128<double> upper = TFunction.Evaluate(
            Wrap(Vector128.WidenUpper(a.v.AsSingle())), Wrap(Vector128.WidenUpper(b.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector128<float>, V128<T>>(Vector128.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Load(ref T start, nuint offset) => Unsafe.BitCast<Vector128<T>, V128<T>>(Vector128.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V128<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LoadPartial(ref T start, nuint offset, int count) =>
        Unsafe.BitCast<Vector128<T>, V128<T>>(PartialVector.Load128(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V128<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<long>, V128<T>>(Vector128.Create(bits))
        : Unsafe.BitCast<Vector128<int>, V128<T>>(Vector128.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AddBits(V128<T> a, V128<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<long>, V128<T>>(a.v.AsInt64() + b.v.AsInt64())
        : Unsafe.BitCast<Vector128<int>, V128<T>>(a.v.AsInt32() + b.v.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AndBits(V128<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<long>, V128<T>>(a.v.AsInt64() & Vector128.Create(bits))
        : Unsafe.BitCast<Vector128<int>, V128<T>>(a.v.AsInt32() & Vector128.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> OrBits(V128<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<long>, V128<T>>(a.v.AsInt64() | Vector128.Create(bits))
        : Unsafe.BitCast<Vector128<int>, V128<T>>(a.v.AsInt32() | Vector128.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> AddBits(V128<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<long>, V128<T>>(a.v.AsInt64() + Vector128.Create(bits))
        : Unsafe.BitCast<Vector128<int>, V128<T>>(a.v.AsInt32() + Vector128.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftLeft(V128<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<ulong>, V128<T>>(a.v.AsUInt64() << bits)
        : Unsafe.BitCast<Vector128<uint>, V128<T>>(a.v.AsUInt32() << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> ShiftRight(V128<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector128<ulong>, V128<T>>(a.v.AsUInt64() >> bits)
        : Unsafe.BitCast<Vector128<uint>, V128<T>>(a.v.AsUInt32() >> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Scale(V128<T> a, V128<T> n) => PowerOfTwo.Scale128Native
        ? Unsafe.BitCast<Vector128<double>, V128<T>>(PowerOfTwo.Scale(a.v.AsDouble(), n.v.AsDouble()))
        : PowerOfTwo.Scale<V128<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V128<T> MapLanes<TFunction>(V128<T> a) where TFunction : struct, IScalarFunction
    {
        Vector128<double> result = a.v.AsDouble();
        for (int i = 0; i < Vector128<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Unsafe.BitCast<Vector128<double>, V128<T>>(result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V128<double> Wrap(Vector128<double> v) => Unsafe.BitCast<Vector128<double>, V128<double>>(v);
}
