using System;
using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>
/// COS401 and COS403: a number that was evaluated comes back into a trace. It is a constant there, so the gradient through it is cut, and
/// nothing else would say so.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EvaluatedValueAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDescriptors.EvaluatedValueReenters, UsageDescriptors.MathOnEvaluatedValue];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is not null)
            {
                start.RegisterOperationBlockAction(Analyze);
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        // In an annotated method only a number can be evaluated; what else evaluates is an error by itself, which the front end reports.
        bool isAnnotated = TraceSymbols.IsDifferentiable(context.OwningSymbol);
        var names = EvaluatingNames.Of(context.Compilation, context.CancellationToken);
        EvaluationSummaries? summaries = null;
        foreach (var block in context.OperationBlocks)
        {
            // Hardly any method evaluates, so the names decide before anything costs time.
            if (block.Syntax.DescendantTokens().Any(t => EvaluatingNames.IsEvaluation(t.Text) || names.Contains(t.Text)) && block.Kind is OperationKind.Block or OperationKind.FieldInitializer or OperationKind.PropertyInitializer)
            {
                foreach (var reentry in EvaluationFlow.Find(context.GetControlFlowGraph(block), summaries ??= new EvaluationSummaries(context.Compilation, context.CancellationToken), context.CancellationToken))
                {
                    if (!isAnnotated || reentry.Origins.All(o => o is IInvocationOperation { TargetMethod.Name: "EvalScalar" }))
                    {
                        context.ReportDiagnostic(Describe(reentry, isAnnotated));
                    }
                }
            }
        }
    }

    private static Diagnostic Describe(Reentry reentry, bool isAnnotated)
    {
        var operand = reentry.Operand;
        var origin = reentry.Origins.OrderBy(o => o.Syntax.SpanStart).First();
        string quoted = "'" + Excerpts.Of(operand.Syntax) + "'", evaluation = "'" + Excerpts.Of(origin.Syntax) + "'";
        var others = reentry.Origins.Select(o => o.Syntax.GetLocation());
        var properties = ImmutableDictionary<string, string?>.Empty.Add("Kind", isAnnotated ? "Inside" : reentry.Kind.ToString());
        bool isItself = operand.Syntax.Span == origin.Syntax.Span;
        string? evaluator = origin is IInvocationOperation { TargetMethod: var method } && TraceSymbols.IsEvaluation(method) ? method.Name : null;
        string source = isItself
            ? evaluator is null ? " evaluates, and its number" : string.Empty
            : (evaluator == "EvalTo" ? " holds what " : " comes from ") + evaluation + (evaluator == "EvalTo" ? " wrote" : string.Empty) + " on line " + Excerpts.Line(origin.Syntax) + (evaluator is null ? ", which evaluates, and" : " and");
        if (operand.Syntax is InvocationExpressionSyntax && MathFunctions.Op(operand) is { } op)
        {
            return Diagnostic.Create(
                UsageDescriptors.MathOnEvaluatedValue,
                operand.Syntax.GetLocation(),
                others,
                properties,
                quoted + (source.Length == 0 ? string.Empty : source) + " is a number in the trace, which carries no derivative: the gradient silently stops here. " + op + " of this library takes the tensor itself. If the stop is meant, say so by " + (isAnnotated ? "StopGradient(...)." : "Constant(...)."));
        }

        string place = reentry.Kind switch
        {
            ReentryKind.Argument => " is passed as a number to '" + ((IInvocationOperation)reentry.Consumer).TargetMethod.Name + "'",
            ReentryKind.Helper => " is passed as a number to '" + Excerpts.Callee(reentry.Consumer) + "', which computes with it in the trace",
            ReentryKind.Leaf => " becomes a new leaf of the trace",
            _ => " is an operand in the trace again",
        };
        string wayOut = reentry.Kind switch
        {
            // Data cannot be brought into an annotated body, so a constant is said otherwise there.
            _ when isAnnotated => "Use the traced value, or, if the stop is meant, evaluate StopGradient(" + Receiver(origin) + ").",
            ReentryKind.Argument => "Take a [Shape(\"\")] tensor there and pass the value itself, or, if the stop is meant, evaluate StopGradient(" + Receiver(origin) + ").",
            ReentryKind.Helper => "Take a tensor there and pass the value itself, or, if the stop is meant, evaluate StopGradient(" + Receiver(origin) + ").",
            ReentryKind.Leaf => "Go on with the traced value, or, if the stop is meant, say so by Constant(...).",
            _ => "Use the traced value, or, if the stop is meant, say so by Constant(...).",
        };
        return Diagnostic.Create(
            UsageDescriptors.EvaluatedValueReenters,
            operand.Syntax.GetLocation(),
            others,
            properties,
            quoted + source + place + "; a number carries no derivative, so the gradient silently stops here. " + wayOut);
    }

    private static string Receiver(IOperation evaluation) => evaluation is IInvocationOperation { Instance: { } instance, TargetMethod: var method } && TraceSymbols.IsEvaluation(method) ? Excerpts.Of(instance.Syntax) : "x";
}
