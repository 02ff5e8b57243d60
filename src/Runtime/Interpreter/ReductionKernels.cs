using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Costate.Execution;

/// <summary>Sums and maxima over axes.</summary>
internal static class ReductionKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return ("ReduceSum", site => Reduce(site, T.Zero, static (a, b) => a + b));
        yield return ("ReduceMax", site => Reduce(site, T.NegativeInfinity, static (a, b) => T.Max(a, b)));
    }

    private static BoundKernel<T> Reduce<T>(KernelSite site, T start, Func<T, T, T> combine)
        where T : unmanaged
    {
        int[] shape = site.Operands[0], own = RowWalk.DenseStrides(site.Result), strides = new int[shape.Length];
        int[] axes = site.Attrs.Ints("axes");
        for (int i = 0, kept = 0; i < shape.Length; i++)
        {
            if (!axes.Contains(i)) strides[i] = own[kept++];
        }

        return new(KernelForm.Plain, (x, y) =>
        {
            ReadOnlySpan<T> source = x[0].Span;
            y.Fill(start);
            var rows = new RowWalk(shape, strides);
            while (rows.Next())
            {
                for (int j = 0; j < rows.Length; j++)
                {
                    ref T target = ref y[rows.Other + (j * rows.Stride)];
                    target = combine(target, source[rows.Dense + j]);
                }
            }

            return 0;
        });
    }
}
