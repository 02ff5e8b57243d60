using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Costate.Tracing;

namespace Costate.CompilerServices;

// The vocabulary of generated cores: short names, because the text is meant to be read.
public abstract partial class Fragment
{
    /// <summary>A number of elements rounded up, so that what follows in a block is aligned to a cache line of doubles.</summary>
    protected static int Pad(int count) => checked(count + Ir.Plan.Alignment - 1) & -Ir.Plan.Alignment;

    /// <summary>A number of elements with room behind them for a vector of 64 bytes, rounded up so that what follows in a block is aligned to a cache line.</summary>
    protected static int Room(int count) => checked(count + (2 * Ir.Plan.Room) - 1) & -Ir.Plan.Room;

    /// <summary>The element with which the first row of a fused loop's operand begins.</summary>
    /// <param name="x">The memory.</param>
    /// <param name="at">The position of the element; behind the last one if there are no rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static ref T Place<T>(ReadOnlySpan<T> x, int at = 0)
        where T : unmanaged => ref Unsafe.Add(ref MemoryMarshal.GetReference(x), at);

    /// <inheritdoc cref="Place{T}(ReadOnlySpan{T}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static ref T Place<T>(Span<T> x, int at = 0)
        where T : unmanaged => ref Unsafe.Add(ref MemoryMarshal.GetReference(x), at);

    /// <summary>The product of two numbers, 0 where either is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T MulZ<T>(T a, T b)
        where T : INumberBase<T> => T.IsZero(a) || T.IsZero(b) ? T.Zero : a * b;

    /// <summary>An op on a number, with the bits that it has in a fused loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T Apply<K, T>(T x)
        where K : struct, IUnaryKernel where T : unmanaged => K.Invoke<V128<T>, Vector128<T>>(Vector128.Create(x)).ToScalar();

    /// <inheritdoc cref="Apply{K, T}(T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T Apply<K, T>(T a, T b)
        where K : struct, IBinaryKernel where T : unmanaged => K.Invoke<V128<T>, Vector128<T>>(Vector128.Create(a), Vector128.Create(b)).ToScalar();

    /// <inheritdoc cref="Apply{K, T}(T)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static T Apply<K, T>(T a, T b, T c)
        where K : struct, ITernaryKernel where T : unmanaged =>
        K.Invoke<V128<T>, Vector128<T>>(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c)).ToScalar();

    /// <summary>Two buffers change places: the next value of a carry becomes its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Swap<T>(ref Span<T> a, ref Span<T> b)
    {
        var old = a;
        a = b;
        b = old;
    }

    /// <summary>A trip count as an element: its bits, so that no number is too large for the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal static T Count<T>(int trips)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(int) ? Unsafe.BitCast<int, T>(trips) : Unsafe.BitCast<long, T>(trips);

    /// <summary>The trip count that an element holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal static int Count<T>(ReadOnlySpan<T> element)
        where T : unmanaged => Unsafe.SizeOf<T>() == sizeof(int) ? Unsafe.BitCast<T, int>(element[0]) : (int)Unsafe.BitCast<T, long>(element[0]);

    /// <inheritdoc cref="Count{T}(ReadOnlySpan{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected internal static int Count<T>(Span<T> element)
        where T : unmanaged => Count((ReadOnlySpan<T>)element);

    /// <summary>The exception for a guard of a loop or branch that does not hold.</summary>
    /// <param name="id">The id of the diagnostic.</param>
    /// <param name="message">The analyzer's message.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="sizes">The values of the symbols in it.</param>
    public ShapeMismatchException Broken(string id, string message, string condition, params ReadOnlySpan<(string Name, int Value)> sizes) =>
        FragmentErrors.Broken(Name, id, message, condition, sizes);
}
