using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Execution;

/// <summary>Ops that move elements without computing.</summary>
internal static class StructuralKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged
    {
        // One element type a fragment, masks included, so a conversion changes no bit.
        yield return ("Convert", Alias<T>);
        yield return ("Reshape", Alias<T>);
        yield return ("Stop", Alias<T>);
        yield return ("Broadcast", Broadcast<T>);
        yield return ("Transpose", Transpose<T>);
        yield return ("Concat", Concat<T>);
        yield return ("Tri", Tri<T>);
    }

    private static BoundKernel<T> Alias<T>(KernelSite site)
        where T : unmanaged => new(KernelForm.Alias, (x, y) =>
        {
            x[0].Span.CopyTo(y);
            return 0;
        });

    private static BoundKernel<T> Broadcast<T>(KernelSite site)
        where T : unmanaged
    {
        int[] own = RowWalk.DenseStrides(site.Operands[0]), strides = new int[site.Result.Length];
        int[] axes = site.Attrs.Ints("axes");
        for (int i = 0; i < axes.Length; i++) strides[axes[i]] = own[i];
        return Read<T>(site.Result, strides);
    }

    private static BoundKernel<T> Transpose<T>(KernelSite site)
        where T : unmanaged
    {
        int[] own = RowWalk.DenseStrides(site.Operands[0]);
        return Read<T>(site.Result, site.Attrs.Ints("perm").Select(p => own[p]).ToArray());
    }

    /// <summary>Fills a dense result from an operand that is read with strides.</summary>
    internal static BoundKernel<T> Read<T>(int[] shape, int[] strides, int start = 0)
        where T : unmanaged => new(KernelForm.Plain, (x, y) =>
        {
            ReadOnlySpan<T> source = x[0].Span;
            var rows = new RowWalk(shape, strides, start);
            while (rows.Next())
            {
                var row = y.Slice(rows.Dense, rows.Length);
                if (rows.Stride == 1)
                {
                    source.Slice(rows.Other, rows.Length).CopyTo(row);
                }
                else if (rows.Stride == 0)
                {
                    row.Fill(source[rows.Other]);
                }
                else
                {
                    for (int j = 0; j < row.Length; j++) row[j] = source[rows.Other + (j * rows.Stride)];
                }
            }

            return 0;
        });

    private static BoundKernel<T> Concat<T>(KernelSite site)
        where T : unmanaged
    {
        int axis = site.Attrs.Int("axis"), outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= site.Result[i];
        for (int i = axis + 1; i < site.Result.Length; i++) inner *= site.Result[i];
        int[] pieces = site.Operands.Select(s => s[axis] * inner).ToArray();
        return new(KernelForm.Plain, (x, y) =>
        {
            int at = 0;
            for (int i = 0; i < outer; i++)
            {
                for (int k = 0; k < pieces.Length; k++)
                {
                    x[k].Span.Slice(i * pieces[k], pieces[k]).CopyTo(y[at..]);
                    at += pieces[k];
                }
            }

            return 0;
        });
    }

    private static BoundKernel<T> Tri<T>(KernelSite site)
        where T : unmanaged
    {
        bool lower = site.Attrs.Flag("lower");
        int k = site.Attrs.Int("k"), rows = site.Result[^2], columns = site.Result[^1];
        return new(KernelForm.OverFirst, (x, y) =>
        {
            x[0].Span.CopyTo(y);
            for (int at = 0, i = 0; at < y.Length; at += columns, i = i + 1 == rows ? 0 : i + 1)
            {
                var row = y.Slice(at, columns);
                int edge = lower ? Math.Clamp(i + k + 1, 0, columns) : Math.Clamp(i + k, 0, columns);
                if (lower)
                {
                    row[edge..].Clear();
                }
                else
                {
                    row[..edge].Clear();
                }
            }

            return 0;
        });
    }
}
