using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;

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
        yield return ("PackTri", PackTri<T>);
        yield return ("UnpackTri", UnpackTri<T>);
    }

    private static BoundKernel<T> Alias<T>(KernelSite site)
        where T : unmanaged => new(KernelForm.Alias, (x, y, _) =>
        {
            x[0].Span.CopyTo(y);
            return 0;
        });

    private static BoundKernel<T> Broadcast<T>(KernelSite site)
        where T : unmanaged
    {
        // The attribute lists the axes that the operand has; the kernel wants those that it has not.
        var (shape, repeated) = (site.Result, ~site.AxisMask());
        return new(KernelForm.Plain, (x, y, _) =>
        {
            Movement.Broadcast(x[0].Span, shape, repeated, y);
            return 0;
        });
    }

    private static BoundKernel<T> Transpose<T>(KernelSite site)
        where T : unmanaged
    {
        var (shape, permutation) = (site.Operands[0], site.Attrs.Ints("perm"));
        return new(KernelForm.Plain, (x, y, _) =>
        {
            Movement.Transpose(x[0].Span, shape, permutation, y);
            return 0;
        });
    }

    private static BoundKernel<T> Concat<T>(KernelSite site)
        where T : unmanaged
    {
        int axis = site.Attrs.Int("axis"), total = site.Result[axis], outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= site.Result[i];
        for (int i = axis + 1; i < site.Result.Length; i++) inner *= site.Result[i];
        int[] sizes = site.Operands.Select(s => s[axis]).ToArray();
        return new(KernelForm.Plain, (x, y, _) =>
        {
            int start = 0;
            for (int k = 0; k < sizes.Length; k++)
            {
                Movement.Concat(x[k].Span, outer, sizes[k], inner, start, total, y);
                start += sizes[k];
            }

            return 0;
        });
    }

    private static BoundKernel<T> Tri<T>(KernelSite site)
        where T : unmanaged
    {
        bool lower = site.Attrs.Flag("lower");
        int k = site.Attrs.Int("k"), rows = site.Result[^2], columns = site.Result[^1], batch = 1;
        for (int i = 0; i < site.Result.Length - 2; i++) batch *= site.Result[i];
        return new(KernelForm.OverFirst, (x, y, _) =>
        {
            Movement.Tri(x[0].Span, batch, rows, columns, lower, k, y);
            return 0;
        });
    }

    private static BoundKernel<T> PackTri<T>(KernelSite site)
        where T : unmanaged
    {
        var (batch, n, lower, strict) = Triangles(site, site.Operands[0]);
        return new(KernelForm.Plain, (x, y, _) =>
        {
            Movement.PackTri(x[0].Span, batch, n, lower, strict, y);
            return 0;
        });
    }

    private static BoundKernel<T> UnpackTri<T>(KernelSite site)
        where T : unmanaged
    {
        var (batch, n, lower, strict) = Triangles(site, site.Result);
        return new(KernelForm.Plain, (x, y, _) =>
        {
            Movement.UnpackTri(x[0].Span, batch, n, lower, strict, y);
            return 0;
        });
    }

    private static (int Batch, int N, bool Lower, bool Strict) Triangles(KernelSite site, int[] matrices)
    {
        int batch = 1;
        for (int i = 0; i < matrices.Length - 2; i++) batch *= matrices[i];
        return (batch, matrices[^1], site.Attrs.Flag("lower"), site.Attrs.Flag("strict"));
    }
}
