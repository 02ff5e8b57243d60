using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Costate.Ir;

/// <summary>
/// The text form of a graph. One line a node; it parses back to an equal graph, names, spans and guards included:
/// <code>
/// graph Step(n)
///   guard COS109 n &lt;= k "message" @3:1-3:9
///   %0 = Input {index=0, name="x"} : f64[n] @3:20-3:21 'x'
///   %1 = Tanh %0 : f64[n]
///   return %1 'result'
/// </code>
/// The regions of a control-flow op follow its line, indented, each from a line "region name" to its own "return".
/// </summary>
internal static class GraphText
{
    public static string Print(Graph graph)
    {
        var text = new StringBuilder();
        text.Append("graph ").Append(graph.Name).Append('(').Append(string.Join(", ", graph.DimParameters)).Append(")\n");
        PrintBody(text, graph, "  ");
        return text.ToString();
    }

    /// <summary>Reads a graph back and re-checks every type against the op's shape rule.</summary>
    /// <exception cref="FormatException">The text is not a graph; the message names the line.</exception>
    public static Graph Parse(string text)
    {
        string[] lines = text.Replace("\r\n", "\n").Split('\n');
        int number = 0;
        try
        {
            while (number < lines.Length)
            {
                var s = new Scanner(lines[number++]);
                if (s.AtEnd)
                {
                    continue;
                }

                s.Expect("graph");
                string name = s.Until('(');
                s.Expect("(");
                return ParseBody(lines, ref number, name, s.Until(')').Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
            }
        }
        catch (Exception e) when (e is FormatException or ShapeError or IndexOutOfRangeException or ArgumentOutOfRangeException or KeyNotFoundException)
        {
            throw new FormatException("Line " + number.ToString(CultureInfo.InvariantCulture) + " of the graph cannot be read: " + e.Message, e);
        }

        throw new FormatException("There is no graph in the text.");
    }

    private static Graph ParseBody(string[] lines, ref int number, string name, IReadOnlyList<string> dimParameters)
    {
        var guards = new List<Guard>();
        var nodes = new List<Node>();
        var inputs = new List<Value>();
        while (number < lines.Length)
        {
            var s = new Scanner(lines[number++]);
            if (s.AtEnd)
            {
                continue;
            }

            if (s.TryWord("guard"))
            {
                guards.Add(ParseGuard(s));
            }
            else if (s.TryWord("region"))
            {
                if (nodes.Count == 0)
                {
                    throw new FormatException("a region stands behind the node that it belongs to.");
                }

                var owner = nodes[nodes.Count - 1];
                nodes[nodes.Count - 1] = new Node(owner.Id, owner.Op, owner.Attrs, owner.Inputs, owner.Types, [.. owner.Regions, ParseBody(lines, ref number, s.Word(), [])], owner.Span, owner.Name);
            }
            else if (s.TryWord("return"))
            {
                var (outputs, outputNames) = (new List<Value>(), new List<string>());
                while (!s.AtEnd)
                {
                    outputs.Add(s.Value());
                    outputNames.Add(s.Name() ?? "result");
                    s.TryChar(',');
                }

                // A region's inputs stand where they were first needed.
                return new Graph(name, dimParameters, nodes, inputs.OrderBy(v => nodes[v.Node].Attrs.Int("index")).ToArray(), outputs, outputNames, guards);
            }
            else
            {
                nodes.Add(ParseNode(s, nodes, inputs));
            }
        }

        throw new FormatException("The graph has no return line.");
    }

    private static Guard ParseGuard(Scanner s)
    {
        string id = s.Word();
        if (!id.StartsWith("COS", StringComparison.Ordinal))
        {
            throw new FormatException("a guard begins with the id of its diagnostic, found '" + id + "'.");
        }

        string relation = s.Until('"').Trim();
        bool equal = relation.Contains("==");
        string[] sides = relation.Split([equal ? "==" : "<="], StringSplitOptions.None);
        return new Guard(id, DimExpr.Parse(sides[0].Trim()), equal ? GuardRelation.Equal : GuardRelation.LessOrEqual, DimExpr.Parse(sides[1].Trim()), s.Quoted(), s.Span());
    }

    private static void PrintBody(StringBuilder text, Graph graph, string indent)
    {
        foreach (var guard in graph.Guards)
        {
            text.Append(indent).Append("guard ").Append(guard.Id).Append(' ').Append(guard).Append(" \"").Append(guard.Message.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
            AppendSpan(text, guard.Span).Append('\n');
        }

        foreach (var node in graph.Nodes)
        {
            PrintNode(text, node, indent);
        }

        text.Append(indent).Append("return ").Append(string.Join(", ", graph.Outputs.Select((v, i) => v + " '" + graph.OutputNames[i] + "'"))).Append('\n');
    }

    private static void PrintNode(StringBuilder text, Node node, string indent)
    {
        text.Append(indent).Append('%').Append(node.Id.ToString(CultureInfo.InvariantCulture)).Append(" = ").Append(node.Op.Name);
        if (node.Inputs.Count > 0)
        {
            text.Append(' ').Append(string.Join(", ", node.Inputs));
        }

        string attrs = node.Attrs.ToString();
        text.Append(attrs.Length > 0 ? " " + attrs : string.Empty).Append(" : ").Append(string.Join("; ", node.Types));
        AppendSpan(text, node.Span);
        if (node.Name is not null)
        {
            text.Append(" '").Append(node.Name).Append('\'');
        }

        text.Append('\n');
        foreach (var region in node.Regions)
        {
            text.Append(indent).Append("  region ").Append(region.Name).Append('\n');
            PrintBody(text, region, indent + "    ");
        }
    }

    private static StringBuilder AppendSpan(StringBuilder text, SourceSpan span) => span.IsKnown ? text.Append(" @").Append(span) : text;

    private static Node ParseNode(Scanner s, List<Node> nodes, List<Value> inputs)
    {
        s.Expect("%");
        int id = s.Integer();
        if (id != nodes.Count)
        {
            throw new FormatException("expected node %" + nodes.Count + ", found %" + id + ".");
        }

        s.Expect("=");
        var op = OpTable.Get(s.Word());
        var operands = new List<Value>();
        while (s.Peek == '%')
        {
            operands.Add(s.Value());
            s.TryChar(',');
        }

        var attrs = s.Peek == '{' ? s.Attrs() : Attrs.Empty;
        s.Expect(":");
        var types = new List<TensorType> { s.Type() };
        while (s.TryChar(';'))
        {
            types.Add(s.Type());
        }

        var span = s.Span();
        string? name = s.Name();
        foreach (var operand in operands)
        {
            if (operand.Node >= id || operand.Slot >= nodes[operand.Node].Types.Count)
            {
                throw new FormatException("operand " + operand + " is not defined before node %" + id + ".");
            }
        }

        if (op is InputOp)
        {
            inputs.Add(new Value(id));
        }

        return new Node(id, op, attrs, operands, types, [], span, name);
    }

    private sealed class Scanner(string text)
    {
        private int at;

        public bool AtEnd
        {
            get
            {
                Skip();
                return at >= text.Length;
            }
        }

        public char Peek
        {
            get
            {
                Skip();
                return at < text.Length ? text[at] : '\0';
            }
        }

        public bool TryWord(string word)
        {
            Skip();
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0 || (at + word.Length < text.Length && char.IsLetterOrDigit(text[at + word.Length])))
            {
                return false;
            }

            at += word.Length;
            return true;
        }

        public bool TryChar(char c)
        {
            if (Peek != c)
            {
                return false;
            }

            at++;
            return true;
        }

        public void Expect(string token)
        {
            Skip();
            if (string.CompareOrdinal(text, at, token, 0, token.Length) != 0)
            {
                throw new FormatException("expected '" + token + "' at column " + (at + 1) + ".");
            }

            at += token.Length;
        }

        public string Until(char end)
        {
            Skip();
            int start = at;
            while (at < text.Length && text[at] != end)
            {
                at++;
            }

            return text.Substring(start, at - start);
        }

        public string Word()
        {
            Skip();
            int start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return text.Substring(start, at - start);
        }

        public int Integer() => int.Parse(NumberText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        public Value Value()
        {
            Expect("%");
            int node = Integer(), slot = 0;
            if (at < text.Length && text[at] == '.')
            {
                at++;
                slot = Integer();
            }

            return new Value(node, slot);
        }

        public TensorType Type()
        {
            var dtype = TensorType.ParseDType(Word());
            var shape = Shape();
            var factor = TryChar('!') ? TensorType.ParseFactor(Word()) : FactorKind.None;
            var levels = new List<DimExpr?>();
            while (TryChar('*'))
            {
                Expect("(");
                if (TryChar('?'))
                {
                    Expect(")");
                    levels.Add(null);
                }
                else
                {
                    at--;
                    levels.Add(Dim());
                }
            }

            return new TensorType(dtype, shape, factor, levels);
        }

        public Shape Shape()
        {
            Expect("[");
            string inner = Until(']');
            Expect("]");
            return Costate.Shape.Parse(inner);
        }

        public SourceSpan Span()
        {
            if (!TryChar('@'))
            {
                return default;
            }

            int line = Integer();
            Expect(":");
            int column = Integer();
            Expect("-");
            int endLine = Integer();
            Expect(":");
            return new SourceSpan(line, column, endLine, Integer());
        }

        public string? Name()
        {
            if (!TryChar('\''))
            {
                return null;
            }

            string name = Until('\'');
            Expect("'");
            return name;
        }

        public string Quoted()
        {
            Expect("\"");
            var result = new StringBuilder();
            while (at < text.Length && text[at] != '"')
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                    result.Append(text[at] == 'n' ? '\n' : text[at]);
                }
                else
                {
                    result.Append(text[at]);
                }

                at++;
            }

            Expect("\"");
            return result.ToString();
        }

        public Attrs Attrs()
        {
            var attrs = Ir.Attrs.Empty;
            Expect("{");
            while (!TryChar('}'))
            {
                string key = Word();
                Expect("=");
                attrs = attrs.WithObject(key, AttrValue());
                TryChar(',');
            }

            return attrs;
        }

        private object AttrValue()
        {
            switch (Peek)
            {
                case '"':
                    return Quoted();
                case '[':
                    return Shape();
                case '(':
                    return Dim();
                case '<':
                    at++;
                    var list = new List<long>();
                    while (!TryChar('>'))
                    {
                        list.Add(long.Parse(NumberText(), CultureInfo.InvariantCulture));
                        TryChar(',');
                    }

                    return list.ToArray();
                case '#':
                    at++;
                    return BitConverter.Int64BitsToDouble(long.Parse(Word(), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                default:
                    string number = NumberText();
                    return number.IndexOfAny(['.', 'E', 'e']) >= 0
                        ? double.Parse(number, CultureInfo.InvariantCulture)
                        : (object)long.Parse(number, CultureInfo.InvariantCulture);
            }
        }

        private DimExpr Dim()
        {
            int depth = 0, start = at;
            do
            {
                depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
                at++;
            }
            while (depth > 0);

            return DimExpr.Parse(text.Substring(start, at - start));
        }

        private string NumberText()
        {
            Skip();
            int start = at;
            while (at < text.Length && (char.IsDigit(text[at]) || (at == start && text[at] == '-') || text[at] == '.' || text[at] is 'E' or 'e' || (text[at] is '-' or '+' && text[at - 1] is 'E' or 'e')))
            {
                // "%3.1" is a value with a slot, not a number: a point must be followed and preceded by digits of one number attribute.
                if (text[at] == '.' && start > 0 && text[start - 1] == '%')
                {
                    break;
                }

                at++;
            }

            return text.Substring(start, at - start);
        }

        private void Skip()
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }
    }
}
