using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Costate.Analyzers;

/// <summary>The diagnostics about the use of values and methods. None is an error: each of these programs has a meaning, seldom the one that was meant.</summary>
internal static class UsageDescriptors
{
    private const string Pages = "https://github.com/costate/costate/blob/main/docs/diagnostics/";

    public static readonly DiagnosticDescriptor EvaluatedValueReenters = Create(UsageIds.EvaluatedValueReenters, "An evaluated value re-enters the trace", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor EvalOfScalar = Create(UsageIds.EvalOfScalar, "Eval cannot return a number", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor MathOnEvaluatedValue = Create(UsageIds.MathOnEvaluatedValue, "A function of numbers stands where one of tensors is meant", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor NoInfluence = Create(UsageIds.NoInfluence, "The parameter has no influence on the result", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor NoGradient = Create(UsageIds.NoGradient, "The gradient of the parameter is always zero", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor UnusedResult = Create(UsageIds.UnusedResult, "The result is not used", DiagnosticSeverity.Warning);
    public static readonly DiagnosticDescriptor TracedOpByOp = Create(UsageIds.TracedOpByOp, "The call does not reach the compiled code", DiagnosticSeverity.Info);

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        EvaluatedValueReenters, EvalOfScalar, MathOnEvaluatedValue, NoInfluence, NoGradient, UnusedResult, TracedOpByOp,
    ];

    private static DiagnosticDescriptor Create(string id, string title, DiagnosticSeverity severity) =>
        new(id, title, "{0}", "Costate", severity, isEnabledByDefault: true, helpLinkUri: Pages + id + ".md");
}
