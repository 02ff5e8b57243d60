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
    /// <summary>Runs a kernel of 2 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1);
    }

    /// <summary>Runs a kernel of 3 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2);
    }

    /// <summary>Runs a kernel of 4 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3);
    }

    /// <summary>Runs a kernel of 5 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4);
    }

    /// <summary>Runs a kernel of 6 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5);
    }

    /// <summary>Runs a kernel of 7 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5, Operand<T>
        p6)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6);
    }

    /// <summary>Runs a kernel of 8 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5, Operand<T>
        p6, Operand<T> p7)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7);
    }

    /// <summary>Runs a kernel of up to 10 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5, Operand<T>
        p6, Operand<T> p7, Operand<T> p8, Operand<T> p9 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9);
    }

    /// <summary>Runs a kernel of up to 12 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5, Operand<T>
        p6, Operand<T> p7, Operand<T> p8, Operand<T> p9, Operand<T> p10, Operand<T> p11 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11);
    }

    /// <summary>Runs a kernel of up to 18 operands, inputs first.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(
        int rows, int cols, Operand<T> p0, Operand<T> p1, Operand<T> p2, Operand<T> p3, Operand<T> p4, Operand<T> p5, Operand<T>
        p6, Operand<T> p7, Operand<T> p8, Operand<T> p9, Operand<T> p10, Operand<T> p11, Operand<T> p12, Operand<T> p13 =
        default, Operand<T> p14 = default, Operand<T> p15 = default, Operand<T> p16 = default, Operand<T> p17 = default)
        where K : struct, IFusedKernel where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Rows<K, T, V512<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17);
        else if (Vector256.IsHardwareAccelerated) Rows<K, T, V256<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17);
        else Rows<K, T, V128<T>>(rows, cols, p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15, p16, p17);
    }

    // Registers above a kernel's count vanish: K's properties are constants to the compiler.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    private static unsafe void Rows<K, T, V>(
        int rows, int cols, Operand<T> p0 = default, Operand<T> p1 = default, Operand<T> p2 = default, Operand<T> p3 = default,
        Operand<T> p4 = default, Operand<T> p5 = default, Operand<T> p6 = default, Operand<T> p7 = default, Operand<T> p8 =
        default, Operand<T> p9 = default, Operand<T> p10 = default, Operand<T> p11 = default, Operand<T> p12 = default,
        Operand<T> p13 = default, Operand<T> p14 = default, Operand<T> p15 = default, Operand<T> p16 = default, Operand<T> p17 =
        default)
        where K : struct, IFusedKernel where T : unmanaged where V : unmanaged, ISimd<V, T>
    {
        Column<T, V> c0 = new(p0);
        Column<T, V> c1 = new(p1);
        Column<T, V> c2 = new(p2);
        Column<T, V> c3 = new(p3);
        Column<T, V> c4 = new(p4);
        Column<T, V> c5 = new(p5);
        Column<T, V> c6 = new(p6);
        Column<T, V> c7 = new(p7);
        Column<T, V> c8 = new(p8);
        Column<T, V> c9 = new(p9);
        Column<T, V> c10 = new(p10);
        Column<T, V> c11 = new(p11);
        Column<T, V> c12 = new(p12);
        Column<T, V> c13 = new(p13);
        Column<T, V> c14 = new(p14);
        Column<T, V> c15 = new(p15);
        Column<T, V> c16 = new(p16);
        Column<T, V> c17 = new(p17);
        V s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15, s16, s17;
        for (nint i = 0; i < rows; i++)
        {
            c0.Begin(K.Inputs + K.Outputs > 0, i, &s0);
            c1.Begin(K.Inputs + K.Outputs > 1, i, &s1);
            c2.Begin(K.Inputs + K.Outputs > 2, i, &s2);
            c3.Begin(K.Inputs + K.Outputs > 3, i, &s3);
            c4.Begin(K.Inputs + K.Outputs > 4, i, &s4);
            c5.Begin(K.Inputs + K.Outputs > 5, i, &s5);
            c6.Begin(K.Inputs + K.Outputs > 6, i, &s6);
            c7.Begin(K.Inputs + K.Outputs > 7, i, &s7);
            c8.Begin(K.Inputs + K.Outputs > 8, i, &s8);
            c9.Begin(K.Inputs + K.Outputs > 9, i, &s9);
            c10.Begin(K.Inputs + K.Outputs > 10, i, &s10);
            c11.Begin(K.Inputs + K.Outputs > 11, i, &s11);
            c12.Begin(K.Inputs + K.Outputs > 12, i, &s12);
            c13.Begin(K.Inputs + K.Outputs > 13, i, &s13);
            c14.Begin(K.Inputs + K.Outputs > 14, i, &s14);
            c15.Begin(K.Inputs + K.Outputs > 15, i, &s15);
            c16.Begin(K.Inputs + K.Outputs > 16, i, &s16);
            c17.Begin(K.Inputs + K.Outputs > 17, i, &s17);
            int j = 0;
            Unsafe.SkipInit(out Lanes<V> r);
            for (; j <= cols - V.Count; j += V.Count)
            {
                if (K.Inputs > 0) r.A = c0.Load(j);
                if (K.Inputs > 1) r.B = c1.Load(j);
                if (K.Inputs > 2) r.C = c2.Load(j);
                if (K.Inputs > 3) r.D = c3.Load(j);
                if (K.Inputs > 4) r.E = c4.Load(j);
                if (K.Inputs > 5) r.F = c5.Load(j);
                if (K.Inputs > 6) r.G = c6.Load(j);
                if (K.Inputs > 7) r.H = c7.Load(j);
                if (K.Inputs > 8) r.I = c8.Load(j);
                if (K.Inputs > 9) r.J = c9.Load(j);
                if (K.Inputs > 10) r.K = c10.Load(j);
                if (K.Inputs > 11) r.L = c11.Load(j);
                if (K.Inputs > 12) r.M = c12.Load(j);
                if (K.Inputs > 13) r.N = c13.Load(j);
                if (K.Inputs > 14) r.O = c14.Load(j);
                if (K.Inputs > 15) r.P = c15.Load(j);
                if (K.Inputs > 16) r.Q = c16.Load(j);
                if (K.Inputs > 17) r.R = c17.Load(j);
                K.Invoke(ref r);
                if (K.Inputs <= 1 && 1 < K.Inputs + K.Outputs) c1.Store(j, r.B, K.Accumulates);
                if (K.Inputs <= 2 && 2 < K.Inputs + K.Outputs) c2.Store(j, r.C, K.Accumulates);
                if (K.Inputs <= 3 && 3 < K.Inputs + K.Outputs) c3.Store(j, r.D, K.Accumulates);
                if (K.Inputs <= 4 && 4 < K.Inputs + K.Outputs) c4.Store(j, r.E, K.Accumulates);
                if (K.Inputs <= 5 && 5 < K.Inputs + K.Outputs) c5.Store(j, r.F, K.Accumulates);
                if (K.Inputs <= 6 && 6 < K.Inputs + K.Outputs) c6.Store(j, r.G, K.Accumulates);
                if (K.Inputs <= 7 && 7 < K.Inputs + K.Outputs) c7.Store(j, r.H, K.Accumulates);
                if (K.Inputs <= 8 && 8 < K.Inputs + K.Outputs) c8.Store(j, r.I, K.Accumulates);
                if (K.Inputs <= 9 && 9 < K.Inputs + K.Outputs) c9.Store(j, r.J, K.Accumulates);
                if (K.Inputs <= 10 && 10 < K.Inputs + K.Outputs) c10.Store(j, r.K, K.Accumulates);
                if (K.Inputs <= 11 && 11 < K.Inputs + K.Outputs) c11.Store(j, r.L, K.Accumulates);
                if (K.Inputs <= 12 && 12 < K.Inputs + K.Outputs) c12.Store(j, r.M, K.Accumulates);
                if (K.Inputs <= 13 && 13 < K.Inputs + K.Outputs) c13.Store(j, r.N, K.Accumulates);
                if (K.Inputs <= 14 && 14 < K.Inputs + K.Outputs) c14.Store(j, r.O, K.Accumulates);
                if (K.Inputs <= 15 && 15 < K.Inputs + K.Outputs) c15.Store(j, r.P, K.Accumulates);
                if (K.Inputs <= 16 && 16 < K.Inputs + K.Outputs) c16.Store(j, r.Q, K.Accumulates);
                if (K.Inputs <= 17 && 17 < K.Inputs + K.Outputs) c17.Store(j, r.R, K.Accumulates);
            }

            if (j < cols)
            {
                int rest = cols - j;
                if (K.Inputs > 0) r.A = c0.LoadPartial(j, rest);
                if (K.Inputs > 1) r.B = c1.LoadPartial(j, rest);
                if (K.Inputs > 2) r.C = c2.LoadPartial(j, rest);
                if (K.Inputs > 3) r.D = c3.LoadPartial(j, rest);
                if (K.Inputs > 4) r.E = c4.LoadPartial(j, rest);
                if (K.Inputs > 5) r.F = c5.LoadPartial(j, rest);
                if (K.Inputs > 6) r.G = c6.LoadPartial(j, rest);
                if (K.Inputs > 7) r.H = c7.LoadPartial(j, rest);
                if (K.Inputs > 8) r.I = c8.LoadPartial(j, rest);
                if (K.Inputs > 9) r.J = c9.LoadPartial(j, rest);
                if (K.Inputs > 10) r.K = c10.LoadPartial(j, rest);
                if (K.Inputs > 11) r.L = c11.LoadPartial(j, rest);
                if (K.Inputs > 12) r.M = c12.LoadPartial(j, rest);
                if (K.Inputs > 13) r.N = c13.LoadPartial(j, rest);
                if (K.Inputs > 14) r.O = c14.LoadPartial(j, rest);
                if (K.Inputs > 15) r.P = c15.LoadPartial(j, rest);
                if (K.Inputs > 16) r.Q = c16.LoadPartial(j, rest);
                if (K.Inputs > 17) r.R = c17.LoadPartial(j, rest);
                K.Invoke(ref r);
                if (K.Inputs <= 1 && 1 < K.Inputs + K.Outputs) c1.StorePartial(j, rest, r.B, K.Accumulates);
                if (K.Inputs <= 2 && 2 < K.Inputs + K.Outputs) c2.StorePartial(j, rest, r.C, K.Accumulates);
                if (K.Inputs <= 3 && 3 < K.Inputs + K.Outputs) c3.StorePartial(j, rest, r.D, K.Accumulates);
                if (K.Inputs <= 4 && 4 < K.Inputs + K.Outputs) c4.StorePartial(j, rest, r.E, K.Accumulates);
                if (K.Inputs <= 5 && 5 < K.Inputs + K.Outputs) c5.StorePartial(j, rest, r.F, K.Accumulates);
                if (K.Inputs <= 6 && 6 < K.Inputs + K.Outputs) c6.StorePartial(j, rest, r.G, K.Accumulates);
                if (K.Inputs <= 7 && 7 < K.Inputs + K.Outputs) c7.StorePartial(j, rest, r.H, K.Accumulates);
                if (K.Inputs <= 8 && 8 < K.Inputs + K.Outputs) c8.StorePartial(j, rest, r.I, K.Accumulates);
                if (K.Inputs <= 9 && 9 < K.Inputs + K.Outputs) c9.StorePartial(j, rest, r.J, K.Accumulates);
                if (K.Inputs <= 10 && 10 < K.Inputs + K.Outputs) c10.StorePartial(j, rest, r.K, K.Accumulates);
                if (K.Inputs <= 11 && 11 < K.Inputs + K.Outputs) c11.StorePartial(j, rest, r.L, K.Accumulates);
                if (K.Inputs <= 12 && 12 < K.Inputs + K.Outputs) c12.StorePartial(j, rest, r.M, K.Accumulates);
                if (K.Inputs <= 13 && 13 < K.Inputs + K.Outputs) c13.StorePartial(j, rest, r.N, K.Accumulates);
                if (K.Inputs <= 14 && 14 < K.Inputs + K.Outputs) c14.StorePartial(j, rest, r.O, K.Accumulates);
                if (K.Inputs <= 15 && 15 < K.Inputs + K.Outputs) c15.StorePartial(j, rest, r.P, K.Accumulates);
                if (K.Inputs <= 16 && 16 < K.Inputs + K.Outputs) c16.StorePartial(j, rest, r.Q, K.Accumulates);
                if (K.Inputs <= 17 && 17 < K.Inputs + K.Outputs) c17.StorePartial(j, rest, r.R, K.Accumulates);
            }
        }
    }
}
