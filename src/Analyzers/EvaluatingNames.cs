using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Analyzers;

/// <summary>
/// The names of the members of a compilation from which an evaluated number could come: those that evaluate, and those that mention such a
/// name. Only texts are compared, and each file is read once as long as it does not change; so most methods need no further look.
/// </summary>
internal static class EvaluatingNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Member[]> Members = new();
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> Names = new();

    public static bool IsEvaluation(string name) => name is "Eval" or "EvalScalar" or "EvalTo";

    public static HashSet<string> Of(Compilation compilation, CancellationToken cancellation)
    {
        if (Names.TryGetValue(compilation, out var known))
        {
            return known;
        }

        var members = compilation.SyntaxTrees.Where(t => !t.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)).SelectMany(t => Of(t, cancellation)).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = members.Count - 1; i >= 0; i--)
            {
                if (members[i].Evaluates || members[i].Mentions.Overlaps(names))
                {
                    changed |= names.Add(members[i].Name);
                    members.RemoveAt(i);
                }
            }
        }

        return Names.GetValue(compilation, _ => names);
    }

    private static Member[] Of(SyntaxTree tree, CancellationToken cancellation)
    {
        if (Members.TryGetValue(tree, out var known))
        {
            return known;
        }

        var members = tree.GetRoot(cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).Select(Read).OfType<Member>().ToArray();
        return Members.GetValue(tree, _ => members);
    }

    private static Member? Read(SyntaxNode node)
    {
        string? name = node switch
        {
            MethodDeclarationSyntax method when MayGive(method) => method.Identifier.Text,
            PropertyDeclarationSyntax { Type: var type } property when IsNumeric(type) => property.Identifier.Text,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        var mentions = new HashSet<string>(node.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.Text), StringComparer.Ordinal);
        bool evaluates = mentions.Any(IsEvaluation);
        mentions.Remove(name);
        return new Member(name, evaluates, mentions);
    }

    /// <summary>Whether numbers can come out: as the result, or in a parameter.</summary>
    private static bool MayGive(MethodDeclarationSyntax method) =>
        IsNumeric(method.ReturnType) || method.ParameterList.Parameters.Any(p => p.Modifiers.Any(m => m.IsKind(SyntaxKind.OutKeyword) || m.IsKind(SyntaxKind.RefKeyword)) || (p.Type is { } type && IsContainer(type)));

    private static bool IsNumeric(TypeSyntax type) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.Kind() is SyntaxKind.DoubleKeyword or SyntaxKind.FloatKeyword or SyntaxKind.DecimalKeyword or SyntaxKind.ObjectKeyword,
        _ => !IsTraced(type),
    };

    private static bool IsContainer(TypeSyntax type) => type is ArrayTypeSyntax || (type is GenericNameSyntax or QualifiedNameSyntax && !IsTraced(type));

    private static bool IsTraced(TypeSyntax type) => type.ToString().StartsWith("TracedTensor<", StringComparison.Ordinal) || type.ToString().StartsWith("Costate.TracedTensor<", StringComparison.Ordinal);

    private sealed class Member(string name, bool evaluates, HashSet<string> mentions)
    {
        public string Name { get; } = name;

        public bool Evaluates { get; } = evaluates;

        public HashSet<string> Mentions { get; } = mentions;
    }
}
