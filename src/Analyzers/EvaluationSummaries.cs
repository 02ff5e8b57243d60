using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Costate.Analyzers;

/// <summary>
/// The summaries of the methods of a compilation, each made once. A method that is being summarised counts as unknown to those that it calls, so a
/// recursion ends; what was found under that assumption is kept only until the outermost summary is made.
/// </summary>
internal sealed class EvaluationSummaries
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, EvaluationSummary>> Known = new();

    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<ISymbol, EvaluationSummary> known;
    private readonly Dictionary<ISymbol, EvaluationSummary> provisional = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
    private readonly HashSet<string> evaluating;
    private bool isIncomplete;

    /// <summary>For one analysis of one method; what is found is shared with others.</summary>
    public EvaluationSummaries(Compilation compilation, CancellationToken cancellation)
    {
        this.compilation = compilation;
        known = Known.GetValue(compilation, static _ => new ConcurrentDictionary<ISymbol, EvaluationSummary>(SymbolEqualityComparer.Default));
        evaluating = EvaluatingNames.Of(compilation, cancellation);
    }

    /// <summary>Whether the method that runs is the one that is named, and its body stands in source.</summary>
    public static bool IsInSight(IMethodSymbol method) =>
        !method.DeclaringSyntaxReferences.IsEmpty && method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false } && method.ContainingType?.TypeKind != TypeKind.Interface;

    /// <summary>Whether a member could evaluate, by the names in it; only then its body is worth a look.</summary>
    public bool MayEvaluate(ISymbol member) => evaluating.Contains(member.Name);

    public EvaluationSummary Of(IMethodSymbol method, CancellationToken cancellation)
    {
        method = method.OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        if (known.TryGetValue(method, out var summary) || provisional.TryGetValue(method, out summary))
        {
            return summary;
        }

        if (!open.Add(method))
        {
            isIncomplete = true;
            return EvaluationSummary.None;
        }

        summary = Graph(method, cancellation) is { } graph ? EvaluationFlow.Summarise(graph, method, this, cancellation) : EvaluationSummary.None;
        open.Remove(method);
        if (open.Count == 0 || !isIncomplete)
        {
            known[method] = summary;
        }
        else
        {
            provisional[method] = summary;
        }

        if (open.Count == 0)
        {
            isIncomplete = false;
            provisional.Clear();
        }

        return summary;
    }

    private ControlFlowGraph? Graph(IMethodSymbol method, CancellationToken cancellation)
    {
        var syntax = method.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        return compilation.ContainsSyntaxTree(syntax.SyntaxTree) && syntax is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax
            ? ControlFlowGraph.Create(syntax, compilation.GetSemanticModel(syntax.SyntaxTree), cancellation)
            : null;
    }
}
