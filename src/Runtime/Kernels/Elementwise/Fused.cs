using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// Runs a fused kernel over rows and columns with the widest vectors that the machine has. A row's tail goes through the same
/// code with partial loads and stores. An output may be exactly an input's memory, and must not overlap it otherwise.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Fused
{
    /// <summary>Runs a kernel of 1 output and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, In<T> x0, In<T> x1 = default, In<T> x2 = default, In<T> x3 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
    }

    /// <summary>Runs a kernel of 1 output and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, In<T> x0, In<T> x1, In<T> x2, In<T> x3, In<T> x4, In<T> x5 = default, In<T> x6 = default,
        In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T> x10 = default, In<T> x11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, default, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    /// <summary>Runs a kernel of 2 outputs and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, In<T> x0, In<T> x1 = default, In<T> x2 = default, In<T> x3 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, default, default, default, default,
                default, default, default, default);
        }
    }

    /// <summary>Runs a kernel of 2 outputs and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, In<T> x0, In<T> x1, In<T> x2, In<T> x3, In<T> x4, In<T> x5 = default, In<T> x6 =
        default, In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T> x10 = default, In<T> x11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, default, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    /// <summary>Runs a kernel of 3 outputs and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, In<T> x0, In<T> x1 = default, In<T> x2 = default, In<T> x3 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
    }

    /// <summary>Runs a kernel of 3 outputs and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, In<T> x0, In<T> x1, In<T> x2, In<T> x3, In<T> x4, In<T> x5 = default,
        In<T> x6 = default, In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T> x10 = default, In<T> x11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, default, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    /// <summary>Runs a kernel of 4 outputs and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, In<T> x0, In<T> x1 = default, In<T> x2 = default, In<T> x3
        = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, default, default, default, default, default,
                default, default, default);
        }
    }

    /// <summary>Runs a kernel of 4 outputs and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, In<T> x0, In<T> x1, In<T> x2, In<T> x3, In<T> x4, In<T> x5
        = default, In<T> x6 = default, In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T> x10 = default, In<T> x11
        = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, default, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    /// <summary>Runs a kernel of 5 outputs and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, Out<T> y4, In<T> x0, In<T> x1 = default, In<T> x2 =
        default, In<T> x3 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, default, default, default, default, default, default,
                default, default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, default, default, default, default, default, default,
                default, default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, default, default, default, default, default, default,
                default, default);
        }
    }

    /// <summary>Runs a kernel of 5 outputs and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, Out<T> y4, In<T> x0, In<T> x1, In<T> x2, In<T> x3, In<T>
        x4, In<T> x5 = default, In<T> x6 = default, In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T> x10 =
        default, In<T> x11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, y4, default, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    /// <summary>Runs a kernel of 6 outputs and 1 to 4 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, Out<T> y4, Out<T> y5, In<T> x0, In<T> x1 = default, In<T>
        x2 = default, In<T> x3 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, default, default, default, default, default, default, default,
                default);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, default, default, default, default, default, default, default,
                default);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, default, default, default, default, default, default, default,
                default);
        }
    }

    /// <summary>Runs a kernel of 6 outputs and 5 to 12 inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, Out<T> y4, Out<T> y5, In<T> x0, In<T> x1, In<T> x2, In<T>
        x3, In<T> x4, In<T> x5 = default, In<T> x6 = default, In<T> x7 = default, In<T> x8 = default, In<T> x9 = default, In<T>
        x10 = default, In<T> x11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(
                rows, cols, y0, y1, y2, y3, y4, y5, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Rows<K, T, S, V>(
        int rows, int cols, Out<T> y0, Out<T> y1, Out<T> y2, Out<T> y3, Out<T> y4, Out<T> y5, In<T> x0, In<T> x1, In<T> x2, In<T>
        x3, In<T> x4, In<T> x5, In<T> x6, In<T> x7, In<T> x8, In<T> x9, In<T> x10, In<T> x11)
        where K : struct, IFusedKernel where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        for (nint i = 0; i < rows; i++)
        {
            FullRow<T, S, V> r = default;
            r.x0 = ref Unsafe.Add(ref x0.Start, i * x0.Stride);
            r.x1 = ref Unsafe.Add(ref x1.Start, i * x1.Stride);
            r.x2 = ref Unsafe.Add(ref x2.Start, i * x2.Stride);
            r.x3 = ref Unsafe.Add(ref x3.Start, i * x3.Stride);
            r.x4 = ref Unsafe.Add(ref x4.Start, i * x4.Stride);
            r.x5 = ref Unsafe.Add(ref x5.Start, i * x5.Stride);
            r.x6 = ref Unsafe.Add(ref x6.Start, i * x6.Stride);
            r.x7 = ref Unsafe.Add(ref x7.Start, i * x7.Stride);
            r.x8 = ref Unsafe.Add(ref x8.Start, i * x8.Stride);
            r.x9 = ref Unsafe.Add(ref x9.Start, i * x9.Stride);
            r.x10 = ref Unsafe.Add(ref x10.Start, i * x10.Stride);
            r.x11 = ref Unsafe.Add(ref x11.Start, i * x11.Stride);
            r.y0 = ref Unsafe.Add(ref y0.Start, i * y0.Stride);
            r.y1 = ref Unsafe.Add(ref y1.Start, i * y1.Stride);
            r.y2 = ref Unsafe.Add(ref y2.Start, i * y2.Stride);
            r.y3 = ref Unsafe.Add(ref y3.Start, i * y3.Stride);
            r.y4 = ref Unsafe.Add(ref y4.Start, i * y4.Stride);
            r.y5 = ref Unsafe.Add(ref y5.Start, i * y5.Stride);
            for (; r.j <= cols - S.Count; r.j += S.Count) K.Invoke<FullRow<T, S, V>, S, V>(ref r);
            if (r.j == cols) continue;
            if (default(K) is IHeavyKernel)
            {
                Tail<K, T, S, V>(
                    r.j, cols - (int)r.j, ref r.y0, ref r.y1, ref r.y2, ref r.y3, ref r.y4, ref r.y5, ref r.x0, ref r.x1, ref r.x2,
                    ref r.x3, ref r.x4, ref r.x5, ref r.x6, ref r.x7, ref r.x8, ref r.x9, ref r.x10, ref r.x11);
                continue;
            }

            PartialRow<T, S, V> p = default;
            p.y0 = ref r.y0;
            p.y1 = ref r.y1;
            p.y2 = ref r.y2;
            p.y3 = ref r.y3;
            p.y4 = ref r.y4;
            p.y5 = ref r.y5;
            p.x0 = ref r.x0;
            p.x1 = ref r.x1;
            p.x2 = ref r.x2;
            p.x3 = ref r.x3;
            p.x4 = ref r.x4;
            p.x5 = ref r.x5;
            p.x6 = ref r.x6;
            p.x7 = ref r.x7;
            p.x8 = ref r.x8;
            p.x9 = ref r.x9;
            p.x10 = ref r.x10;
            p.x11 = ref r.x11;
            p.j = r.j;
            p.count = cols - (int)r.j;
            K.Invoke<PartialRow<T, S, V>, S, V>(ref p);
        }
    }

    // Out of line, so that it is compiled only where rows have tails and the loop has the compiler's inlining budget to itself.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tail<K, T, S, V>(
        nint j, int count, ref T y0, ref T y1, ref T y2, ref T y3, ref T y4, ref T y5, ref T x0, ref T x1, ref T x2, ref T x3, ref
        T x4, ref T x5, ref T x6, ref T x7, ref T x8, ref T x9, ref T x10, ref T x11)
        where K : struct, IFusedKernel where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        PartialRow<T, S, V> r = default;
        r.j = j;
        r.count = count;
        r.y0 = ref Unsafe.AsRef(in y0);
        r.y1 = ref Unsafe.AsRef(in y1);
        r.y2 = ref Unsafe.AsRef(in y2);
        r.y3 = ref Unsafe.AsRef(in y3);
        r.y4 = ref Unsafe.AsRef(in y4);
        r.y5 = ref Unsafe.AsRef(in y5);
        r.x0 = ref Unsafe.AsRef(in x0);
        r.x1 = ref Unsafe.AsRef(in x1);
        r.x2 = ref Unsafe.AsRef(in x2);
        r.x3 = ref Unsafe.AsRef(in x3);
        r.x4 = ref Unsafe.AsRef(in x4);
        r.x5 = ref Unsafe.AsRef(in x5);
        r.x6 = ref Unsafe.AsRef(in x6);
        r.x7 = ref Unsafe.AsRef(in x7);
        r.x8 = ref Unsafe.AsRef(in x8);
        r.x9 = ref Unsafe.AsRef(in x9);
        r.x10 = ref Unsafe.AsRef(in x10);
        r.x11 = ref Unsafe.AsRef(in x11);
        K.Invoke<PartialRow<T, S, V>, S, V>(ref r);
    }
}
