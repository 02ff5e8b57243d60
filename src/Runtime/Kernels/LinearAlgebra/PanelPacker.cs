using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Copies a panel of lines of an operand so that the kernel finds them side by side for each step of the sum.</summary>
internal static unsafe class PanelPacker<T, TVector, TOps>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    /// <summary>target[k width + i] = source[offsets[i] + k step], with zeros for i from count to width.</summary>
    /// <param name="source">The operand.</param>
    /// <param name="offsets">Offsets of the lines.</param>
    /// <param name="adjacent">Whether line i starts i elements after line 0.</param>
    /// <param name="count">Number of lines.</param>
    /// <param name="width">Lines of the packed panel.</param>
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
                for (; i < width; i++) target[i] = default;
            }

            return;
        }

        int done = 0;
        if (TOps.HasTranspose && step == 1 && table == null)
        {
            int w = TOps.Count, blocks = depth - (depth % w);
            for (; done <= count - w; done += w)
            {
                for (int k = 0; k < blocks; k += w)
                    TOps.Transpose(source + k, offsets + done, target + (k * (nint)width) + done, width);
                for (int k = blocks; k < depth; k++)
                    for (int i = done; i < done + w; i++) target[(k * (nint)width) + i] = source[offsets[i] + k];
            }
        }

        for (int i = done; i < width; i++)
        {
            T* to = target + i;
            if (i >= count)
            {
                for (int k = 0; k < depth; k++, to += width) *to = default;
                continue;
            }

            T* from = source + offsets[i];
            if (table == null)
                for (int k = 0; k < depth; k++, to += width, from += step) *to = *from;
            else
                for (int k = 0; k < depth; k++, to += width) *to = from[table[k]];
        }
    }
}
