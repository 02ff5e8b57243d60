using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>COS406: a value of the trace that is made and never used. Handles do not change, so making one has no other effect.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDescriptors.UnusedResult];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is not null)
            {
                start.RegisterOperationAction(Statement, OperationKind.ExpressionStatement);
                start.RegisterOperationBlockAction(Locals);
            }
        });
    }

    private static void Statement(OperationAnalysisContext context)
    {
        var value = TraceSymbols.Unconverted(((IExpressionStatementOperation)context.Operation).Operation);

        // In an annotated method it is an error, which the front end reports.
        if (value is IInvocationOperation { TargetMethod: var method } && PureResults.IsPure(value) && !TraceSymbols.IsDifferentiable(context.ContainingSymbol))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UsageDescriptors.UnusedResult,
                value.Syntax.GetLocation(),
                "The result of '" + method.Name + "' is not used; tensors do not change, so the call has no effect. Assign the result, or take the call away."));
        }
    }

    private static void Locals(OperationBlockAnalysisContext context)
    {
        var declared = new Dictionary<ISymbol, IVariableDeclaratorOperation>(SymbolEqualityComparer.Default);
        foreach (var declarator in context.OperationBlocks.SelectMany(b => b.Descendants()).OfType<IVariableDeclaratorOperation>())
        {
            if (declarator.GetVariableInitializer() is { } initializer && declarator.Symbol.RefKind == RefKind.None && PureResults.IsPure(initializer.Value))
            {
                declared[declarator.Symbol] = declarator;
            }
        }

        if (declared.Count == 0)
        {
            return;
        }

        foreach (var reference in context.OperationBlocks.SelectMany(b => b.Descendants()).OfType<ILocalReferenceOperation>())
        {
            // Being assigned is no use, if what is assigned is as pure.
            if (!(reference.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment && assignment.Target == reference && PureResults.IsPure(assignment.Value)))
            {
                declared.Remove(reference.Local);
            }
        }

        foreach (var declarator in declared.Values)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UsageDescriptors.UnusedResult,
                declarator.Symbol.Locations[0],
                "The value of '" + declarator.Symbol.Name + "' is never used; tensors do not change, so computing it has no effect. Use it, or take it away."));
        }
    }
}
