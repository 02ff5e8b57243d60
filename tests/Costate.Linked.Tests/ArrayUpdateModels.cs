using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>Layers in a model that is returned.</summary>
public sealed partial record Stages([Length("depth"), Dims("outputs = n, inputs = n")] Stage[] All, [Shape("n")] TracedTensor<double> Last);

/// <summary>Methods that make arrays, change their elements, return them and differentiate by them.</summary>
public static partial class ArrayUpdateModels
{
    /// <summary>A step of descent for all layers, in one method.</summary>
    [Differentiable]
    [return: Length("depth"), Dims("outputs = n, inputs = n")]
    public static Stage[] Step([Length("depth"), Dims("outputs = n, inputs = n")] Stage[] layers, [Shape("batch, n")] TracedTensor<double> x, double rate)
    {
        var gradient = Sum(ArrayModels.Forward(layers, x)).Grad(layers);
        Stage[] next = [.. layers];
        for (int j = 0; j < layers.Length; j++)
        {
            next[j] = layers[j] with { Weights = layers[j].Weights - rate * gradient[j].Weights, Bias = layers[j].Bias - rate * gradient[j].Bias };
        }

        return next;
    }

    [Differentiable]
    [return: Dims("outputs = n, inputs = n; ")]
    public static (Stage[] Layers, TracedTensor<double> Size) Steps([Length("depth"), Dims("outputs = n, inputs = n")] Stage[] layers, [Shape("batch, n")] TracedTensor<double> x, int steps)
    {
        Stage[] now = [.. layers];
        for (int i = 0; i < steps; i++)
        {
            now = Step(now, x, 0.1);
        }

        return (now, ArrayModels.Sizes(now));
    }

    /// <summary>Arrays made of others, in loops and branches, and two elements that change places.</summary>
    [Differentiable]
    public static TracedTensor<double>[] Mixed([Length("count"), Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y, double c)
    {
        TracedTensor<double>[] all = [y, .. xs, Sin(y)];
        (all[0], all[^1]) = (all[^1], all[0]);
        for (int i = 1; i < all.Length; i++)
        {
            all[i] += Sin(all[i - 1]);
            if (c > 0.9) all[i] = all[i] * y;
        }

        var two = new[] { xs[0], y };
        for (int i = 0; i < 2; i++) two[i] = two[0] * two[1];
        TracedTensor<double>[] one = [xs[0]];
        one[0] = one[0] * 2;
        return [.. all, .. two[..1], .. one];
    }

    /// <summary>Tuples, and a loop that leaves from its middle.</summary>
    [Differentiable]
    public static (TracedTensor<double> Shift, TracedTensor<double> Scale)[] Tuples([Shape("n; ")] (TracedTensor<double> Shift, TracedTensor<double> Scale)[] steps, double c)
    {
        var own = steps[..];
        if (c > 0.9) own[0] = (own[0].Shift * 2, own[0].Scale);
        else own[^1] = (own[0].Shift, own[0].Scale * 3);
        int k = 0;
        while (true)
        {
            own[k] = (Sin(own[k].Shift), own[k].Scale);
            k++;
            if (k >= own.Length) break;
        }

        return own;
    }

    [Differentiable]
    public static Stages Biased(Stages stages, [Shape("n")] TracedTensor<double> bias)
    {
        var all = (Stage[])stages.All.Clone();
        all[0] = all[0] with { Bias = bias };
        return stages with { All = all, Last = stages.Last + all[^1].Bias };
    }

    /// <summary>By an array, a part of it, its elements, and a record with an array.</summary>
    [Differentiable]
    public static TracedTensor<double> ByArrays(Stages stages, [Shape("batch, n")] TracedTensor<double> x)
    {
        var y = Sum(ArrayModels.Forward(stages.All, x)) * Sum(Square(stages.Last)) + Sum(stages.All[0].Bias * stages.All[^1].Bias);
        var (by, part, zeros) = (y.Grad(stages), y.Grad(stages.All[1..])[0], y.GradOrZero(stages.All)[^1]);
        var (first, last) = y.Grad(stages.All[0].Bias, stages.All[^1].Bias);
        return Sum(by.All[0].Weights) + Sum(by.Last) + Sum(part.Bias * zeros.Bias) + Sum(first * last) + y.Jvp(stages.All[0].Bias, stages.Last) + Sum(y.Vjp(y, stages.All)[0].Weights);
    }

    /// <summary>By what a call returns, whose elements are values of their own.</summary>
    [Differentiable]
    public static TracedTensor<double>[] ByReturned([Shape("n")] TracedTensor<double>[] xs)
    {
        var ys = Doubled(xs);
        var y = Sum(Square(xs[0]));
        foreach (var one in ys) y += Sum(one * one * xs[0]);
        return y.Grad(ys);
    }

    [Differentiable]
    public static TracedTensor<double>[] Doubled([Shape("n")] TracedTensor<double>[] xs)
    {
        TracedTensor<double>[] ys = [.. xs];
        for (int i = 0; i < ys.Length; i++) ys[i] *= 2;
        return ys;
    }
}
