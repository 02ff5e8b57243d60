using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>The vector of 512 bits.</summary>
/// <typeparam name="T">The element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct V512<T> : ISimd<V512<T>, T> where T : unmanaged
{
#pragma warning disable CS0649 // Only filled by reinterpretation: a constructor would be one more call to inline in every operator.
    private readonly Vector512<T> v;
#pragma warning restore CS0649

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Splat(double value) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Create(value))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Create((float)value));

    /// <inheritdoc/>
    public static V512<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512<T>.Indices);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Splat(T value) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a) => Unsafe.BitCast<Vector512<T>, V512<T>>(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(a.v.AsDouble() + Vector512.Create(b))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(a.v.AsSingle() + Vector512.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(a.v.AsDouble() - Vector512.Create(b))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(a.v.AsSingle() - Vector512.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(a.v.AsDouble() * Vector512.Create(b))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(a.v.AsSingle() * Vector512.Create((float)b));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(double a, V512<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Create(a) + b.v.AsDouble())
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Create((float)a) + b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(double a, V512<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Create(a) - b.v.AsDouble())
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Create((float)a) - b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(double a, V512<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Create(a) * b.v.AsDouble())
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Create((float)a) * b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(double a, V512<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Create(a) / b.v.AsDouble())
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Create((float)a) / b.v.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Fma(V512<T> a, V512<T> b, V512<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Fma(V512<T> a, double b, V512<T> c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsDouble(), Vector512.Create(b), c.v.AsDouble()))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsSingle(), Vector512.Create((float)b), c.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Fma(V512<T> a, V512<T> b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), Vector512.Create(c)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), Vector512.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Fma(V512<T> a, double b, double c) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.FusedMultiplyAdd(a.v.AsDouble(), Vector512.Create(b), Vector512.Create(c)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(
            Vector512.FusedMultiplyAdd(a.v.AsSingle(), Vector512.Create((float)b), Vector512.Create((float)c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Sqrt(V512<T> a) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Abs(V512<T> a) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Floor(V512<T> a) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Floor(a.v.AsDouble()))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Floor(a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Max(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Min(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Clamp(V512<T> a, double low, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(
            Vector512.MinNative(Vector512.Create(high), Vector512.MaxNative(Vector512.Create(low), a.v.AsDouble())))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(
            Vector512.MinNative(Vector512.Create((float)high), Vector512.MaxNative(Vector512.Create((float)low), a.v.AsSingle())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AtMost(V512<T> a, double high) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.MinNative(Vector512.Create(high), a.v.AsDouble()))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.MinNative(Vector512.Create((float)high), a.v.AsSingle()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Equal(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> NotEqual(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(~Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Less(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LessEqual(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Greater(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> GreaterEqual(V512<T> a, V512<T> b) =>
        Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.GreaterThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Equal(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.Equals(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Equals(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Less(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.LessThan(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.LessThan(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LessEqual(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.LessThanOrEqual(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.LessThanOrEqual(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Greater(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.GreaterThan(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.GreaterThan(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> GreaterEqual(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(Vector512.GreaterThanOrEqual(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.GreaterThanOrEqual(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> NotEqual(V512<T> a, double b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(~Vector512.Equals(a.v.AsDouble(), Vector512.Create(b)))
        : Unsafe.BitCast<Vector512<float>, V512<T>>(~Vector512.Equals(a.v.AsSingle(), Vector512.Create((float)b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Select(V512<T> mask, V512<T> a, V512<T> b) =>
        Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> And(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Or(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Xor(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AndNot(V512<T> a, V512<T> b) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.AndNot(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(V512<T> mask) => mask.v.AsInt64() != Vector512<long>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Map<TFunction>(V512<T> a) where TFunction : struct, IDoubleFunction
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, V512<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble())).v);
        Vector512<double> lower = TFunction.Evaluate(Wrap(Vector512.WidenLower(a.v.AsSingle()))).v;
        Vector512<double> upper = TFunction.Evaluate(Wrap(Vector512.WidenUpper(a.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Map2<TFunction>(V512<T> a, V512<T> b) where TFunction : struct, IDoubleFunction2
    {
        if (typeof(T) == typeof(double))
            return Unsafe.BitCast<Vector512<double>, V512<T>>(TFunction.Evaluate(Wrap(a.v.AsDouble()), Wrap(b.v.AsDouble())).v);

        Vector512<double> lower = TFunction.Evaluate(
            Wrap(Vector512.WidenLower(a.v.AsSingle())), Wrap(Vector512.WidenLower(b.v.AsSingle()))).v;
        Vector512<double> upper = TFunction.Evaluate(
            Wrap(Vector512.WidenUpper(a.v.AsSingle())), Wrap(Vector512.WidenUpper(b.v.AsSingle()))).v;
        return Unsafe.BitCast<Vector512<float>, V512<T>>(Vector512.Narrow(lower, upper));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Load(ref T start, nuint offset) => Unsafe.BitCast<Vector512<T>, V512<T>>(Vector512.LoadUnsafe(ref start, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref T start, nuint offset, V512<T> value) => value.v.StoreUnsafe(ref start, offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LoadPartial(ref T start, nuint offset, int count) =>
        Unsafe.BitCast<Vector512<T>, V512<T>>(PartialVector.Load512(ref Unsafe.Add(ref start, offset), count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(ref T start, nuint offset, int count, V512<T> value) =>
        PartialVector.Store(ref Unsafe.Add(ref start, offset), count, value.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Bits(long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<long>, V512<T>>(Vector512.Create(bits))
        : Unsafe.BitCast<Vector512<int>, V512<T>>(Vector512.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AddBits(V512<T> a, V512<T> b) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<long>, V512<T>>(a.v.AsInt64() + b.v.AsInt64())
        : Unsafe.BitCast<Vector512<int>, V512<T>>(a.v.AsInt32() + b.v.AsInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AndBits(V512<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<long>, V512<T>>(a.v.AsInt64() & Vector512.Create(bits))
        : Unsafe.BitCast<Vector512<int>, V512<T>>(a.v.AsInt32() & Vector512.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> OrBits(V512<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<long>, V512<T>>(a.v.AsInt64() | Vector512.Create(bits))
        : Unsafe.BitCast<Vector512<int>, V512<T>>(a.v.AsInt32() | Vector512.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> AddBits(V512<T> a, long bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<long>, V512<T>>(a.v.AsInt64() + Vector512.Create(bits))
        : Unsafe.BitCast<Vector512<int>, V512<T>>(a.v.AsInt32() + Vector512.Create((int)bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftLeft(V512<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<ulong>, V512<T>>(a.v.AsUInt64() << bits)
        : Unsafe.BitCast<Vector512<uint>, V512<T>>(a.v.AsUInt32() << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> ShiftRight(V512<T> a, int bits) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<Vector512<ulong>, V512<T>>(a.v.AsUInt64() >> bits)
        : Unsafe.BitCast<Vector512<uint>, V512<T>>(a.v.AsUInt32() >> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Scale(V512<T> a, V512<T> n) => PowerOfTwo.Scale512Native
        ? Unsafe.BitCast<Vector512<double>, V512<T>>(PowerOfTwo.Scale(a.v.AsDouble(), n.v.AsDouble()))
        : PowerOfTwo.Scale<V512<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V512<T> MapLanes<TFunction>(V512<T> a) where TFunction : struct, IScalarFunction
    {
        Vector512<double> result = a.v.AsDouble();
        for (int i = 0; i < Vector512<double>.Count; i++) result = result.WithElement(i, TFunction.Evaluate(result.GetElement(i)));
        return Unsafe.BitCast<Vector512<double>, V512<T>>(result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V512<double> Wrap(Vector512<double> v) => Unsafe.BitCast<Vector512<double>, V512<double>>(v);
}
