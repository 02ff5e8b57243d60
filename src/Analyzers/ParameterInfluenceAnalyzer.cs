using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Costate.Analyzers;

/// <summary>
/// COS404 and COS405: a parameter of an annotated method that the result does not depend on, or only through operations whose derivative is
/// zero by rule. Asked of the graph, in which what cancels or is never returned is gone.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterInfluenceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDescriptors.NoInfluence, UsageDescriptors.NoGradient];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is not null)
            {
                start.RegisterSymbolAction(Analyze, SymbolKind.Method);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is not null || !TraceSymbols.IsDifferentiable(method))
        {
            return;
        }

        var read = MethodReadings.Of(method, context.Compilation, context.CancellationToken);
        if (read.Graphs.Count == 0 || read.Signature is not { } signature)
        {
            return;
        }

        var activities = read.Graphs.Select(g => (Graph: g, Activity: Activity.Of(g))).ToArray();
        var inputs = signature.GraphInputs.ToArray();
        bool[] hasInfluence = inputs.Select((_, i) => Paths(activities, i).Any(p => p.Dependence != Dependence.None)).ToArray();
        var needed = SizesInUse(read.Graphs);
        for (int i = 0; i < inputs.Length; i++)
        {
            var parameter = inputs[i];
            if (!hasInfluence[i] && parameter.Owner is { } owner)
            {
                // A method need not use all that a record has, and nobody could take a part of it away.
                bool isFirst = i == 0 || inputs[i - 1].Owner != owner;
                if (isFirst && owner.Ordinal >= 0 && !inputs.Where((p, k) => p.Owner == owner && hasInfluence[k]).Any() && !inputs.Any(p => p.Owner == owner && p.Shape.Symbols.Any(needed.Contains)))
                {
                    Report(UsageDescriptors.NoInfluence, parameter, "The parameter '" + owner.Name + "' has no influence on the result of '" + method.Name + "', so a gradient with respect to it is an error or zero. Use it, or take it away.");
                }
            }
            else if (!hasInfluence[i])
            {
                // Its sizes may be what it is for, if no other parameter has them.
                var others = new HashSet<string>(inputs.Where((_, k) => k != i && hasInfluence[k]).SelectMany(p => p.Shape.Symbols).Concat(signature.Integers.Select(p => p.Name)), StringComparer.Ordinal);
                if (!parameter.Shape.Symbols.Any(s => needed.Contains(s) && !others.Contains(s)))
                {
                    Report(UsageDescriptors.NoInfluence, parameter, "The parameter '" + parameter.Name + "' has no influence on the result of '" + method.Name + "'" + (parameter is { Kind: ParameterKind.Traced, IsExcluded: false } ? ", so a gradient with respect to it is an error or zero" : string.Empty) + ". Use it, or take it away.");
                }
            }
            else if (parameter is { Kind: ParameterKind.Traced, IsExcluded: false } && Blockers(activities, i) is { } blockers && blockers.All(b => b.Op is not (StopOp or CallOp)))
            {
                var blocker = blockers[0];
                string where = blocker.Span.IsKnown ? " on line " + blocker.Span.Line : string.Empty;
                Report(UsageDescriptors.NoGradient, parameter, "The parameter '" + parameter.Name + "' reaches the result of '" + method.Name + "' only through " + blocker.Op.Describe(blocker) + where + ", whose derivative is zero by rule, so its gradient is always zero. If that is meant, say so by StopGradient(" + parameter.Name + ").");
            }
        }

        // A size or a flag that nothing is checked against and nothing is computed from.
        needed.UnionWith(inputs.SelectMany(p => p.Shape.Symbols).Concat(read.Graphs.SelectMany(g => g.Guards).SelectMany(g => g.Left.Symbols.Concat(g.Right.Symbols))));
        foreach (var parameter in signature.Parameters)
        {
            if ((parameter.Kind == ParameterKind.Integer && !needed.Contains(parameter.Name)) || (parameter.Kind == ParameterKind.Flag && !Chooses(parameter.Name, signature, read.Graphs)))
            {
                Report(UsageDescriptors.NoInfluence, parameter, "The parameter '" + parameter.Name + "' has no influence on the result of '" + method.Name + "'. Use it, or take it away.");
            }
        }

        void Report(DiagnosticDescriptor descriptor, MethodParameter parameter, string message)
        {
            if (parameter.Symbol.Locations.FirstOrDefault() is { } place)
            {
                context.ReportDiagnostic(Diagnostic.Create(descriptor, place, message));
            }
        }
    }

    /// <summary>Whether something else is computed for one value of a flag than for the other.</summary>
    private static bool Chooses(string flag, MethodSignature signature, IReadOnlyList<Graph> graphs) => Enumerable.Range(0, graphs.Count).Any(variant =>
        !string.Equals(
            Digest.Of(graphs[Variants.With(signature.Flags, variant, flag, false)]),
            Digest.Of(graphs[Variants.With(signature.Flags, variant, flag, true)]),
            StringComparison.Ordinal));

    private static IEnumerable<(Dependence Dependence, Node? Blocker)> Paths((Graph Graph, Activity Activity)[] variants, int input) =>
        from variant in variants
        from output in Enumerable.Range(0, variant.Graph.Outputs.Count)
        select (variant.Activity[output, input], variant.Activity.Blocker(output, input));

    /// <summary>The ops that cut every path; null if there is one with a derivative.</summary>
    private static Node[]? Blockers((Graph Graph, Activity Activity)[] variants, int input)
    {
        var paths = Paths(variants, input).Where(p => p.Dependence != Dependence.None).ToArray();
        return paths.All(p => p.Dependence == Dependence.ZeroByRule && p.Blocker is not null) ? paths.Select(p => p.Blocker!).ToArray() : null;
    }

    /// <summary>The dimensions that the outputs are computed from, by their shapes or as numbers.</summary>
    private static HashSet<string> SizesInUse(IReadOnlyList<Graph> graphs)
    {
        var symbols = new HashSet<string>(StringComparer.Ordinal);
        foreach (var graph in graphs)
        {
            var open = new Stack<int>(graph.Outputs.Select(o => o.Node));
            var seen = new HashSet<int>(open);
            while (open.Count > 0)
            {
                var node = graph.Nodes[open.Pop()];
                foreach (var inner in node.Regions.SelectMany(r => r.AllNodes()).Prepend(node).Where(n => n.Op is not InputOp))
                {
                    symbols.UnionWith(inner.Types.SelectMany(t => t.Shape.Symbols).Concat(inner.Attrs.Entries.SelectMany(e => Symbols(e.Value))));
                }

                foreach (var operand in node.Inputs)
                {
                    if (seen.Add(operand.Node))
                    {
                        open.Push(operand.Node);
                    }
                }
            }
        }

        return symbols;
    }

    private static IEnumerable<string> Symbols(object attribute) => attribute switch
    {
        DimExpr size => size.Symbols,
        Shape shape => shape.Symbols,
        _ => [],
    };
}
