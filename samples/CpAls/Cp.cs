using System;
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

    /// <summary>
    /// The whole iteration in one method, as <see cref="Solver"/> makes it around <see cref="Sweep"/>: sweep after sweep until the relative residual
    /// says so. The compiled adjoint goes back through as many sweeps as were made, and makes some of them again: it has no more factors in memory than it is given room for.
    /// </summary>
    /// <param name="t">The tensor.</param>
    /// <param name="b">Where the second factor begins.</param>
    /// <param name="c">Where the third factor begins.</param>
    /// <param name="weight">The regularisation weight of the first sweep.</param>
    /// <param name="size">What residuals are relative to: the norm of the tensor.</param>
    /// <param name="decay">Factor by which the weight shrinks from sweep to sweep.</param>
    /// <param name="tolerance">Ends the iteration, see <see cref="Settings"/>; 0 for none.</param>
    /// <param name="settled">The factor of the weight below which the residual may be called unchanged.</param>
    /// <param name="maxSweeps">Most sweeps.</param>
    /// <param name="states">The sweeps whose factors the adjoint may have in memory at a time.</param>
    /// <returns>The factors, and the squared error.</returns>
    [Differentiable]
    [return: Shape("i, r; j, r; k, r; ")]
    public static (TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C, TracedTensor<double> Loss) Iterate(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        [Shape("")] TracedTensor<double> weight,
        double size,
        double decay,
        double tolerance,
        double settled,
        int maxSweeps,
        [Checkpoint] int states)
    {
        var a = Zeros<double>(t.Dim(0), b.Dim(1));
        var loss = Sum(Square(t));
        double factor = 1, previous = double.PositiveInfinity;
        for (int sweep = 0; sweep < maxSweeps; sweep++)
        {
            (a, b, c) = Sweep(t, b, c, weight * factor);
            loss = Loss(t, a, b, c);
            double residual = Math.Sqrt(loss.EvalScalar()) / size;
            if (residual < tolerance || double.IsNaN(residual) || (Math.Abs(previous - residual) < tolerance * 1e-3 && factor < settled))
            {
                break;
            }

            previous = residual;
            factor *= decay;
        }

        return (a, b, c, loss);
    }
}
