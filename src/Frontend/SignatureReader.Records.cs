using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <content>Records and tuples of tensors: what they are made of, and the names that their dimensions have here.</content>
internal sealed partial class SignatureReader
{
    private const string NoRecord = " is a tensor, whose dimensions [Shape] names. [Dims] renames those of a record.";

    /// <summary>Names that records bring along, which must not be taken for unnamed dimensions.</summary>
    private readonly HashSet<string> recordNames = new(StringComparer.Ordinal);

    private const string NeedsShape = " needs its shape, for example [Shape(\"n, m\")]; [Shape(\"\")] is a scalar.";

    /// <summary>The part of an attribute's text that is about one element of a tuple; all of it elsewhere.</summary>
    private readonly struct Part(AttributeData attribute, string text, int offset)
    {
        public AttributeData Attribute { get; } = attribute;

        public string Text { get; } = text;

        public int Offset { get; } = offset;
    }

    /// <summary>What is declared about a value: the shape of a tensor, the names of a record's dimensions, the length of an array.</summary>
    private readonly struct Parts(Part? shape, Part? dims, Part? length)
    {
        public Part? Shape { get; } = shape;

        public Part? Dims { get; } = dims;

        public Part? Length { get; } = length;
    }

    /// <summary>An array or collection of tensors, or of records and tuples.</summary>
    private static bool IsSequence(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsElement(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1, IsTupleType: false } collection => TracedElement(type) is null && IsElement(collection.TypeArguments[0]),
        _ => false,
    };

    private static bool IsElement(ITypeSymbol type) => TracedElement(type) is not null || IsComposite(type);

    private static bool IsComposite(ITypeSymbol type) => type is INamedTypeSymbol { IsRecord: true } or INamedTypeSymbol { IsTupleType: true };

    private MethodParameter? ReadComposite(IParameterSymbol parameter, ref DType? dtype, Location place)
    {
        string who = "The parameter '" + parameter.Name + "'";
        if (parameter.HasExplicitDefaultValue)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " is a record or tuple of tensors with a default value, which would have none. Leave the default value away.");
            return null;
        }

        if (parameter.IsParams)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " is a params array, which the compiled form could not be called with element by element. Leave 'params' away, and pass [a, b].");
            return null;
        }

        var structure = ReadStructure(parameter.Type, parameter.GetAttributes(), who, place, isResult: false, ref dtype);
        return structure is null ? null : new MethodParameter(parameter.Name, ParameterKind.Composite, Shape.Scalar, parameter, Distinct(structure));
    }

    /// <summary>The record that an instance method belongs to.</summary>
    private MethodParameter? ReadThis(ref DType? dtype)
    {
        var structure = ReadStructure(method.ContainingType, [], "'" + method.ContainingType.Name + "'", Here, isResult: false, ref dtype);
        return structure is null ? null : new MethodParameter("this", ParameterKind.Composite, Shape.Scalar, method.ContainingType, Distinct(structure));
    }

    /// <summary>What a type is made of; null after a diagnostic, or if the compiler has one.</summary>
    /// <param name="who">The parameter, result or member, as the beginning of a sentence.</param>
    private Structure? ReadStructure(ITypeSymbol type, IEnumerable<AttributeData> attributes, string who, Location place, bool isResult, ref DType? dtype)
    {
        readsResult = isResult;
        return TryParts(attributes.ToArray(), out var parts) ? ReadStructure(type, parts, who, place, isResult, ref dtype, []) : null;
    }

    /// <summary>What the attributes of a parameter, member or result declare; false after a diagnostic, or if the compiler has one.</summary>
    private bool TryParts(AttributeData[] attributes, out Parts parts)
    {
        bool isRead = TryParts(FindAttribute(attributes, KnownNames.Shape), out var shape) & TryParts(FindAttribute(attributes, KnownNames.Dims), out var dims) & TryParts(FindAttribute(attributes, KnownNames.Length), out var length);
        parts = new Parts(shape, dims, length);
        return isRead;
    }

    private bool TryParts(AttributeData? attribute, out Part? part)
    {
        string? text = attribute is null ? null : TextOf(attribute);
        part = text is null ? null : new Part(attribute!, text, 0);
        return attribute is null || text is not null;
    }

    private Structure? ReadStructure(ITypeSymbol type, Parts declared, string who, Location place, bool isResult, ref DType? dtype, INamedTypeSymbol[] around)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array && IsElement(array.ElementType))
        {
            return ReadArray(array, declared, who, place, isResult, ref dtype, around);
        }

        if (!CheckLength(declared.Length, who))
        {
            return null;
        }

        var (shape, dims) = (declared.Shape, declared.Dims);
        if (TracedElement(type) is { } element && type.Name == KnownNames.TracedTensor)
        {
            return ReadTensor(type, element, shape, dims, who, place, isResult, ref dtype);
        }

        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return ReadTuple(tuple, declared, who, place, isResult, ref dtype, around);
        }

        if (RecordMembers.Of(type) is not { } record)
        {
            // A type that does not exist is the compiler's.
            if (type.TypeKind != TypeKind.Error)
            {
                Report(DiagnosticIds.UnsupportedSignature, place, IsSequence(type)
                    ? who + " has the type " + type.ToDisplayString() + "; several tensors or records of the same shapes are an array in a graph, with one axis and one index. Write an array such as TracedTensor<double>[]."
                    : who + " has the type " + type.ToDisplayString() + "; records and tuples of tensors are made of TracedTensor<double>, TracedTensor<float>, and records and tuples of these. Keep the rest outside of them.");
            }

            return null;
        }

        if (!CheckRecord(record, who, place, around))
        {
            return null;
        }

        if (shape is { } unfit && unfit.Text.Trim().Length > 0)
        {
            Report(DiagnosticIds.ShapeAttribute, Inside(unfit.Attribute, unfit.Offset), who + " is a record, whose members have shapes of their own. Names are changed by [Dims(\"" + ExampleRename(record) + "\")] instead.");
            return null;
        }

        var members = new List<Structure>();
        foreach (var member in record.All)
        {
            var attributes = member.Attributes.ToArray();
            string owner = "The member '" + member.Name + "' of '" + record.Type.Name + "'";
            if (!TryParts(attributes, out var parts) || ReadStructure(member.Type, parts, owner, Own(member.Place) ?? place, isResult: false, ref dtype, [.. around, record.Type]) is not { } part)
            {
                return null;
            }

            members.Add(part);
        }

        var structure = Structure.Of(record, members);
        return dims is { } renames ? Renamed(structure, renames) : structure;
    }

    private Structure? ReadTensor(ITypeSymbol type, ITypeSymbol element, Part? shape, Part? dims, string who, Location place, bool isResult, ref DType? dtype)
    {
        if (dims is { } unfit && unfit.Text.Trim().Length > 0)
        {
            Report(DiagnosticIds.ShapeAttribute, Place(unfit.Attribute), who + NoRecord);
            return null;
        }

        if (!TakeElement(element, ref dtype, place, who))
        {
            return null;
        }

        if (shape is not { } declared)
        {
            if (isResult)
            {
                return Structure.Tensor(type, null);
            }

            Report(DiagnosticIds.ShapeAttribute, place, who + NeedsShape);
            return null;
        }

        return ParseShape(declared.Attribute, declared.Text, declared.Offset) is { } read ? Structure.Tensor(type, read) : null;
    }

    private Structure? ReadTuple(INamedTypeSymbol tuple, Parts declared, string who, Location place, bool isResult, ref DType? dtype, INamedTypeSymbol[] around)
    {
        int count = tuple.TupleElements.Length;
        if (Split(declared.Shape, count, who, "shape") is not { } shapes || Split(declared.Dims, count, who, "list of names") is not { } names)
        {
            return null;
        }

        var elements = new List<Structure>();
        for (int i = 0; i < count; i++)
        {
            var field = tuple.TupleElements[i];
            string owner = "The element '" + field.Name + "' of " + char.ToLowerInvariant(who[0]) + who.Substring(1);
            if (field.Type is INamedTypeSymbol { IsTupleType: true })
            {
                Report(DiagnosticIds.UnsupportedSignature, place, owner + " is a tuple in a tuple, whose shapes one [Shape] cannot list. Make it a record.");
                return null;
            }

            if (ReadStructure(field.Type, new Parts(shapes[i], names[i], null), owner, place, isResult, ref dtype, around) is not { } element)
            {
                return null;
            }

            elements.Add(element);
        }

        return Structure.Tuple(tuple, elements);
    }

    private Part?[]? Split(Part? part, int count, string who, string noun)
    {
        if (part is not { } whole)
        {
            return new Part?[count];
        }

        string[] texts = whole.Text.Split(';');
        if (texts.Length != count)
        {
            Report(DiagnosticIds.ShapeAttribute, Place(whole.Attribute), "\"" + whole.Text + "\" declares " + Count(texts.Length, noun) + ", " + char.ToLowerInvariant(who[0]) + who.Substring(1) + " has " + Count(count, "element") + ". Write one for each, separated by semicolons; that of a record stays empty.");
            return null;
        }

        int offset = whole.Offset;
        var parts = new Part?[count];
        for (int i = 0; i < count; i++)
        {
            parts[i] = new Part(whole.Attribute, texts[i], offset);
            offset += texts[i].Length + 1;
        }

        return parts;
    }

    private bool CheckRecord(RecordMembers record, string who, Location place, INamedTypeSymbol[] around)
    {
        var type = record.Type;
        string? problem =
            around.Contains(type, SymbolEqualityComparer.Default) ? "it contains itself"
            : type.IsGenericType || Around(type).Any(t => t.IsGenericType) ? "it is generic or in a generic type"
            : Around(type).Any(t => t.IsFileLocal) ? "it is local to a file, and the compiled forms stand in another one"
            : record.Problem ?? (record.All.Count == 0 ? "it has no members"
            : record.All.FirstOrDefault(m => !compilation.IsSymbolAccessibleWithin(m.Symbol, method.ContainingType)) is { } hidden ? "its member '" + hidden.Name + "' is not accessible in '" + method.ContainingType.Name + "'"
            : record.All.FirstOrDefault(m => m.Symbol.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected or Accessibility.ProtectedAndInternal) is { } own ? "its member '" + own.Name + "' is not accessible everywhere in its assembly"
            : record.All.FirstOrDefault(m => m.Name is "Values" or "Select" or "Zip") is { } taken ? "the name of its member '" + taken.Name + "' is needed for the record with concrete tensors, '" + type.Name + ".Values'"
            : !IsOwn(type) && type.AllInterfaces.All(i => i.OriginalDefinition.ToDisplayString() != KnownNames.TracedRecord) ? "its assembly, " + type.ContainingAssembly.Name + ", was built without the generator, so it has no '" + type.Name + ".Values'"
            : null);
        if (problem is not null)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " has the type " + type.Name + ", which cannot be read as a record of tensors: " + problem + ".");
            return false;
        }

        if (IsOwn(type) && Closed(Around(type)) is { Length: > 0 } closed)
        {
            Report(DiagnosticIds.TypeNotPartial, Own(type.Locations.FirstOrDefault()) ?? place, string.Join(" and ", closed) + " must be partial, so that '" + type.Name + ".Values' can stand in it: the record with concrete tensors, which compiled forms take. Write 'partial' in the declaration.");
            return false;
        }

        return true;
    }

    private bool IsOwn(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, compilation.Assembly);

    /// <summary>A place that a diagnostic of this compilation can have.</summary>
    private Location? Own(Location? place) => place?.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree) ? place : null;

    private static string ExampleRename(RecordMembers record)
    {
        foreach (var attribute in record.All.SelectMany(m => m.Attributes))
        {
            if (attribute.AttributeClass?.ToDisplayString() == KnownNames.Shape && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string text && Shape.TryParse(text, out var shape, out _, out _) && shape!.Symbols.FirstOrDefault(s => s != Any) is { } symbol)
            {
                return symbol + " = other";
            }
        }

        return "n = m";
    }

    /// <summary>The names that a place of use gives to the dimensions of a record: "inputs = hidden, outputs = 2*hidden".</summary>
    private Structure? Renamed(Structure structure, Part renames)
    {
        var known = new HashSet<string>(structure.Tensors.SelectMany(t => t.Shape!.Symbols).Where(s => s != Any && DimParser.IsIdentifier(s)), StringComparer.Ordinal);
        var sizes = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        foreach (var (text, offset) in TopLevel(renames.Text))
        {
            int equals = text.IndexOf('=');
            string name = (equals < 0 ? text : text.Substring(0, equals)).Trim();
            int column = renames.Offset + offset + (text.Length - text.TrimStart().Length);
            string? problem =
                equals < 0 || !DimParser.IsIdentifier(name) ? "The names \"" + renames.Text.Trim() + "\" cannot be read: \"" + text.Trim() + "\" is no equation. Write them as \"inputs = hidden, outputs = 2*classes\": names of the record on the left, sizes of this place on the right."
                : !known.Contains(name) ? "'" + structure.Type.Name + "' has no dimension '" + name + "'." + (NearMiss.Of(name, known) is { } meant ? " Did you mean '" + meant + "'?" : " Its names are " + string.Join(", ", known.OrderBy(n => n, StringComparer.Ordinal)) + ".")
                : sizes.ContainsKey(name) ? "'" + name + "' is given two sizes. Leave one away."
                : null;
            if (problem is not null)
            {
                Report(DiagnosticIds.ShapeAttribute, Inside(renames.Attribute, column, Math.Max(name.Length, 1)), problem);
                return null;
            }

            if (!DimExpr.TryParse(text.Substring(equals + 1), out var size, out string? error, out int at))
            {
                Report(DiagnosticIds.ShapeAttribute, Inside(renames.Attribute, renames.Offset + offset + equals + 1 + at), "The size of '" + name + "' cannot be read: " + error + ". Write a name, a number or an expression such as 2*n + 1.");
                return null;
            }

            sizes.Add(name, size!);
        }

        return structure.With(shape => Substituted(shape!, s => sizes.TryGetValue(s, out var size) ? size : null));
    }

    private static IEnumerable<(string Text, int Offset)> TopLevel(string text)
    {
        int depth = 0, start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                yield return (text.Substring(start, i - start), start);
                start = i + 1;
            }
            else
            {
                depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            }
        }
    }

    /// <summary>Each unnamed dimension of a parameter is a size of its own.</summary>
    private Structure Distinct(Structure structure)
    {
        recordNames.UnionWith(structure.Tensors.SelectMany(t => t.Shape!.Symbols));
        return structure.With(shape => Named(shape!));
    }

    /// <summary>The dimensions of the records that a method takes, as far as they can be read; what is wrong with them is said elsewhere.</summary>
    private static IEnumerable<string> RecordDimensions(IMethodSymbol method, Compilation compilation)
    {
        var reader = new SignatureReader(method, null, compilation, []);
        DType? dtype = null;
        var composites = method.Parameters.Where(p => IsComposite(p.Type) || IsSequence(p.Type)).Select(p => reader.ReadComposite(p, ref dtype, Location.None));
        foreach (var read in method.IsStatic || !method.ContainingType.IsRecord ? composites : composites.Append(reader.ReadThis(ref dtype)))
        {
            foreach (string symbol in read?.Inputs.SelectMany(p => p.Shape.Symbols) ?? [])
            {
                yield return symbol;
            }
        }
    }

    private static Shape Substituted(Shape shape, Func<string, DimExpr?> sizes)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            shape = shape.With(axis, shape[axis].Substitute(sizes));
        }

        return shape;
    }
}
