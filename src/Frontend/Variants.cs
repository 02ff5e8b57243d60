using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// The variants of a method: the combinations of the values of its bool parameters, each of which is read as a body of its own.
/// In variant v the k-th bool has the value of bit k of v.
/// </summary>
internal static class Variants
{
    /// <summary>Every further bool doubles the code that is generated and compiled.</summary>
    public const int MaxFlags = 4;

    public static int Count(IReadOnlyList<string> flags) => 1 << flags.Count;

    public static bool Value(IReadOnlyList<string> flags, int variant, string flag) => (variant & Bit(flags, flag)) != 0;

    /// <summary>The variant that differs from another one by the value of one bool.</summary>
    public static int With(IReadOnlyList<string> flags, int variant, string flag, bool value) => value ? variant | Bit(flags, flag) : variant & ~Bit(flags, flag);

    /// <summary>Which variants are meant, as "a is true and b is false, or c is true"; empty if all are.</summary>
    public static string Describe(IReadOnlyList<string> flags, IReadOnlyList<int> variants)
    {
        var open = new HashSet<int>(variants);
        var terms = new List<string>();

        // Fewest conditions first, since they say most.
        foreach (int mask in Enumerable.Range(0, Count(flags)).OrderBy(BitCount))
        {
            for (int value = mask; value >= 0; value--)
            {
                var meant = Enumerable.Range(0, Count(flags)).Where(v => (v & mask) == value).ToArray();
                if (meant.Length > 0 && meant.All(variants.Contains) && meant.Any(open.Contains))
                {
                    open.ExceptWith(meant);
                    terms.Add(string.Join(" and ", flags.Where((_, k) => (mask >> k & 1) != 0).Select(f => f + " is " + (Value(flags, value, f) ? "true" : "false"))));
                }
            }
        }

        return string.Join(", or ", terms);
    }

    /// <summary>
    /// What was said about the variants, each thing once, with the values of the bools under which it is so. A change that fits some of them
    /// may break the others, so none is offered then.
    /// </summary>
    public static IEnumerable<FrontendDiagnostic> Unite(IReadOnlyList<string> flags, IReadOnlyList<IReadOnlyList<FrontendDiagnostic>> found)
    {
        var united = new List<(FrontendDiagnostic Diagnostic, List<int> Variants)>();
        for (int variant = 0; variant < found.Count; variant++)
        {
            foreach (var diagnostic in found[variant])
            {
                int known = united.FindIndex(u => u.Diagnostic.Id == diagnostic.Id && u.Diagnostic.Location == diagnostic.Location && u.Diagnostic.Message == diagnostic.Message);
                if (known < 0)
                {
                    united.Add((diagnostic, [variant]));
                }
                else
                {
                    united[known].Variants.Add(variant);
                }
            }
        }

        return united.Select(u => u.Variants.Count == found.Count
            ? u.Diagnostic
            : u.Diagnostic.WithMessage(u.Diagnostic.Message + " This is so when " + Describe(flags, u.Variants) + ".").WithoutFixes());
    }

    private static int Bit(IReadOnlyList<string> flags, string flag)
    {
        for (int k = 0; k < flags.Count; k++)
        {
            if (string.Equals(flags[k], flag, StringComparison.Ordinal))
            {
                return 1 << k;
            }
        }

        throw new ArgumentException("There is no bool parameter '" + flag + "'.", nameof(flag));
    }

    private static int BitCount(int mask)
    {
        int count = 0;
        for (; mask != 0; mask &= mask - 1)
        {
            count++;
        }

        return count;
    }
}
