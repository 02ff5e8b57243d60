using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// What one axis of a matrix product says about another one in a triangle: at a position of the first one only a part of the
/// second one counts, from or up to the index that a letter has there. The rest is zero, or nobody reads it.
/// </summary>
/// <param name="Inner">Positions of the first axis until the letter's index changes.</param>
/// <param name="Extent">The extent of the letter, after which it starts again; 0 if there is no bound.</param>
/// <param name="Unit">Positions of the second axis for each index of its letter, which is the outermost one there.</param>
/// <param name="Starts">Whether indices below that of the first letter do not count.</param>
/// <param name="Ends">Whether indices above that of the first letter do not count.</param>
internal readonly record struct GemmBound(int Inner, int Extent, int Unit, bool Starts, bool Ends)
{
    internal bool Exists => Extent > 0;

    /// <summary>The positions below <paramref name="size"/> that count for any of <paramref name="count"/> positions of the first axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (int Start, int End) Over(int position, int count, int size)
    {
        int first = position / Inner, last = (position + count - 1) / Inner, least = 0, most = Extent - 1;
        if (first / Extent == last / Extent) (least, most) = (first % Extent, last % Extent);
        int start = Starts ? (int)Math.Min(size, (long)least * Unit) : 0;
        int end = Ends ? (int)Math.Min(size, (most + 1L) * Unit) : size;
        return (start, Math.Max(start, end));
    }
}
