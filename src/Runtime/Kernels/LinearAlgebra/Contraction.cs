using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

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

        fixed (T* pa = a, pb = b, pc = c)
        {
            if (Overlap(pa, a.Length, pc, c.Length) || Overlap(pb, b.Length, pc, c.Length))
                throw Overlapping(plan);
            var action = new ContractAction { Layout = layout, A = pa, B = pb, C = pc, Accumulate = accumulate };
            TileDispatch.Run<T, ContractAction>(ref action);
        }
    }

    private struct ContractAction : ITileAction
    {
        internal ContractLayout Layout;
        internal void* A;
        internal void* B;
        internal void* C;
        internal bool Accumulate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run<T, TVector, TOps>()
            where T : unmanaged, IFloatingPointIeee754<T>
            where TVector : unmanaged
            where TOps : ITileVector<T, TVector>
        {
            if (Layout.IsSmallProduct)
            {
                GemmDriver<T, TVector, TOps, PlainMode>.RunSmall(
                    Layout.Problem, Layout.Exchange ? (T*)B : (T*)A, Layout.Exchange ? (T*)A : (T*)B, (T*)C, Accumulate);
            }
            else
            {
                ContractEngine<T, TVector, TOps>.Run(Layout, (T*)A, (T*)B, (T*)C, Accumulate);
            }

            // The kernels hold nothing but pointers into it.
            GC.KeepAlive(Layout);
        }
    }

    // MemoryExtensions.Overlaps is two calls more, which a small product feels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Overlap<T>(T* x, int lengthX, T* y, int lengthY)
        where T : unmanaged => x < y + lengthY && y < x + lengthX;

    private static ArgumentException Overlapping(ContractPlan plan) =>
        new($"The result of \"{plan}\" overlaps an operand; give it memory of its own.", "c");

    private static ArgumentException WrongLength(ContractPlan plan, ContractLayout layout, int a, int b, int c)
    {
        (string name, int needed, int actual) =
            a != layout.LengthA ? ("a", layout.LengthA, a) : b != layout.LengthB ? ("b", layout.LengthB, b) : ("c", layout.LengthC, c);
        string sizes = string.Join(", ", layout.Extents);
        return new ArgumentException(
            $"\"{plan}\" at {plan.Letters} = ({sizes}) needs {needed} elements of {name}, but {actual} were given.", name);
    }
}
