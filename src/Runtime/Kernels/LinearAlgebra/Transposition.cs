using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Transposes a matrix into another.</summary>
internal static unsafe class Transposition<T, TVector, TOps>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    /// <summary>target[j targetStep + i] = source[i sourceStep + j].</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="sourceStep">Distance of its rows.</param>
    /// <param name="target">Receives the transpose.</param>
    /// <param name="targetStep">Distance of the transpose's rows.</param>
    /// <param name="exact">
    /// Whether nothing else may be written; otherwise the rows of the transpose may be filled up to whole registers.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(T* source, int rows, int columns, int sourceStep, T* target, int targetStep, bool exact)
    {
        if (TOps.HasTranspose)
        {
            int* offsets = stackalloc int[TOps.Count];
            for (int l = 0; l < TOps.Count; l++) offsets[l] = l * sourceStep;
            for (int i = 0; i < rows; i += TOps.Count)
            {
                for (int j = 0; j < columns; j += TOps.Count)
                {
                    TOps.Transpose(
                        source + ((nint)i * sourceStep) + j, offsets, Math.Min(rows - i, TOps.Count), Math.Min(columns - j, TOps.Count),
                        target + ((nint)j * targetStep) + i, targetStep, exact);
                }
            }

            return;
        }

        for (int i = 0; i < rows; i++)
        {
            T* from = source + ((nint)i * sourceStep);
            T* to = target + i;
            for (int j = 0; j < columns; j++, to += targetStep) *to = from[j];
        }
    }
}
