using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Generator;

/// <summary>The C# text of types and values that are made of tensors: traced and concrete.</summary>
internal static class ValueText
{
    /// <summary>The type as the user writes it.</summary>
    public static string Traced(ValueModel value, string element) => value.Kind switch
    {
        ValueKind.Record => value.Type,
        ValueKind.Tuple => Tuple(value, part => Traced(part, element)),
        _ => "global::Costate.TracedTensor<" + (value.Type.Length > 0 ? value.Type : element) + ">",
    };

    /// <summary>The type with tensors of System.Numerics.Tensors and numbers.</summary>
    public static string Concrete(ValueModel value, string element) => value.Kind switch
    {
        ValueKind.Record => value.Type + ".Values",
        ValueKind.Tuple => Tuple(value, part => Concrete(part, element)),
        ValueKind.Number => element,
        _ => Names.Tensor + "<" + element + ">",
    };

    /// <summary>The value made of the texts of its tensors, which are taken in order.</summary>
    public static string BuildTraced(ValueModel value, IEnumerator<string> tensors) => Build(value, tensors, isConcrete: false);

    /// <summary>The concrete value made of the texts of its tensors and numbers.</summary>
    public static string BuildConcrete(ValueModel value, IEnumerator<string> tensors) => Build(value, tensors, isConcrete: true);

    /// <summary>The traced tensors in a value; where a record is missing, null.</summary>
    public static IEnumerable<string> Access(ValueModel value, string text)
    {
        if (!value.IsComposite)
        {
            return [text];
        }

        string dot = value.IsReference && text != "this" ? "?." : ".";
        return value.Parts.SelectMany(p => Access(p.Value, text + dot + p.Name));
    }

    /// <summary>The tensors and numbers in a concrete value, with what they are and the way to them.</summary>
    public static IEnumerable<(string Text, string Path, ValueKind Kind)> Concretes(ValueModel value, string text, string path) => value.IsComposite
        ? value.Parts.SelectMany(p => Concretes(p.Value, text + "." + p.Name, Path(path, p.Name)))
        : [(text, path, value.Kind)];

    /// <summary>The concrete records in a value, outermost first; each of them could be null.</summary>
    public static IEnumerable<(string Text, string Path)> Records(ValueModel value, string text, string path) =>
        (value.Kind == ValueKind.Record && text != "this" ? new[] { (text, path) } : [])
            .Concat(value.Parts.SelectMany(p => Records(p.Value, text + "." + p.Name, Path(path, p.Name))));

    /// <summary>Statements that put computed numbers into a concrete value; a tuple is assigned as a whole.</summary>
    public static IEnumerable<string> Assignments(ValueModel value, string text, Func<string, string> numbers)
    {
        if (value.IsAssigned)
        {
            return [text + " = " + Assigned(value, text, numbers) + ";", .. value.Parts.Where(p => !p.Value.IsAssigned).SelectMany(p => Assignments(p.Value, text + "." + p.Name, numbers))];
        }

        return value.Parts.SelectMany(p => Assignments(p.Value, text + "." + p.Name, numbers));
    }

    private static string Assigned(ValueModel value, string text, Func<string, string> numbers) =>
        value.Kind == ValueKind.Number ? numbers(text)
        : value.IsAssigned ? "(" + string.Join(", ", value.Parts.Select(p => Assigned(p.Value, text + "." + p.Name, numbers))) + ")"
        : text;

    private static string Path(string path, string name) => path.Length == 0 ? name.TrimStart('@') : path + "." + name.TrimStart('@');

    private static string Build(ValueModel value, IEnumerator<string> tensors, bool isConcrete)
    {
        if (!value.IsComposite)
        {
            tensors.MoveNext();
            return tensors.Current;
        }

        var parts = value.Parts.Select(p => (Part: p, Text: Build(p.Value, tensors, isConcrete))).ToArray();
        if (value.Kind == ValueKind.Tuple)
        {
            return "(" + string.Join(", ", parts.Select(p => p.Text)) + ")";
        }

        // The twin takes everything by its constructor.
        var positional = parts.Where(p => isConcrete || p.Part.IsPositional);
        var rest = parts.Where(p => !isConcrete && !p.Part.IsPositional).Select(p => p.Part.Name + " = " + p.Text).ToArray();
        return "new " + value.Type + (isConcrete ? ".Values" : string.Empty) + "(" + string.Join(", ", positional.Select(p => p.Text)) + ")" + (rest.Length == 0 ? string.Empty : " { " + string.Join(", ", rest) + " }");
    }

    private static string Tuple(ValueModel value, Func<ValueModel, string> type) =>
        "(" + string.Join(", ", value.Parts.Select(p => type(p.Value) + (p.IsNamed ? " " + p.Name : string.Empty))) + ")";
}
