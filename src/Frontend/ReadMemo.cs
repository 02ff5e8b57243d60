using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Frontend;

/// <summary>
/// Remembers what was made from annotated methods, across compilations: after an edit inside one body only that method and those that
/// inline it are read again. What is remembered may hold no symbol and no compilation, which would keep all of it alive.
/// </summary>
/// <typeparam name="T">What is made from a method.</typeparam>
internal sealed class ReadMemo<T>
    where T : class
{
    private readonly ConditionalWeakTable<SyntaxTree, Dictionary<int, Entry>> tables = new();
    private readonly Dictionary<string, WeakReference<SyntaxTree>> latest = new(StringComparer.Ordinal);
    private readonly object gate = new();

    /// <summary>How often something was made because it was not there.</summary>
    public int Made { get; private set; }

    /// <summary>What is made from the method that is declared at a node: remembered, or made now.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="compilation">Its compilation.</param>
    /// <param name="make">Makes it, and lists the declarations of all methods that were read on the way.</param>
    public T? Get(SyntaxNode declaration, Compilation compilation, Func<(T? Value, IEnumerable<SyntaxNode> Read)> make)
    {
        ulong hash = DeclarationHash.Of(compilation);
        lock (gate)
        {
            if (Table(declaration.SyntaxTree).TryGetValue(declaration.SpanStart, out var known) && known.Hash == hash && known.Places.All(p => p.IsIn(compilation)))
            {
                return known.Value;
            }
        }

        var (value, read) = make();
        var entry = new Entry(value, hash, read.Append(declaration).Distinct().Select(n => new Place(n)).ToArray());
        lock (gate)
        {
            Made++;
            Table(declaration.SyntaxTree)[declaration.SpanStart] = entry;
        }

        return value;
    }

    /// <summary>What is known of a file, by where declarations start. The next version of a file takes over what was known of the last.</summary>
    private Dictionary<int, Entry> Table(SyntaxTree tree)
    {
        if (tables.TryGetValue(tree, out var table))
        {
            return table;
        }

        table = [];
        tables.Add(tree, table);
        if (latest.TryGetValue(tree.FilePath, out var reference) && reference.TryGetTarget(out var before) && tables.TryGetValue(before, out var old))
        {
            // Whether an entry still holds is asked when it is needed; here it only has to be found again, by line and column.
            TextLineCollection from = before.GetText().Lines, to = tree.GetText().Lines;
            foreach (var pair in old)
            {
                var at = from.GetLinePosition(pair.Key);
                if (at.Line < to.Count)
                {
                    table[to[at.Line].Start + at.Character] = pair.Value;
                }
            }
        }

        latest[tree.FilePath] = new(tree);
        return table;
    }

    private sealed class Entry(T? value, ulong hash, Place[] places)
    {
        public T? Value { get; } = value;

        /// <summary>What the meaning of the texts depends on.</summary>
        public ulong Hash { get; } = hash;

        public Place[] Places { get; } = places;
    }

    /// <summary>A declaration that was read: where it stood, and its text with the comments above it, which are copied.</summary>
    private sealed class Place
    {
        private readonly string path;
        private readonly LinePosition start;
        private readonly string text;
        private readonly WeakReference<SyntaxTree> tree;

        public Place(SyntaxNode node)
        {
            path = node.SyntaxTree.FilePath;
            start = node.SyntaxTree.GetText().Lines.GetLinePosition(node.FullSpan.Start);
            text = node.ToFullString();
            tree = new(node.SyntaxTree);
        }

        /// <summary>Whether the same text stands at the same line and column.</summary>
        public bool IsIn(Compilation compilation)
        {
            if (tree.TryGetTarget(out var known) && compilation.ContainsSyntaxTree(known))
            {
                return true;
            }

            foreach (var candidate in compilation.SyntaxTrees)
            {
                if (string.Equals(candidate.FilePath, path, StringComparison.Ordinal) && StandsIn(candidate.GetText()))
                {
                    tree.SetTarget(candidate);
                    return true;
                }
            }

            return false;
        }

        private bool StandsIn(SourceText source)
        {
            int at = start.Line < source.Lines.Count ? source.Lines[start.Line].Start + start.Character : source.Length;
            if (at + text.Length > source.Length)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                if (source[at + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
