using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>
/// Products that are 0.0 where a factor is zero, whatever the other one is. Where there is an instruction that replaces elements by what kind of number
/// another element is, each factor takes one of them, instead of comparing both and joining the masks; the bits are the same.
/// </summary>
internal static class ZeroProduct
{
    // Four bits for each kind of number: where it is a zero (kind 2) put 0.0 (response 8), else leave what is there.
    private const int ZeroGivesZero = 8 << (4 * 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Of<T>(Vector512<T> a, Vector512<T> b) where T : unmanaged
    {
        Vector512<T> product = a * b;
        if (!Avx512F.IsSupported)
        {
            return Vector512.ConditionalSelect(~Vector512.Equals(a, Vector512<T>.Zero) & ~Vector512.Equals(b, Vector512<T>.Zero), product, Vector512<T>.Zero);
        }

        if (typeof(T) == typeof(double))
        {
            var table = Vector512.Create((long)ZeroGivesZero);
            return Avx512F.Fixup(Avx512F.Fixup(product.AsDouble(), a.AsDouble(), table, 0), b.AsDouble(), table, 0).As<double, T>();
        }
        else
        {
            var table = Vector512.Create(ZeroGivesZero);
            return Avx512F.Fixup(Avx512F.Fixup(product.AsSingle(), a.AsSingle(), table, 0), b.AsSingle(), table, 0).As<float, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Of<T>(Vector256<T> a, Vector256<T> b) where T : unmanaged
    {
        Vector256<T> product = a * b;
        if (!Avx512F.VL.IsSupported)
        {
            return Vector256.AndNot(product, Vector256.Equals(a, Vector256<T>.Zero) | Vector256.Equals(b, Vector256<T>.Zero));
        }

        if (typeof(T) == typeof(double))
        {
            var table = Vector256.Create((long)ZeroGivesZero);
            return Avx512F.VL.Fixup(Avx512F.VL.Fixup(product.AsDouble(), a.AsDouble(), table, 0), b.AsDouble(), table, 0).As<double, T>();
        }
        else
        {
            var table = Vector256.Create(ZeroGivesZero);
            return Avx512F.VL.Fixup(Avx512F.VL.Fixup(product.AsSingle(), a.AsSingle(), table, 0), b.AsSingle(), table, 0).As<float, T>();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Of<T>(Vector128<T> a, Vector128<T> b) where T : unmanaged
    {
        Vector128<T> product = a * b;
        if (!Avx512F.VL.IsSupported)
        {
            return Vector128.AndNot(product, Vector128.Equals(a, Vector128<T>.Zero) | Vector128.Equals(b, Vector128<T>.Zero));
        }

        if (typeof(T) == typeof(double))
        {
            var table = Vector128.Create((long)ZeroGivesZero);
            return Avx512F.VL.Fixup(Avx512F.VL.Fixup(product.AsDouble(), a.AsDouble(), table, 0), b.AsDouble(), table, 0).As<double, T>();
        }
        else
        {
            var table = Vector128.Create(ZeroGivesZero);
            return Avx512F.VL.Fixup(Avx512F.VL.Fixup(product.AsSingle(), a.AsSingle(), table, 0), b.AsSingle(), table, 0).As<float, T>();
        }
    }
}
