using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// Reduces rows and columns in one logical order, whatever the width of the machine. A row is dealt out to 4 groups of lanes, 64
/// bytes wide each; narrower machines run over a block once for every part of the lanes. Groups, then lanes, are combined as a
/// balanced tree. Columns are independent and add their rows one after the other.
/// </summary>
internal static class Reducer<K, T, S, V>
    where K : struct, IReduction where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    // In groups of four, so that a block stays in the first-level cache while narrow machines pass over it again.
    private const nint BlockGroups = 64;

    private static nint Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <summary>Reduces contiguous elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static T Row(ref T x, nint count)
    {
        if (S.Count == Lanes) return Combine(Unsafe.BitCast<V, Vector512<T>>(Lanewise(ref x, count)));
        V neutral = S.Splat(K.Neutral);
        Vector512<T> total = default;
        if (count >= 4 * Lanes * BlockGroups)
        {
            total = Blocks(ref x, count);
        }
        else
        {
            for (nint lane = 0; lane < Lanes; lane += S.Count)
            {
                V a = neutral, b = neutral, c = neutral, d = neutral;
                nint i = Quads(ref x, lane, count, ref a, ref b, ref c, ref d);
                Part(ref total, lane) = Rest(ref x, i, lane, count, a, b, c, d);
            }
        }

        return Combine(total);
    }

    /// <summary>Reduces contiguous elements to the lanes of a vector, where a vector holds all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Lanewise(ref T x, nint count)
    {
        V a = S.Splat(K.Neutral), b = a, c = a, d = a;
        nint i = Quads(ref x, 0, count, ref a, ref b, ref c, ref d);
        return Rest(ref x, i, 0, count, a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector512<T> Blocks(ref T x, nint count)
    {
        V neutral = S.Splat(K.Neutral);
        Vector512<T> total = default, a = default, b = default, c = default, d = default;
        nint block = 4 * Lanes * BlockGroups;
        for (nint lane = 0; lane < Lanes; lane += S.Count)
            Part(ref a, lane) = Part(ref b, lane) = Part(ref c, lane) = Part(ref d, lane) = neutral;
        nint done = 0;
        for (; count - done >= block; done += block)
        {
            for (nint lane = 0; lane < Lanes; lane += S.Count)
            {
                ref T start = ref Unsafe.Add(ref x, done);
                Quads(ref start, lane, block, ref Part(ref a, lane), ref Part(ref b, lane), ref Part(ref c, lane), ref Part(ref d, lane));
            }
        }

        ref T rest = ref Unsafe.Add(ref x, done);
        for (nint lane = 0; lane < Lanes; lane += S.Count)
        {
            V pa = Part(ref a, lane), pb = Part(ref b, lane), pc = Part(ref c, lane), pd = Part(ref d, lane);
            nint i = Quads(ref rest, lane, count - done, ref pa, ref pb, ref pc, ref pd);
            Part(ref total, lane) = Rest(ref rest, i, lane, count - done, pa, pb, pc, pd);
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Quads(ref T x, nint lane, nint count, ref V a, ref V b, ref V c, ref V d)
    {
        V pa = a, pb = b, pc = c, pd = d;
        nint i = 0;
        for (; i <= count - 4 * Lanes; i += 4 * Lanes)
        {
            pa = K.Combine<S, V>(pa, S.Load(ref x, (nuint)(i + lane)));
            pb = K.Combine<S, V>(pb, S.Load(ref x, (nuint)(i + lane + Lanes)));
            pc = K.Combine<S, V>(pc, S.Load(ref x, (nuint)(i + lane + 2 * Lanes)));
            pd = K.Combine<S, V>(pd, S.Load(ref x, (nuint)(i + lane + 3 * Lanes)));
        }

        (a, b, c, d) = (pa, pb, pc, pd);
        return i;
    }

    // At most three whole groups, and one that is not whole.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rest(ref T x, nint i, nint lane, nint count, V a, V b, V c, V d)
    {
        if (i <= count - Lanes)
        {
            a = K.Combine<S, V>(a, S.Load(ref x, (nuint)(i + lane)));
            i += Lanes;
        }

        if (i <= count - Lanes)
        {
            b = K.Combine<S, V>(b, S.Load(ref x, (nuint)(i + lane)));
            i += Lanes;
        }

        if (i <= count - Lanes)
        {
            c = K.Combine<S, V>(c, S.Load(ref x, (nuint)(i + lane)));
            i += Lanes;
        }

        nint left = count - i - lane;
        if (left >= S.Count) d = K.Combine<S, V>(d, S.Load(ref x, (nuint)(i + lane)));
        else if (left > 0)
        {
            V last = S.LoadPartial(ref x, (nuint)(i + lane), (int)left);
            d = K.Combine<S, V>(d, S.Select(S.Less(S.Indices, left), last, S.Splat(K.Neutral)));
        }

        return K.Combine<S, V>(K.Combine<S, V>(a, b), K.Combine<S, V>(c, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref V Part(ref Vector512<T> lanes, nint lane) =>
        ref Unsafe.As<T, V>(ref Unsafe.Add(ref Unsafe.As<Vector512<T>, T>(ref lanes), lane));

    // Halves against halves; the vector of 128 bits is the smallest, so the last steps move lanes down.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Combine(Vector512<T> v)
    {
        Vector256<T> half = K.Combine<V256<T>, Vector256<T>>(v.GetLower(), v.GetUpper());
        Vector128<T> quarter = K.Combine<V128<T>, Vector128<T>>(half.GetLower(), half.GetUpper());
        if (Vector128<T>.Count == 4)
            quarter = K.Combine<V128<T>, Vector128<T>>(quarter, Vector128.Create(quarter.AsDouble().GetElement(1)).As<double, T>());
        return K.Combine<V128<T>, Vector128<T>>(quarter, Vector128.Create(quarter.GetElement(1))).ToScalar();
    }

    /// <summary>Reduces every column of a matrix whose rows are contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Columns(ref T x, nint rows, nint rowStride, nint columns, ref T y, bool accumulate)
    {
        nint j = 0;
        for (; j <= columns - 4 * S.Count; j += 4 * S.Count)
        {
            V a = S.Splat(K.Neutral), b = a, c = a, d = a;
            ref T row = ref Unsafe.Add(ref x, j);
            for (nint i = 0; i < rows; i++)
            {
                a = K.Combine<S, V>(a, S.Load(ref row, 0));
                b = K.Combine<S, V>(b, S.Load(ref row, (nuint)S.Count));
                c = K.Combine<S, V>(c, S.Load(ref row, (nuint)(2 * S.Count)));
                d = K.Combine<S, V>(d, S.Load(ref row, (nuint)(3 * S.Count)));
                row = ref Unsafe.Add(ref row, rowStride);
            }

            Store(ref y, j, a, accumulate);
            Store(ref y, j + S.Count, b, accumulate);
            Store(ref y, j + 2 * S.Count, c, accumulate);
            Store(ref y, j + 3 * S.Count, d, accumulate);
        }

        for (; j < columns; j += S.Count)
        {
            int count = (int)(columns - j < S.Count ? columns - j : S.Count);
            V a = S.Splat(K.Neutral);
            ref T row = ref Unsafe.Add(ref x, j);
            for (nint i = 0; i < rows; i++)
            {
                a = K.Combine<S, V>(a, Load(ref row, count));
                row = ref Unsafe.Add(ref row, rowStride);
            }

            if (count == S.Count) Store(ref y, j, a, accumulate);
            else S.StorePartial(ref y, (nuint)j, count, accumulate ? K.Combine<S, V>(S.LoadPartial(ref y, (nuint)j, count), a) : a);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(ref T row, int count) => count == S.Count ? S.Load(ref row, 0) : S.LoadPartial(ref row, 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref T y, nint j, V value, bool accumulate) =>
        S.Store(ref y, (nuint)j, accumulate ? K.Combine<S, V>(S.Load(ref y, (nuint)j), value) : value);
}
