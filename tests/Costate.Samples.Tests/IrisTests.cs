using System;
using System.Linq;
using System.Xml.Linq;
using Iris;
using Xunit;

namespace Costate.Samples.Tests;

/// <summary>The classifier: the data are Fisher's, it learns them, and its picture is one.</summary>
public sealed class IrisTests
{
    [Fact]
    public void TheTableIsFishers()
    {
        using var reader = new System.IO.StreamReader(typeof(Flowers).Assembly.GetManifestResourceStream("iris.csv")!);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(r => r.Split(',')).ToArray();
        double[][] means = [[5.006, 3.428, 1.462, 0.246], [5.936, 2.770, 4.260, 1.326], [6.588, 2.974, 5.552, 2.026]];
        for (int s = 0; s < means.Length; s++)
        {
            var of = rows.Where(r => r[4] == Flowers.Species[s]).ToArray();
            Assert.Equal(50, of.Length);
            Assert.Equal(means[s], Enumerable.Range(0, 4).Select(k => Math.Round(of.Average(r => double.Parse(r[k], System.Globalization.CultureInfo.InvariantCulture)), 3)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ItLearnsToTellThemApart(int seed)
    {
        var training = Training.Run(300, 8, seed);
        Assert.Equal(301, training.Losses.Count);
        Assert.True(training.Losses[^1] < training.Losses[0] / 5);
        Assert.InRange(training.Accuracy, 0.95, 1);
        Assert.InRange(training.TestAccuracy, 0.9, 1);
    }

    [Fact]
    public void ThePictureHasAPointForEachLoss()
    {
        var picture = XDocument.Parse(Plot.Losses([2.0, 1.0, 0.25, 0.125]).ToString());
        var points = picture.Descendants().Single(e => e.Name.LocalName == "polyline").Attribute("points")!.Value.Split(' ');
        Assert.Equal(4, points.Length);
        Assert.Equal("48", points[0].Split(',')[0]);
        Assert.NotEmpty(Plot.Losses([1.0]).ToString());
    }
}
