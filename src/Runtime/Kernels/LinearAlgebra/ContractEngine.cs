using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Runs a contraction that has been laid out.</summary>
internal static unsafe class ContractEngine<T, TVector, TOps>
    where T : unmanaged, INumberBase<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(ContractLayout layout, T* a, T* b, T* c, bool accumulate)
    {
        switch (layout.Kernel)
        {
            case ContractLayout.Shape.Nothing:
                return;
            case ContractLayout.Shape.Clear:
                if (!accumulate) new Span<T>(c, layout.LengthC).Clear();
                return;
        }

        if (layout.Exchange)
        {
            T* first = a;
            a = b;
            b = first;
        }

        if (layout.CopyA is null && layout.CopyB is null) RunDense(layout, a, b, c, accumulate);
        else RunCopied(layout, a, b, c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunCopied(ContractLayout layout, T* a, T* b, T* c, bool accumulate)
    {
        using var copyA = Scratch.Rent<T>(layout.CopyA is null ? 0 : layout.Exchange ? layout.LengthB : layout.LengthA);
        using var copyB = Scratch.Rent<T>(layout.CopyB is null ? 0 : layout.Exchange ? layout.LengthA : layout.LengthB);
        if (layout.CopyA is not null) a = Copy(layout.CopyA, a, copyA.Pointer);
        if (layout.CopyB is not null) b = Copy(layout.CopyB, b, copyB.Pointer);
        RunDense(layout, a, b, c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunDense(ContractLayout layout, T* a, T* b, T* c, bool accumulate)
    {
        if (layout.Outer.Length == 0) RunKernel(layout, a, b, c, accumulate);
        else RunLoops(layout, a, b, c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunLoops(ContractLayout layout, T* a, T* b, T* c, bool accumulate)
    {
        ReadOnlySpan<ContractLoop> loops = layout.Outer;
        Span<int> index = stackalloc int[ContractPlan.MaxLetters];
        index.Clear();
        int summing = 0;
        while (true)
        {
            RunKernel(layout, a, b, c, accumulate || summing > 0);
            int l = loops.Length - 1;
            for (; l >= 0; l--)
            {
                ref readonly ContractLoop loop = ref loops[l];
                if (++index[l] < loop.Extent)
                {
                    a += loop.A;
                    b += loop.B;
                    c += loop.C;
                    if (loop.Sum && index[l] == 1) summing++;
                    break;
                }

                int back = loop.Extent - 1;
                index[l] = 0;
                a -= (nint)back * loop.A;
                b -= (nint)back * loop.B;
                c -= (nint)back * loop.C;
                if (loop.Sum) summing--;
            }

            if (l < 0) return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunKernel(ContractLayout layout, T* a, T* b, T* c, bool load)
    {
        ref readonly GemmProblem problem = ref layout.Problem;
        switch (layout.Kernel)
        {
            case ContractLayout.Shape.Product:
                GemmDriver<T, TVector, TOps, PlainMode>.Run(problem, a, b, c, load);
                break;
            case ContractLayout.Shape.Lanewise:
                GemmDriver<T, TVector, TOps, PlainMode>.RunLanewise(problem, a, b, c, load);
                break;
            case ContractLayout.Shape.Outer:
                OuterKernel<T, TVector, TOps>.Run(problem, layout.Across, a, b, c, load);
                break;
            default:
                DotKernel<T, TVector, TOps>.Run(
                    a, problem.RowAdvanceA, b, problem.ColumnAdvanceB, c, problem.RowAdvanceC, problem.Columns, problem.Depth, load);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T* Copy(ContractLoop[] loops, T* source, T* target)
    {
        Span<int> index = stackalloc int[ContractPlan.MaxLetters];
        index.Clear();
        ContractLoop inner = loops[^1];
        T* to = target;
        while (true)
        {
            T* from = source;
            for (int i = 0; i < inner.Extent; i++, from += inner.A) *to++ = *from;
            int l = loops.Length - 2;
            for (; l >= 0; l--)
            {
                source += loops[l].A;
                if (++index[l] < loops[l].Extent) break;
                source -= (nint)loops[l].Extent * loops[l].A;
                index[l] = 0;
            }

            if (l < 0) return target;
        }
    }
}
