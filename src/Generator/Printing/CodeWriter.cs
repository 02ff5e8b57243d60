using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Generator;

/// <summary>Collects lines with indentation; every line ends with \n, whatever the machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder text = new();
    private int depth;
    private bool isBlankDue;
    private bool isAtStart;
    private string? place;
    private bool isShown;

    public void Line(string line)
    {
        if (isBlankDue)
        {
            text.Append('\n');
            isBlankDue = false;
        }

        isAtStart = false;
        if (place is not null)
        {
            // Without it the next line of the text would stand for the next line of the source.
            text.Append("#line ").Append(place).Append('\n');
            isShown = true;
        }
        else if (isShown)
        {
            Raw("#line hidden");
            isShown = false;
        }

        text.Append(' ', 4 * depth).Append(line).Append('\n');
    }

    /// <summary>A line without indentation: inside a raw string literal, say.</summary>
    public void Raw(string line) => text.Append(line).Append('\n');

    /// <summary>A blank line before the next one, unless a block begins or ends there.</summary>
    public void Blank() => isBlankDue = !isAtStart;

    public void Open(string? head = null)
    {
        if (head is not null)
        {
            Line(head);
        }

        Line("{");
        depth++;
        isAtStart = true;
    }

    public void Close(string tail = "")
    {
        isBlankDue = false;
        depth--;
        Line("}" + tail);
    }

    /// <summary>From here on, lines stand for one line of the user's source: in debuggers, stack traces and messages of the compiler.</summary>
    public void BeginSource(int line, string path) => place = line.ToString(CultureInfo.InvariantCulture) + " \"" + path + "\"";

    /// <summary>From here on, lines are nobody's: a debugger passes over them.</summary>
    public void EndSource() => place = null;

    public void Indent() => depth++;

    public void Unindent() => depth--;

    public SourceText ToSource() => SourceText.From(new CodeReader(text), text.Length, Encoding.UTF8);

    public override string ToString() => text.ToString();
}
