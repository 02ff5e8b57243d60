using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <summary>A member of a record that holds data: a property that the compiler implements, or a field.</summary>
internal sealed class RecordMember(ISymbol symbol, ITypeSymbol type, IParameterSymbol? parameter, bool isSettable)
{
    public ISymbol Symbol { get; } = symbol;

    public string Name => Symbol.Name;

    public ITypeSymbol Type { get; } = type;

    /// <summary>The parameter of the primary constructor that it comes from; null if it is declared by itself.</summary>
    public IParameterSymbol? Parameter { get; } = parameter;

    /// <summary>Whether an initializer can give it a value.</summary>
    public bool IsSettable { get; } = isSettable;

    /// <summary>Attributes of a positional member stand on the parameter unless they say [property: ...].</summary>
    public IEnumerable<AttributeData> Attributes => Symbol.GetAttributes().Concat(Parameter?.GetAttributes() ?? []);

    public Location? Place => (Parameter ?? Symbol).Locations.FirstOrDefault(l => l.IsInSource);
}

/// <summary>
/// What a record is made of, in the order of its primary constructor, then of its declarations. A record whose members do more than hold what
/// they are given has a problem instead.
/// </summary>
internal sealed class RecordMembers
{
    private const string CompilerGenerated = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    private RecordMembers(INamedTypeSymbol type, IReadOnlyList<RecordMember> all, IMethodSymbol? constructor, string? problem)
    {
        Type = type;
        All = all;
        Constructor = constructor;
        Problem = problem;
    }

    public INamedTypeSymbol Type { get; }

    public IReadOnlyList<RecordMember> All { get; }

    public IEnumerable<RecordMember> Positional => All.Where(m => m.Parameter is not null);

    /// <summary>The primary constructor; null if the record has none.</summary>
    public IMethodSymbol? Constructor { get; }

    /// <summary>Why its members cannot be followed, as "it inherits from 'Base'"; null if they can.</summary>
    public string? Problem { get; }

    /// <summary>The members of a record; null for other types.</summary>
    public static RecordMembers? Of(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { IsRecord: true } record)
        {
            return null;
        }

        var constructor = PrimaryConstructor(record);
        var members = Members(record, constructor).ToList();
        string? problem =
            record.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } parent ? "it inherits from '" + parent.Name + "'"
            : record.IsAbstract ? "it is abstract"
            : record.InstanceConstructors.Any(c => IsCopy(c) && !c.IsImplicitlyDeclared) ? "it has a copy constructor of its own"
            : constructor?.Parameters.FirstOrDefault(p => members.All(m => !SymbolEqualityComparer.Default.Equals(m.Parameter, p))) is { } lost ? "its parameter '" + lost.Name + "' is no member of the same name that the compiler implements"
            : members.FirstOrDefault(m => m.Parameter is not null && !KeepsItsParameter(m)) is { } changed ? "its member '" + changed.Name + "' is not simply the parameter of that name"
            : members.FirstOrDefault(m => m.Symbol is IPropertySymbol property && !IsAutomatic(property)) is { } computed ? "its member '" + computed.Name + "' has accessors of its own"
            : members.FirstOrDefault(m => m.Parameter is null && !m.IsSettable) is { } fixedMember ? "its member '" + fixedMember.Name + "' cannot be set in an initializer; give it { get; init; }, or make it a positional parameter"
            : null;
        return new RecordMembers(record, members, constructor, problem);
    }

    public int IndexOf(ISymbol member)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (SymbolEqualityComparer.Default.Equals(All[i].Symbol, member))
            {
                return i;
            }
        }

        return -1;
    }

    public int IndexOf(IParameterSymbol parameter)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i].Parameter is { } own && own.Ordinal == parameter.Ordinal)
            {
                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<RecordMember> Members(INamedTypeSymbol record, IMethodSymbol? constructor)
    {
        var found = new List<RecordMember>();
        var declared = record.GetMembers();
        foreach (var member in declared)
        {
            if (member.IsStatic)
            {
                continue;
            }

            // In source every property with storage has a field; private fields of other assemblies are not seen, their accessors are.
            if (member is IFieldSymbol { AssociatedSymbol: null, IsImplicitlyDeclared: false } field)
            {
                found.Add(new RecordMember(field, field.Type, null, !field.IsReadOnly));
            }
            else if (member is IPropertySymbol { IsIndexer: false } property && HasStorage(property, declared))
            {
                var parameter = constructor?.Parameters.FirstOrDefault(p => p.Name == property.Name && SymbolEqualityComparer.Default.Equals(p.Type, property.Type));
                found.Add(new RecordMember(property, property.Type, parameter, property.SetMethod is not null));
            }
        }

        return found.Where(m => m.Parameter is not null).OrderBy(m => m.Parameter!.Ordinal).Concat(found.Where(m => m.Parameter is null));
    }

    private static bool HasStorage(IPropertySymbol property, IEnumerable<ISymbol> members) => IsInSource(property)
        ? members.Any(m => m is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        : property.GetMethod is { } getter && SignatureReader.HasAttribute(getter, CompilerGenerated) && property.Name != "EqualityContract";

    private static bool IsInSource(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length > 0;

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, constructor.ContainingType) && constructor.ContainingType.IsReferenceType;

    private static IMethodSymbol? PrimaryConstructor(INamedTypeSymbol record)
    {
        if (IsInSource(record))
        {
            return record.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax));
        }

        // The compiler writes a Deconstruct with the same names for it.
        var parts = record.GetMembers("Deconstruct").OfType<IMethodSymbol>().Where(m => SignatureReader.HasAttribute(m, CompilerGenerated)).ToArray();
        return record.InstanceConstructors.FirstOrDefault(c => parts.Any(d => d.Parameters.Length == c.Parameters.Length && d.Parameters.Zip(c.Parameters, (x, y) => x.Name == y.Name && SymbolEqualityComparer.Default.Equals(x.Type, y.Type)).All(same => same)));
    }

    private static bool KeepsItsParameter(RecordMember member) => !IsInSource(member.Symbol) || member.Symbol.DeclaringSyntaxReferences[0].GetSyntax() is
        ParameterSyntax or
        PropertyDeclarationSyntax { Initializer.Value: IdentifierNameSyntax };

    private static bool IsAutomatic(IPropertySymbol property) => !IsInSource(property) || property.DeclaringSyntaxReferences[0].GetSyntax() is not PropertyDeclarationSyntax syntax ||
        (syntax.ExpressionBody is null && syntax.AccessorList?.Accessors.All(a => a.Body is null && a.ExpressionBody is null) == true);
}
