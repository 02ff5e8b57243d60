using System.Linq;

namespace Costate.Generator;

/// <content>The twin for arrays of a record: how it is made of single ones, and single ones of it.</content>
internal sealed partial class RecordPrinter
{
    private void Rows()
    {
        var (all, single) = (ValueText.Concretes(stored, "this", string.Empty).ToArray(), ValueText.Concretes(model.Value, "element", string.Empty).ToArray());
        writer.Blank();
        Documentation.Summary(writer, "How many they are.");
        writer.Line("public int Length => " + Length(stored, "this", string.Empty) + ";");
        writer.Blank();
        Documentation.Summary(writer, "A copy of one of them.");
        Documentation.Parameter(writer, "index", "Which one.");
        writer.Line("public " + record + ".Values this[int index] =>");
        writer.Indent();
        var rows = all.Zip(single, (a, s) => Names.Services + "ArrayCall." + (s.Kind == ValueKind.Number ? "Number(" : "Row(") + Missing(a.Text) + ", index, Length, " + Quote(a.Path) + ")");
        writer.Line(ValueText.BuildConcrete(model.Value, rows.GetEnumerator()) + ";");
        writer.Unindent();
        writer.Blank();
        Documentation.Summary(writer, "Several of them as one object. All have the same shapes.");
        Documentation.Parameter(writer, "elements", "At least one.");
        writer.Line("public static Stack Of(params " + record + ".Values[] elements) =>");
        writer.Indent();
        var stacks = single.Select(s => Names.Services + "ArrayCall." + (s.Kind == ValueKind.Number
            ? "Numbers(elements, static element => " + s.Text + ", \"elements\")"
            : "Stack(elements, static element => " + s.Text + ", \"elements\", " + Quote("." + s.Path) + ")"));
        writer.Line(ValueText.BuildConcrete(stored, stacks.GetEnumerator()) + ";");
        writer.Unindent();
        writer.Blank();
        Documentation.Summary(writer, "The values of several traced records, which are computed at once, so that what they share is computed once. The trace goes on.");
        Documentation.Parameter(writer, "elements", "At least one.");
        Documentation.Parameter(writer, "cancellationToken", "Polled between fragment calls; what is finished stays.");
        writer.Open("public static Stack Eval(" + record + "[] elements, global::System.Threading.CancellationToken cancellationToken = default)");
        string[] tensors = ValueText.Access(new ValueModel(ValueKind.Array, string.Empty, false, new([new PartModel(string.Empty, model.Value, false, false, null)])), "elements", "elements").ToArray();
        for (int i = 0; i < tensors.Length; i++)
        {
            writer.Line("var tensor" + i + " = " + tensors[i] + ";");
        }

        writer.Line("global::Costate.TracedTensor.Evaluate(cancellationToken, " + string.Join(", ", tensors.Select((_, i) => "tensor" + i)) + ");");
        writer.Line("return " + ValueText.BuildConcrete(stored, tensors.Select((_, i) => "tensor" + i + ".Eval()").ToList().GetEnumerator()) + ";");
        writer.Close();
    }

    /// <summary>The array of traced values whose leaves have the data of the rows of a concrete one.</summary>
    private static string TraceRows(ValueModel value, ValueModel element, string text, string path)
    {
        string length = text == "this" ? "Length" : Length(value, text, path);
        var leaves = ValueText.Concretes(value, text, path).Select(c => "leaves.Row(" + Missing(c.Text) + ", row, " + length + ", " + Quote(c.Path) + ")");
        return "leaves.Array(" + length + ", row => " + ValueText.BuildTraced(element, leaves.ToList().GetEnumerator()) + ")";
    }

    private static string Length(ValueModel value, string text, string path)
    {
        var first = ValueText.Concretes(value, text, path).First();
        return Names.Services + "ArrayCall.Length(" + Missing(first.Text) + ", " + Quote(first.Path) + ")";
    }

    /// <summary>A tensor in a record that may be missing in another one.</summary>
    private static string Missing(string text)
    {
        int first = text.IndexOf('.');
        return first < 0 ? text : text.Substring(0, first + 1) + text.Substring(first + 1).Replace(".", "?.");
    }
}
