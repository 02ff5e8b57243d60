using System.Runtime.CompilerServices;
using System;

namespace Costate.CompilerServices;

/// <summary>Checks of lengths shared by the matrix kernels.</summary>
internal static class MatrixArguments
{
    /// <summary>The number of matrices of <paramref name="rows"/> x <paramref name="columns"/> in a span; 0 if they are empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Batch(int length, int rows, int columns, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows, "n");
        ArgumentOutOfRangeException.ThrowIfNegative(columns, "m");
        long size = (long)rows * columns;
        if (length == size) return size == 0 ? 0 : 1;
        if (size != 0 && length % size == 0) return (int)(length / size);
        throw new ArgumentException($"{name} has {length} elements, which is no multiple of {rows} x {columns}.", name);
    }

    internal static NotSupportedException UnsupportedElement<T>() =>
        new($"Matrix kernels work on double and float, not on {typeof(T)}; convert the operands first.");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SameLength(int expected, int actual, string name)
    {
        if (expected != actual) throw new ArgumentException($"{name} has {actual} elements; {expected} are needed.", name);
    }
}
