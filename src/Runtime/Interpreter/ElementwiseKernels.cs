using System;
using System.Collections.Generic;
using Costate.CompilerServices;

namespace Costate.Execution;

/// <summary>The elementwise ops: each is the kernel of the same name, so that the interpreter and generated code agree to the bit.</summary>
internal static class ElementwiseKernels
{
    public static IEnumerable<(string Name, Func<KernelSite, BoundKernel<T>> Bind)> Table<T>()
        where T : unmanaged
    {
        yield return Unary<Abs, T>(nameof(Abs));
        yield return Unary<Cos, T>(nameof(Cos));
        yield return Unary<Exp, T>(nameof(Exp));
        yield return Unary<Expm1, T>(nameof(Expm1));
        yield return Unary<Floor, T>(nameof(Floor));
        yield return Unary<Log, T>(nameof(Log));
        yield return Unary<Log1p, T>(nameof(Log1p));
        yield return Unary<Erf, T>(nameof(Erf));
        yield return Unary<Logistic, T>(nameof(Logistic));
        yield return Unary<Neg, T>(nameof(Neg));
        yield return Unary<Not, T>(nameof(Not));
        yield return Unary<Sign, T>(nameof(Sign));
        yield return Unary<Sin, T>(nameof(Sin));
        yield return Unary<Sqrt, T>(nameof(Sqrt));
        yield return Unary<Tanh, T>(nameof(Tanh));
        yield return Binary<Add, T>(nameof(Add));
        yield return Binary<And, T>(nameof(And));
        yield return Binary<Atan2, T>(nameof(Atan2));
        yield return Binary<Div, T>(nameof(Div));
        yield return Binary<Equal, T>(nameof(Equal));
        yield return Binary<Less, T>(nameof(Less));
        yield return Binary<LessEqual, T>(nameof(LessEqual));
        yield return Binary<Max, T>(nameof(Max));
        yield return Binary<Min, T>(nameof(Min));
        yield return Binary<Mul, T>(nameof(Mul));
        yield return Binary<MulZ, T>(nameof(MulZ));
        yield return Binary<NotEqual, T>(nameof(NotEqual));
        yield return Binary<Or, T>(nameof(Or));
        yield return Binary<Pow, T>(nameof(Pow));
        yield return Ternary<Select, T>(nameof(Select));
    }

    private static (string Name, Func<KernelSite, BoundKernel<T>> Bind) Unary<K, T>(string name)
        where K : struct, IUnaryKernel
        where T : unmanaged
    {
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y, _) =>
        {
            if (y.Length > 0) Elementwise.Apply<K, T>(x[0].Span, y);
            return 0;
        });
        return (name, _ => kernel);
    }

    private static (string Name, Func<KernelSite, BoundKernel<T>> Bind) Binary<K, T>(string name)
        where K : struct, IBinaryKernel
        where T : unmanaged
    {
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y, _) =>
        {
            if (y.Length > 0) Elementwise.Apply<K, T>(x[0].Span, x[1].Span, y);
            return 0;
        });
        return (name, _ => kernel);
    }

    private static (string Name, Func<KernelSite, BoundKernel<T>> Bind) Ternary<K, T>(string name)
        where K : struct, ITernaryKernel
        where T : unmanaged
    {
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y, _) =>
        {
            if (y.Length > 0) Elementwise.Apply<K, T>(x[0].Span, x[1].Span, x[2].Span, y);
            return 0;
        });
        return (name, _ => kernel);
    }
}
