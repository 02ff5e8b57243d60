using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// Products of each row with each column, elementwise along a last axis that all operands share. Nothing is summed, so a tile
/// would spend its time on addresses.
/// </summary>
internal static unsafe class OuterKernel<T, TVector, TOps>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(in GemmProblem p, ContractLoop across, T* a, T* b, T* c, bool load)
    {
        nint stepB = across.B, stepC = across.C;
        if (load && p.Columns < TOps.Count && stepB == p.Columns && stepC == p.Columns)
        {
            // A masked load cannot be forwarded from the masked store of its neighbour, and would wait for it each time.
            RunRepeated(p, across.Extent, a, b, c, load);
            return;
        }

        for (int row = 0, phase = 0; row < p.Rows; row++, phase++)
        {
            if (phase == p.RowPeriod)
            {
                phase = 0;
                a += p.RowAdvanceA;
                c += p.RowAdvanceC;
            }

            for (int j = 0; j < p.Columns; j += TOps.Count)
            {
                T* pb = b + j;
                T* pc = c + p.RowsC[phase] + j;
                T* end = pc + (across.Extent * stepC);
                if (p.Columns - j >= TOps.Count)
                {
                    TVector x = TOps.Load(a + p.RowsA[phase] + j);
                    for (; pc != end; pb += stepB, pc += stepC)
                        TOps.Store(pc, TOps.MultiplyAdd(x, TOps.Load(pb), load ? TOps.Load(pc) : default));
                }
                else
                {
                    TVector mask = TOps.Mask(p.Columns - j), x = TOps.Load(a + p.RowsA[phase] + j, mask);
                    for (; pc != end; pb += stepB, pc += stepC)
                        TOps.Store(pc, mask, TOps.MultiplyAdd(x, TOps.Load(pb, mask), load ? TOps.Load(pc, mask) : default));
                }
            }
        }
    }

    /// <summary>
    /// The last axis is shorter than a register but follows on itself without gaps, so a row times all columns is one
    /// contiguous run, against the row's few elements repeated.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRepeated(in GemmProblem p, int columns, T* a, T* b, T* c, bool load)
    {
        int period = Math.Min(TOps.Count, columns) * p.Columns, length = columns * p.Columns;
        T* repeated = stackalloc T[TOps.Count * TOps.Count];
        for (int row = 0, phase = 0; row < p.Rows; row++, phase++)
        {
            if (phase == p.RowPeriod)
            {
                phase = 0;
                a += p.RowAdvanceA;
                c += p.RowAdvanceC;
            }

            T* pa = a + p.RowsA[phase];
            for (int i = 0; i < period; i += p.Columns)
                for (int j = 0; j < p.Columns; j++) repeated[i + j] = pa[j];
            for (int j = 0; j < length; j += period)
            {
                RowKernel<T, TVector, TOps, LanewiseMode>.Run(
                    repeated, 0, b + j, 0, c + p.RowsC[phase] + j, Math.Min(period, length - j), 1, load);
            }
        }
    }
}
