using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 256 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V256<T> : ISimd<V256<T>, T> where T : unmanaged
{
#pragma warning disable CS0649 // Only filled by reinterpretation: a constructor would be one more call to inline in every operator.
    private readonly Vector256<T> v;
#pragma warning restore CS0649

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Splat(double value) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Create(value))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Create((float)value));

    /// <inheritdoc/>
    public static V256<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256<T>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Splat(T value) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a) => Unsafe.BitCast<Vector256<T>, V256<T>>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(a.v.AsDouble() + Vector256.Create(b))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(a.v.AsSingle() + Vector256.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(a.v.AsDouble() - Vector256.Create(b))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(a.v.AsSingle() - Vector256.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(a.v.AsDouble() * Vector256.Create(b))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(a.v.AsSingle() * Vector256.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(double a, V256<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Create(a) + b.v.AsDouble())
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Create((float)a) + b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(double a, V256<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Create(a) - b.v.AsDouble())
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Create((float)a) - b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(double a, V256<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Create(a) * b.v.AsDouble())
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Create((float)a) * b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(double a, V256<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Create(a) / b.v.AsDouble())
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Create((float)a) / b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Fma(V256<T> a, V256<T> b, V256<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Fma(V256<T> a, double b, V256<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsDouble(), Vector256.Create(b), c.v.AsDouble()))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsSingle(), Vector256.Create((float)b), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Fma(V256<T> a, V256<T> b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), Vector256.Create(c)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), Vector256.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Fma(V256<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.FusedMultiplyAdd(a.v.AsDouble(), Vector256.Create(b), Vector256.Create(c)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(
            Vector256.FusedMultiplyAdd(a.v.AsSingle(), Vector256.Create((float)b), Vector256.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Sqrt(V256<T> a) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Abs(V256<T> a) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Floor(V256<T> a) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Floor(a.v.AsDouble()))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Floor(a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Max(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Min(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Clamp(V256<T> a, double low, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(
            Vector256.MinNative(Vector256.Create(high), Vector256.MaxNative(Vector256.Create(low), a.v.AsDouble())))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(
            Vector256.MinNative(Vector256.Create((float)high), Vector256.MaxNative(Vector256.Create((float)low), a.v.AsSingle())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AtMost(V256<T> a, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.MinNative(Vector256.Create(high), a.v.AsDouble()))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.MinNative(Vector256.Create((float)high), a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Equal(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> NotEqual(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(~Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Less(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LessEqual(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Greater(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> GreaterEqual(V256<T> a, V256<T> b) =>
        Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Equal(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.Equals(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Equals(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Less(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.LessThan(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.LessThan(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LessEqual(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.LessThanOrEqual(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.LessThanOrEqual(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Greater(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.GreaterThan(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.GreaterThan(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> GreaterEqual(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(Vector256.GreaterThanOrEqual(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.GreaterThanOrEqual(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> NotEqual(V256<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(~Vector256.Equals(a.v.AsDouble(), Vector256.Create(b)))
        : Unsafe.BitCast<Vector256<float>, V256<T>>(~Vector256.Equals(a.v.AsSingle(), Vector256.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Select(V256<T> mask, V256<T> a, V256<T> b) =>
        Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> And(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Or(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Xor(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AndNot(V256<T> a, V256<T> b) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V256<T> mask) => mask.v.AsInt64() != Vector256<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Map<TFunction>(V256<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, V256<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble())).v);
        Vector256<double> lower = TFunction.Evaluate(Wrap(Vector256.WidenLower(a.v.AsSingle()))).v;
        Vector256<double> upper = TFunction.Evaluate(Wrap(Vector256.WidenUpper(a.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Map2<TFunction>(V256<T> a, V256<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector256<double>, V256<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble()), Wrap(b.v.AsDouble())).v);

        Vector256<double> lower = TFunction.Evaluate(
            Wrap(Vector256.WidenLower(a.v.AsSingle())), Wrap(Vector256.WidenLower(b.v.AsSingle()))).v;
        Vector256<double> upper = TFunction.Evaluate(
            Wrap(Vector256.WidenUpper(a.v.AsSingle())), Wrap(Vector256.WidenUpper(b.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector256<float>, V256<T>>(Vector256.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Load(ref T start, nuint offset) => Unsafe.BitCast<Vector256<T>, V256<T>>(Vector256.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V256<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LoadPartial(ref T start, nuint offset, int count) =>
        Unsafe.BitCast<Vector256<T>, V256<T>>(PartialVector.Load256(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V256<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<long>, V256<T>>(Vector256.Create(bits))
        : Unsafe.BitCast<Vector256<int>, V256<T>>(Vector256.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AddBits(V256<T> a, V256<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<long>, V256<T>>(a.v.AsInt64() + b.v.AsInt64())
        : Unsafe.BitCast<Vector256<int>, V256<T>>(a.v.AsInt32() + b.v.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AndBits(V256<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<long>, V256<T>>(a.v.AsInt64() & Vector256.Create(bits))
        : Unsafe.BitCast<Vector256<int>, V256<T>>(a.v.AsInt32() & Vector256.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> OrBits(V256<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<long>, V256<T>>(a.v.AsInt64() | Vector256.Create(bits))
        : Unsafe.BitCast<Vector256<int>, V256<T>>(a.v.AsInt32() | Vector256.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> AddBits(V256<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<long>, V256<T>>(a.v.AsInt64() + Vector256.Create(bits))
        : Unsafe.BitCast<Vector256<int>, V256<T>>(a.v.AsInt32() + Vector256.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftLeft(V256<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<ulong>, V256<T>>(a.v.AsUInt64() << bits)
        : Unsafe.BitCast<Vector256<uint>, V256<T>>(a.v.AsUInt32() << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> ShiftRight(V256<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector256<ulong>, V256<T>>(a.v.AsUInt64() >> bits)
        : Unsafe.BitCast<Vector256<uint>, V256<T>>(a.v.AsUInt32() >> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Scale(V256<T> a, V256<T> n) => PowerOfTwo.Scale256Native
        ? Unsafe.BitCast<Vector256<double>, V256<T>>(PowerOfTwo.Scale(a.v.AsDouble(), n.v.AsDouble()))
        : PowerOfTwo.Scale<V256<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V256<T> MapLanes<TFunction>(V256<T> a) where TFunction : struct, IScalarFunction
    {
        Vector256<double> result = a.v.AsDouble();
        for (int i = 0; i < Vector256<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Unsafe.BitCast<Vector256<double>, V256<T>>(result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V256<double> Wrap(Vector256<double> v) => Unsafe.BitCast<Vector256<double>, V256<double>>(v);
}
