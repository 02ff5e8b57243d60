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
    public static MethodModel? Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation) => Read(method, compilation, cancellation, out _);

    /// <summary>The same, with the declarations that it was made from.</summary>
    public static MethodModel? Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation, out IReadOnlyList<SyntaxNode> declarations)
    {
        var result = MethodReader.Read(method, compilation, cancellation, out declarations);
        if (result.Graphs.Count == 0 || result.Signature is not { } signature || result.Diagnostics.Count > 0)
        {
            return null;
        }

        var comment = DocumentationComment.Of(method, cancellation);
        string element = signature.DType == DType.F32 ? "float" : "double";
        var lines = new HashSet<int>(result.Graphs.SelectMany(g => g.AllNodes()).Select(n => n.Span.Line));
        string fragmentName = FragmentName(method);
        var model = new MethodModel
        {
            Namespace = method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
            Types = Types(method.ContainingType),
            Name = PlanNames.Identifier(method.Name),
            Modifiers = Accessibility(method.DeclaredAccessibility) + (method.IsStatic ? " static" : string.Empty),
            Self = signature.Parameters.FirstOrDefault(p => p.Ordinal < 0)?.Structure is { } self ? RecordReader.Value(self, null) : null,
            IsExtension = method.IsExtensionMethod,
            ElementType = element,
            Parameters = new(signature.Parameters.Where(p => p.Ordinal >= 0).Select(p => new ParameterModel(
                PlanNames.Identifier(p.Name),
                Kind(p.Kind),
                p.Kind switch { Frontend.ParameterKind.Integer => "int", Frontend.ParameterKind.Flag => "bool", _ => element },
                Default((IParameterSymbol)p.Symbol),
                comment.Parameter(p.Name),
                p.Structure is { } structure ? RecordReader.Value(structure, null) : null))),
            Outputs = new(signature.ResultNames.Select(n => new OutputModel(element, signature.ReturnsComposite && !IsPositional(n) ? PlanNames.Identifier(n) : null))),
            Result = RecordReader.Value(signature.Result, result.Graph),
            Records = new(RecordReader.Records(signature, compilation, element, cancellation)),
            SharesGenericOverload = RecordReader.SharesGenericOverload(method),
            Variants = new(result.Graphs.Select((graph, variant) => Variant(method, fragmentName, signature.Flags, variant, graph))),
            Lines = new(result.SourceLines.Where(l => lines.Contains(l.Key)).OrderBy(l => l.Key).Select(l => new SourceLine(l.Key, l.Value))),
            SourcePath = SourcePath(method, compilation, cancellation),
            Taken = new(method.ContainingType.GetMembers().OfType<IMethodSymbol>()
                .Where(m => m.Name.Length > method.Name.Length && m.Name.StartsWith(method.Name, StringComparison.Ordinal) && m.MethodKind == MethodKind.Ordinary)
                .Select(m => m.Name + "/" + m.Parameters.Length.ToString(CultureInfo.InvariantCulture)).Distinct()),
            Order = signature.Order,
            Summary = comment.Summary,
            HintName = HintName(method),
        };

        // Without a traced parameter there is no overload that could win over the method.
        return OverloadPrinter.IsPossible(model) ? model : null;
    }

    private static string SourcePath(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        string path = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().FirstOrDefault(m => m.Body is not null || m.ExpressionBody is not null)?.SyntaxTree.FilePath ?? string.Empty;
        string mapped = path.Length == 0 ? path : compilation.Options.SourceReferenceResolver?.NormalizePath(path, baseFilePath: null) ?? path;
        return mapped.IndexOfAny(['"', '\n', '\r']) < 0 ? mapped : string.Empty;
    }

    private static ParameterKind Kind(Frontend.ParameterKind kind) => kind switch
    {
        Frontend.ParameterKind.Integer => ParameterKind.Integer,
        Frontend.ParameterKind.Flag => ParameterKind.Flag,
        Frontend.ParameterKind.Number => ParameterKind.Number,
        Frontend.ParameterKind.Composite => ParameterKind.Composite,
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

    /// <summary>The declarations that open a type, those of the types around it first.</summary>
    public static EquatableArray<TypeModel> Types(INamedTypeSymbol inner)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var type = inner; type is not null; type = type.ContainingType)
        {
            types.Push(type);
        }

        return new(types.Select(t => new TypeModel(Keyword(t), PlanNames.Identifier(t.Name))));
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
        return HintName(
            method.ContainingType.ToDisplayString() + "." + method.Name,
            method.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithParameterOptions(SymbolDisplayParameterOptions.IncludeType)));
    }

    internal static string HintName(string path, string signature)
    {
        using var sha = SHA256.Create();
        string digest = string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(signature)).Take(4).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
        return new string(path.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '_').ToArray()) + "." + digest + ".g.cs";
    }
}
