using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// How generated code cuts an axis into strips, so that what the statements of a strip hand to each other stays in the second-level cache.
/// The answer depends on sizes alone, never on the machine: a sum that is continued from strip to strip is rounded by where they end.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Strips
{
    // What second-level caches of today hold beside other things.
    private const long Cache = 768 * 1024;

    // Shorter strips do not fill the registers of a matrix product.
    private const long Shortest = 16;

    /// <summary>The number of strips of an axis, at least 1.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="length">The length of the axis.</param>
    /// <param name="local">Elements of strips for each step along the axis.</param>
    /// <param name="whole">Elements that are gone through for each strip, however long it is.</param>
    public static int Count<T>(int length, long local, long whole)
        where T : unmanaged
    {
        local = Math.Max(1, local);
        long fitting = Cache / (local * Unsafe.SizeOf<T>());

        // A strip must do more with its own elements than go through the others again.
        long strip = Math.Max(fitting, Math.Max(Shortest, whole / local));
        return strip > 2 * fitting ? 1 : (int)Math.Max(1, (length + strip - 1) / strip);
    }

    /// <summary>The length of the longest of a number of strips of equal lengths, as far as they can be equal.</summary>
    public static int Longest(int length, int strips) => (int)(((long)length + strips - 1) / strips);

    /// <summary>A part of a buffer, or nothing of one that is not there.</summary>
    public static Span<T> Of<T>(Span<T> whole, int start, int count) => whole.IsEmpty ? whole : whole.Slice(start, count);

    /// <summary>A part of a buffer, or nothing of one that is not there.</summary>
    public static ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> whole, int start, int count) => whole.IsEmpty ? whole : whole.Slice(start, count);

    /// <summary>Where a strip begins; where the axis ends for the one after the last.</summary>
    public static int Start(int length, int strips, int strip) => (int)((long)length * strip / strips);
}
