using Costate;
using static Costate.TracedTensor;

namespace CpAls;

/// <summary>
/// CP decomposition of a third-order tensor by alternating least squares (Kolda and Bader 2009, section 3.4): t is approximated by
/// the sum over r of the outer products of the columns of a, b and c. Each update minimises the squared error plus the weight
/// times the squared norm of the factor, the two other factors held fixed.
/// </summary>
public static partial class Cp
{
    /// <summary>The regularised least-squares update of the first factor.</summary>
    [Differentiable]
    [return: Shape("i, r")]
    public static TracedTensor<double> UpdateFirst(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        [Shape("")] TracedTensor<double> weight)
    {
        var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c) + weight * Eye<double>(b.Dim(1));
        return SolveSpdRight(Einsum("ijk,jr,kr->ir", t, b, c), gram);
    }

    /// <summary>The regularised least-squares update of the second factor.</summary>
    [Differentiable]
    [return: Shape("j, r")]
    public static TracedTensor<double> UpdateSecond(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("i, r")] TracedTensor<double> a,
        [Shape("k, r")] TracedTensor<double> c,
        [Shape("")] TracedTensor<double> weight)
    {
        var gram = MatMul(Transpose(a), a) * MatMul(Transpose(c), c) + weight * Eye<double>(a.Dim(1));
        return SolveSpdRight(Einsum("ijk,ir,kr->jr", t, a, c), gram);
    }

    /// <summary>The regularised least-squares update of the third factor.</summary>
    [Differentiable]
    [return: Shape("k, r")]
    public static TracedTensor<double> UpdateThird(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("i, r")] TracedTensor<double> a,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("")] TracedTensor<double> weight)
    {
        var gram = MatMul(Transpose(a), a) * MatMul(Transpose(b), b) + weight * Eye<double>(a.Dim(1));
        return SolveSpdRight(Einsum("ijk,ir,jr->kr", t, a, b), gram);
    }

    /// <summary>One sweep: the three updates, each with the newest factors.</summary>
    [Differentiable]
    [return: Shape("i, r; j, r; k, r")]
    public static (TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C) Sweep(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        [Shape("")] TracedTensor<double> weight)
    {
        var a = UpdateFirst(t, b, c, weight);
        var second = UpdateSecond(t, a, c, weight);
        var third = UpdateThird(t, a, second, weight);
        return (a, second, third);
    }

    /// <summary>The squared error of the decomposition.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Loss(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("i, r")] TracedTensor<double> a,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c) =>
        Sum(Square(t - Einsum("ir,jr,kr->ijk", a, b, c)));
}
