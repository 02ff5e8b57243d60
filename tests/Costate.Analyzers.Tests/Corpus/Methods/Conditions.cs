using System;
using Costate;
using static Costate.TracedTensor;

/// <summary>Branches on sizes and numbers, and what facts must decide of them.</summary>
public static partial class Conditions
{
    [Differentiable]
    public static TracedTensor<double> CheaperGram([Shape("rows, cols")] TracedTensor<double> x)
    {
        return x.Dim(0) < x.Dim(1) ? MatMul(x, Transpose(x)) : MatMul(Transpose(x), x);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS122
    }

    [Differentiable]
    [Where("rows < cols")]
    public static TracedTensor<double> CheaperGramOfWideOnes([Shape("rows, cols")] TracedTensor<double> x) => x.Dim(0) < x.Dim(1) ? MatMul(x, Transpose(x)) : MatMul(Transpose(x), x);

    [Differentiable]
    public static TracedTensor<double> EvenOrOdd([Shape("n")] TracedTensor<double> x)
    {
        return x * (x.Dim(0) % 2 == 0 ? 1 : 2);
        //          ^^^^^^^^^^^^^^^^^ COS115
    }

    [Differentiable]
    public static TracedTensor<double> BranchOnTheForm([Shape("n")] TracedTensor<double> x)
    {
        if (x.Dim(0) % 2 == 0)
        {
            return Sum(x);
        }

        return Sum(-x);
    }

    [Differentiable]
    public static TracedTensor<double> EvenByItsForm([Shape("2*n")] TracedTensor<double> x) => x.Dim(0) % 2 == 0 ? Sum(x) : Sum(-x);

    [Differentiable]
    public static TracedTensor<double> SignOfAParameter([Shape("n")] TracedTensor<double> x, int k)
    {
        return x * (k >= 0 ? 1 : 2);
        //          ^^^^^^ COS115
    }

    [Differentiable]
    public static TracedTensor<double> FlagForASign([Shape("n")] TracedTensor<double> x, bool positive) => positive ? x : -x;

    [Differentiable]
    public static TracedTensor<double> RankIsAlwaysKnown([Shape("n, m")] TracedTensor<double> x) => x.Rank == 2 ? Sum(x, 1) : x;

    [Differentiable]
    public static TracedTensor<double> ConditionOnANumber([Shape("n")] TracedTensor<double> x, double s)
    {
        int k = 1;
        if (s > 0) k = 2;
        return x * k;
        //         ^ COS002
    }

    [Differentiable]
    public static TracedTensor<double> ConditionForATensor([Shape("n")] TracedTensor<double> x, double s) => s > 0 ? x : -x;

    [Differentiable]
    public static TracedTensor<double> ChoiceByANumber([Shape("n")] TracedTensor<double> x, double s) => Select(GreaterThan(s * Ones<double>(), 0), x, -x);

    [Differentiable]
    public static TracedTensor<double> ClampedSize([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, Math.Min(k, x.Dim(0)));
}
