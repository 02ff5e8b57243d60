using System.Linq;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>Tells what a symbol or an operation is to the trace.</summary>
internal static class TraceSymbols
{
    public static bool IsTraced(ITypeSymbol? type) => type is not null && SignatureReader.TracedElement(type) is not null;

    /// <summary>A tensor of truth values, through which no derivative goes.</summary>
    public static bool IsMask(ITypeSymbol? type) => type is not null && SignatureReader.TracedElement(type)?.SpecialType == SpecialType.System_Boolean;

    /// <summary>A function or an operator of the library.</summary>
    public static bool IsLibrary(IMethodSymbol? method) => method is not null && SignatureReader.HasAttribute(method.OriginalDefinition, KnownNames.LibraryFunction);

    public static string? LibraryName(IMethodSymbol method) =>
        SignatureReader.FindAttribute(method.OriginalDefinition.GetAttributes(), KnownNames.LibraryFunction)?.ConstructorArguments.FirstOrDefault().Value as string;

    public static bool IsDifferentiable(ISymbol method) => SignatureReader.HasAttribute(method, KnownNames.Differentiable);

    /// <summary>An annotated method, or the generated overload that stands for it.</summary>
    public static bool IsAnnotated(IMethodSymbol method) => IsDifferentiable(method) || SignatureReader.HasAttribute(method, KnownNames.FragmentCall);

    /// <summary>The method that the user wrote, of a generated overload.</summary>
    public static IMethodSymbol? Written(IMethodSymbol method) => IsDifferentiable(method)
        ? method
        : GeneratedOverloads.Written(method);

    /// <summary>Eval, EvalScalar or EvalTo of a handle.</summary>
    public static bool IsEvaluation(IMethodSymbol method) => method is { Name: "Eval" or "EvalScalar" or "EvalTo", IsStatic: false } && IsHandle(method);

    /// <summary>Grad, Vjp, Jvp or GradOrZero of a handle.</summary>
    public static bool IsDerivative(IMethodSymbol method) => method is { Name: "Grad" or "GradOrZero" or "Vjp" or "Jvp" or "Jacobian" or "BatchedVjp" or "BatchedJvp", IsStatic: false } && IsHandle(method);

    /// <summary>Parameter or Constant, which bring data into a trace.</summary>
    public static bool IsLeaf(IMethodSymbol method, string name) => method.Name == name && method.IsStatic && IsHandle(method);

    private static bool IsHandle(IMethodSymbol method) => method.ContainingType is { } type && SignatureReader.IsHandle(type);

    public static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }
}
