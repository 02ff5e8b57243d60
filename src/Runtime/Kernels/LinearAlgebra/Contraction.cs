using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>Sums of products over dense row-major operands: every matrix product of generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Contraction
{
    /// <summary>Computes <c>c = sum a b</c>, or <c>c += sum a b</c>, as the plan says.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="plan">The parsed specification.</param>
    /// <param name="extents">Sizes of the letters, in the order of <see cref="ContractPlan.Letters"/>.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="c">Result; must not overlap an operand.</param>
    /// <param name="accumulate">Whether the sum is added to what <paramref name="c"/> holds.</param>
    /// <remarks>
    /// The order in which an element is summed depends on the plan and the extents alone, so the bits do not depend on the
    /// hardware's vector width. A sum over an empty extent is zero. Nothing is allocated for extents that the plan has seen
    /// among its last few calls.
    /// </remarks>
    /// <exception cref="ArgumentException">A span does not have the length that the extents ask for.</exception>
    /// <exception cref="NotSupportedException">The element type is neither of the two.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(
        ContractPlan plan, ReadOnlySpan<int> extents, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ContractLayout layout = plan.LayOut(extents);
        if (a.Length != layout.LengthA || b.Length != layout.LengthB || c.Length != layout.LengthC)
            throw WrongLength(plan, layout, a.Length, b.Length, c.Length);
        if (c.Overlaps(a) || c.Overlaps(b))
            throw new ArgumentException($"The result of \"{plan}\" overlaps an operand; give it memory of its own.", nameof(c));

        fixed (T* pa = a, pb = b, pc = c)
        {
            if (typeof(T) == typeof(double))
                RunDouble(layout, (double*)pa, (double*)pb, (double*)pc, accumulate);
            else if (typeof(T) == typeof(float))
                RunSingle(layout, (float*)pa, (float*)pb, (float*)pc, accumulate);
            else
                throw MatrixArguments.UnsupportedElement<T>();
        }
    }

    private static void RunDouble(ContractLayout layout, double* a, double* b, double* c, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
            ContractEngine<double, Vector512<double>, TileVector512Double>.Run(layout, a, b, c, accumulate);
        else if (Vector256.IsHardwareAccelerated)
            ContractEngine<double, Vector256<double>, TileVector256Double>.Run(layout, a, b, c, accumulate);
        else
            ContractEngine<double, Vector128<double>, TileVector128Double>.Run(layout, a, b, c, accumulate);
    }

    private static void RunSingle(ContractLayout layout, float* a, float* b, float* c, bool accumulate)
    {
        if (Vector512.IsHardwareAccelerated)
            ContractEngine<float, Vector512<float>, TileVector512Single>.Run(layout, a, b, c, accumulate);
        else if (Vector256.IsHardwareAccelerated)
            ContractEngine<float, Vector256<float>, TileVector256Single>.Run(layout, a, b, c, accumulate);
        else
            ContractEngine<float, Vector128<float>, TileVector128Single>.Run(layout, a, b, c, accumulate);
    }

    private static ArgumentException WrongLength(ContractPlan plan, ContractLayout layout, int a, int b, int c)
    {
        (string name, int needed, int actual) =
            a != layout.LengthA ? ("a", layout.LengthA, a) : b != layout.LengthB ? ("b", layout.LengthB, b) : ("c", layout.LengthC, c);
        string sizes = string.Join(", ", layout.Extents);
        return new ArgumentException(
            $"\"{plan}\" at {plan.Letters} = ({sizes}) needs {needed} elements of {name}, but {actual} were given.", name);
    }
}
