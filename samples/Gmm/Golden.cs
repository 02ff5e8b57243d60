using System;
using System.IO;
using System.Text.Json;

namespace Gmm;

/// <summary>A small problem with its value and gradient, computed without this library: see gmm_golden.py.</summary>
public sealed record Golden(
    int D, int K, int N, double Gamma, double M, double[] Alphas, double[] Means, double[] Factors, double[] X,
    double Value, double[] AlphasBar, double[] MeansBar, double[] FactorsBar)
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
        var problem = new MixtureProblem(D, K, N, Gamma, M, Alphas, Means, Factors, X);
        double[] gradient = new double[problem.Parameters];
        double value = problem.ValueAndGradient(gradient);
        return Math.Max(Error([value], [Value]), Error(gradient, [.. AlphasBar, .. MeansBar, .. FactorsBar]));
    }

    private static double Error(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        double largest = 0, scale = 1;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(actual[i] - expected[i]));
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }

        return largest / scale;
    }
}
