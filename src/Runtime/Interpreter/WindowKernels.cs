using System;
using System.Collections.Generic;
using System.Numerics;

namespace Costate.Execution;

/// <summary>Reading, replacing and extending a window.</summary>
internal static class WindowKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return ("ReadAt", site =>
        {
            int[] strides = RowWalk.DenseStrides(site.Operands[0]);
            return StructuralKernels.Read<T>(site.Result, strides, Start(site, strides));
        });
        yield return ("SetAt", site => Write<T>(site, static (from, to) => from.CopyTo(to)));
        yield return ("AddAt", site => Write<T>(site, static (from, to) =>
        {
            for (int j = 0; j < from.Length; j++) to[j] += from[j];
        }));
    }

    private delegate void Row<T>(ReadOnlySpan<T> from, Span<T> to);

    private static BoundKernel<T> Write<T>(KernelSite site, Row<T> row)
        where T : unmanaged
    {
        int[] strides = RowWalk.DenseStrides(site.Operands[0]), window = site.Operands[1];
        int start = Start(site, strides);
        return new(KernelForm.OverFirst, (x, y) =>
        {
            if (!x[0].Span.Overlaps(y)) x[0].Span.CopyTo(y);
            ReadOnlySpan<T> source = x[1].Span;
            var rows = new RowWalk(window, strides, start);
            while (rows.Next()) row(source.Slice(rows.Dense, rows.Length), y.Slice(rows.Other, rows.Length));
            return 0;
        });
    }

    private static int Start(KernelSite site, int[] strides)
    {
        int[] starts = site.Sizes("starts");
        int start = 0;
        for (int i = 0; i < starts.Length; i++) start += starts[i] * strides[i];
        return start;
    }
}
