using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
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
        yield return Unary<Logistic, T>(nameof(Logistic));
        yield return Unary<Neg, T>(nameof(Neg));
        yield return Unary<Not, T>(nameof(Not));
        yield return Unary<Sign, T>(nameof(Sign));
        yield return Unary<Sin, T>(nameof(Sin));
        yield return Unary<Sqrt, T>(nameof(Sqrt));
        yield return Unary<Tanh, T>(nameof(Tanh));
        yield return Binary<Add, T>(nameof(Add));
        yield return Binary<And, T>(nameof(And));
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
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y) =>
        {
            if (y.Length > 0) Fused.Run<OfUnary<K>, T>(1, y.Length, Out(y), In(x[0], y.Length));
            return 0;
        });
        return (name, _ => kernel);
    }

    private static (string Name, Func<KernelSite, BoundKernel<T>> Bind) Binary<K, T>(string name)
        where K : struct, IBinaryKernel
        where T : unmanaged
    {
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y) =>
        {
            if (y.Length > 0) Fused.Run<OfBinary<K>, T>(1, y.Length, Out(y), In(x[0], y.Length), In(x[1], y.Length));
            return 0;
        });
        return (name, _ => kernel);
    }

    private static (string Name, Func<KernelSite, BoundKernel<T>> Bind) Ternary<K, T>(string name)
        where K : struct, ITernaryKernel
        where T : unmanaged
    {
        var kernel = new BoundKernel<T>(KernelForm.Aligned, static (x, y) =>
        {
            if (y.Length > 0) Fused.Run<OfTernary<K>, T>(1, y.Length, Out(y), In(x[0], y.Length), In(x[1], y.Length), In(x[2], y.Length));
            return 0;
        });
        return (name, _ => kernel);
    }

    private static In<T> In<T>(View<T> view, int count)
        where T : unmanaged
    {
        if (!view.IsSplat) return new(ref MemoryMarshal.GetReference(view.Span), 0);
        var all = new T[count];
        System.Array.Fill(all, view.Span[0]);
        return new(ref all[0], 0);
    }

    private static Out<T> Out<T>(Span<T> y)
        where T : unmanaged => new(ref MemoryMarshal.GetReference(y), 0);

    private readonly struct OfUnary<K> : IFusedKernel
        where K : struct, IUnaryKernel
    {
        public static void Invoke<R, V>(ref R r)
            where R : struct, IRow<V>, allows ref struct
            where V : unmanaged, ISimd<V> => r.Y0 = K.Invoke(r.X0);
    }

    private readonly struct OfBinary<K> : IFusedKernel
        where K : struct, IBinaryKernel
    {
        public static void Invoke<R, V>(ref R r)
            where R : struct, IRow<V>, allows ref struct
            where V : unmanaged, ISimd<V> => r.Y0 = K.Invoke(r.X0, r.X1);
    }

    private readonly struct OfTernary<K> : IFusedKernel
        where K : struct, ITernaryKernel
    {
        public static void Invoke<R, V>(ref R r)
            where R : struct, IRow<V>, allows ref struct
            where V : unmanaged, ISimd<V> => r.Y0 = K.Invoke(r.X0, r.X1, r.X2);
    }
}
