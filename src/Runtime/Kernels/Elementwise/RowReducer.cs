using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>
/// Reduces eight rows at a time, in the order of <see cref="Reducer{K, T, S, V}"/>: its tree over the lanes of a vector runs for eight rows
/// in as many steps as for one, which is what short rows spend their time on.
/// </summary>
internal static unsafe class RowReducer<K> where K : struct, IReduction
{
    /// <summary>How many rows one step takes.</summary>
    internal const int Rows = 8;

    internal static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && Vector512.IsHardwareAccelerated;
    }

    /// <summary>Reduces as many rows as there are blocks of eight, and tells how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static nint Run(ref double x, nint rows, nint stride, nint count, ref double y, bool accumulate)
    {
        Vector512<double>* v = stackalloc Vector512<double>[(int)Rows];
        nint done = 0;
        for (; done <= rows - Rows; done += Rows)
        {
            for (nint r = 0; r < Rows; r++)
                v[r] = Reducer<K, double, V512<double>, Vector512<double>>.Lanewise(ref Unsafe.Add(ref x, (done + r) * stride), count);
            Vector512<double> total = Tree(v);
            ref double to = ref Unsafe.Add(ref y, done);
            V512<double>.Store(ref to, 0, accumulate ? Combine(V512<double>.Load(ref to, 0), total) : total);
        }

        return done;
    }

    /// <summary>Reduces the lanes of eight vectors that lie one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Tree(Vector512<double>* v)
    {
        Vector512<double> even = Quarters(Halves(v[0], v[2]), Halves(v[4], v[6])), odd = Quarters(Halves(v[1], v[3]), Halves(v[5], v[7]));
        return Combine(Avx512F.UnpackLow(even, odd), Avx512F.UnpackHigh(even, odd));
    }

    // Blocks of two lanes: those of a, then those of b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Halves(Vector512<double> a, Vector512<double> b) =>
        Combine(Avx512F.Shuffle4x128(a, b, 0b01_00_01_00), Avx512F.Shuffle4x128(a, b, 0b11_10_11_10));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Quarters(Vector512<double> a, Vector512<double> b) =>
        Combine(Avx512F.Shuffle4x128(a, b, 0b10_00_10_00), Avx512F.Shuffle4x128(a, b, 0b11_01_11_01));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Combine(Vector512<double> a, Vector512<double> b) => K.Combine<V512<double>, Vector512<double>>(a, b);
}
