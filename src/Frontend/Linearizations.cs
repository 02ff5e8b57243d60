using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>Which method declares the derivative of which.</summary>
internal static class Linearizations
{
    /// <summary>The methods that declare the derivative of a method, in the order of their declarations.</summary>
    public static IReadOnlyList<IMethodSymbol> Of(IMethodSymbol method) => method.ContainingType.GetMembers().OfType<IMethodSymbol>()
        .Where(m => NameOf(m) == method.Name && SymbolEqualityComparer.Default.Equals(Target(m), method))
        .ToArray();

    /// <summary>The method whose derivative a method declares: of overloads the one that it fits, or whose parameters come first.</summary>
    public static IMethodSymbol? Target(IMethodSymbol linearization)
    {
        var named = linearization.ContainingType.GetMembers(NameOf(linearization) ?? string.Empty).OfType<IMethodSymbol>().Where(m => SignatureReader.HasAttribute(m, KnownNames.Differentiable)).ToArray();
        return named.FirstOrDefault(m => Fits(linearization, m)) ?? named.Where(m => Begins(linearization, m)).OrderByDescending(m => m.Parameters.Length).FirstOrDefault() ?? named.FirstOrDefault();
    }

    /// <summary>What is wrong with the method that a method names; null if it is one that has derivatives, or nothing is named.</summary>
    public static FrontendDiagnostic? Problem(IMethodSymbol linearization)
    {
        if (NameOf(linearization) is not { } name || Target(linearization) is not null)
        {
            return null;
        }

        var type = linearization.ContainingType;
        bool isThere = type.GetMembers(name).OfType<IMethodSymbol>().Any();
        string what = isThere
            ? "'" + name + "' is not [Differentiable], so it has no derivative that '" + linearization.Name + "' could declare. Mark it [Differentiable]."
            : "'" + type.Name + "' has no method '" + name + "' whose derivative '" + linearization.Name + "' could declare. Name a [Differentiable] method of the same type: [Linearization(nameof(F))].";
        return new FrontendDiagnostic(DiagnosticIds.LinearizedMethod, PlaceOf(linearization), what);
    }

    /// <summary>Where a method says whose derivative it declares.</summary>
    public static Location PlaceOf(IMethodSymbol linearization) =>
        Attribute(linearization)?.ApplicationSyntaxReference is { } place ? Location.Create(place.SyntaxTree, place.Span) : linearization.Locations.FirstOrDefault() ?? Location.None;

    /// <summary>Whether two types are the same; names of the elements of tuples do not count.</summary>
    public static bool SameType(ITypeSymbol a, ITypeSymbol b) =>
        a is INamedTypeSymbol { IsTupleType: true, TupleElements: var left } && b is INamedTypeSymbol { IsTupleType: true, TupleElements: var right }
            ? left.Length == right.Length && left.Zip(right, (x, y) => SameType(x.Type, y.Type)).All(same => same)
            : SymbolEqualityComparer.Default.Equals(a, b);

    private static string? NameOf(IMethodSymbol method) => Attribute(method)?.ConstructorArguments.FirstOrDefault().Value as string;

    private static AttributeData? Attribute(IMethodSymbol method) => SignatureReader.FindAttribute(method.GetAttributes(), KnownNames.Linearization);

    private static bool Begins(IMethodSymbol linearization, IMethodSymbol method) =>
        linearization.Parameters.Length > method.Parameters.Length && method.Parameters.Zip(linearization.Parameters, (a, b) => SameType(a.Type, b.Type)).All(same => same);

    /// <summary>Whether the parameters are those of a method, perhaps its result, and the tangents, as far as types say.</summary>
    private static bool Fits(IMethodSymbol linearization, IMethodSymbol method)
    {
        var own = linearization.Parameters.Select(p => p.Type).ToArray();
        var arguments = method.Parameters.Select(p => p.Type);
        var moved = method.Parameters.Where(p => p.Type.SpecialType == SpecialType.None && !SignatureReader.HasAttribute(p, KnownNames.NoGradient)).Select(p => p.Type);
        var tangents = method.IsStatic ? moved : moved.Prepend(method.ContainingType);
        bool Are(IEnumerable<ITypeSymbol> types) => types.Count() == own.Length && types.Zip(own, SameType).All(same => same);
        return Are(arguments.Concat(tangents)) || Are(arguments.Append(method.ReturnType).Concat(tangents));
    }
}
