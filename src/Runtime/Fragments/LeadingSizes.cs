using System;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;

namespace Costate.Tracing;

/// <summary>
/// The leading axes of the arguments of one call, "..." in a signature: one list, which the fragment sees as one axis. Data are dense, so that is
/// a matter of sizes alone and moves nothing.
/// </summary>
internal ref struct LeadingSizes(Fragment fragment)
{
    private int first = -1;

    /// <summary>The list; empty before the first argument and where there are no leading axes.</summary>
    public ReadOnlySpan<int> Sizes { get; private set; }

    /// <summary>Reads the shape of an argument as the fragment has it.</summary>
    /// <exception cref="ShapeMismatchException">It has too few axes, or other leading axes than an argument before it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collapse(int input, ReadOnlySpan<int> shape, scoped Span<int> collapsed)
    {
        var own = Of(fragment, input, shape, collapsed.Length);
        if (first < 0)
        {
            first = input;
            Sizes = own;
        }
        else if (!own.SequenceEqual(Sizes))
        {
            throw FragmentErrors.Leading(fragment, Sizes, first, input, shape);
        }

        Write(fragment, input, shape, collapsed);
    }

    /// <summary>The leading axes of an argument.</summary>
    /// <exception cref="ShapeMismatchException">It has too few axes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<int> Of(Fragment fragment, int input, ReadOnlySpan<int> shape, int rank) =>
        shape.Length >= rank - 1 ? shape[..(shape.Length - rank + 1)] : throw fragment.RankMismatch(input, shape);

    /// <summary>The product of the leading sizes, then the sizes behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(Fragment fragment, int input, ReadOnlySpan<int> shape, Span<int> collapsed)
    {
        int count = shape.Length - collapsed.Length + 1;
        collapsed[0] = Product(fragment, input, shape[..count]);
        shape[count..].CopyTo(collapsed[1..]);
    }

    /// <summary>A shape with leading axes in the place of its first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Restore(ReadOnlySpan<int> leading, ReadOnlySpan<int> collapsed) => [.. leading, .. collapsed[1..]];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Product(Fragment fragment, int input, ReadOnlySpan<int> sizes)
    {
        if (sizes.Contains(0)) return 0;
        long product = 1;
        foreach (int size in sizes)
        {
            product *= size;
            if (product > int.MaxValue)
            {
                throw new OverflowException($"The leading axes {FragmentErrors.Format(sizes)} of '{fragment.Graph.InputName(input)}' of {fragment.Name} have more than {int.MaxValue} places together, which an int cannot count.");
            }
        }

        return (int)product;
    }
}
