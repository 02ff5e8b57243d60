using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>Arrays of tensors, records and tuples: all elements have the same shapes, so each of their tensors is one input with an axis more in front.</content>
internal sealed partial class SignatureReader
{
    private const string NoArray = " is no array, so it has no length. [Length] names the number of elements of one; the axes of a tensor are named by [Shape].";

    private Structure? ReadArray(IArrayTypeSymbol array, Parts declared, string who, Location place, bool isResult, ref DType? dtype, INamedTypeSymbol[] around)
    {
        if (ReadStructure(array.ElementType, new Parts(declared.Shape, declared.Dims, null), who, place, isResult, ref dtype, around) is not { } element)
        {
            return null;
        }

        string? problem =
            element.All.Any(s => s.IsArray) ? "an array in its elements, and all elements of an array have tensors of the same shapes. Make one array of all, or a record with one array beside another"
            : element.Tensors.Any(t => t.Shape is { } shape && LeadingAxes.Lead(shape)) ? "elements with leading axes '...', which are as many in one element as in the other and have no place behind the axis of the array. Name the axes"
            : null;
        if (problem is not null)
        {
            Report(DiagnosticIds.UnsupportedSignature, place, who + " has " + problem + ".");
            return null;
        }

        foreach (var record in element.All.Select(s => s.Record).OfType<RecordMembers>())
        {
            string? unfit =
                record.All.FirstOrDefault(m => m.Name is "Stack" or "Length") is { } taken ? "the name of its member '" + taken.Name + "' is needed for the record that holds several of them, '" + record.Type.Name + ".Stack'"
                : !IsOwn(record.Type) && record.Type.GetTypeMembers("Stack").IsEmpty ? "its assembly, " + record.Type.ContainingAssembly.Name + ", has no differentiable method with an array of them, so it has no '" + record.Type.Name + ".Stack'"
                : null;
            if (unfit is not null)
            {
                Report(DiagnosticIds.UnsupportedSignature, place, who + " has elements of the type " + record.Type.Name + ", which cannot be read in an array: " + unfit + ".");
                return null;
            }
        }

        var length = DimExpr.Symbol(Any);
        if (declared.Length is { } part)
        {
            if (!DimExpr.TryParse(part.Text, out var size, out string? error, out int at))
            {
                Report(DiagnosticIds.ShapeAttribute, Inside(part.Attribute, part.Offset + at), "The length \"" + part.Text.Trim() + "\" cannot be read: " + error + ". Write a name, a number or an expression such as 2*n + 1.");
                return null;
            }

            length = size!;
        }

        if (declared.Length is { } counted && element.Tensors.Any(t => t.Shape is null))
        {
            Report(DiagnosticIds.ShapeAttribute, Place(counted.Attribute), who + NeedsShape);
            return null;
        }

        // One name for all its tensors; each axis that has none gets one of its own. A result has any length then.
        var named = readsResult ? length : Named(Shape.Of(length))[0];
        return Structure.Array(array, element, named);
    }

    /// <summary>Whether what is read is the result, whose sizes are those of the parameters.</summary>
    private bool readsResult;

    private bool CheckLength(Part? length, string who)
    {
        if (length is { } unfit)
        {
            Report(DiagnosticIds.ShapeAttribute, Place(unfit.Attribute), who + NoArray);
            return false;
        }

        return true;
    }

    /// <summary>Every array has an element: where else would the shapes be read from?</summary>
    private IEnumerable<DeclaredFact> Lengths(IReadOnlyList<MethodParameter> parameters)
    {
        foreach (var owner in parameters.Select(p => p.Owner).OfType<MethodParameter>().Distinct())
        {
            // A number that is one at least needs no check.
            foreach (var (path, array) in Arrays(owner.Structure!, owner.Ordinal < 0 ? string.Empty : owner.Name).Where(a => !(a.Array.Length.TryGetConstant(out long count) && count >= 1)))
            {
                yield return new DeclaredFact(new DimFact(DimExpr.One, DimRelation.LessOrEqual, array.Length), owner.Symbol.Locations.FirstOrDefault() ?? Here) { Array = path };
            }
        }
    }

    private static IEnumerable<(string Path, Structure Array)> Arrays(Structure structure, string path) => structure.IsArray
        ? [(path, structure)]
        : structure.Parts.SelectMany(p => Arrays(p.Value, path.Length == 0 ? p.Name : path + "." + p.Name));
}
