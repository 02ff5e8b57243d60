using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// Runs fused kernels and sums each row of what they return, in the order of <see cref="Reductions"/>: the sum has the same bits whether its terms
/// lie in memory or not.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FusedSum
{
    // Groups of 64 bytes take turns.
    private const int Groups = 4;

    /// <summary>Runs a kernel.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="cols">The elements of a row.</param>
    /// <param name="sums">Where the sums go.</param>
    /// <param name="kernel">The kernel, made for this call: it is used up.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(int rows, int cols, Operand<T> sums, scoped in K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Wide<K, T>(rows, cols, sums, ref Unsafe.AsRef(in kernel), isHeavy: false);
        else Narrow<K, T>(rows, cols, sums, ref Unsafe.AsRef(in kernel));
    }

    /// <summary>Runs a kernel of so many operations that the compiler does not inline it twice into one method: see <see cref="Fused.RunHeavy"/>.</summary>
    /// <inheritdoc cref="Run"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunHeavy<K, T>(int rows, int cols, Operand<T> sums, scoped in K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) Wide<K, T>(rows, cols, sums, ref Unsafe.AsRef(in kernel), isHeavy: true);
        else Narrow<K, T>(rows, cols, sums, ref Unsafe.AsRef(in kernel));
    }

    /// <summary>Runs a kernel over one row of which every operand has room behind it for the widest vector, so that there is no tail.</summary>
    /// <param name="cols">The elements of the row.</param>
    /// <param name="sums">Where the sum goes.</param>
    /// <param name="kernel">The kernel.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunWhole<K, T>(int cols, Operand<T> sums, scoped in K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) sums.At = Combine(Whole<K, T>(cols, ref Unsafe.AsRef(in kernel)));
        else Narrow<K, T>(1, cols, sums, ref Unsafe.AsRef(in kernel));
    }

    // One row needs no memory for the sums of others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Wide<K, T>(int rows, int cols, Operand<T> sums, ref K kernel, bool isHeavy)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        if (rows == 1) One(cols, sums, ref kernel, isHeavy);
        else Many(rows, cols, sums, ref kernel, isHeavy);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void One<K, T>(int cols, Operand<T> sums, ref K kernel, bool isHeavy)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged => sums.At = Combine(Row<K, T>(cols, ref kernel, isHeavy));

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void Many<K, T>(int rows, int cols, Operand<T> sums, ref K kernel, bool isHeavy)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        Vector512<T>* pending = stackalloc Vector512<T>[RowReducer<SumReduction>.Rows];
        int count = 0;
        for (int row = 0; row < rows; row++)
        {
            if (row > 0) kernel.NextRow();
            Vector512<T> total = Row<K, T>(cols, ref kernel, isHeavy);
            if (typeof(T) != typeof(double) || sums.Rows != 1 || !RowReducer<SumReduction>.IsSupported)
            {
                if (row > 0) sums.NextRow();
                sums.At = Combine(total);
                continue;
            }

            // Eight rows are added up together.
            pending[count++] = total;
            if (count < RowReducer<SumReduction>.Rows) continue;
            count = 0;
            Vector512<double> eight = RowReducer<SumReduction>.Tree((Vector512<double>*)pending);
            eight.StoreUnsafe(ref Unsafe.As<T, double>(ref Unsafe.Add(ref sums.At, row + 1 - RowReducer<SumReduction>.Rows)));
        }

        for (int i = 0; i < count; i++) Unsafe.Add(ref sums.At, rows - count + i) = Combine(pending[i]);
    }

    // All groups in registers, which change their names instead of their places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Row<K, T>(int cols, ref K kernel, bool isHeavy)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        Vector512<T> a = Vector512<T>.Zero, b = a, c = a, d = a, last;
        int whole = cols & -Vector512<T>.Count;
        for (int j = 0; j < whole; j += Vector512<T>.Count)
        {
            last = a + kernel.Invoke<FullRow<T, V512<T>, Vector512<T>>, V512<T>, Vector512<T>>(new((nuint)j));
            a = b;
            b = c;
            c = d;
            d = last;
        }

        InTurn(whole, ref a, ref b, ref c, ref d);
        if (whole < cols)
        {
            last = isHeavy ? Tail<K, T, V512<T>, Vector512<T>>(ref kernel, whole, cols - whole)
                : kernel.Invoke<PartialRow<T, V512<T>, Vector512<T>>, V512<T>, Vector512<T>>(new((nuint)whole, cols - whole));
            d += First<T, V512<T>, Vector512<T>>(last, cols - whole);
        }

        return (a + b) + (c + d);
    }

    // The same with the tail as a whole vector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Whole<K, T>(int cols, ref K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        Vector512<T> a = Vector512<T>.Zero, b = a, c = a, d = a, tail = a;
        int whole = cols & -Vector512<T>.Count;
        for (int j = 0; j < cols; j += Vector512<T>.Count)
        {
            Vector512<T> terms = kernel.Invoke<FullRow<T, V512<T>, Vector512<T>>, V512<T>, Vector512<T>>(new((nuint)j));
            if (j == whole)
            {
                tail = First<T, V512<T>, Vector512<T>>(terms, cols - whole);
                break;
            }

            terms += a;
            a = b;
            b = c;
            c = d;
            d = terms;
        }

        InTurn(whole, ref a, ref b, ref c, ref d);
        return (a + b) + (c + (d + tail));
    }

    // Back to the places in which the groups began.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InTurn<T>(int whole, ref Vector512<T> a, ref Vector512<T> b, ref Vector512<T> c, ref Vector512<T> d)
        where T : unmanaged
    {
        switch (whole / Vector512<T>.Count % Groups)
        {
            case 1:
                (a, b, c, d) = (d, a, b, c);
                break;
            case 2:
                (a, b, c, d) = (c, d, a, b);
                break;
            case 3:
                (a, b, c, d) = (b, c, d, a);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow<K, T>(int rows, int cols, Operand<T> sums, ref K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector256.IsHardwareAccelerated) Narrow<K, T, V256<T>, Vector256<T>>(rows, cols, sums, ref kernel);
        else Narrow<K, T, V128<T>, Vector128<T>>(rows, cols, sums, ref kernel);
    }

    // More lanes than there are registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void Narrow<K, T, S, V>(int rows, int cols, Operand<T> sums, ref K kernel)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        Vector512<T>* groups = stackalloc Vector512<T>[Groups];
        int lanes = Vector512<T>.Count, whole = cols & -lanes;
        for (int row = 0; row < rows; row++)
        {
            if (row > 0)
            {
                kernel.NextRow();
                sums.NextRow();
            }

            for (int g = 0; g < Groups; g++) groups[g] = Vector512<T>.Zero;
            int j = 0;
            for (; j <= cols - S.Count; j += S.Count)
            {
                int at = j < whole ? j & ((Groups * lanes) - 1) : ((Groups - 1) * lanes) + j - whole;
                V term = kernel.Invoke<FullRow<T, S, V>, S, V>(new((nuint)j));
                S.Store(ref *(T*)groups, (nuint)at, S.Add(S.Load(ref *(T*)groups, (nuint)at), term));
            }

            if (j < cols)
            {
                nuint at = (nuint)(((Groups - 1) * lanes) + j - whole);
                V term = First<T, S, V>(Tail<K, T, S, V>(ref kernel, j, cols - j), cols - j);
                S.Store(ref *(T*)groups, at, S.Add(S.Load(ref *(T*)groups, at), term));
            }

            sums.At = Combine((groups[0] + groups[1]) + (groups[2] + groups[3]));
        }
    }

    // Out of line: see Fused.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V Tail<K, T, S, V>(ref K kernel, int j, int count)
        where K : struct, ISummingKernel<T>, allows ref struct where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged =>
        kernel.Invoke<PartialRow<T, S, V>, S, V>(new((nuint)j, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V First<T, S, V>(V terms, int count) where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged =>
        S.Select(S.Less(S.Indices, (double)count), terms, S.Splat(0.0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Combine<T>(Vector512<T> total) where T : unmanaged => Reducer<SumReduction, T, V512<T>, Vector512<T>>.Combine(total);
}
