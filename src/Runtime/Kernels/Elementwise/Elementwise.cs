using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>A single op of one operand as a fused loop: what the interpreter runs. It gives the bits that fused code gives.</summary>
/// <typeparam name="K">The op.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Unary<K> : IHeavyKernel where K : struct, IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<R, S, V>(ref R r)
        where R : struct, IRow<V>, allows ref struct where S : struct, ISimd<V> where V : unmanaged =>
        r.Y0 = K.Invoke<S, V>(r.X0);
}

/// <summary>A single op of two operands as a fused loop.</summary>
/// <typeparam name="K">The op.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Binary<K> : IHeavyKernel where K : struct, IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<R, S, V>(ref R r)
        where R : struct, IRow<V>, allows ref struct where S : struct, ISimd<V> where V : unmanaged =>
        r.Y0 = K.Invoke<S, V>(r.X0, r.X1);
}

/// <summary>A single op of three operands as a fused loop.</summary>
/// <typeparam name="K">The op.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Ternary<K> : IHeavyKernel where K : struct, ITernaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<R, S, V>(ref R r)
        where R : struct, IRow<V>, allows ref struct where S : struct, ISimd<V> where V : unmanaged =>
        r.Y0 = K.Invoke<S, V>(r.X0, r.X1, r.X2);
}

/// <summary>Applies single ops to whole buffers of one length. The result may be exactly the memory of an operand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Elementwise
{
    /// <summary>y = op(x).</summary>
    public static void Apply<K, T>(ReadOnlySpan<T> x, Span<T> y) where K : struct, IUnaryKernel where T : unmanaged
    {
        Check(x.Length, y.Length);
        Fused.Run<Unary<K>, T>(1, y.Length, Whole(y), Whole(x));
    }

    /// <summary>y = op(a, b).</summary>
    public static void Apply<K, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where K : struct, IBinaryKernel where T : unmanaged
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        Fused.Run<Binary<K>, T>(1, y.Length, Whole(y), Whole(a), Whole(b));
    }

    /// <summary>y = op(a, b, c).</summary>
    public static void Apply<K, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where K : struct, ITernaryKernel where T : unmanaged
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        Check(c.Length, y.Length);
        Fused.Run<Ternary<K>, T>(1, y.Length, Whole(y), Whole(a), Whole(b), Whole(c));
    }

    private static In<T> Whole<T>(ReadOnlySpan<T> span) where T : unmanaged => new(in MemoryMarshal.GetReference(span));

    private static Out<T> Whole<T>(Span<T> span) where T : unmanaged => new(ref MemoryMarshal.GetReference(span));

    private static void Check(int operand, int result)
    {
        if (operand != result)
            throw new ArgumentException($"An elementwise op needs operands as long as its result: {operand} is not {result}.");
    }
}
