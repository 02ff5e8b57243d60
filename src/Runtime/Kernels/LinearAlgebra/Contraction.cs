using System;
using System.ComponentModel;
using System.Numerics;

namespace Costate.CompilerServices;

/// <summary>Sums of products over dense row-major operands: every matrix product of generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Contraction
{
    /// <summary>Computes <c>c = sum a b</c>, or <c>c += sum a b</c>, as the plan says.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="plan">The parsed specification.</param>
    /// <param name="extents">Sizes of the letters, in the order of <see cref="ContractPlan.Letters"/>.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="c">Result; must not overlap an operand.</param>
    /// <param name="accumulate">Whether the sum is added to what <paramref name="c"/> holds.</param>
    /// <remarks>
    /// The order in which an element is summed depends on the plan and the extents alone, so the bits do not depend on the
    /// hardware's vector width. A sum over an empty extent is zero.
    /// </remarks>
    /// <exception cref="ArgumentException">A span does not have the length that the extents ask for.</exception>
    public static void Run<T>(
        ContractPlan plan, ReadOnlySpan<int> extents, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(plan);
        int letters = plan.Letters.Length;
        if (extents.Length != letters)
            throw new ArgumentException($"\"{plan}\" has {letters} letters, but {extents.Length} extents were given.", nameof(extents));
        foreach (int extent in extents) ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
        MatrixArguments.SameLength(Size(plan.A, extents), a.Length, nameof(a));
        MatrixArguments.SameLength(Size(plan.B, extents), b.Length, nameof(b));
        MatrixArguments.SameLength(Size(plan.C, extents), c.Length, nameof(c));
        if (c.Overlaps(a) || c.Overlaps(b)) throw new ArgumentException("The result overlaps an operand.", nameof(c));
        Span<int> sa = stackalloc int[letters], sb = stackalloc int[letters], sc = stackalloc int[letters], ix = stackalloc int[letters];
        Strides(plan.A, extents, sa);
        Strides(plan.B, extents, sb);
        Strides(plan.C, extents, sc);
        if (!accumulate) c.Clear();
        foreach (int e in extents)
            if (e == 0) return;

        ix.Clear();
        int oa = 0, ob = 0, oc = 0;
        while (true)
        {
            c[oc] = T.FusedMultiplyAdd(a[oa], b[ob], c[oc]);
            int l = letters - 1;
            for (; l >= 0; l--)
            {
                oa += sa[l];
                ob += sb[l];
                oc += sc[l];
                if (++ix[l] < extents[l]) break;
                oa -= sa[l] * extents[l];
                ob -= sb[l] * extents[l];
                oc -= sc[l] * extents[l];
                ix[l] = 0;
            }

            if (l < 0) return;
        }
    }

    private static int Size(byte[] term, ReadOnlySpan<int> extents)
    {
        int size = 1;
        foreach (byte letter in term) size = checked(size * extents[letter]);
        return size;
    }

    private static void Strides(byte[] term, ReadOnlySpan<int> extents, Span<int> strides)
    {
        strides.Clear();
        int stride = 1;
        for (int i = term.Length - 1; i >= 0; i--)
        {
            strides[term[i]] = stride;
            stride *= extents[term[i]];
        }
    }
}
