using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// Everything that the meaning of a method body can depend on outside of method bodies: all declarations of a compilation, its
/// references and its options, as hashes. As long as nothing of it changes that a body can reach, the same text means the same.
/// </summary>
internal sealed class Declarations
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> Compilations = new();
    private static readonly ConditionalWeakTable<SyntaxTree, FileDeclarations> Trees = new();

    private readonly ulong rest;
    private readonly FileDeclarations[] files;
    private Dictionary<string, List<string[]>>? mentions;
    private HashSet<string>? everywhere;

    private Declarations(Compilation compilation)
    {
        // By identity: the compiler's own options refuse to be hashed, and an editor keeps them until they change.
        rest = DeclarationHash.Combine(0, (uint)RuntimeHelpers.GetHashCode(compilation.Options));
        foreach (var reference in compilation.References)
        {
            rest = DeclarationHash.Combine(rest, (uint)RuntimeHelpers.GetHashCode(reference));
        }

        // What this generator writes follows from the rest, and the front end looks through it.
        files = compilation.SyntaxTrees
            .Where(static t => !t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) || t.FilePath.IndexOf("Costate.Generator", StringComparison.Ordinal) < 0)
            .Select(static t => Trees.GetValue(t, static tree => new FileDeclarations(tree)))
            .ToArray();
        foreach (var file in files)
        {
            rest = DeclarationHash.Combine(rest, file.Rest);
        }
    }

    public static Declarations Of(Compilation compilation) => Compilations.GetValue(compilation, static c => new Declarations(c));

    /// <summary>
    /// What has changed since: the names of members that were added, removed or declared otherwise, and of the types that they are in.
    /// Null if something changed that a body can depend on without naming it.
    /// </summary>
    public IReadOnlyCollection<string>? ChangedSince(Declarations before)
    {
        if (rest != before.rest || files.Length != before.files.Length)
        {
            return null;
        }

        var changed = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < files.Length; i++)
        {
            files[i].AddChanges(before.files[i], changed);
        }

        return changed.Overlaps(before.Everywhere) ? null : changed;
    }

    /// <summary>
    /// The names that anything may depend on without naming them, and all that can be reached from those. From several threads this is made
    /// twice at worst.
    /// </summary>
    public HashSet<string> Everywhere => everywhere ??= Reached(new HashSet<string>(files.SelectMany(static f => f.Always), StringComparer.Ordinal), []);

    /// <summary>
    /// Adds the names that can be reached from some names: those in the declarations of members and types that have such a name, and
    /// so on; apart from those that can be reached from everywhere.
    /// </summary>
    public void Close(HashSet<string> names) => Reached(names, Everywhere);

    private HashSet<string> Reached(HashSet<string> names, HashSet<string> known)
    {
        var lists = mentions ??= Mentions();
        var open = new Stack<string>(names);
        while (open.Count > 0)
        {
            if (lists.TryGetValue(open.Pop(), out var mentioned))
            {
                foreach (string[] list in mentioned)
                {
                    foreach (string name in list)
                    {
                        if (!known.Contains(name) && names.Add(name))
                        {
                            open.Push(name);
                        }
                    }
                }
            }
        }

        return names;
    }

    private Dictionary<string, List<string[]>> Mentions()
    {
        var all = new Dictionary<string, List<string[]>>(StringComparer.Ordinal);
        foreach (var mention in files.SelectMany(static f => f.Mentions))
        {
            if (!all.TryGetValue(mention.Key, out var lists))
            {
                all.Add(mention.Key, lists = []);
            }

            lists.Add(mention.Value);
        }

        return all;
    }
}
