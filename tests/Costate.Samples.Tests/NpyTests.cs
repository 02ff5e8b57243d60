using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using CpAls;
using Xunit;

namespace Costate.Samples.Tests;

public sealed class NpyTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".npy");

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("<f8")]
    [InlineData(">f8")]
    [InlineData("<f4")]
    [InlineData("<i4")]
    [InlineData("<i8")]
    [InlineData("|i1")]
    public void RealTypesAreRead(string type)
    {
        double[] data = [1, -2, 3, 4, 5, 6];
        Write(type, false, "(1, 2, 3)", data.SelectMany(v => Bytes(type, v)).ToArray());
        var (read, shape) = Npy.Read(path);
        Assert.Equal(data, read);
        Assert.Equal([1, 2, 3], shape);
    }

    [Fact]
    public void FortranOrderIsTurnedRound()
    {
        // [[1, 2, 3], [4, 5, 6]] column by column.
        Write("<f8", true, "(2, 3)", new double[] { 1, 4, 2, 5, 3, 6 }.SelectMany(BitConverter.GetBytes).ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], Npy.Read(path).Data);
    }

    [Fact]
    public void NaNAndInfinityAreReadAsTheyStand()
    {
        Write("<f8", false, "(2,)", new[] { double.NaN, double.NegativeInfinity }.SelectMany(BitConverter.GetBytes).ToArray());
        Assert.Equal([double.NaN, double.NegativeInfinity], Npy.Read(path).Data);
    }

    [Theory]
    [InlineData("<c16", "(1,)", 16, 10, "not a real number")]
    [InlineData("<f8", "(2, 2)", 31, -1, "needs 32 bytes of data, the file has 31")]
    [InlineData("<f8", "(2, 2)", 33, -1, "needs 32 bytes of data, the file has 33")]
    [InlineData("<f8", "(2, x)", 16, -1, "'x' is not a size")]
    [InlineData("<f8", "(100000, 100000, 100000)", 8, -1, "more than")]
    public void AFalseHeaderIsRefused(string type, string shape, int bytes, long offset, string reason)
    {
        Write(type, false, shape, new byte[bytes]);
        var error = Assert.Throws<NpyFormatException>(() => Npy.Read(path));
        Assert.Contains(reason, error.Message);
        Assert.Contains("at byte " + error.Offset, error.Message);
        if (offset >= 0)
        {
            Assert.Equal(offset, error.Offset);
        }
    }

    [Fact]
    public void ATruncatedOrForeignFileIsRefusedWithTheByte()
    {
        File.WriteAllBytes(path, [0x93, (byte)'N', (byte)'U']);
        Assert.Equal(3, Assert.Throws<NpyFormatException>(() => Npy.Read(path)).Offset);
        File.WriteAllText(path, "This is not an array at all.");
        Assert.Equal(0, Assert.Throws<NpyFormatException>(() => Npy.Read(path)).Offset);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 9, 0, 0, 0]);
        Assert.Equal(6, Assert.Throws<NpyFormatException>(() => Npy.Read(path)).Offset);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, 200, 0]);
        Assert.Equal(8, Assert.Throws<NpyFormatException>(() => Npy.Read(path)).Offset);
    }

    [Fact]
    public void AMatrixIsNoThirdOrderTensor()
    {
        Write("<f8", false, "(1, 1)", new byte[8]);
        Assert.Contains("2 axes", Assert.Throws<NpyFormatException>(() => Problem.FromFile(path)).Message);
    }

    private static IEnumerable<byte> Bytes(string type, double value)
    {
        byte[] bytes = type.Substring(1) switch
        {
            "f8" => BitConverter.GetBytes(value),
            "f4" => BitConverter.GetBytes((float)value),
            "i8" => BitConverter.GetBytes((long)value),
            "i4" => BitConverter.GetBytes((int)value),
            _ => [(byte)(sbyte)value],
        };
        return type[0] == '>' ? bytes.Reverse() : bytes;
    }

    private void Write(string type, bool fortran, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        byte[] text = Encoding.ASCII.GetBytes(header);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length & 255), (byte)(text.Length >> 8), .. text, .. data]);
    }
}
