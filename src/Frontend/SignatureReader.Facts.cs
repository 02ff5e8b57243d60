using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>Facts: what [Where] declares on the method and on the types around it.</content>
internal sealed partial class SignatureReader
{
    /// <summary>The facts of the method, those of its types before its own.</summary>
    private List<DeclaredFact> ReadFacts(IReadOnlyList<MethodParameter> parameters)
    {
        var names = new HashSet<string>(parameters.SelectMany(p => p.Shape.Symbols).Where(s => s != LeadingAxes.Name).Concat(parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name)), StringComparer.Ordinal);
        var result = Lengths(parameters).ToList();
        foreach (var type in Types().Reverse())
        {
            // What is wrong with a fact of a type is said once, by the first of its methods.
            bool reports = SymbolEqualityComparer.Default.Equals(FirstMethod(type), method);
            foreach (var attribute in Attributes(type))
            {
                var read = Facts(attribute, reports);
                result.AddRange(read.Where(f => f.Fact.Symbols.All(names.Contains)));
                if (reports)
                {
                    var all = Methods(type).Select(m => NamesOf(m, compilation)).ToArray();
                    CheckNames(attribute, read, new HashSet<string>(all.SelectMany(n => n), StringComparer.Ordinal), "any method of '" + type.Name + "'");
                    CheckReach(read, all, type);
                }
            }
        }

        foreach (var attribute in Attributes(method))
        {
            var read = Facts(attribute, reports: true);
            result.AddRange(read);
            CheckNames(attribute, read, names, "'" + method.Name + "'");
        }

        CheckContradiction(result);
        return result;
    }

    private static IEnumerable<AttributeData> Attributes(ISymbol symbol) => symbol.GetAttributes().Where(a => a.AttributeClass?.ToDisplayString() == KnownNames.Where);

    private List<DeclaredFact> Facts(AttributeData attribute, bool reports)
    {
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Kind == TypedConstantKind.Error)
        {
            return [];
        }

        int length = 1;
        string text = attribute.ConstructorArguments[0].Value as string ?? string.Empty;
        if (DimFact.TryParse(text, out var facts, out string? error, out int column))
        {
            if (facts!.All(f => !f.Symbols.Contains(LeadingAxes.Name)))
            {
                return facts!.Select(f => new DeclaredFact(f, Place(attribute))).ToList();
            }

            (error, column, length) = ("'...' stands for axes and is no size", text.IndexOf(LeadingAxes.Name, StringComparison.Ordinal), LeadingAxes.Name.Length);
        }

        if (reports)
        {
            Report(DiagnosticIds.FactAttribute, Inside(attribute, column, length), "The fact \"" + text.Trim() + "\" cannot be read: " + error + ". Write comparisons of sizes joined by &&, such as \"n % 2 == 0 && k <= n\".");
        }

        return [];
    }

    private void CheckNames(AttributeData attribute, List<DeclaredFact> facts, ICollection<string> names, string owner)
    {
        if (facts.SelectMany(f => f.Fact.Symbols).FirstOrDefault(s => !names.Contains(s)) is { } unknown)
        {
            string text = (string)attribute.ConstructorArguments[0].Value!;
            string known = names.Count == 0 ? string.Empty : " Its names are " + string.Join(", ", names.OrderBy(n => n, StringComparer.Ordinal)) + ".";
            string? meant = NearMiss.Of(unknown, names);
            string hint = meant is not null ? " Did you mean '" + meant + "'?" : known;
            var place = Inside(attribute, DimParser.FindName(text, unknown), unknown.Length);
            Report(DiagnosticIds.FactAttribute, place, Respelt(place, unknown, meant), "'" + unknown + "' is no dimension and no int parameter of " + owner + "." + hint);
        }
    }

    /// <summary>A fact of a type whose names stand in different methods is about none of them, although each name is known.</summary>
    private void CheckReach(List<DeclaredFact> facts, IReadOnlyList<HashSet<string>> names, INamedTypeSymbol type)
    {
        foreach (var declared in facts)
        {
            if (declared.Fact.Symbols.All(s => names.Any(n => n.Contains(s))) && !names.Any(n => declared.Fact.Symbols.All(n.Contains)))
            {
                Report(DiagnosticIds.FactAttribute, declared.Place, "No method of '" + type.Name + "' has all names of the fact \"" + declared.Fact + "\", so it is about none of them. Declare it on the method that it is about, or give the sizes there these names.");
            }
        }
    }

    private void CheckContradiction(List<DeclaredFact> facts)
    {
        var known = DimFacts.None;
        for (int i = 0; i < facts.Count; i++)
        {
            known = known.Assume(facts[i].Fact);
            if (known.AreContradictory)
            {
                Report(DiagnosticIds.ContradictoryFacts, facts[i].Place, "No sizes satisfy " + string.Join(" && ", facts.Take(i + 1).Select(f => f.Fact)) + (i == 0 ? ", since sizes are not negative" : string.Empty) + ", so '" + method.Name + "' could never be called. Correct a fact, or leave one away.");
                return;
            }
        }
    }

    private static IMethodSymbol? FirstMethod(INamedTypeSymbol type) => Methods(type).FirstOrDefault();

    /// <summary>The annotated methods of a type and of the types in it, which its facts are about.</summary>
    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(m => HasAttribute(m, KnownNames.Differentiable))
            .Concat(type.GetTypeMembers().SelectMany(Methods));

    /// <summary>The dimensions and int parameters of an annotated method.</summary>
    private static HashSet<string> NamesOf(IMethodSymbol method, Compilation compilation)
    {
        var names = new HashSet<string>(RecordDimensions(method, compilation), StringComparer.Ordinal);
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType == SpecialType.System_Int32)
            {
                names.Add(parameter.Name);
            }
            else if (FindAttribute(parameter.GetAttributes(), KnownNames.Shape) is { ConstructorArguments.Length: 1 } declared && declared.ConstructorArguments[0].Value is string text && Shape.TryParse(text, out var shape, out _, out _))
            {
                names.UnionWith(shape!.Symbols);
            }
        }

        names.Remove(LeadingAxes.Name);
        return names;
    }
}
