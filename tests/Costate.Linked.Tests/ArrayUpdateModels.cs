using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>One layer of many.</summary>
public sealed partial record Unit([Shape("n, n")] TracedTensor<double> Weights, [Shape("n")] TracedTensor<double> Bias);

/// <summary>Layers in a model that is returned.</summary>
public sealed partial record Units([Length("depth")] Unit[] All, [Shape("n")] TracedTensor<double> Last);

/// <summary>Methods that make arrays, change their elements, return them and differentiate by them.</summary>
public static partial class ArrayUpdateModels
{
    /// <summary>A step of descent for all layers, in one method.</summary>
    [Differentiable]
    [return: Length("depth")]
    public static Unit[] Step([Length("depth")] Unit[] layers, [NoGradient, Shape("n")] TracedTensor<double> x, double rate)
    {
        var gradient = Size(layers, x).Grad(layers);
        Unit[] next = [.. layers];
        for (int j = 0; j < layers.Length; j++)
        {
            next[j] = layers[j] with { Weights = layers[j].Weights - rate * gradient[j].Weights };
        }

        return next;
    }

    [Differentiable]
    public static TracedTensor<double> Size(Unit[] layers, [NoGradient, Shape("n")] TracedTensor<double> x)
    {
        foreach (var layer in layers) x = Tanh(MatMul(layer.Weights, x) + layer.Bias);
        return Sum(Square(x));
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
    public static Units Biased(Units units, [Shape("n")] TracedTensor<double> bias)
    {
        var all = (Unit[])units.All.Clone();
        all[0] = all[0] with { Bias = bias };
        return units with { All = all, Last = units.Last + all[^1].Bias };
    }

    /// <summary>By a record with an array.</summary>
    [Differentiable]
    public static Units ByRecord(Units units)
    {
        var y = Sum(units.Last);
        foreach (var unit in units.All) y *= Sum(Square(unit.Weights)) + Sum(unit.Bias);
        return y.Grad(units);
    }

    /// <summary>By an array, a part of it, and elements.</summary>
    [Differentiable]
    public static TracedTensor<double> ByArrays([Shape("n")] TracedTensor<double>[] xs)
    {
        var y = Sum(xs[0] * xs[0] * xs[^1]);
        foreach (var x in xs) y += Sum(Sin(x));
        var (first, last) = y.Grad(xs[0], xs[^1]);
        return first * last * y.Jvp(xs[0], xs[^1]) + y.GradOrZero(xs[1..])[0] * y.Vjp(y, xs)[^1];
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

    /// <summary>An array that a loop carries and a call changes.</summary>
    [Differentiable]
    public static (TracedTensor<double>[] Xs, TracedTensor<double> Sum) Repeated([Shape("n")] TracedTensor<double>[] xs, int times)
    {
        TracedTensor<double>[] now = [.. xs];
        for (int i = 0; i < times; i++) now = Doubled(now);
        return (now, Sum(now[0]));
    }

    /// <summary>An array of a declared number of elements in one branch, one that is written out in the other.</summary>
    [Differentiable]
    public static TracedTensor<double>[] Chosen([Length("2"), Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y, double c)
    {
        var own = c > 0.9 ? xs[..] : [y, Sin(y)];
        own[^1] = own[0] * y;
        TracedTensor<double>[] other = [y];
        if (c > 0.9) other = [Sin(y)];
        return [.. own, .. other];
    }
}
