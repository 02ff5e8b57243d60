using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>
/// The kernels of the interpreter by op name. An op without an entry is a source: it is given, or made when the plan is.
/// </summary>
internal static class OpKernels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Dictionary<string, Func<KernelSite, BoundKernel<T>>> ByName =
        ElementwiseKernels.Table<T>()
            .Concat(StructuralKernels.Table<T>())
            .Concat(WindowKernels.Table<T>())
            .Concat(ReductionKernels.Table<T>())
            .Concat(LinearAlgebraKernels.Table<T>())
            .ToDictionary(e => e.Name, e => e.Bind, StringComparer.Ordinal);

    public static bool Has(Op op) => ByName.ContainsKey(op.Name);

    public static BoundKernel<T> Bind(KernelSite site) => ByName.TryGetValue(site.Node.Op.Name, out var bind)
        ? bind(site)
        : throw new InvalidOperationException("The interpreter has no kernel for the op " + site.Node.Op.Name + ".");
}
