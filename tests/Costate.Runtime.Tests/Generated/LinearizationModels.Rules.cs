using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <content>Linearizations in another file than what they are the linearizations of.</content>
public static partial class LinearizationModels
{
    [Linearization(nameof(Pair))]
    private static (TracedTensor<double>, TracedTensor<double>) PairTangent(
        TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> c, (TracedTensor<double> Wave, TracedTensor<double> Total) y, TracedTensor<double> dx, TracedTensor<double> dw, TracedTensor<double> dc)
    {
        var wave = y.Wave * ((w * dx) + (x * dw));
        return (wave, (Sum(wave) * c) + (Sum(y.Wave) * dc));
    }

    [Linearization(nameof(Elsewhere))]
    private static TracedTensor<double> ElsewhereTangent(TracedTensor<double> x, TracedTensor<double> y, TracedTensor<double> dx) => (y + 1.0) * dx;
}
