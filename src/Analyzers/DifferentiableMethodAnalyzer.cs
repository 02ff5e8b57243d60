using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>
/// Reads every annotated method with the front end that the generator uses and reports what is wrong with it on the live tree,
/// so that suppressions and severities are obeyed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DifferentiableMethodAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is { } marker)
            {
                // What is wrong with a record is said once, however many methods take it.
                var said = new ConcurrentDictionary<(string Id, Location Place, string Message), bool>();
                start.RegisterSymbolAction(c => Analyze((IMethodSymbol)c.Symbol, marker, c.Compilation, said, c.ReportDiagnostic, c.CancellationToken), SymbolKind.Method);
                start.RegisterOperationAction(
                    c => Analyze(c.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)c.Operation).Symbol, marker, c.Compilation, said, c.ReportDiagnostic, c.CancellationToken),
                    OperationKind.LocalFunction,
                    OperationKind.AnonymousFunction);
            }
        });
    }

    private static void Analyze(IMethodSymbol method, INamedTypeSymbol marker, Compilation compilation, ConcurrentDictionary<(string Id, Location Place, string Message), bool> said, Action<Diagnostic> report, CancellationToken cancellation)
    {
        // A partial method is one method with two symbols, and both have its attributes.
        if (method.PartialDefinitionPart is not null)
        {
            return;
        }

        if (Linearizations.Problem(method) is { } problem)
        {
            report(problem.ToDiagnostic());
        }

        foreach (var attribute in method.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker))
            {
                var read = MethodReadings.Of(method, compilation, cancellation);
                foreach (var diagnostic in read.Diagnostics.Concat(read.Notes).Where(d => said.TryAdd((d.Id, d.Location, d.Message), true)))
                {
                    report(diagnostic.ToDiagnostic());
                }
            }
        }
    }
}
