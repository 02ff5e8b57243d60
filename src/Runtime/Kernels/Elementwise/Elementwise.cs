using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>Applies single ops to whole buffers of one length. The result may be exactly the memory of an operand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Elementwise
{
    /// <summary>y = op(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<K, T>(ReadOnlySpan<T> x, Span<T> y) where K : struct, IUnaryKernel where T : unmanaged
    {
        Check(x.Length, y.Length);
        Fused.RunHeavy<Unary<K, T>, T>(1, y.Length, new() { Y = { At = ref Whole(y) }, X = { At = ref Whole(x) } });
    }

    /// <summary>y = op(a, b).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<K, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where K : struct, IBinaryKernel where T : unmanaged
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        Fused.RunHeavy<Binary<K, T>, T>(1, y.Length, new() { Y = { At = ref Whole(y) }, A = { At = ref Whole(a) }, B = { At = ref Whole(b) } });
    }

    /// <summary>y = op(a, b, c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<K, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> y)
        where K : struct, ITernaryKernel where T : unmanaged
    {
        Check(a.Length, y.Length);
        Check(b.Length, y.Length);
        Check(c.Length, y.Length);
        Fused.RunHeavy<Ternary<K, T>, T>(1, y.Length, new() { Y = { At = ref Whole(y) }, A = { At = ref Whole(a) }, B = { At = ref Whole(b) }, C = { At = ref Whole(c) } });
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Whole<T>(ReadOnlySpan<T> span) where T : unmanaged => ref MemoryMarshal.GetReference(span);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Whole<T>(Span<T> span) where T : unmanaged => ref MemoryMarshal.GetReference(span);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(int operand, int result)
    {
        if (operand != result)
            throw new ArgumentException($"An elementwise op needs operands as long as its result: {operand} is not {result}.");
    }

    // A single op as a fused loop is what the interpreter runs. It gives the bits that fused code gives.
    private ref struct Unary<K, T> : IFusedKernel<T> where K : struct, IUnaryKernel where T : unmanaged
    {
        public Operand<T> X;
        public Operand<T> Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R row) where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged =>
            row.Store(ref Y.At, K.Invoke<S, V>(row.Load(ref X.At)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void NextRow()
        {
            X.NextRow();
            Y.NextRow();
        }
    }

    private ref struct Binary<K, T> : IFusedKernel<T> where K : struct, IBinaryKernel where T : unmanaged
    {
        public Operand<T> A, B;
        public Operand<T> Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R row) where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged =>
            row.Store(ref Y.At, K.Invoke<S, V>(row.Load(ref A.At), row.Load(ref B.At)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void NextRow()
        {
            A.NextRow();
            B.NextRow();
            Y.NextRow();
        }
    }

    private ref struct Ternary<K, T> : IFusedKernel<T> where K : struct, ITernaryKernel where T : unmanaged
    {
        public Operand<T> A, B, C;
        public Operand<T> Y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R row) where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged =>
            row.Store(ref Y.At, K.Invoke<S, V>(row.Load(ref A.At), row.Load(ref B.At), row.Load(ref C.At)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void NextRow()
        {
            A.NextRow();
            B.NextRow();
            C.NextRow();
            Y.NextRow();
        }
    }
}
