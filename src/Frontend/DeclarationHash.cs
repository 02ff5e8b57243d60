using System;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <summary>
/// A hash of everything that the meaning of a method body can depend on outside of method bodies: all declarations of the compilation,
/// its references and its options. As long as it stays the same, a body with the same text means the same.
/// </summary>
internal static class DeclarationHash
{
    private static readonly ConditionalWeakTable<Compilation, object> Compilations = new();
    private static readonly ConditionalWeakTable<SyntaxTree, object> Trees = new();

    public static ulong Of(Compilation compilation) => (ulong)Compilations.GetValue(compilation, static c => Compute(c));

    private static object Compute(Compilation compilation)
    {
        // By identity: the compiler's own options refuse to be hashed, and an editor keeps them until they change.
        ulong hash = Combine(0, (uint)RuntimeHelpers.GetHashCode(compilation.Options));
        foreach (var reference in compilation.References)
        {
            hash = Combine(hash, (uint)RuntimeHelpers.GetHashCode(reference));
        }

        foreach (var tree in compilation.SyntaxTrees)
        {
            // What this generator writes follows from the rest, and the front end looks through it.
            if (!tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) || tree.FilePath.IndexOf("Costate.Generator", StringComparison.Ordinal) < 0)
            {
                hash = Combine(hash, (ulong)Trees.GetValue(tree, static t => Compute(t)));
            }
        }

        return hash;
    }

    private static object Compute(SyntaxTree tree)
    {
        ulong hash = Combine(0, (uint)tree.Options.GetHashCode());
        foreach (var token in tree.GetRoot().DescendantTokens(static node => !IsBody(node)))
        {
            hash = Combine(hash, ((ulong)token.RawKind << 32) | (uint)Text(token.Text));
        }

        // Directives switch whole declarations on and off, and #nullable changes types.
        foreach (var directive in tree.GetRoot().DescendantTrivia(static node => node.ContainsDirectives))
        {
            if (directive.IsDirective)
            {
                hash = Combine(hash, (uint)Text(directive.ToString()));
            }
        }

        return hash;
    }

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax,
        ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax,
        _ => false,
    };

    private static int Text(string text)
    {
        unchecked
        {
            int hash = (int)2166136261;
            foreach (char c in text)
            {
                hash = (hash ^ c) * 16777619;
            }

            return hash;
        }
    }

    private static ulong Combine(ulong hash, ulong value)
    {
        unchecked
        {
            ulong x = (hash * 0x9E3779B97F4A7C15) + value;
            x ^= x >> 32;
            x *= 0xD6E8FEB86659FD93;
            return x ^ (x >> 32);
        }
    }
}
