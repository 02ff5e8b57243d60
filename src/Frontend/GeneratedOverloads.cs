using System.Linq;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// The way from a generated overload back to the method that the user wrote. Its tensors have the base type; where there are none, it has one
/// parameter more, the mark, or a type parameter in the place of its first record.
/// </summary>
internal static class GeneratedOverloads
{
    /// <summary>The parameter that only tells the overload from the method.</summary>
    public static bool IsMark(IParameterSymbol parameter) => parameter.Type.ToDisplayString() == KnownNames.CompiledCall;

    /// <summary>The method that an overload was generated from.</summary>
    public static IMethodSymbol? Written(IMethodSymbol overload) =>
        overload.ContainingType.GetMembers(overload.Name).OfType<IMethodSymbol>().FirstOrDefault(m => SignatureReader.HasAttribute(m, KnownNames.Differentiable) && Stands(overload, m));

    /// <summary>Whether a method has an overload that stands for it.</summary>
    public static bool HasOverload(IMethodSymbol method) => Of(method) is not null;

    /// <summary>An overload that stands for a method.</summary>
    public static IMethodSymbol? Of(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m => SignatureReader.HasAttribute(m, KnownNames.FragmentCall) && Stands(m, method));

    /// <summary>Whether the overload that stands for a method in a call has a mark, which no delegate has.</summary>
    public static bool HasMark(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(m => SignatureReader.HasAttribute(m, KnownNames.FragmentCall) && m.Parameters.Any(IsMark) && Stands(m, method));

    private static bool Stands(IMethodSymbol overload, IMethodSymbol method)
    {
        var (own, written) = ((overload.ReducedFrom ?? overload).OriginalDefinition.Parameters.Where(p => !IsMark(p)).ToArray(), (method.ReducedFrom ?? method).Parameters);
        return own.Length == written.Length && overload.IsStatic == method.IsStatic && own.Zip(written, (x, y) => SameType(x.Type, y.Type)).All(same => same);
    }

    private static bool SameType(ITypeSymbol overload, ITypeSymbol written)
    {
        if (overload is ITypeParameterSymbol parameter)
        {
            return parameter.ConstraintTypes.OfType<INamedTypeSymbol>().Any(c => c.TypeArguments.Length > 0 && SymbolEqualityComparer.Default.Equals(c.TypeArguments[0], written));
        }

        return SignatureReader.TracedElement(overload) is { } element
            ? SymbolEqualityComparer.Default.Equals(element, SignatureReader.TracedElement(written))
            : SymbolEqualityComparer.Default.Equals(overload, written);
    }
}
