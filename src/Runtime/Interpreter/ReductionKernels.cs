using System;
using System.Collections.Generic;
using Costate.CompilerServices;

namespace Costate.Execution;

/// <summary>Sums and maxima over axes.</summary>
internal static class ReductionKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged
    {
        yield return ("ReduceSum", site =>
        {
            var (shape, axes) = (site.Operands[0], site.AxisMask());
            return new(KernelForm.Plain, (x, y, _) =>
            {
                Reductions.ReduceSum(x[0].Span, shape, axes, y);
                return 0;
            });
        });
        yield return ("ReduceMax", site =>
        {
            var (shape, axes) = (site.Operands[0], site.AxisMask());
            return new(KernelForm.Plain, (x, y, _) =>
            {
                Reductions.ReduceMax(x[0].Span, shape, axes, y);
                return 0;
            });
        });
    }
}
