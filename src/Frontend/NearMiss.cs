using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Frontend;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearMiss
{
    /// <summary>The known name that is closest to a misspelt one, if it is close enough to be meant.</summary>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Where(k => IsNear(name, k))
        .OrderBy(k => Distance(name, k))
        .ThenBy(k => k, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>
    /// Whether one of two different names is likely to be a slip of the other: one edit in four letters, two in eight, where an exchange of
    /// neighbours is one. Names that differ by digits or by one appended letter are a series (x1, x2; in, inn), not a slip.
    /// </summary>
    public static bool IsNear(string a, string b)
    {
        int length = Math.Max(a.Length, b.Length);
        int distance = string.Equals(a, b, StringComparison.Ordinal) ? 0 : Distance(a, b);
        return distance > 0 && (string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || (Math.Min(a.Length, b.Length) >= 4 && distance <= (length >= 8 ? 2 : 1) && !IsSeries(a, b)));
    }

    /// <summary>The number of insertions, deletions, replacements and exchanges of neighbours between two names, without regard to case.</summary>
    public static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                int best = Math.Min(table[i - 1, j], table[i, j - 1]) + 1;
                best = Math.Min(best, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                }

                table[i, j] = best;
            }
        }

        return Math.Max(table[a.Length, b.Length], string.Equals(a, b, StringComparison.Ordinal) ? 1 : 0);
    }

    private static bool IsSeries(string a, string b) =>
        string.Equals(Stem(a), Stem(b), StringComparison.OrdinalIgnoreCase)
        || (a.Length == b.Length - 1 && b.StartsWith(a, StringComparison.OrdinalIgnoreCase))
        || (b.Length == a.Length - 1 && a.StartsWith(b, StringComparison.OrdinalIgnoreCase));

    private static string Stem(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_');
}
