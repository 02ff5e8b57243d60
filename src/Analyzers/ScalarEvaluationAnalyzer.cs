using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>COS402: Eval of what is a number for all sizes. No Tensor holds a number, so it always throws.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScalarEvaluationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDescriptors.EvalOfScalar];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Eval" or "EvalTo") || !TraceSymbols.IsEvaluation(call.TargetMethod) || call.Instance is not { } value)
        {
            return;
        }

        IOperation body = call;
        while (body.Parent is { } parent)
        {
            body = parent;
        }

        if (new ScalarValues(body, context.Compilation, context.CancellationToken).Reason(value) is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UsageDescriptors.EvalOfScalar,
                call.Syntax.GetLocation(),
                "'" + Excerpts.Of(call.Syntax) + "' always throws: '" + Excerpts.Of(value.Syntax) + "' is a scalar, since " + reason + ", and no tensor can hold one. EvalScalar returns the number."));
        }
    }
}
