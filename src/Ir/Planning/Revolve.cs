using System;

namespace Costate.Ir;

/// <summary>
/// How a loop is reversed with room for few of its states: the optimum of Griewank and Walther (2000). The state before the first iteration takes one of the
/// slots. Writing b(s, r) = C(s + r, r), the reversal of l iterations runs r l - b(s + 1, r - 1) of them again, with the least r for which l is at most b(s, r);
/// no schedule runs fewer. Each iteration is then run once more by the step that turns it round, which is not counted here.
/// </summary>
internal static class Revolve
{
    /// <summary>How many iterations are run again.</summary>
    /// <param name="count">The iterations of the loop.</param>
    /// <param name="slots">The states there is room for, at least 1.</param>
    public static long Replayed(long count, long slots)
    {
        if (slots == 1 || count <= 1)
        {
            return count * (count - 1) / 2;
        }

        // b(s + 1, r - 1) = b(s, r - 1) (s + r) / (s + 1).
        var (repetitions, below) = Find(count, slots);
        return checked((repetitions * count) - Product(below, slots + repetitions, slots + 1));
    }

    /// <summary>After how many iterations the next state is kept: the last place that an optimal schedule may have, so that few states are kept.</summary>
    /// <param name="count">The iterations that are to be reversed, at least 2.</param>
    /// <param name="slots">The free slots, and the one of the state before them.</param>
    public static long Split(long count, long slots)
    {
        if (slots == 1)
        {
            return count - 1;
        }

        // b(s - 1, r - 1) = b(s, r - 1) s / (s + r - 1).
        var (repetitions, below) = Find(count, slots);
        return Math.Min(below, count - Product(below, slots, slots + repetitions - 1));
    }

    /// <summary>The least r with count at most b(s, r), and b(s, r - 1).</summary>
    private static (long Repetitions, long Below) Find(long count, long slots)
    {
        if (slots < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(slots), "There must be room for the state before the first iteration.");
        }

        long repetitions = 0, reach = 1, below = 0;
        while (reach < count)
        {
            repetitions++;
            (below, reach) = (reach, Product(reach, slots + repetitions, repetitions));
        }

        return (repetitions, below);
    }

    // The quotient is a whole number; a product that does not fit belongs to one that is larger than any count.
    private static long Product(long a, long factor, long divisor) => a > long.MaxValue / factor ? long.MaxValue : a * factor / divisor;
}
