using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;

namespace Iris;

/// <summary>Measured flowers of three species (Fisher 1936, table I): 150 rows, of which every fifth is kept for the test.</summary>
/// <param name="X">Measurements, each scaled to mean 0 and variance 1 over the flowers that are trained with.</param>
/// <param name="Y">1 at the species, 0 elsewhere.</param>
/// <param name="Labels">The species by number.</param>
public sealed record Flowers(Tensor<double> X, Tensor<double> Y, int[] Labels)
{
    /// <summary>Measurements of a flower.</summary>
    public const int Inputs = 4;

    /// <summary>The names of the species.</summary>
    public static IReadOnlyList<string> Species { get; } = ["setosa", "versicolor", "virginica"];

    /// <summary>Reads the table and divides it.</summary>
    /// <exception cref="FormatException">A row is not four numbers and a species.</exception>
    public static (Flowers Training, Flowers Test) Load()
    {
        using var reader = new StreamReader(typeof(Flowers).Assembly.GetManifestResourceStream("iris.csv")!);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse).ToArray();
        var training = rows.Where((_, i) => i % 5 != 4).ToArray();
        double[] mean = new double[Inputs], deviation = new double[Inputs];
        for (int k = 0; k < Inputs; k++)
        {
            mean[k] = training.Average(r => r.X[k]);
            deviation[k] = Math.Sqrt(training.Average(r => Math.Pow(r.X[k] - mean[k], 2)));
        }

        return (Of(training), Of(rows.Where((_, i) => i % 5 == 4).ToArray()));

        Flowers Of((double[] X, int Label)[] of) => new(
            Tensor.Create(of.SelectMany(r => r.X.Select((v, k) => (v - mean[k]) / deviation[k])).ToArray(), [of.Length, Inputs]),
            Tensor.Create(of.SelectMany(r => Species.Select((_, c) => c == r.Label ? 1.0 : 0.0)).ToArray(), [of.Length, Species.Count]),
            of.Select(r => r.Label).ToArray());
    }

    private static (double[] X, int Label) Parse(string row)
    {
        string[] fields = row.Split(',');
        int label = fields.Length == Inputs + 1 ? Species.ToList().IndexOf(fields[Inputs].Trim()) : -1;
        return label >= 0
            ? (fields.Take(Inputs).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray(), label)
            : throw new FormatException("'" + row + "' is not four numbers and a species.");
    }
}
