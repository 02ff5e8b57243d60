using System;

namespace Costate.CompilerServices;

/// <summary>Transposes a matrix into another.</summary>
internal static unsafe class Transposition<T, TVector, TOps>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    /// <summary>target[j targetStep + i] = source[i sourceStep + j], and nothing else is written.</summary>
    internal static void Run(T* source, int rows, int columns, int sourceStep, T* target, int targetStep)
    {
        int i = 0;
        if (TOps.HasTranspose)
        {
            int* offsets = stackalloc int[TOps.Count];
            for (int l = 0; l < TOps.Count; l++) offsets[l] = l * sourceStep;
            for (; i <= rows - TOps.Count; i += TOps.Count)
            {
                for (int j = 0; j < columns; j += TOps.Count)
                {
                    TOps.Transpose(
                        source + ((nint)i * sourceStep) + j, offsets, TOps.Count, Math.Min(columns - j, TOps.Count),
                        target + ((nint)j * targetStep) + i, targetStep);
                }
            }
        }

        for (; i < rows; i++)
        {
            T* from = source + ((nint)i * sourceStep);
            T* to = target + i;
            for (int j = 0; j < columns; j++, to += targetStep) *to = from[j];
        }
    }
}
