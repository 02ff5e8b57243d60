using System;
using System.IO;
using System.Text.Json;

namespace Ode;

/// <summary>An initial value problem with its solution and the derivatives of that, computed without this library: see ode_golden.py.</summary>
/// <param name="X">The populations at time 0.</param>
/// <param name="P">The parameters.</param>
/// <param name="Duration">The time.</param>
/// <param name="State">The populations at its end.</param>
/// <param name="ByX">The derivative of each by the populations at time 0.</param>
/// <param name="ByP">The derivative of each by the parameters.</param>
public sealed record Golden(double[] X, double[] P, double Duration, double[] State, double[][] ByX, double[][] ByP)
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

    /// <summary>The largest difference of numbers from the expected ones, relative to the largest of those.</summary>
    public static double Error(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
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
