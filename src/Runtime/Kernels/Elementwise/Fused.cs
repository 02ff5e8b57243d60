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
    /// <summary>Runs a kernel.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="cols">The elements of a row.</param>
    /// <param name="kernel">The kernel, made for this call: it is used up.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run<K, T>(int rows, int cols, scoped in K kernel)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: false);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: false);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: false);
        }
    }

    /// <summary>
    /// Runs a kernel of more than about 120 operations, where an elementary function counts as 30, a sine, a cosine, an Erf or an
    /// Atan2 as 50 and a power as 130. The compiler inlines only so much into one method, so the tails of such a kernel run out of
    /// line, a few nanoseconds a row slower; beyond about 350 operations a loop is better split in two.
    /// </summary>
    /// <inheritdoc cref="Run{K, T}(int, int, in K)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunHeavy<K, T>(int rows, int cols, scoped in K kernel)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Rows<K, T, V512<T>, Vector512<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: true);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Rows<K, T, V256<T>, Vector256<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: true);
        }
        else
        {
            Rows<K, T, V128<T>, Vector128<T>>(rows, cols, ref Unsafe.AsRef(in kernel), isHeavy: true);
        }
    }

    /// <summary>Runs a kernel over one row of which every operand has room behind it for the widest vector, so that there is no tail.</summary>
    /// <param name="cols">The elements of the row.</param>
    /// <param name="kernel">The kernel.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunWhole<K, T>(int cols, scoped in K kernel)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Whole<K, T, V512<T>, Vector512<T>>(cols, ref Unsafe.AsRef(in kernel));
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Whole<K, T, V256<T>, Vector256<T>>(cols, ref Unsafe.AsRef(in kernel));
        }
        else
        {
            Whole<K, T, V128<T>, Vector128<T>>(cols, ref Unsafe.AsRef(in kernel));
        }
    }

    // By ref: a call of an interface's method on what is read only would be given a copy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Whole<K, T, S, V>(int cols, ref K kernel)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        for (int j = 0; j < cols; j += S.Count) kernel.Invoke<FullRow<T, S, V>, S, V>(new((nuint)j));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Rows<K, T, S, V>(int rows, int cols, ref K kernel, bool isHeavy)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        // The last row is not stepped over: a reference behind an array must not exist when the collector moves things.
        for (int row = 0; row < rows; row++)
        {
            if (row > 0) kernel.NextRow();
            int j = 0;
            for (; j <= cols - S.Count; j += S.Count) kernel.Invoke<FullRow<T, S, V>, S, V>(new((nuint)j));
            if (j == cols) continue;
            if (isHeavy) Tail<K, T, S, V>(ref kernel, j, cols - j);
            else kernel.Invoke<PartialRow<T, S, V>, S, V>(new((nuint)j, cols - j));
        }
    }

    // Out of line, so that it is compiled only where rows have tails and the loop has the compiler's inlining budget to itself.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tail<K, T, S, V>(ref K kernel, int j, int count)
        where K : struct, IFusedKernel<T>, allows ref struct where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged =>
        kernel.Invoke<PartialRow<T, S, V>, S, V>(new((nuint)j, count));
}
