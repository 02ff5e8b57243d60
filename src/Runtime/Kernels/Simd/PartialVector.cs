using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>Reads and writes the first few lanes of a vector; no byte beyond them is touched.</summary>
internal static unsafe class PartialVector
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load512<T>(ref T start, int count) where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            fixed (T* p = &start)
            {
                return typeof(T) == typeof(double)
                    ? Avx512F.MaskLoad((double*)p, Mask512D(count), Vector512<double>.Zero).As<double, T>()
                    : Avx512F.MaskLoad((float*)p, Mask512F(count), Vector512<float>.Zero).As<float, T>();
            }
        }

        return Gather<Vector512<T>, T>(ref start, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector512<T> value) where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            fixed (T* p = &start)
            {
                if (typeof(T) == typeof(double)) Avx512F.MaskStore((double*)p, Mask512D(count), value.AsDouble());
                else Avx512F.MaskStore((float*)p, Mask512F(count), value.AsSingle());
            }

            return;
        }

        Scatter(ref start, count, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Load256<T>(ref T start, int count) where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* p = &start)
            {
                return typeof(T) == typeof(double)
                    ? Avx.MaskLoad((double*)p, Mask256D(count)).As<double, T>()
                    : Avx.MaskLoad((float*)p, Mask256F(count)).As<float, T>();
            }
        }

        return Gather<Vector256<T>, T>(ref start, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector256<T> value) where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* p = &start)
            {
                if (typeof(T) == typeof(double)) Avx.MaskStore((double*)p, Mask256D(count), value.AsDouble());
                else Avx.MaskStore((float*)p, Mask256F(count), value.AsSingle());
            }

            return;
        }

        Scatter(ref start, count, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Load128<T>(ref T start, int count) where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* p = &start)
            {
                return typeof(T) == typeof(double)
                    ? Avx.MaskLoad((double*)p, Mask256D(count).GetLower()).As<double, T>()
                    : Avx.MaskLoad((float*)p, Mask256F(count).GetLower()).As<float, T>();
            }
        }

        return Gather<Vector128<T>, T>(ref start, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector128<T> value) where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            fixed (T* p = &start)
            {
                if (typeof(T) == typeof(double)) Avx.MaskStore((double*)p, Mask256D(count).GetLower(), value.AsDouble());
                else Avx.MaskStore((float*)p, Mask256F(count).GetLower(), value.AsSingle());
            }

            return;
        }

        Scatter(ref start, count, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mask512D(int count) =>
        Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Mask512F(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Mask256D(int count) =>
        Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mask256F(int count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    private static TVector Gather<TVector, T>(ref T start, int count) where TVector : unmanaged where T : unmanaged
    {
        TVector value = default;
        MemoryMarshal.CreateReadOnlySpan(ref start, count).CopyTo(Lanes<TVector, T>(ref value));
        return value;
    }

    private static void Scatter<TVector, T>(ref T start, int count, TVector value) where TVector : unmanaged where T : unmanaged =>
        Lanes<TVector, T>(ref value)[..count].CopyTo(MemoryMarshal.CreateSpan(ref start, count));

    private static Span<T> Lanes<TVector, T>(ref TVector value) where TVector : unmanaged where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<TVector, T>(ref value), sizeof(TVector) / sizeof(T));
}
