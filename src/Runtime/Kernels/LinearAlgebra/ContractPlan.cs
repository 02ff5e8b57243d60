using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;

namespace Costate.CompilerServices;

/// <summary>
/// A binary contraction such as <c>"ijk,jr->ikr"</c>, parsed once. Generated code keeps it in a static readonly field and
/// passes the sizes of its letters with each call.
/// </summary>
/// <remarks>
/// A letter belongs to one of four classes: batch (in both operands and the result), row (first operand and result), column
/// (second operand and result), inner (both operands, summed over). Whatever is outside of these classes, diagonals and sums
/// over one operand alone, is the caller's to do first.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ContractPlan
{
    /// <summary>More letters than this do not fit into the masks that classify them.</summary>
    internal const int MaxLetters = 32;

    private readonly ContractLayout?[] layouts = new ContractLayout?[8];
    private ContractLayout? latest;
    private int built;

    private ContractPlan(string spec, string letters, byte[] a, byte[] b, byte[] c, ContractOrder[] orders)
    {
        Spec = spec;
        Letters = letters;
        A = a;
        B = b;
        C = c;
        Orders = orders;
    }

    /// <summary>The text that was parsed.</summary>
    public string Spec { get; }

    /// <summary>
    /// The distinct letters in the order in which they first appear in <see cref="Spec"/>. The extents given to
    /// <see cref="Contraction.Run"/> stand in this order.
    /// </summary>
    public string Letters { get; }

    /// <summary>The operands and the result as indices into <see cref="Letters"/>.</summary>
    internal byte[] A { get; }

    internal byte[] B { get; }

    internal byte[] C { get; }

    /// <summary>The triangles that operands and result have.</summary>
    internal ContractOrder[] Orders { get; }

    /// <summary>Parses a specification of the form <c>"ab,bc->ac"</c> or <c>"ab,bc->ac; a>=b"</c>.</summary>
    /// <param name="spec">
    /// Letters of the first operand, a comma, letters of the second, an arrow, letters of the result. After a semicolon may stand which terms
    /// count: those in which no first index of <c>a>=b, b>=c</c> is less than the second one. The others are zero, since an operand is
    /// triangular, or belong to elements of the result that nobody reads. Such an element is computed, or it is zero, or it stays as it is if
    /// sums are added to what is there.
    /// </param>
    /// <remarks>
    /// A zero that an operand has by its construction is not multiplied, as if it were a strong one: it stays zero against an infinity. Against
    /// finite numbers its product changes no bit of a sum, but for the sign of a zero.
    /// </remarks>
    /// <exception cref="ArgumentException">The text has another form, or a letter is repeated or unmatched.</exception>
    public static ContractPlan Parse(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        string whole = spec;
        int semicolon = spec.IndexOf(';', StringComparison.Ordinal);
        if (semicolon >= 0) spec = spec[..semicolon];
        int comma = spec.IndexOf(',', StringComparison.Ordinal);
        int arrow = spec.IndexOf("->", StringComparison.Ordinal);
        if (comma < 0 || arrow < comma) throw Invalid(spec, "it must have the form \"ab,bc->ac\"");

        string a = spec[..comma].Trim(), b = spec[(comma + 1)..arrow].Trim(), c = spec[(arrow + 2)..].Trim();
        var letters = new StringBuilder();
        foreach (char letter in a + b)
        {
            if (!char.IsLetter(letter)) throw Invalid(spec, $"'{letter}' is not a letter");
            if (letters.ToString().IndexOf(letter, StringComparison.Ordinal) < 0) letters.Append(letter);
        }

        string all = letters.ToString();
        if (all.Length > MaxLetters) throw Invalid(spec, $"it has {all.Length} distinct letters; at most {MaxLetters} are supported");
        var orders = semicolon < 0 ? [] : Array.ConvertAll(whole[(semicolon + 1)..].Split(','), order => ParseOrder(whole, all, order.Trim()));
        var plan = new ContractPlan(whole, all, Indices(spec, all, a), Indices(spec, all, b), Indices(spec, all, c), orders);
        foreach (char letter in all)
        {
            int uses = Uses(a, letter) + Uses(b, letter) + Uses(c, letter);
            if (uses == 1) throw Invalid(spec, $"'{letter}' occurs in one operand only; sum over it before the contraction");
        }

        return plan;
    }

    /// <summary>The plan at given extents: the one of the last call if they are the same, or one of a few before it.</summary>
    /// <remarks>
    /// Layouts are immutable and their slots are single references, so threads that race here at worst build one twice.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ContractLayout LayOut(ReadOnlySpan<int> extents)
    {
        ContractLayout? layout = latest;
        return layout is not null && AreEqual(extents, layout.Extents) ? layout : LayOutAgain(extents);
    }

    // The extents are few: a loop takes less time than a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(ReadOnlySpan<int> extents, int[] known)
    {
        if (extents.Length != known.Length) return false;
        for (int i = 0; i < extents.Length; i++)
            if (extents[i] != known[i]) return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ContractLayout LayOutAgain(ReadOnlySpan<int> extents)
    {
        foreach (ContractLayout? known in layouts)
            if (known is not null && extents.SequenceEqual(known.Extents)) return latest = known;
        var layout = new ContractLayout(this, extents);
        layouts[(uint)Interlocked.Increment(ref built) % (uint)layouts.Length] = layout;
        return latest = layout;
    }

    /// <inheritdoc/>
    public override string ToString() => Spec;

    private static int Uses(string term, char letter) => term.IndexOf(letter, StringComparison.Ordinal) < 0 ? 0 : 1;

    private static ContractOrder ParseOrder(string spec, string all, string order)
    {
        if (order is not [var greater, '>', '=', var lesser]) throw Invalid(spec, $"'{order}' must have the form \"a>=b\"");
        int first = all.IndexOf(greater, StringComparison.Ordinal), second = all.IndexOf(lesser, StringComparison.Ordinal);
        if (first < 0 || second < 0 || first == second) throw Invalid(spec, $"'{order}' must compare two of its letters");
        return new ContractOrder((byte)first, (byte)second);
    }

    private static byte[] Indices(string spec, string all, string term)
    {
        var indices = new byte[term.Length];
        for (int i = 0; i < term.Length; i++)
        {
            int index = all.IndexOf(term[i], StringComparison.Ordinal);
            if (index < 0) throw Invalid(spec, $"'{term[i]}' of the result occurs in no operand");
            if (term.IndexOf(term[i], StringComparison.Ordinal) < i)
                throw Invalid(spec, $"'{term[i]}' is repeated in \"{term}\"; take the diagonal before the contraction");
            indices[i] = (byte)index;
        }

        return indices;
    }

    private static ArgumentException Invalid(string spec, string reason) =>
        new($"\"{spec}\" is not a contraction of two operands: {reason}.", nameof(spec));
}
