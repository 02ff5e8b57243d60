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
        ValueKind.Array => Traced(value.Element, element) + "[]",
        _ => "global::Costate.TracedTensor<" + (value.Type.Length > 0 ? value.Type : element) + ">",
    };

    /// <summary>The type with tensors of System.Numerics.Tensors and numbers.</summary>
    public static string Concrete(ValueModel value, string element) => value.Kind switch
    {
        ValueKind.Record => value.Type + "." + value.Twin,
        ValueKind.Tuple => Tuple(value, part => Concrete(part, element)),
        ValueKind.Number => element,
        _ => Names.Tensor + "<" + element + ">",
    };

    /// <summary>The value made of the texts of its tensors, which are taken in order.</summary>
    public static string BuildTraced(ValueModel value, IEnumerator<string> tensors) => Build(value, tensors, isConcrete: false);

    /// <summary>The concrete value made of the texts of its tensors and numbers.</summary>
    public static string BuildConcrete(ValueModel value, IEnumerator<string> tensors) => Build(value, tensors, isConcrete: true);

    /// <summary>The traced tensors in a value, one for all elements of an array. A record that is missing is reported as its first tensor is, by name.</summary>
    /// <param name="path">What messages call the value.</param>
    public static IEnumerable<string> Access(ValueModel value, string text, string path)
    {
        if (value.Kind == ValueKind.Array)
        {
            return Access(value.Element, "element", string.Empty).Zip(Concretes(value.Stored, string.Empty, string.Empty), (tensor, c) =>
                Names.Services + "ArrayCall.Stack(" + text + ", static element => " + tensor + ", " + CorePrinter.Quote(path) + ", " + CorePrinter.Quote(c.Path.Length == 0 ? string.Empty : "." + c.Path) + ")");
        }

        return value.IsComposite ? value.Parts.SelectMany(p => Access(p.Value, Member(value, text, p.Name), Path(path, p.Name))) : [text.Contains("?.") ? text + "!" : text];
    }

    /// <summary>A member of a traced record that may be missing.</summary>
    public static string Member(ValueModel value, string text, string name) => text + (value.IsReference && text != "this" ? "?." : ".") + name;

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

    /// <summary>The way to a part of a value, as messages have it.</summary>
    public static string Path(string path, string name) => path.Length == 0 ? name.TrimStart('@') : path + "." + name.TrimStart('@');

    /// <summary>A record or tuple made of its parts.</summary>
    /// <param name="type">The name of the record's type.</param>
    /// <param name="texts">One text for each part.</param>
    /// <param name="isConcrete">Whether it is a twin, which takes everything by its constructor.</param>
    public static string Made(ValueModel value, string type, IEnumerable<string> texts, bool isConcrete)
    {
        var parts = value.Parts.Zip(texts, (part, text) => (Part: part, Text: text)).ToArray();
        if (value.Kind == ValueKind.Tuple)
        {
            return "(" + string.Join(", ", parts.Select(p => p.Text)) + ")";
        }

        var rest = parts.Where(p => !isConcrete && !p.Part.IsPositional).Select(p => p.Part.Name + " = " + p.Text).ToArray();
        return "new " + type + "(" + string.Join(", ", parts.Where(p => isConcrete || p.Part.IsPositional).Select(p => p.Text)) + ")" + (rest.Length == 0 ? string.Empty : " { " + string.Join(", ", rest) + " }");
    }

    private static string Build(ValueModel value, IEnumerator<string> tensors, bool isConcrete)
    {
        if (!value.IsComposite)
        {
            tensors.MoveNext();
            return tensors.Current;
        }

        if (value.Kind == ValueKind.Array)
        {
            // One lambda makes the elements one after the other.
            string first = string.Empty;
            var rows = new List<string>();
            for (int i = 0; i < value.Element.Count && tensors.MoveNext(); i++)
            {
                first = i == 0 ? tensors.Current : first;
                rows.Add(Names.Services + "ArrayCall.Row(" + tensors.Current + ", row)");
            }

            return Names.Services + "ArrayCall.Unstack(" + first + ", row => " + Build(value.Element, rows.GetEnumerator(), isConcrete) + ")";
        }

        return Made(value, value.Type + (isConcrete ? "." + value.Twin : string.Empty), value.Parts.Select(p => Build(p.Value, tensors, isConcrete)).ToArray(), isConcrete);
    }

    private static string Tuple(ValueModel value, Func<ValueModel, string> type) =>
        "(" + string.Join(", ", value.Parts.Select(p => type(p.Value) + (p.IsNamed ? " " + p.Name : string.Empty))) + ")";
}
