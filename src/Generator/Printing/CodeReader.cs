using System;
using System.IO;
using System.Text;

namespace Costate.Generator;

/// <summary>Reads a text in the pieces in which it was written: one string of it would be an object of the kind that only full collections free.</summary>
internal sealed class CodeReader(StringBuilder text) : TextReader
{
    private int position;

    public override int Peek() => position < text.Length ? text[position] : -1;

    public override int Read() => position < text.Length ? text[position++] : -1;

    public override int Read(char[] buffer, int index, int count)
    {
        int read = Math.Min(count, text.Length - position);
        text.CopyTo(position, buffer, index, read);
        position += read;
        return read;
    }
}
