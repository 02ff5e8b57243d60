using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace CpAls;

/// <summary>A file that is not a readable .npy array; the message names the byte offset and the reason.</summary>
public sealed class NpyFormatException(string file, long offset, string reason)
    : FormatException(string.Create(CultureInfo.InvariantCulture, $"{file} cannot be read: at byte {offset}: {reason}"))
{
    /// <summary>Offset from the start of the file, in bytes.</summary>
    public long Offset { get; } = offset;
}

/// <summary>
/// Reads arrays of real numbers in NumPy's .npy format, versions 1 to 3 (NumPy Enhancement Proposal 1): little- or big-endian
/// floats of 4 or 8 bytes and integers of 1 to 8 bytes, in C or Fortran order.
/// </summary>
public static partial class Npy
{
    private const long MaxElements = 1L << 28;

    /// <returns>The elements in row-major order and the shape.</returns>
    /// <exception cref="NpyFormatException">The file is malformed or holds something other than real numbers.</exception>
    public static (double[] Data, int[] Shape) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        string file = Path.GetFileName(path);
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];
        if (bytes.Length < 10)
        {
            throw new NpyFormatException(file, bytes.Length, "the file ends inside the preamble of 10 bytes.");
        }

        if (!bytes.AsSpan(0, 6).SequenceEqual(magic))
        {
            throw new NpyFormatException(file, 0, "the magic bytes \\x93NUMPY are missing, so this is not a .npy file.");
        }

        int version = bytes[6];
        if (version is < 1 or > 3)
        {
            throw new NpyFormatException(file, 6, $"format version {version} is unknown; versions 1, 2 and 3 can be read.");
        }

        int start = version == 1 ? 10 : 12;
        if (bytes.Length < start)
        {
            throw new NpyFormatException(file, bytes.Length, "the file ends inside the header's length.");
        }

        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8));
        if (start + length > bytes.Length)
        {
            throw new NpyFormatException(file, 8, $"the header should take {length} bytes, but the file ends after {bytes.Length - start}.");
        }

        string header = Encoding.UTF8.GetString(bytes, start, (int)length);
        string type = Field(file, start, header, Descr(), "descr");
        bool fortran = Field(file, start, header, Order(), "fortran_order") == "True";
        int[] shape = ParseShape(file, start, header);
        return (ReadData(file, bytes, start + (int)length, type, shape, fortran), shape);
    }

    [GeneratedRegex("'descr'\\s*:\\s*'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex ShapeTuple();

    private static string Field(string file, int start, string header, Regex pattern, string name)
    {
        var match = pattern.Match(header);
        return match.Success
            ? match.Groups[1].Value
            : throw new NpyFormatException(file, start, $"the header has no readable '{name}': {header.Trim()}");
    }

    private static int[] ParseShape(string file, int start, string header)
    {
        var match = ShapeTuple().Match(header);
        if (!match.Success)
        {
            throw new NpyFormatException(file, start, $"the header has no readable 'shape': {header.Trim()}");
        }

        var shape = new List<int>();
        long count = 1;
        foreach (string part in match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int dim))
            {
                throw new NpyFormatException(file, start + match.Groups[1].Index, $"'{part}' is not a size.");
            }

            shape.Add(dim);
            count = dim == 0 || count == 0 ? 0 : count > MaxElements / dim ? MaxElements + 1 : count * dim;
        }

        return count <= MaxElements
            ? shape.ToArray()
            : throw new NpyFormatException(file, start + match.Index, $"the shape ({match.Groups[1].Value}) has more than {MaxElements} elements.");
    }

    private static double[] ReadData(string file, byte[] bytes, int start, string type, int[] shape, bool fortran)
    {
        bool big = type.StartsWith('>');
        string kind = type.TrimStart('<', '>', '|', '=');
        int size = kind switch
        {
            "f8" or "i8" or "u8" => 8,
            "f4" or "i4" or "u4" => 4,
            "i2" or "u2" => 2,
            "i1" or "u1" => 1,
            _ => throw new NpyFormatException(file, 10, $"the element type '{type}' is not a real number of a known size; save the array as float64."),
        };
        int count = 1;
        foreach (int dim in shape)
        {
            count *= dim;
        }

        if (bytes.Length - start != (long)count * size)
        {
            throw new NpyFormatException(file, Math.Min(bytes.Length, start + ((long)count * size)), $"the shape ({string.Join(", ", shape)}) of '{type}' needs {(long)count * size} bytes of data, the file has {bytes.Length - start}.");
        }

        var data = new double[count];
        for (int n = 0; n < count; n++)
        {
            data[n] = Element(bytes.AsSpan(start + ((fortran ? FortranOffset(n, shape) : n) * size), size), kind, big);
        }

        return data;
    }

    private static int FortranOffset(int index, int[] shape)
    {
        int offset = 0;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            int stride = 1;
            for (int i = 0; i < axis; i++)
            {
                stride *= shape[i];
            }

            offset += index % shape[axis] * stride;
            index /= shape[axis];
        }

        return offset;
    }

    private static double Element(ReadOnlySpan<byte> bytes, string kind, bool big) => kind switch
    {
        "f8" => big ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "f4" => big ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "i8" => big ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "u8" => big ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "i4" => big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "u4" => big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "i2" => big ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "u2" => big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "i1" => (sbyte)bytes[0],
        _ => bytes[0],
    };
}
