using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>
/// COS407: a use of an annotated method that means the method itself and not the overload that calls its compiled form. It is then traced
/// op by op, which gives the same values, slower.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TracedCallAnalyzer : DiagnosticAnalyzer
{
    private const string Consequence = " is traced op by op: same values and gradients, slower. ";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDescriptors.TracedOpByOp];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Differentiable) is not null)
            {
                start.RegisterOperationAction(c => Bound(c, ((IInvocationOperation)c.Operation).TargetMethod), OperationKind.Invocation);
                start.RegisterOperationAction(c => Bound(c, ((IMethodReferenceOperation)c.Operation).Method), OperationKind.MethodReference);
                start.RegisterOperationAction(Dynamic, OperationKind.DynamicInvocation);
                start.RegisterOperationAction(Reflected, OperationKind.Invocation);
            }
        });
    }

    /// <summary>The compiler has chosen the method itself although there is a better overload, or because there is none.</summary>
    private static void Bound(OperationAnalysisContext context, IMethodSymbol method)
    {
        // The front end reads calls in annotated methods, whichever overload they mean.
        if (!TraceSymbols.IsDifferentiable(method) || TraceSymbols.IsDifferentiable(context.ContainingSymbol))
        {
            return;
        }

        bool isForeign = !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly);
        bool hasOverload = GeneratedOverloads.HasOverload(method);
        string? reason = hasOverload ? "An OverloadResolutionPriority of your own, or a language version below C# 13, keeps the call from its compiled form."
            : isForeign ? "The assembly " + method.ContainingAssembly.Name + " was built without the generator, so it has no compiled form of it."
            : null;
        if (reason is not null)
        {
            Report(context, context.Operation, "'" + method.Name + "'" + Consequence + reason);
        }
    }

    private static void Dynamic(OperationAnalysisContext context)
    {
        var call = (IDynamicInvocationOperation)context.Operation;
        if (TraceSymbols.IsDifferentiable(context.ContainingSymbol))
        {
            return;
        }

        // A method that is called by its name alone is no reference to a member; which ones are meant the syntax knows.
        var meant = call.Operation is IDynamicMemberReferenceOperation { ContainingType: { } type, MemberName: var member }
            ? type.GetMembers(member)
            : call.Syntax is InvocationExpressionSyntax syntax && call.SemanticModel is { } model ? model.GetMemberGroup(syntax.Expression, context.CancellationToken)
            : ImmutableArray<ISymbol>.Empty;
        if (meant.FirstOrDefault(TraceSymbols.IsDifferentiable)?.Name is { } name)
        {
            Report(context, call, "'" + name + "' is bound at run time, because an argument is dynamic, and" + Consequence + "Give the arguments their types.");
        }
    }

    /// <summary>typeof(Model).GetMethod(nameof(Model.Step)): what is found by the types of its own parameters is the method itself.</summary>
    private static void Reflected(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "GetMethod", ContainingType.Name: "Type", ContainingNamespace.Name: "System" } && call.Instance is ITypeOfOperation { TypeOperand: var type } &&
            call.Arguments.Length > 0 && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: string name } && type.GetMembers(name).Any(TraceSymbols.IsDifferentiable))
        {
            bool choosesOne = call.Arguments.Any(a => a.ArgumentKind == ArgumentKind.Explicit && a.Value.Type is IArrayTypeSymbol);
            Report(context, call, "'" + name + "' is looked up at run time, where the method itself and its compiled form have one name, " + (choosesOne ? "and the method itself" + Consequence : "so that the look-up is ambiguous and throws. ") + "Make a delegate of it by its name, as in Func<...> f = " + name + ".");
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation operation, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(UsageDescriptors.TracedOpByOp, operation.Syntax.GetLocation(), message));
}
