using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods whose sizes fit only because of what is declared about them.</summary>
[Where("n == m")]
public static partial class FactModels
{
    /// <summary>Halves of a vector, and two names for one size.</summary>
    [Differentiable]
    [Where("n % 2 == 0")]
    public static TracedTensor<double> Folded([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y)
    {
        var half = x.Dim(0) / 2;
        return Sum(Reshape(Exp(x) * y, half, 2) * Reshape(Concat(0, Slice(y, 0, 0, half), Slice(x, 0, half, half)), half, 2));
    }

    /// <summary>Calls a method with facts; the sizes are even by their form.</summary>
    [Differentiable]
    public static TracedTensor<double> Doubled([Shape("2*k")] TracedTensor<double> x) => x.Dim(0) % 2 == 0 ? Folded(x, Square(x)) : Sum(x);
}
