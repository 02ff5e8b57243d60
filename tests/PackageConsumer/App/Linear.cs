using Costate;
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
}
