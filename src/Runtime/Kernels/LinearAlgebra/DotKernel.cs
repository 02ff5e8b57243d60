using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// Inner products of contiguous rows. A single chain of additions would wait for itself, so a product is summed in 256 bytes'
/// worth of lanes and these by halving: one fixed tree for every width of register.
/// </summary>
internal static unsafe class DotKernel<T, TVector, TOps>
    where T : unmanaged, INumberBase<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    /// <summary>Lanes of the summation tree.</summary>
    private static int Lanes => 256 / sizeof(T);

    /// <summary>c[i rowC] = (load ? c[i rowC] : 0) + sum over k of a[i rowA + k] b[i rowB + k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(T* a, nint rowA, T* b, nint rowB, T* c, nint rowC, int rows, int depth, bool load)
    {
        T* lanes = stackalloc T[Lanes];
        int parts = Lanes / TOps.Count, whole = depth - (depth % Lanes);
        for (int row = 0; row < rows; row++, a += rowA, b += rowB, c += rowC)
        {
            T sum;
            if (parts == 4)
            {
                TVector s0 = default, s1 = default, s2 = default, s3 = default;
                int w = TOps.Count, k = 0;
                for (; k < whole; k += 4 * w)
                {
                    s0 = TOps.MultiplyAdd(TOps.Load(a + k), TOps.Load(b + k), s0);
                    s1 = TOps.MultiplyAdd(TOps.Load(a + k + w), TOps.Load(b + k + w), s1);
                    s2 = TOps.MultiplyAdd(TOps.Load(a + k + (2 * w)), TOps.Load(b + k + (2 * w)), s2);
                    s3 = TOps.MultiplyAdd(TOps.Load(a + k + (3 * w)), TOps.Load(b + k + (3 * w)), s3);
                }

                if (k < depth) s0 = Masked(a + k, b + k, depth - k, s0);
                if (k + w < depth) s1 = Masked(a + k + w, b + k + w, depth - k - w, s1);
                if (k + (2 * w) < depth) s2 = Masked(a + k + (2 * w), b + k + (2 * w), depth - k - (2 * w), s2);
                if (k + (3 * w) < depth) s3 = Masked(a + k + (3 * w), b + k + (3 * w), depth - k - (3 * w), s3);
                sum = TOps.Sum(TOps.Add(TOps.Add(s0, s2), TOps.Add(s1, s3)));
            }
            else
            {
                // Narrow registers cannot hold all lanes beside the operands; two at a time still overlap.
                for (int part = 0; part < parts; part += 2)
                {
                    int w = TOps.Count, first = part * w;
                    TVector s0 = default, s1 = default;
                    int k = first;
                    for (; k < whole; k += Lanes)
                    {
                        s0 = TOps.MultiplyAdd(TOps.Load(a + k), TOps.Load(b + k), s0);
                        s1 = TOps.MultiplyAdd(TOps.Load(a + k + w), TOps.Load(b + k + w), s1);
                    }

                    if (k < depth) s0 = Masked(a + k, b + k, depth - k, s0);
                    if (k + w < depth) s1 = Masked(a + k + w, b + k + w, depth - k - w, s1);
                    TOps.Store(lanes + first, s0);
                    TOps.Store(lanes + first + w, s1);
                }

                sum = Halve(lanes);
            }

            *c = load ? *c + sum : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Masked(T* a, T* b, int count, TVector sum)
    {
        TVector mask = TOps.Mask(count);
        return TOps.MultiplyAdd(TOps.Load(a, mask), TOps.Load(b, mask), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Halve(T* lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
        return lanes[0];
    }
}
