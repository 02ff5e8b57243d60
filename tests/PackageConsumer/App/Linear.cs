using Costate;
using Lib;
using static Costate.TracedTensor;

namespace App;

internal static partial class Linear
{
    [Differentiable]
    [return: Shape("m")]
    internal static TracedTensor<double> Apply(
        [Shape("m, n")] TracedTensor<double> w,
        [Shape("n")] TracedTensor<double> x) =>
        MatMul(w, x);

    [Differentiable]
    internal static TracedTensor<double> Loss(
        [Shape("m, n")] TracedTensor<double> w,
        [Shape("n")] TracedTensor<double> x,
        [Shape("m")] TracedTensor<double> y) =>
        Sum(Square(MatMul(w, x) - y)) * 0.5;

    /// <summary>The same by a method of the library, whose graph comes with the assembly.</summary>
    [Differentiable]
    internal static TracedTensor<double> LossOfLibrary(
        [Shape("m, n")] TracedTensor<double> w,
        [Shape("n")] TracedTensor<double> x,
        [Shape("m")] TracedTensor<double> y) =>
        Energy.Distance(Apply(w, x), y);
}
