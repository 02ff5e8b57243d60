using System.Collections.Generic;
using System.Globalization;

namespace Costate.Ir;

/// <summary>Names for the printed text: the user's where there are any, unique, and legal in C#.</summary>
internal sealed class PlanNames
{
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern " +
        "false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params " +
        "private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong " +
        "unchecked unsafe ushort using virtual void volatile while").Split(' '));

    private readonly HashSet<string> taken;

    public PlanNames()
        : this(new HashSet<string>(System.StringComparer.Ordinal))
    {
    }

    private PlanNames(HashSet<string> taken) => this.taken = taken;

    /// <summary>Names inside the body of a loop, which has some of its own.</summary>
    public static PlanNames ForLoop()
    {
        var names = new PlanNames();
        names.taken.UnionWith(["row", "R", "V", "S", "Invoke", "NextRow"]);
        return names;
    }

    /// <summary>The same names, to which others can be added.</summary>
    public PlanNames Copy() => new(new HashSet<string>(taken, System.StringComparer.Ordinal));

    /// <summary>A name that is not taken yet, made from the wish.</summary>
    public string Take(string wish)
    {
        string name = Identifier(wish);
        if (IsNumbered(name))
        {
            name += "_";
        }

        if (!taken.Add(name))
        {
            string stem = name.TrimStart('@');
            int number = 2;
            do
            {
                name = stem + (char.IsDigit(stem[stem.Length - 1]) ? "_" : string.Empty) + number.ToString(CultureInfo.InvariantCulture);
                number++;
            }
            while (!taken.Add(name));
        }

        return name;
    }

    // slot1, number2 and at3 are the printer's own.
    private static bool IsNumbered(string name)
    {
        int end = name.Length;
        while (end > 0 && name[end - 1] is >= '0' and <= '9')
        {
            end--;
        }

        return end < name.Length && end <= "number".Length && name.Substring(0, end) is "slot" or "number" or "at";
    }

    public static string Identifier(string wish)
    {
        // Most wishes are names already.
        if (IsIdentifier(wish))
        {
            return Keywords.Contains(wish) ? "@" + wish : wish;
        }

        var text = new System.Text.StringBuilder();
        foreach (char c in wish)
        {
            text.Append(char.IsLetterOrDigit(c) || c == '_' ? c : '_');
        }

        if (text.Length == 0 || char.IsDigit(text[0]))
        {
            text.Insert(0, '_');
        }

        string name = text.ToString();
        return Keywords.Contains(name) ? "@" + name : name;
    }

    private static bool IsIdentifier(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return text.Length > 0 && !char.IsDigit(text[0]);
    }
}
