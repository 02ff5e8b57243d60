using System;
using System.Collections.Generic;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>Contractions, factorisations and solves, and whether an iterative one has converged.</summary>
internal static class LinearAlgebraKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        yield return ("Contract", Contract<T>);
        yield return ("TriSolve", TriSolve<T>);
        yield return ("SolveWith", SolveWith<T>);
        yield return ("Factor", Factor<T>);
        yield return ("Cholesky", CholeskyLower<T>);
        yield return ("Converged", Converged<T>);
    }

    private static BoundKernel<T> Converged<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(KernelForm.OverFirst, (x, y, _) =>
        {
            x[0].Span.CopyTo(y);
            return x[1].Span[0] <= x[2].Span[0] ? 0 : 1;
        });

    private static BoundKernel<T> Contract<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string spec = site.Attrs.Text("spec");
        var (a, b, _) = ContractOp.Parse(spec);
        var plan = ContractPlan.Parse(spec);
        var extents = new int[plan.Letters.Length];
        for (int i = 0; i < a.Length; i++) extents[plan.Letters.IndexOf(a[i], StringComparison.Ordinal)] = site.Operands[0][i];
        for (int i = 0; i < b.Length; i++) extents[plan.Letters.IndexOf(b[i], StringComparison.Ordinal)] = site.Operands[1][i];
        return new(KernelForm.Plain, (x, y, _) =>
        {
            Contraction.Run(plan, extents, (ReadOnlySpan<T>)x[0].Span, x[1].Span, y);
            return 0;
        });
    }

    private static BoundKernel<T> TriSolve<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool right = site.Attrs.Flag("right"), lower = site.Attrs.Flag("lower"), trans = site.Attrs.Flag("trans"), unit = site.Attrs.Flag("unit");
        int n = site.Operands[0][^1], m = site.Result[right ? ^2 : ^1];
        return new(KernelForm.Plain, (x, y, _) =>
        {
            x[1].Span.CopyTo(y);
            if (y.Length > 0) Triangular.Solve(x[0].Span, y, n, m, right, lower, trans, unit);
            return 0;
        });
    }

    private static BoundKernel<T> SolveWith<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool right = site.Attrs.Flag("right"), trans = site.Attrs.Flag("trans"), isLu = IsLu(site);
        int n = site.Operands[1][^1], m = site.Result[right ? ^2 : ^1];
        return new(KernelForm.Plain, (x, y, _) =>
        {
            x[2].Span.CopyTo(y);
            if (y.Length == 0) return 0;
            if (isLu)
            {
                Lu.Solve(x[0].Span, y, n, m, right, trans);
            }
            else
            {
                Factorization.SolveCholesky(x[0].Span, y, n, m, right);
            }

            return 0;
        });
    }

    private static bool IsLu(KernelSite site) => site.OperandTypes[0].Factor == FactorKind.Lu;

    private static BoundKernel<T> Factor<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = site.Operands[0][^1];
        return site.Node.Types[0].Factor == FactorKind.Lu
            ? new(KernelForm.Plain, (x, y, _) => y.Length == 0 ? 0 : Lu.Factor(x[0].Span, y, n))
            : new(KernelForm.Plain, (x, y, _) => y.Length == 0 ? 0 : Cholesky.Factor(x[0].Span, y, n));
    }

    private static BoundKernel<T> CholeskyLower<T>(KernelSite site)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = site.Operands[0][^1];
        return new(KernelForm.Plain, (x, y, _) => y.Length == 0 ? 0 : Cholesky.Factor(x[0].Span, y, n));
    }
}
