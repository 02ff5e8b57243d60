using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes documentation comments.</summary>
internal static class Documentation
{
    /// <summary>A summary whose text is XML already.</summary>
    public static void Summary(CodeWriter writer, string xml) => Element(writer, "summary", string.Empty, xml);

    public static void Parameter(CodeWriter writer, string name, string xml) => Element(writer, "param", " name=\"" + name.TrimStart('@') + "\"", xml);

    /// <summary>Bytes of an element.</summary>
    public static int ElementSize(string elementType) => string.Equals(elementType, "float", System.StringComparison.Ordinal) ? sizeof(float) : sizeof(double);

    public static void Returns(CodeWriter writer, string xml) => Element(writer, "returns", string.Empty, xml);

    public static void Remarks(CodeWriter writer, string xml) => Element(writer, "remarks", string.Empty, xml);

    /// <summary>What is said about a shape.</summary>
    public static string Shape(Shape shape) => shape.Rank == 0 ? "A number." : "Shape " + Escape(shape.ToString()) + ".";

    /// <summary>A number of operations or bytes; leading axes go by the name that their product has in the code.</summary>
    public static string Formula(ProgramPlans plans, DimExpr formula) =>
        Escape(formula.Substitute(s => s == LeadingAxes.Name ? DimExpr.Symbol(plans.DimName(s)) : null).ToString());

    /// <summary>What the names mean that no signature has, if one of the formulas has them.</summary>
    public static string Legend(ProgramPlans plans, params DimExpr[] formulas)
    {
        var meanings = new List<string>();
        if (formulas.Any(LeadingAxes.AreIn))
        {
            meanings.Add(plans.DimName(LeadingAxes.Name) + " is the product of the leading axes");
        }

        meanings.AddRange(plans.Trips.Where(t => formulas.Any(f => f.Symbols.Contains(t.Name))).Select(t =>
            t.Name + " is how often the loop in line " + t.Line.ToString(CultureInfo.InvariantCulture) + " repeats each time it is reached"));
        meanings.AddRange(plans.AllReplays.Where(r => formulas.Any(f => f.Symbols.Contains(r.Name))).Select(r => Replays(plans, r)));
        return meanings.Count == 0 ? string.Empty : ", where " + string.Join(" and ", meanings);
    }

    // The least number of repetitions r that n iterations need is that with n at most C(slots + r, r); if states are kept on the first run, that is one of them.
    private static string Replays(ProgramPlans plans, (string Name, int Line, StateRoom Room, bool IsKept) loop)
    {
        string Reach(int repetitions) => loop.Room.Slots.TryGetConstant(out long slots)
            ? Enumerable.Range(1, repetitions).Aggregate(1L, (reach, r) => reach * (slots + r) / r).ToString(CultureInfo.InvariantCulture)
            : "C(" + (loop.Room.Slots + repetitions) + ", " + repetitions.ToString(CultureInfo.InvariantCulture) + ")";
        return loop.Name + " is how many iterations the loop in line " + loop.Line.ToString(CultureInfo.InvariantCulture) + " runs again each time it is reversed, "
            + (loop.Room.Every > 0 ? "none more than " + (loop.IsKept ? "once" : "twice")
            : loop.IsKept ? "none for up to " + Formula(plans, loop.Room.Slots) + " iterations, none more than once for fewer than " + Reach(2)
            : "none more than once for up to " + Reach(1) + " iterations, twice for up to " + Reach(2) + ", three times for up to " + Reach(3));
    }

    /// <summary>What is said about a record, tuple or array: the shapes of its tensors here.</summary>
    public static string Shapes(ValueModel value, IEnumerable<Shape> shapes) =>
        string.Join(" ", ValueText.Concretes(value.Stored, string.Empty, string.Empty).Zip(shapes, (c, s) => (c.Path.Length == 0 ? "Stacked it" : "<c>" + c.Path + "</c>") + " is " + (s.Rank == 0 ? "a number" : Escape(s.ToString())) + "."));

    /// <summary>What is said about a parameter that is no input of the graph and that the user does not document.</summary>
    public static string Fallback(ParameterModel parameter) => parameter.Kind == ParameterKind.Flag
        ? "Chooses what is computed; each value has compiled code of its own."
        : "The dimension " + parameter.Name.TrimStart('@') + ".";

    public static string Escape(string text) => new StringBuilder(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").ToString();

    private static void Element(CodeWriter writer, string name, string attributes, string xml)
    {
        string[] lines = xml.Replace("\r\n", "\n").Split('\n');
        if (lines.Length == 1)
        {
            writer.Line("/// <" + name + attributes + ">" + lines[0] + "</" + name + ">");
            return;
        }

        writer.Line("/// <" + name + attributes + ">");
        foreach (string line in lines)
        {
            writer.Line("/// " + line);
        }

        writer.Line("/// </" + name + ">");
    }
}
