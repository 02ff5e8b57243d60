using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Records: their members, construction, copies by 'with', deconstruction. A record is nothing but the values of its members.</content>
internal sealed partial class BodyReader
{
    /// <summary>The record that 'this' means; null in a static method.</summary>
    private FrontendValue? self;

    /// <summary>The value of a property or field of a record; null if the operation is something else.</summary>
    private FrontendValue? Member(IOperation? instance, ISymbol member, IOperation operation)
    {
        if (instance?.Type is not { } type || RecordMembers.Of(type) is not { } record)
        {
            return null;
        }

        if (record.IndexOf(member) < 0)
        {
            return member.IsStatic || member.Name == "EqualityContract"
                ? null
                : Refused(operation, "'" + member.Name + "' of '" + type.Name + "' is computed when it is read, and only members that hold data are followed. Make it a method, marked [Differentiable].");
        }

        return Expression(instance) switch
        {
            RecordValue value => Held(value[member], operation),
            var other when IsPoison(other) => other,
            _ => Unsupported(operation),
        };
    }

    private FrontendValue Self(IInstanceReferenceOperation reference) =>
        reference.ReferenceKind == InstanceReferenceKind.ContainingTypeInstance && self is { } value ? value : Unsupported(reference);

    /// <summary>A record made by its primary constructor, by an initializer, or by both.</summary>
    private FrontendValue Creation(IObjectCreationOperation creation)
    {
        if (creation.Type is null || creation.Constructor is not { } constructor || RecordMembers.Of(creation.Type) is not { } record)
        {
            return Unsupported(creation);
        }

        if (record.Problem is { } problem)
        {
            return Refused(creation, "A '" + record.Type.Name + "' cannot be followed in a differentiable method: " + problem + ".");
        }

        var values = new FrontendValue?[record.All.Count];
        bool isPrimary = SymbolEqualityComparer.Default.Equals(constructor, record.Constructor);
        if (!isPrimary && (constructor.Parameters.Length > 0 || !constructor.IsImplicitlyDeclared))
        {
            return Refused(creation, "'" + Excerpt(creation.Syntax) + "' calls a constructor with a body, which is not read. Use the primary constructor, or an initializer.");
        }

        foreach (var argument in creation.Arguments)
        {
            values[record.IndexOf(argument.Parameter!)] = Expression(argument.Value);
        }

        var read = Initialize(record, values, creation.Initializer, creation);
        if (IsPoison(read) || read is not RecordValue)
        {
            return FrontendValue.Poison;
        }

        return read;
    }

    private FrontendValue Copy(IWithOperation with)
    {
        var operand = Expression(with.Operand);
        return operand is RecordValue record
            ? Initialize(record.Record, record.Items.ToArray(), with.Initializer, with)
            : IsPoison(operand) ? operand : Unsupported(with);
    }

    /// <summary>The record with the values given so far and those of an initializer.</summary>
    private FrontendValue Initialize(RecordMembers record, FrontendValue?[] values, IObjectOrCollectionInitializerOperation? initializer, IOperation operation)
    {
        foreach (var step in initializer?.Initializers ?? [])
        {
            int index = step is ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } ? record.IndexOf(target.Member) : -1;
            if (index < 0)
            {
                return Unsupported(step);
            }

            values[index] = Expression(((ISimpleAssignmentOperation)step).Value);
        }

        if (Array.FindIndex(values, v => v is null) is >= 0 and var missing)
        {
            return Refused(operation, "'" + Excerpt(operation.Syntax) + "' gives '" + record.All[missing].Name + "' no value. Give every member one.");
        }

        return values.Any(v => IsPoison(v!)) ? FrontendValue.Poison : new RecordValue(record, values!);
    }

    /// <summary>The values that a deconstruction of a record gives to as many targets; null if it is not the one that the compiler writes.</summary>
    private static IReadOnlyList<FrontendValue>? Deconstructed(RecordValue value, int count)
    {
        var record = value.Record;
        bool isOwn = record.Type.GetMembers("Deconstruct").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == count && m.DeclaringSyntaxReferences.Length > 0 && !m.IsImplicitlyDeclared);
        return isOwn || record.Positional.Count() != count ? null : value.Items.Take(count).ToArray();
    }

    /// <summary>Whether a value of a type has a tensor in it, so that a gradient could go through it.</summary>
    private static bool HasTensors(ITypeSymbol type, int depth = 0) =>
        SignatureReader.TracedElement(type) is not null ||
        (depth < 8 && type is IArrayTypeSymbol array && HasTensors(array.ElementType, depth + 1)) ||
        (depth < 8 && type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(f => HasTensors(f.Type, depth + 1))) ||
        (depth < 8 && RecordMembers.Of(type)?.All.Any(m => HasTensors(m.Type, depth + 1)) == true);

    private FrontendValue Refused(IOperation operation, string message)
    {
        Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), message);
        return FrontendValue.Poison;
    }

    /// <summary>The expression in a returned tuple or record that gives one of the tensors, as far as they are written out.</summary>
    private static IOperation ElementOf(Structure structure, IOperation place, int tensor)
    {
        while (place is IConversionOperation conversion)
        {
            place = conversion.Operand;
        }

        for (int i = 0; i < structure.Parts.Count; i++)
        {
            var part = structure.Parts[i].Value;
            int count = part.Tensors.Count();
            if (tensor < count)
            {
                var written = place switch
                {
                    ITupleOperation tuple when tuple.Elements.Length == structure.Parts.Count => tuple.Elements[i],
                    IObjectCreationOperation { Initializer: null } creation when structure.Record is { } record => creation.Arguments.FirstOrDefault(a => record.IndexOf(a.Parameter!) == i)?.Value,
                    _ => null,
                };
                return written is null ? place : ElementOf(part, written, tensor);
            }

            tensor -= count;
        }

        return place;
    }
}
