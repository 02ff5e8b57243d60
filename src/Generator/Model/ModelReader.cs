using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Generator;

/// <summary>Turns what the front end read into a model without compiler objects.</summary>
internal static class ModelReader
{
    /// <summary>The model of a method, or null if it cannot be compiled; the analyzer then says why.</summary>
    public static MethodModel? Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        var result = MethodReader.Read(method, compilation, cancellation);
        if (result.Graphs.Count == 0 || result.Signature is not { } signature || result.Diagnostics.Count > 0)
        {
            return null;
        }

        var comment = DocumentationComment.Of(method, cancellation);
        string element = signature.DType == DType.F32 ? "float" : "double";
        var lines = new HashSet<int>(result.Graphs.SelectMany(g => g.Nodes).Select(n => n.Span.Line));
        string fragmentName = FragmentName(method);
        var model = new MethodModel
        {
            Namespace = method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
            Types = new(ContainingTypes(method).Select(t => new TypeModel(Keyword(t), PlanNames.Identifier(t.Name)))),
            Name = PlanNames.Identifier(method.Name),
            Modifiers = Accessibility(method.DeclaredAccessibility) + " static",
            IsExtension = method.IsExtensionMethod,
            ElementType = element,
            Parameters = new(signature.Parameters.Select(p => new ParameterModel(
                PlanNames.Identifier(p.Name),
                Kind(p.Kind),
                p.Kind switch { Frontend.ParameterKind.Integer => "int", Frontend.ParameterKind.Flag => "bool", _ => element },
                Default(p.Symbol),
                comment.Parameter(p.Name)))),
            Outputs = new(signature.ResultNames.Select(n => new OutputModel(element, signature.ReturnsTuple && !IsPositional(n) ? PlanNames.Identifier(n) : null))),
            Variants = new(result.Graphs.Select((graph, variant) => Variant(method, fragmentName, signature.Flags, variant, graph))),
            Lines = new(result.SourceLines.Where(l => lines.Contains(l.Key)).OrderBy(l => l.Key).Select(l => new SourceLine(l.Key, l.Value))),
            Summary = comment.Summary,
            HintName = HintName(method),
        };

        // Without a traced parameter there is no overload that could win over the method.
        return OverloadPrinter.IsPossible(model) ? model : null;
    }

    private static ParameterKind Kind(Frontend.ParameterKind kind) => kind switch
    {
        Frontend.ParameterKind.Integer => ParameterKind.Integer,
        Frontend.ParameterKind.Flag => ParameterKind.Flag,
        Frontend.ParameterKind.Number => ParameterKind.Number,
        _ => ParameterKind.Tensor,
    };

    private static VariantModel Variant(IMethodSymbol method, string fragmentName, IReadOnlyList<string> flags, int variant, Graph graph)
    {
        bool[] values = flags.Select(f => Variants.Value(flags, variant, f)).ToArray();
        string suffix = string.Concat(flags.Select((f, k) => (values[k] ? string.Empty : "Not") + char.ToUpperInvariant(f[0]) + f.Substring(1)));
        string arguments = string.Join(", ", flags.Select((f, k) => f + ": " + (values[k] ? "true" : "false")));
        return new VariantModel(
            Unused(method.ContainingType, fragmentName + suffix),
            PlanNames.Identifier(method.Name) + (flags.Count == 0 ? string.Empty : "(" + arguments + ")"),
            new(values),
            GraphText.Print(graph));
    }

    private static IEnumerable<INamedTypeSymbol> ContainingTypes(IMethodSymbol method)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Push(type);
        }

        return types;
    }

    private static string Keyword(INamedTypeSymbol type) =>
        "partial " + (type.IsRecord ? "record " + (type.IsValueType ? "struct" : "class") : type.IsValueType ? "struct" : "class");

    private static string Accessibility(Accessibility accessibility) => accessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public",
        Microsoft.CodeAnalysis.Accessibility.Internal => "internal",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected",
        Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => "protected internal",
        Microsoft.CodeAnalysis.Accessibility.ProtectedAndInternal => "private protected",
        _ => "private",
    };

    // The compiler's names of the elements of a tuple without names.
    private static bool IsPositional(string name) =>
        name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string? Default(IParameterSymbol parameter) => !parameter.HasExplicitDefaultValue ? null : parameter.ExplicitDefaultValue switch
    {
        int i => i.ToString(CultureInfo.InvariantCulture),
        float f => float.IsNaN(f) ? "float.NaN" : float.IsInfinity(f) ? (f > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity") : f.ToString("R", CultureInfo.InvariantCulture) + "f",
        double d => KernelPrinter.Number(d),
        bool b => b ? "true" : "false",
        _ => "null",
    };

    private static string FragmentName(IMethodSymbol method)
    {
        var twins = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>()
            .Where(m => SignatureReader.HasAttribute(m, "Costate.DifferentiableAttribute"))
            .OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal)
            .ToList();
        int index = twins.FindIndex(m => SymbolEqualityComparer.Default.Equals(m, method));
        return Unused(method.ContainingType, method.Name + "Fragment" + (index > 0 ? (index + 1).ToString(CultureInfo.InvariantCulture) : string.Empty));
    }

    private static string Unused(INamedTypeSymbol type, string name)
    {
        while (type.GetMembers(name).Length > 0)
        {
            name += "_";
        }

        return name;
    }

    // Names of files are compared without regard to case and know no overloads, so a digest of the signature tells them apart.
    internal static string HintName(IMethodSymbol method)
    {
        string signature = method.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithParameterOptions(SymbolDisplayParameterOptions.IncludeType));
        using var sha = SHA256.Create();
        string digest = string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(signature)).Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
        string path = method.ContainingType.ToDisplayString() + "." + method.Name;
        return new string(path.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '_').ToArray()) + "." + digest + ".g.cs";
    }
}
