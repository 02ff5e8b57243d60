using System;
using System.IO;
using System.Numerics.Tensors;
using System.Text.Json;

namespace Lstm;

/// <summary>A small problem with its value and gradient, computed without this library: see lstm_golden.py.</summary>
public sealed record Golden(int L, int C, int B, double[] Main, double[] Extra, double[] State, double[] Sequence, double Value, double[] MainBar, double[] ExtraBar)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>All of them.</summary>
    public static Golden[] All
    {
        get
        {
            using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream("golden.json")!;
            return JsonSerializer.Deserialize<Golden[]>(stream, Options)!;
        }
    }

    /// <summary>The largest difference of the compiled value and gradient from this one, relative to the largest element of each.</summary>
    public double LargestError()
    {
        var problem = new SequenceProblem(L, C, B, Main, Extra, State, Sequence);
        double[] gradient = new double[problem.Parameters];
        double value = problem.ValueAndGradient(gradient);
        return Math.Max(Error([value], [Value]), Error(gradient, [.. MainBar, .. ExtraBar]));
    }

    private static double Error(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        double largest = 0, scale = 1e-300;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(actual[i] - expected[i]));
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        return largest / scale;
    }
}
