using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;

namespace Iris;

/// <summary>A trained network.</summary>
/// <param name="Model">Its numbers.</param>
/// <param name="Losses">The loss before each step, and after the last.</param>
/// <param name="Accuracy">The share of the flowers it was trained with that it names rightly.</param>
/// <param name="TestAccuracy">The same of those that it has never seen.</param>
public sealed record Training(Classifier.Values Model, IReadOnlyList<double> Losses, double Accuracy, double TestAccuracy)
{
    private const double Decay = 1e-3;

    /// <summary>Descends along the compiled gradient of all flowers, with momentum.</summary>
    /// <param name="steps">Steps.</param>
    /// <param name="hidden">Hidden units.</param>
    /// <param name="seed">Seed of the weights to begin with.</param>
    /// <param name="progress">Told of each step and its loss.</param>
    public static Training Run(int steps, int hidden, int seed, Action<int, double>? progress = null)
    {
        var (training, test) = Flowers.Load();
        var random = new Random(seed);
        var model = new Classifier.Values(Begin(random, Flowers.Inputs, hidden), Begin(random, hidden, Flowers.Species.Count));
        var velocity = model.Select(w => w * 0.0);
        var losses = new List<double>();
        for (int step = 0; step < steps; step++)
        {
            var (loss, gradient, _, _) = model.LossValueAndGrad(training.X, training.Y, Decay);
            losses.Add(loss);
            progress?.Invoke(step, loss);
            velocity = velocity.Zip(gradient, (v, g) => (v * 0.9) - (g * 0.1));
            model = model.Zip(velocity, (w, v) => w + v);
        }

        losses.Add(model.Loss(training.X, training.Y, Decay));
        return new Training(model, losses, Share(model, training), Share(model, test));
    }

    private static Layer.Values Begin(Random random, int inputs, int outputs) => new(
        Tensor.Create(Enumerable.Range(0, inputs * outputs).Select(_ => ((2 * random.NextDouble()) - 1) / Math.Sqrt(inputs)).ToArray(), [inputs, outputs]),
        Tensor.Create(new double[outputs], [outputs]));

    private static double Share(Classifier.Values model, Flowers flowers)
    {
        var scores = model.Scores(flowers.X);
        int right = 0;
        for (int i = 0; i < flowers.Labels.Length; i++)
        {
            right += Enumerable.Range(0, Flowers.Species.Count).MaxBy(c => scores[i, c]) == flowers.Labels[i] ? 1 : 0;
        }

        return (double)right / flowers.Labels.Length;
    }
}
