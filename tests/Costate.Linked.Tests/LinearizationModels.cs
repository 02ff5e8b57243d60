using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>Methods whose derivatives are declared.</summary>
public static partial class LinearizationModels
{
    [Differentiable]
    public static TracedTensor<double> Through([Shape("n")] TracedTensor<double> x) => Floor(x + 0.5);

    [Linearization(nameof(Through))]
    private static TracedTensor<double> ThroughTangent(TracedTensor<double> x, TracedTensor<double> dx) => dx;

    [Differentiable]
    public static (TracedTensor<double> Wave, TracedTensor<double> Mean) Damped([Shape("n")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a, int steps, double rate, bool mean)
    {
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(a, x)) * rate;
        }

        return (x, mean ? Sum(x) / x.Dim(0) : Sum(x));
    }

    [Linearization(nameof(Damped))]
    private static (TracedTensor<double>, TracedTensor<double>) DampedTangent(
        TracedTensor<double> x, TracedTensor<double> a, int count, double factor, bool divides, (TracedTensor<double> Wave, TracedTensor<double> Mean) result, TracedTensor<double> dx, TracedTensor<double> da)
    {
        for (int i = 0; i < count; i++)
        {
            var t = Tanh(MatMul(a, x));
            dx = (1.0 - (t * t)) * (MatMul(da, x) + MatMul(a, dx)) * factor;
            x = t * factor;
        }

        return (dx, divides ? Sum(dx) / result.Wave.Dim(0) : Sum(dx));
    }

    /// <summary>Calls both of them, in a loop, and takes a derivative.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Both([Shape("n")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            var y = Sum(Through(x) * x);
            x = Damped(x - (0.25 * y.Grad(x)), a, 2, 0.5, true).Wave;
        }

        return Sum(x * x);
    }
}

/// <summary>A record whose method has a declared derivative.</summary>
public partial record LinearizedLayer([Shape("m, n")] TracedTensor<double> Weights, [Shape("m")] TracedTensor<double> Bias)
{
    [Differentiable]
    public TracedTensor<double> Of([Shape("n")] TracedTensor<double> x) => Tanh(MatMul(Weights, x) + Bias);

    [Linearization(nameof(Of))]
    private TracedTensor<double> OfTangent(TracedTensor<double> x, TracedTensor<double> y, LinearizedLayer dLayer, TracedTensor<double> dx) =>
        (1.0 - (y * y)) * (MatMul(dLayer.Weights, x) + MatMul(Weights, dx) + dLayer.Bias);
}
