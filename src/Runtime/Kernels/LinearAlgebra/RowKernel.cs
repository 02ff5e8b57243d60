using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// One row of a result, many columns: a vector times a matrix, or elementwise products, where a tile of several rows would
/// mostly compute rows that do not exist.
/// </summary>
internal static unsafe class RowKernel<T, TVector, TOps, TMode>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
    where TMode : ITileMode
{
    /// <summary>c[j] = (load ? c[j] : 0) + sum over k of a b[j], with a one scalar a step or, lanewise, one element a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(T* a, nint stepA, T* b, nint stepB, T* c, int columns, int depth, bool load)
    {
        int w = TOps.Count, j = 0;
        for (; j <= columns - (8 * w); j += 8 * w)
        {
            T* pc = c + j;
            TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
            if (load)
            {
                c0 = TOps.Load(pc);
                c1 = TOps.Load(pc + w);
                c2 = TOps.Load(pc + (2 * w));
                c3 = TOps.Load(pc + (3 * w));
                c4 = TOps.Load(pc + (4 * w));
                c5 = TOps.Load(pc + (5 * w));
                c6 = TOps.Load(pc + (6 * w));
                c7 = TOps.Load(pc + (7 * w));
            }

            T* pa = TMode.Lanewise ? a + j : a;
            T* pb = b + j;
            for (int k = 0; k < depth; k++, pa += stepA, pb += stepB)
            {
                TVector x = TMode.Lanewise ? default : TOps.Broadcast(pa);
                c0 = Step(x, pa, pb, c0);
                c1 = Step(x, pa + w, pb + w, c1);
                c2 = Step(x, pa + (2 * w), pb + (2 * w), c2);
                c3 = Step(x, pa + (3 * w), pb + (3 * w), c3);
                c4 = Step(x, pa + (4 * w), pb + (4 * w), c4);
                c5 = Step(x, pa + (5 * w), pb + (5 * w), c5);
                c6 = Step(x, pa + (6 * w), pb + (6 * w), c6);
                c7 = Step(x, pa + (7 * w), pb + (7 * w), c7);
            }

            TOps.Store(pc, c0);
            TOps.Store(pc + w, c1);
            TOps.Store(pc + (2 * w), c2);
            TOps.Store(pc + (3 * w), c3);
            TOps.Store(pc + (4 * w), c4);
            TOps.Store(pc + (5 * w), c5);
            TOps.Store(pc + (6 * w), c6);
            TOps.Store(pc + (7 * w), c7);
        }

        for (; j <= columns - (2 * w); j += 2 * w)
        {
            TVector c0 = load ? TOps.Load(c + j) : default, c1 = load ? TOps.Load(c + j + w) : default;
            T* pa = TMode.Lanewise ? a + j : a;
            T* pb = b + j;
            for (int k = 0; k < depth; k++, pa += stepA, pb += stepB)
            {
                TVector x = TMode.Lanewise ? default : TOps.Broadcast(pa);
                c0 = Step(x, pa, pb, c0);
                c1 = Step(x, pa + w, pb + w, c1);
            }

            TOps.Store(c + j, c0);
            TOps.Store(c + j + w, c1);
        }

        for (; j < columns; j += w)
        {
            bool whole = columns - j >= w;
            TVector mask = TOps.Mask(columns - j);
            TVector sum = !load ? default : TOps.Load(c + j, mask);
            T* pa = TMode.Lanewise ? a + j : a;
            T* pb = b + j;
            for (int k = 0; k < depth; k++, pa += stepA, pb += stepB)
            {
                TVector x = TMode.Lanewise ? TOps.Load(pa, mask) : TOps.Broadcast(pa);
                TVector y = TOps.Load(pb, mask);
                sum = TMode.Subtract ? TOps.MultiplySubtract(x, y, sum) : TOps.MultiplyAdd(x, y, sum);
            }

            // Only a partial vector pays for a masked store, which a later load cannot be forwarded from.
            if (whole) TOps.Store(c + j, sum);
            else TOps.Store(c + j, mask, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(TVector x, T* a, T* b, TVector c)
    {
        TVector factor = TMode.Lanewise ? TOps.Load(a) : x;
        return TMode.Subtract ? TOps.MultiplySubtract(factor, TOps.Load(b), c) : TOps.MultiplyAdd(factor, TOps.Load(b), c);
    }
}
