using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <summary>
/// The declarations of one file, without bodies. Methods, properties and fields are told apart, because code depends on them only by
/// their names or those of their types. Everything else is one hash: types, usings and directives change what names mean; operators,
/// conversions, indexers and extension methods are used without being named.
/// </summary>
internal sealed class FileDeclarations
{
    private readonly Dictionary<string, Member> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> mentions = new(StringComparer.Ordinal);
    private readonly HashSet<string> always = new(StringComparer.Ordinal);
    private readonly Stack<string> types = new();

    public FileDeclarations(SyntaxTree tree)
    {
        Rest = DeclarationHash.Combine(0, (uint)tree.Options.GetHashCode());
        var root = tree.GetRoot();
        Container(root);

        // Directives switch whole declarations on and off, and #nullable changes types.
        foreach (var directive in root.DescendantTrivia(static node => node.ContainsDirectives))
        {
            if (directive.IsDirective)
            {
                Rest = DeclarationHash.Combine(Rest, directive.ToString());
            }
        }

        Mentions = mentions.Select(static m => new KeyValuePair<string, string[]>(m.Key, m.Value.ToArray())).ToArray();
    }

    /// <summary>A hash of all that is not found by its name.</summary>
    public ulong Rest { get; private set; }

    /// <summary>For the name of each member and type the names in its declaration.</summary>
    public IReadOnlyList<KeyValuePair<string, string[]>> Mentions { get; }

    /// <summary>The names in what is not found by its name, so that anything may depend on them.</summary>
    public IReadOnlyCollection<string> Always => always;

    /// <summary>Adds the names of the members that are not declared as they were, and of the types that they are in.</summary>
    public void AddChanges(FileDeclarations before, HashSet<string> changed)
    {
        if (!ReferenceEquals(this, before))
        {
            AddMissing(members, before.members, changed);
            AddMissing(before.members, members, changed);
        }
    }

    private static void AddMissing(Dictionary<string, Member> from, Dictionary<string, Member> to, HashSet<string> changed)
    {
        foreach (var pair in from)
        {
            if (!to.TryGetValue(pair.Key, out var other) || other.Hash != pair.Value.Hash)
            {
                changed.UnionWith(pair.Value.Path);
            }
        }
    }

    /// <summary>A file, a namespace or a type. Only these nest, so deep expressions need no deep stack.</summary>
    private void Container(SyntaxNode node)
    {
        foreach (var child in node.ChildNodesAndTokens())
        {
            switch (child.AsNode())
            {
                case ClassDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax or InterfaceDeclarationSyntax:
                    types.Push(((TypeDeclarationSyntax)child.AsNode()!).Identifier.ValueText);
                    Container(child.AsNode()!);
                    types.Pop();
                    break;
                case BaseNamespaceDeclarationSyntax inner:
                    Container(inner);
                    break;
                case MemberDeclarationSyntax member when types.Count > 0 && Names(member) is { Length: > 0 } names:
                    Named(member, names);
                    break;
                case null:
                    Unnamed(child.AsToken(), isReached: false);
                    break;
                case var other:
                    foreach (var token in Tokens(other))
                    {
                        // The head of a type is reached by the type's name.
                        Unnamed(token, isReached: types.Count == 0 || other is MemberDeclarationSyntax);
                    }

                    break;
            }
        }
    }

    private void Unnamed(SyntaxToken token, bool isReached)
    {
        Rest = DeclarationHash.Combine(Rest, token);
        if (token.IsKind(SyntaxKind.IdentifierToken))
        {
            Mention(token.ValueText, []);
            if (isReached)
            {
                always.Add(token.ValueText);
            }
        }
    }

    private void Named(MemberDeclarationSyntax member, string[] names)
    {
        ulong hash = 0;
        foreach (var token in Tokens(member))
        {
            hash = DeclarationHash.Combine(hash, token);
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                Mention(token.ValueText, names);
            }
        }

        foreach (string name in names)
        {
            string[] path = [.. types, name];
            string key = string.Join(".", path);
            members[key] = new Member(path, members.TryGetValue(key, out var overload) ? DeclarationHash.Combine(overload.Hash, hash) : hash);
        }
    }

    private void Mention(string mentioned, string[] names)
    {
        foreach (string name in types.Concat(names))
        {
            if (!mentions.TryGetValue(name, out var set))
            {
                mentions.Add(name, set = new(StringComparer.Ordinal));
            }

            set.Add(mentioned);
        }
    }

    /// <summary>What a member is found by; nothing if it is used without being named.</summary>
    private static string[] Names(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax { ExplicitInterfaceSpecifier: null } method when !method.ParameterList.Parameters.Any(static p => p.Modifiers.Any(SyntaxKind.ThisKeyword)) => [method.Identifier.ValueText],
        PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property => [property.Identifier.ValueText],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(static v => v.Identifier.ValueText).ToArray(),
        _ => [],
    };

    private static IEnumerable<SyntaxToken> Tokens(SyntaxNode node) => node.DescendantTokens(static n => !IsBody(n));

    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax,
        ArrowExpressionClauseSyntax => node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax,
        _ => false,
    };

    private readonly struct Member(string[] path, ulong hash)
    {
        /// <summary>The types around it and its name.</summary>
        public string[] Path { get; } = path;

        public ulong Hash { get; } = hash;
    }
}
