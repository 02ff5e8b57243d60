using System;
using System.Collections.Generic;
using System.Numerics;
using Costate.CompilerServices;

namespace Costate.Execution;

/// <summary>Reading, replacing and extending a window.</summary>
internal static class WindowKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged, INumber<T>
    {
        yield return ("ReadAt", site =>
        {
            var (shape, starts, sizes) = (site.Operands[0], Starts(site), site.Result);
            return new(KernelForm.Plain, (x, y, scope) =>
            {
                Movement.ReadAt(x[0].Span, shape, starts.At(scope, stackalloc long[shape.Length]), [], sizes, y);
                return 0;
            });
        });
        yield return ("SetAt", site =>
        {
            var (shape, starts, sizes) = (site.Operands[0], Starts(site), site.Operands[1]);
            return new(KernelForm.OverFirst, (x, y, scope) =>
            {
                Carry(x[0].Span, y);
                Movement.SetAt(y, shape, starts.At(scope, stackalloc long[shape.Length]), [], sizes, (ReadOnlySpan<T>)x[1].Span);
                return 0;
            });
        });
        yield return ("AddAt", site =>
        {
            var (shape, starts, sizes) = (site.Operands[0], Starts(site), site.Operands[1]);
            return new(KernelForm.OverFirst, (x, y, scope) =>
            {
                Carry(x[0].Span, y);
                Movement.AddAt(y, shape, starts.At(scope, stackalloc long[shape.Length]), [], sizes, (ReadOnlySpan<T>)x[1].Span);
                return 0;
            });
        });
    }

    /// <summary>Brings the whole along, unless it is there: in place an update costs its window.</summary>
    private static void Carry<T>(ReadOnlySpan<T> whole, Span<T> y)
    {
        if (!whole.Overlaps(y)) whole.CopyTo(y);
    }

    private static LateDim[] Starts(KernelSite site) => site.Late("starts");
}
