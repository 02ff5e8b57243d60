using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Costate.Runtime.Tests.Golden;

/// <summary>One call of a function in PyTorch: inputs, value, and the derivatives with respect to each input.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement json;

    private GoldenCase(int index, JsonElement json)
    {
        this.json = json;
        Index = index;
        Form = json.GetProperty("form").GetString()!;
        Inputs = [.. json.GetProperty("in").EnumerateArray().Select(x => new GoldenTensor(x[0], x[1]))];
        var y = json.GetProperty("out");
        Value = new GoldenTensor(y[0], y[1]);
        Cotangent = json.TryGetProperty("ct", out var ct) ? Numbers(ct) : [];
        Derivatives = json.TryGetProperty("d", out var d) ? [.. d.EnumerateArray().Select(x => new GoldenDerivative(x))] : [];
    }

    /// <summary>All cases, in the order of the file.</summary>
    public static IReadOnlyList<GoldenCase> All { get; } = Read();

    public int Index { get; }

    public string Form { get; }

    public GoldenTensor[] Inputs { get; }

    public GoldenTensor Value { get; }

    public double[] Cotangent { get; }

    public GoldenDerivative[] Derivatives { get; }

    public int Int(string name) => Argument(name).GetInt32();

    public int[] Ints(string name) => [.. Argument(name).EnumerateArray().Select(k => k.GetInt32())];

    public bool Flag(string name) => Argument(name).GetBoolean();

    public double Number(string name) => Argument(name).GetDouble();

    public string Text(string name) => Argument(name).GetString()!;

    public override string ToString()
    {
        string arguments = json.TryGetProperty("args", out var args) ? " " + args : string.Empty;
        return $"case {Index}, {Form}{arguments} of {string.Join(", ", Inputs.Select(x => $"[{string.Join(", ", x.Shape)}]"))}";
    }

    internal static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    // JSON has no infinities and no NaN, so those are strings.
    private static double Number(JsonElement x) => x.ValueKind == JsonValueKind.Number ? x.GetDouble() : x.GetString() switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        var other => throw new FormatException($"'{other}' is no number of the golden file."),
    };

    private static GoldenCase[] Read()
    {
        using var stream = typeof(GoldenCase).Assembly.GetManifestResourceStream("pytorch_golden.json")!;
        using var reader = new StreamReader(stream);
        return [.. JsonDocument.Parse(reader.ReadToEnd()).RootElement.GetProperty("cases").EnumerateArray().Select((x, i) => new GoldenCase(i, x))];
    }

    private JsonElement Argument(string name) => json.GetProperty("args").GetProperty(name);
}

/// <summary>A tensor of the golden file; masks are zeros and ones.</summary>
internal sealed class GoldenTensor(JsonElement shape, JsonElement data)
{
    public int[] Shape { get; } = [.. shape.EnumerateArray().Select(n => n.GetInt32())];

    public double[] Data { get; } = GoldenCase.Numbers(data);
}

/// <summary>The derivatives with respect to one input.</summary>
internal sealed class GoldenDerivative(JsonElement json)
{
    /// <summary>The index of the input.</summary>
    public int Input { get; } = json.GetProperty("x").GetInt32();

    public double[] Vjp { get; } = GoldenCase.Numbers(json.GetProperty("vjp"));

    public double[] Direction { get; } = GoldenCase.Numbers(json.GetProperty("v"));

    public double[] Jvp { get; } = GoldenCase.Numbers(json.GetProperty("jvp"));

    /// <summary>The Hessian of the inner product of cotangent and value, times the direction; null where it was not asked for.</summary>
    public double[]? Hvp { get; } = json.TryGetProperty("hvp", out var hvp) ? GoldenCase.Numbers(hvp) : null;
}
