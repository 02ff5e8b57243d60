using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <summary>Reads and checks what stands outside of the body: the kind of method, its type, parameters, shapes and result.</summary>
internal sealed partial class SignatureReader(IMethodSymbol method, MethodDeclarationSyntax? syntax, Compilation compilation, List<FrontendDiagnostic> diagnostics)
{
    /// <summary>Whether it is a method of another assembly, which was checked there.</summary>
    private readonly bool isCompiled = !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    private Location Here => syntax?.Identifier.GetLocation() ?? method.Locations.FirstOrDefault() ?? Location.None;

    private const string Any = "_";

    private readonly List<string> unnamed = [];

    public MethodSignature? Read()
    {
        if (!isCompiled)
        {
            if (!CheckKind())
            {
                return null;
            }

            CheckType();
            CheckOverloads();
        }

        DType? dtype = null;
        var parameters = new List<MethodParameter>();
        if (!method.IsStatic && ReadThis(ref dtype) is { } own)
        {
            parameters.Add(own);
        }

        foreach (var parameter in method.Parameters)
        {
            if (ReadParameter(parameter, ref dtype) is { } read)
            {
                parameters.Add(read);
            }
        }

        // A parameter can be missing without a diagnostic: an attribute's argument that does not compile.
        var result = ReadResult(ref dtype);
        if (diagnostics.Count > 0 || result is null || parameters.Count < method.Parameters.Length + (method.IsStatic ? 0 : 1))
        {
            return null;
        }

        // Without a tensor the generated overload would have the parameters of the method itself.
        if (parameters.SelectMany(p => p.Inputs).All(p => p.Kind != ParameterKind.Traced))
        {
            Report(DiagnosticIds.UnsupportedSignature, Here, "'" + method.Name + "' takes no tensor, so there is nothing to differentiate by. Pass at least one TracedTensor, or leave [Differentiable] away.");
            return null;
        }

        if (parameters.FirstOrDefault(p => p.IsExcluded && !p.Inputs.Any(i => i.Kind == ParameterKind.Traced)) is { } number)
        {
            Report(DiagnosticIds.UnsupportedSignature, Place(FindAttribute(number.Symbol.GetAttributes(), KnownNames.NoGradient)!), "The parameter '" + number.Name + "' is no tensor, so nothing has a derivative by it anyway. Leave [NoGradient] away.");
            return null;
        }

        if (parameters.SelectMany(p => p.Inputs).Where(p => p.Kind == ParameterKind.Traced).All(p => p.IsExcluded))
        {
            Report(DiagnosticIds.UnsupportedSignature, Here, "'" + method.Name + "' excludes all its tensors from differentiation, so there is nothing to differentiate by. Leave [NoGradient] away at one of them, or leave [Differentiable] away.");
            return null;
        }

        if (parameters.Where(p => p.Kind == ParameterKind.Flag).Skip(Variants.MaxFlags).FirstOrDefault() is { } surplus)
        {
            Report(DiagnosticIds.UnsupportedSignature, surplus.Symbol.Locations.FirstOrDefault() ?? Here, "The parameter '" + surplus.Name + "' is one bool too many: each combination of their values is compiled as a graph of its own, and '" + method.Name + "' would have " + (1 << parameters.Count(p => p.Kind == ParameterKind.Flag)) + " of them. Up to " + Variants.MaxFlags + " are possible. Write several methods, or pass a number and choose by Select(condition, a, b).");
            return null;
        }

        // Dimensions belong to the tensors of a record, not to the record.
        var parts = parameters.SelectMany(p => p.Structure is null ? [p] : p.Inputs).ToList();
        var shapes = result.Tensors.Select(t => t.Shape).ToArray();
        CheckSymbols(parts, shapes);
        var facts = ReadFacts(parts);
        var loops = ReadCheckpoints(facts);
        int order = ReadOrder();
        return diagnostics.Count > 0 ? null : new MethodSignature(method, dtype!.Value, parameters, result, facts, unnamed, Slips(parts, shapes, facts)) { LoopAttrs = loops, Order = order };
    }

    private int ReadOrder()
    {
        const int most = 3;
        if (FindAttribute(method.GetAttributes(), KnownNames.Differentiable) is not { } attribute || attribute.NamedArguments.FirstOrDefault(a => a.Key == "Order").Value.Value is not int order)
        {
            return 1;
        }

        if (order is < 1 or > most)
        {
            Report(DiagnosticIds.UnsupportedSignature, Place(attribute), "Derivatives of '" + method.Name + "' are to be compiled up to the order " + order + "; orders from 1 to " + most + " can be, and each takes about three times the code of the one before. Higher ones are interpreted, whatever the order that is compiled.");
        }

        return order;
    }

    /// <summary>The type argument of TracedTensor or TracedValue, or null for other types.</summary>
    public static ITypeSymbol? TracedElement(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1, ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } named &&
        named.Name is KnownNames.TracedTensor or KnownNames.TracedValue
            ? ((INamedTypeSymbol)type).TypeArguments[0]
            : null;

    /// <summary>Whether a type is one of the handle types, or a class of their functions.</summary>
    public static bool IsHandle(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: KnownNames.TracedTensor or KnownNames.TracedValue or KnownNames.TracedRecords, ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } };

    public static DType? DTypeOf(ITypeSymbol element) => element.SpecialType switch
    {
        SpecialType.System_Double => DType.F64,
        SpecialType.System_Single => DType.F32,
        _ => null,
    };

    public static bool HasAttribute(ISymbol symbol, string name) => FindAttribute(symbol.GetAttributes(), name) is not null;

    public static AttributeData? FindAttribute(IEnumerable<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeClass is { } type && name.EndsWith(type.Name, StringComparison.Ordinal) && type.ToDisplayString() == name);

    private void Report(string id, Location location, string message) => Report(id, location, ImmutableDictionary<string, string?>.Empty, message);

    private void Report(string id, Location location, ImmutableDictionary<string, string?> properties, string message) =>
        diagnostics.Add(new FrontendDiagnostic(id, location, message) { Properties = properties });

    /// <summary>The code to write in the place of a misspelt name; nothing where the name itself does not stand there, but a constant that holds it.</summary>
    private static ImmutableDictionary<string, string?> Respelt(Location place, string name, string? meant) =>
        meant is not null && place.SourceTree?.GetText().ToString(place.SourceSpan) == name
            ? ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Replacement, meant)
            : ImmutableDictionary<string, string?>.Empty;

    private bool CheckKind()
    {
        string? problem =
            method.MethodKind == MethodKind.LocalFunction ? "it is a local function; make it a method of a partial class"
            : method.MethodKind == MethodKind.AnonymousFunction ? "it is a lambda; make it a method of a partial class"
            : method.MethodKind != MethodKind.Ordinary || syntax is null ? "it is not an ordinary method; write a static method of a partial class"
            : method.ContainingType.TypeKind == TypeKind.Interface ? "it belongs to an interface; make it a method of a static partial class"
            : Types().Any(t => t.IsFileLocal) ? "its type is local to a file, and the compiled forms stand in another one"
            : Types().Any(t => t.Name.Length == 0) ? "it stands in an extension block; make it a static method whose first parameter has 'this' before its type"
            : !method.IsStatic && !method.ContainingType.IsRecord ? "it is an instance method of a type that is no record; make it static and pass what it needs, or make '" + method.ContainingType.Name + "' a record of tensors"
            : method.IsVirtual || method.IsAbstract || method.IsOverride ? "it is virtual, so a call could mean another body than the one that is compiled; leave 'virtual' or 'override' away"
            : method.IsGenericMethod || Types().Any(t => t.IsGenericType) ? "it is generic or in a generic type; write it for double or float"
            : method.IsAsync ? "it is async; evaluate asynchronously outside of it"
            : method.IsExtern || (syntax.Body is null && syntax.ExpressionBody is null) ? "it has no body that could be read"
            : method.IsVararg ? "it takes a variable number of arguments"
            : null;
        if (problem is not null)
        {
            Report(DiagnosticIds.UnsupportedMethodKind, Here, (method.Name.Length == 0 ? "This" : "'" + method.Name + "'") + " cannot be [Differentiable]: " + problem + ".");
            return false;
        }

        if (syntax!.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp13 } options)
        {
            Report(DiagnosticIds.LanguageVersion, Here, "'" + method.Name + "' needs C# 13 or later, because the generated overload wins by OverloadResolutionPriority; this project uses C# " + options.LanguageVersion.ToDisplayString() + ". Set <LangVersion>latest</LangVersion>.");
            return false;
        }

        return true;
    }

    private IEnumerable<INamedTypeSymbol> Types() => Around(method.ContainingType);

    /// <summary>A type and the types around it, outwards.</summary>
    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol inner)
    {
        for (var type = inner; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    private void CheckType()
    {
        if (Closed(Types()) is { Length: > 0 } closed)
        {
            Report(DiagnosticIds.TypeNotPartial, Here, string.Join(" and ", closed) + " must be partial, so that the compiled forms of '" + method.Name + "' can stand beside it. Write 'partial' in the declaration.");
        }
    }

    /// <summary>The names of those of some types, innermost first, that are not partial; the outermost is the first of them.</summary>
    private static string[] Closed(IEnumerable<INamedTypeSymbol> types) => types
        .Where(type => !type.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax t && t.Modifiers.Any(SyntaxKind.PartialKeyword)))
        .Select(type => "'" + type.Name + "'")
        .Reverse()
        .ToArray();

    private void CheckOverloads()
    {
        foreach (var other in method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>())
        {
            if (!SymbolEqualityComparer.Default.Equals(other, method) &&
                !HasAttribute(other, KnownNames.Differentiable) &&
                !HasAttribute(other, KnownNames.FragmentCall) &&
                other.Parameters.Any(p => TracedElement(p.Type) is not null))
            {
                Report(DiagnosticIds.AmbiguousOverload, Here, "'" + method.Name + "' has an overload that takes tensors and is not [Differentiable]; a call could silently mean that one. Annotate it too, or rename it.");
                return;
            }
        }
    }

    private MethodParameter? ReadParameter(IParameterSymbol parameter, ref DType? dtype)
    {
        var place = parameter.Locations.FirstOrDefault() ?? Here;
        if (parameter.RefKind != RefKind.None)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, "The parameter '" + parameter.Name + "' is passed by reference; pass values and return results.");
            return null;
        }

        if (FindAttribute(parameter.GetAttributes(), KnownNames.Length) is { } length && !IsSequence(parameter.Type))
        {
            Report(DiagnosticIds.ShapeAttribute, Place(length), "The parameter '" + parameter.Name + "'" + NoArray);
            return null;
        }

        if (parameter.Type.Name == KnownNames.TracedValue && TracedElement(parameter.Type) is { } own)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, "The parameter '" + parameter.Name + "' has the type of the generated overload's parameters. Write TracedTensor<" + own.ToDisplayString() + ">.");
            return null;
        }

        if (TracedElement(parameter.Type) is { } element)
        {
            if (!TakeElement(element, ref dtype, place, "The parameter '" + parameter.Name + "'"))
            {
                return null;
            }

            var attribute = FindAttribute(parameter.GetAttributes(), KnownNames.Shape);
            if (attribute is null)
            {
                Report(DiagnosticIds.ShapeAttribute, place, "The parameter '" + parameter.Name + "'" + NeedsShape);
                return null;
            }

            if (FindAttribute(parameter.GetAttributes(), KnownNames.Dims) is { } renames)
            {
                Report(DiagnosticIds.ShapeAttribute, Place(renames), "The parameter '" + parameter.Name + "'" + NoRecord);
                return null;
            }

            return ParseShape(attribute) is { } shape ? new MethodParameter(parameter.Name, ParameterKind.Traced, Named(shape), parameter) : null;
        }

        if (IsComposite(parameter.Type) || IsSequence(parameter.Type))
        {
            return ReadComposite(parameter, ref dtype, place);
        }

        switch (parameter.Type.SpecialType)
        {
            case SpecialType.System_Int32 when !DimParser.IsIdentifier(parameter.Name):
                Report(DiagnosticIds.UnsupportedSignature, place, "The parameter '" + parameter.Name + "' cannot name a dimension: a name is a letter or '_', then letters, digits or '_'. Rename it.");
                return null;
            case SpecialType.System_Int32:
                return new MethodParameter(parameter.Name, ParameterKind.Integer, Shape.Scalar, parameter);
            case SpecialType.System_Boolean:
                return new MethodParameter(parameter.Name, ParameterKind.Flag, Shape.Scalar, parameter);
            case SpecialType.System_Double or SpecialType.System_Single:
                return TakeElement(parameter.Type, ref dtype, place, "The parameter '" + parameter.Name + "'")
                    ? new MethodParameter(parameter.Name, ParameterKind.Number, Shape.Scalar, parameter)
                    : null;
            default:
                Report(DiagnosticIds.UnsupportedSignature, place, "The parameter '" + parameter.Name + "' has the type " + parameter.Type.ToDisplayString() + "; a differentiable method takes TracedTensor<double>, TracedTensor<float>, records, tuples and arrays of these, double, float, int and bool.");
                return null;
        }
    }

    private Structure? ReadResult(ref DType? dtype)
    {
        var place = syntax?.ReturnType.GetLocation() ?? Here;
        var tuple = method.ReturnType is INamedTypeSymbol { IsTupleType: true } several ? several : null;
        var types = tuple?.TupleElements.Select(f => f.Type).ToArray() ?? [method.ReturnType];
        if (types.Any(t => IsComposite(t) || IsSequence(t)))
        {
            return ReadStructure(method.ReturnType, method.GetReturnTypeAttributes(), "The result of '" + method.Name + "'", place, isResult: true, ref dtype);
        }

        foreach (var type in types)
        {
            if (type.Name == KnownNames.TracedValue || TracedElement(type) is not { } element)
            {
                Report(DiagnosticIds.UnsupportedSignature, place, "'" + method.Name + "' returns " + method.ReturnType.ToDisplayString() + "; a differentiable method returns a TracedTensor, or a record, tuple or array of them.");
                return null;
            }

            TakeElement(element, ref dtype, place, "The result of '" + method.Name + "'");
        }

        var shapes = types.Select(_ => (Shape?)null).ToList();
        if (FindAttribute(method.GetReturnTypeAttributes(), KnownNames.Shape) is { } attribute && TextOf(attribute) is { } text)
        {
            string[] parts = text.Split(';');
            if (parts.Length != shapes.Count)
            {
                Report(DiagnosticIds.ShapeAttribute, Place(attribute), "[return: Shape(\"" + text + "\")] declares " + Count(parts.Length, "shape") + ", '" + method.Name + "' returns " + Count(shapes.Count, "tensor") + ". Write one shape for each, separated by semicolons.");
                return null;
            }

            int offset = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                shapes[i] = ParseShape(attribute, parts[i], offset);
                if (shapes[i]?.FirstOrDefault(d => d.Symbols.Contains(Any) && !d.TryGetSymbol(out _)) is { } partly)
                {
                    Report(DiagnosticIds.ShapeAttribute, Inside(attribute, offset + DimParser.FindName(parts[i], Any)), "The result is declared with the dimension " + partly + ", which says nothing that could be checked. Write _ alone for a dimension of any size, or give it a name.");
                }

                offset += parts[i].Length + 1;
            }
        }

        var tensors = types.Zip(shapes, Structure.Tensor).ToArray();
        return tuple is null ? tensors[0] : Structure.Tuple(tuple, tensors);
    }

    private bool TakeElement(ITypeSymbol element, ref DType? dtype, Location place, string who)
    {
        var own = DTypeOf(element);
        if (own is null)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " has the element type " + element.ToDisplayString() + "; double and float can be differentiated.");
            return false;
        }

        if (dtype is not null && dtype != own)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " has the element type " + element.ToDisplayString() + ", what stands before it has another; a method works on double or on float throughout.");
            return false;
        }

        dtype = own;
        return true;
    }

    /// <summary>What an attribute declares. An argument that does not compile is the compiler's; null is not.</summary>
    private string? TextOf(AttributeData attribute)
    {
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Error })
        {
            return null;
        }

        if (attribute.ConstructorArguments[0].Value is string text)
        {
            return text;
        }

        string name = attribute.AttributeClass!.Name.Replace("Attribute", string.Empty);
        Report(DiagnosticIds.ShapeAttribute, Place(attribute), "[" + name + "] needs a text, for example " + (name == "Length" ? "[Length(\"n\")]." : name == "Dims" ? "[Dims(\"n = m\")]." : "[Shape(\"n, m\")]; [Shape(\"\")] is a scalar."));
        return null;
    }

    private Shape? ParseShape(AttributeData attribute) => TextOf(attribute) is { } text ? ParseShape(attribute, text, 0) : null;

    private Shape? ParseShape(AttributeData attribute, string text, int offset)
    {
        if (!Shape.TryParse(text, out var shape, out string? error, out int column))
        {
            Report(DiagnosticIds.ShapeAttribute, Inside(attribute, offset + column), "The shape \"" + text.Trim() + "\" cannot be read: " + error + ". Write the axes separated by commas, each a name, a number or an expression such as 2*n + 1.");
            return null;
        }

        if (shape!.FirstOrDefault(d => d.TryGetConstant(out long size) && size < 0) is { } negative)
        {
            Report(DiagnosticIds.ShapeAttribute, Place(attribute), "The shape \"" + text.Trim() + "\" has an axis of the size " + negative + ". Sizes are not inferred: give the axis a name.");
            return null;
        }

        if (LeadingAxes.AreIn(LeadingAxes.Trailing(shape!)))
        {
            Report(DiagnosticIds.ShapeAttribute, Inside(attribute, offset + text.LastIndexOf(LeadingAxes.Name, System.StringComparison.Ordinal), LeadingAxes.Name.Length), "The shape \"" + text.Trim() + "\" has '...' in a place where it means nothing. It stands for any number of leading axes: write it once, alone and first, as in \"..., n, m\".");
            return null;
        }

        return shape;
    }

    /// <summary>Each unnamed dimension becomes a symbol of its own.</summary>
    private Shape Named(Shape shape)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis].Symbols.Contains(Any))
            {
                string fresh = Fresh();
                shape = shape.With(axis, shape[axis].Substitute(s => s == Any ? DimExpr.Symbol(fresh) : null));
            }
        }

        return shape;
    }

    private string Fresh()
    {
        string[] taken = method.Parameters.SelectMany(p => new[] { KnownNames.Shape, KnownNames.Dims, KnownNames.Length }.Select(name => FindAttribute(p.GetAttributes(), name)?.ConstructorArguments.FirstOrDefault().Value as string ?? p.Name)).Concat(recordNames).ToArray();
        for (int i = unnamed.Count + 1; ; i++)
        {
            string name = Any + i;
            if (!unnamed.Contains(name) && taken.All(t => DimParser.FindName(t, name) < 0))
            {
                unnamed.Add(name);
                return name;
            }
        }
    }

    private static string Count(int count, string noun) => count + " " + noun + (count == 1 ? string.Empty : "s");

    private Location Place(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? Here;

    /// <summary>The place of a part of the attribute's text.</summary>
    private Location Inside(AttributeData attribute, int column, int length = 1) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: 1 } arguments } && column >= 0 && !isCompiled
            ? LiteralPlace.Of(arguments[0].Expression, SemanticModels.Of(compilation, arguments[0].SyntaxTree), column, length)
            : Place(attribute);

    /// <summary>Every name must follow from the arguments: those of the parameters by solving, those of the results by being among them.</summary>
    private void CheckSymbols(List<MethodParameter> parameters, IReadOnlyList<Shape?> results)
    {
        var declared = parameters.Where(p => p.IsInput).Select(p => (Shape?)p.Shape).ToArray();
        string[] integers = parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name).ToArray();
        if (!ShapeSolution.TrySolve(declared, integers, out _, out string? undetermined))
        {
            var culprit = parameters.First(p => p.Shape.Symbols.Contains(undetermined));
            Report(DiagnosticIds.UndeterminedSymbol, Own(culprit.Symbol.Locations.FirstOrDefault()) ?? Here, "No input determines the dimension '" + undetermined + "' of '" + culprit.Name + "' [" + string.Join(", ", culprit.Shape) + "]. Declare it alone as an axis of a parameter, or pass it as an int parameter of that name.");
            return;
        }

        var known = new HashSet<string>(declared.SelectMany(s => s!.Symbols).Concat(integers), System.StringComparer.Ordinal);
        if (results.SelectMany(s => s?.Symbols ?? []).FirstOrDefault(s => s != Any && !known.Contains(s)) is { } unknown)
        {
            known.Remove(LeadingAxes.Name);
            string? meant = NearMiss.Of(unknown, known);
            string hint =
                unknown == LeadingAxes.Name ? "Declare '...' on a parameter too, or name the axes of the result."
                : meant is not null ? "Did you mean '" + meant + "'?"
                : "Use the names that the parameters declare" + (known.Count == 0 ? "." : ": " + string.Join(", ", known.OrderBy(s => s, System.StringComparer.Ordinal)) + ".");
            var attributes = method.GetReturnTypeAttributes();
            int column = FindAttribute(attributes, KnownNames.Shape) is { } attribute ? DimParser.FindName((string)attribute.ConstructorArguments[0].Value!, unknown) : -1;
            var place = column >= 0 ? Inside(FindAttribute(attributes, KnownNames.Shape)!, column, unknown.Length)
                : FindAttribute(attributes, KnownNames.Dims) is { } renames ? Place(renames) : syntax?.ReturnType.GetLocation() ?? Here;
            Report(DiagnosticIds.UndeterminedSymbol, place, column >= 0 ? Respelt(place, unknown, meant) : ImmutableDictionary<string, string?>.Empty, "No parameter has the dimension '" + unknown + "' of the result. " + hint + (column >= 0 ? string.Empty : " [return: Dims(\"" + unknown + " = ...\")] says which of them it is."));
        }
    }
}
