using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

    // The last question and its answer: after an edit all methods ask the same one.
    private (Declarations Before, Declarations After, IReadOnlyCollection<string>? Changed)? change;

    /// <summary>How often something was made because it was not there.</summary>
    public int Made { get; private set; }

    /// <summary>What is made from the method that is declared at a node: remembered, or made now.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="compilation">Its compilation.</param>
    /// <param name="make">Makes it, and lists the declarations of all methods that were read on the way.</param>
    public T? Get(SyntaxNode declaration, Compilation compilation, Func<(T? Value, IEnumerable<SyntaxNode> Read)> make)
    {
        var declarations = Declarations.Of(compilation);
        lock (gate)
        {
            if (Table(declaration.SyntaxTree).TryGetValue(declaration.SpanStart, out var known) && MeansTheSame(known, declarations) && known.Places.All(p => p.IsIn(compilation)))
            {
                return known.Value;
            }
        }

        var (value, read) = make();
        var nodes = read.Append(declaration).Distinct().ToArray();
        var entry = new Entry(value, Names(nodes, declarations), nodes.Select(n => new Place(n)).ToArray(), declarations);
        lock (gate)
        {
            Made++;
            Table(declaration.SyntaxTree)[declaration.SpanStart] = entry;
        }

        return value;
    }

    /// <summary>Whether nothing was declared otherwise that an entry can depend on.</summary>
    private bool MeansTheSame(Entry entry, Declarations declarations)
    {
        if (!ReferenceEquals(entry.Declarations, declarations))
        {
            if (change is not { } last || !ReferenceEquals(last.Before, entry.Declarations) || !ReferenceEquals(last.After, declarations))
            {
                change = last = (entry.Declarations, declarations, declarations.ChangedSince(entry.Declarations));
            }

            if (last.Changed is null || last.Changed.Any(entry.Names.Contains))
            {
                return false;
            }

            entry.Declarations = declarations;
        }

        return true;
    }

    /// <summary>All names that the meaning of some declarations can depend on.</summary>
    private static HashSet<string> Names(SyntaxNode[] nodes, Declarations declarations)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            foreach (var token in node.DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken))
                {
                    names.Add(token.ValueText);
                }
            }

            names.UnionWith(node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Select(static t => t.Identifier.ValueText));
        }

        declarations.Close(names);
        return names;
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

    private sealed class Entry(T? value, HashSet<string> names, Place[] places, Declarations declarations)
    {
        public T? Value { get; } = value;

        /// <summary>What the meaning of the texts can depend on, as far as it is found by names.</summary>
        public HashSet<string> Names { get; } = names;

        public Place[] Places { get; } = places;

        /// <summary>The last declarations by which the texts meant this.</summary>
        public Declarations Declarations { get; set; } = declarations;
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
