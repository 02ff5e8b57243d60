using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Generator;

/// <summary>Turns records, tuples and arrays of tensors into models without compiler objects.</summary>
internal static class RecordReader
{
    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <param name="structure">What the front end read.</param>
    /// <param name="graph">The graph whose outputs its tensors are; null where every tensor has a declared shape.</param>
    public static ValueModel Value(Structure structure, Graph? graph)
    {
        int output = 0;
        return Value(structure, graph, ref output);
    }

    /// <summary>The records of this compilation that a signature has, each once, with those in it.</summary>
    public static IEnumerable<RecordModel> Records(MethodSignature signature, Compilation compilation, string element, CancellationToken cancellation)
    {
        var all = signature.Parameters.Select(p => p.Structure).Append(signature.Result).SelectMany(s => s?.All ?? []).ToArray();
        return Twins(all, isStack: false).Concat(Twins(all.Where(s => s.IsArray).SelectMany(s => s.Element.All), isStack: true));

        IEnumerable<RecordModel> Twins(IEnumerable<Structure> structures, bool isStack)
        {
            var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            foreach (var structure in structures)
            {
                if (structure.Record is { } record && seen.Add(record.Type) && SymbolEqualityComparer.Default.Equals(record.Type.ContainingAssembly, compilation.Assembly))
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return new RecordModel
                    {
                        Namespace = record.Type.ContainingNamespace.IsGlobalNamespace ? string.Empty : record.Type.ContainingNamespace.ToDisplayString(),
                        Types = ModelReader.Types(record.Type),
                        ElementType = element,
                        Value = Value(structure, null),
                        IsStack = isStack,
                        HintName = ModelReader.HintName(record.Type.ToDisplayString() + "." + (isStack ? ValueModel.Stack : ValueModel.Values), record.Type.ToDisplayString(FullName)),
                    };
                }
            }
        }
    }

    /// <summary>Whether another annotated method of the same name and number of parameters takes no tensor by itself either.</summary>
    public static bool SharesGenericOverload(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(m =>
        !SymbolEqualityComparer.Default.Equals(m, method) && m.Parameters.Length == method.Parameters.Length && SignatureReader.HasAttribute(m, KnownNames.Differentiable) &&
        m.Parameters.All(p => SignatureReader.TracedElement(p.Type) is null));

    private static ValueModel Value(Structure structure, Graph? graph, ref int output)
    {
        if (structure.IsTensor)
        {
            int rank = graph is null ? structure.Shape!.Rank : graph.TypeOf(graph.Outputs[output++]).Rank;
            return new ValueModel(rank == 0 ? ValueKind.Number : ValueKind.Tensor, string.Empty, false, default);
        }

        if (structure.IsArray)
        {
            return new ValueModel(ValueKind.Array, string.Empty, false, new([new PartModel(string.Empty, Value(structure.Parts[0].Value, graph, ref output), false, false, null)]));
        }

        var parts = new List<PartModel>();
        for (int i = 0; i < structure.Parts.Count; i++)
        {
            var (name, part) = structure.Parts[i];
            var member = structure.Record?.All[i];
            bool isNamed = structure.Type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements[i].IsExplicitlyNamedTupleElement;
            parts.Add(new PartModel(PlanNames.Identifier(name), Value(part, graph, ref output), member?.Parameter is not null, isNamed, member is null ? null : DeclaredShape(member)));
        }

        return structure.Record is { } record
            ? new ValueModel(ValueKind.Record, record.Type.ToDisplayString(FullName), record.Type.IsReferenceType, new(parts))
            : new ValueModel(ValueKind.Tuple, string.Empty, false, new(parts));
    }

    /// <summary>The shape in the record's own words; what it is called where the record is used is another matter.</summary>
    private static string? DeclaredShape(RecordMember member) =>
        SignatureReader.FindAttribute(member.Attributes, KnownNames.Shape)?.ConstructorArguments.FirstOrDefault().Value as string;
}
