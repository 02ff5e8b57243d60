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

    private ContractPlan(string spec, string letters, byte[] a, byte[] b, byte[] c)
    {
        Spec = spec;
        Letters = letters;
        A = a;
        B = b;
        C = c;
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

    /// <summary>Parses a specification of the form <c>"ab,bc->ac"</c>.</summary>
    /// <param name="spec">Letters of the first operand, a comma, letters of the second, an arrow, letters of the result.</param>
    /// <exception cref="ArgumentException">The text has another form, or a letter is repeated or unmatched.</exception>
    public static ContractPlan Parse(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
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
        var plan = new ContractPlan(spec, all, Indices(spec, all, a), Indices(spec, all, b), Indices(spec, all, c));
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
        return layout is not null && extents.SequenceEqual(layout.Extents) ? layout : LayOutAgain(extents);
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
