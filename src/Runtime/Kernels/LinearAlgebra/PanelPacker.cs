using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Copies a panel of lines of an operand so that the kernel finds them side by side for each step of the sum.</summary>
internal static unsafe class PanelPacker<T, TVector, TOps>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    /// <summary>target[k width + i] = source[offsets[i] + k step]; what stands at i from count to width is of no use.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="offsets">Offsets of the lines.</param>
    /// <param name="adjacent">Whether line i starts i elements after line 0.</param>
    /// <param name="count">Number of lines.</param>
    /// <param name="width">Lines of the packed panel, a multiple of the lanes of a register.</param>
    /// <param name="step">Stride of the summed index.</param>
    /// <param name="table">Offsets of the summed index that replace the stride, or null.</param>
    /// <param name="depth">Extent of the summed index.</param>
    /// <param name="target">Receives depth x width elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Pack(
        T* source, int* offsets, bool adjacent, int count, int width, nint step, int* table, int depth, T* target)
    {
        if (adjacent)
        {
            source += offsets[0];
            for (int k = 0; k < depth; k++, target += width)
            {
                T* line = table == null ? source + (k * step) : source + table[k];
                int i = 0;
                for (; i <= count - TOps.Count; i += TOps.Count) TOps.Store(target + i, TOps.Load(line + i));
                for (; i < count; i++) target[i] = line[i];
            }

            return;
        }

        if (TOps.HasTranspose && step == 1 && table == null)
        {
            for (int i = 0; i < count; i += TOps.Count)
                for (int k = 0; k < depth; k += TOps.Count)
                    TOps.Transpose(
                        source + k, offsets + i, Math.Min(count - i, TOps.Count), Math.Min(depth - k, TOps.Count),
                        target + (k * (nint)width) + i, width, exact: false);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            T* to = target + i;
            T* from = source + offsets[i];
            if (table == null)
                for (int k = 0; k < depth; k++, to += width, from += step) *to = *from;
            else
                for (int k = 0; k < depth; k++, to += width) *to = from[table[k]];
        }
    }
}
