using Costate;
using static Costate.TracedTensor;

/// <summary>Einsum texts against the ranks and the names of their operands.</summary>
public static partial class Einsums
{
    [Differentiable]
    public static TracedTensor<double> LetterTooFew([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b)
    {
        return Einsum("ij,jr->ir", t, b);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^ COS106
    }

    [Differentiable]
    public static TracedTensor<double> LetterForEachAxis([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b) => Einsum("ijk,jr->ikr", t, b);

    [Differentiable]
    public static TracedTensor<double> OperandTooFew([Shape("i, j")] TracedTensor<double> a)
    {
        return Einsum("ij,jk->ik", a);
        //     ^^^^^^^^^^^^^^^^^^^^^^ COS106
    }

    [Differentiable]
    public static TracedTensor<double> ResultLetterFromNowhere([Shape("i, j")] TracedTensor<double> a)
    {
        return Einsum("ij->ik", a);
        //     ^^^^^^^^^^^^^^^^^^^ COS106
    }

    [Differentiable]
    public static TracedTensor<double> ResultLetters([Shape("i, j")] TracedTensor<double> a) => Einsum("ij->ji", a);

    [Differentiable]
    public static TracedTensor<double> ResultLetterTwice([Shape("i, j")] TracedTensor<double> a)
    {
        return Einsum("ij->ii", a);
        //     ^^^^^^^^^^^^^^^^^^^ COS106
    }

    [Differentiable]
    public static TracedTensor<double> LetterOfTwoSizes([Shape("i, j, k")] TracedTensor<double> t, [Shape("k, r")] TracedTensor<double> c)
    {
        return Einsum("ijk,jr->ikr", t, c);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> LetterOfOneSize([Shape("i, j, k")] TracedTensor<double> t, [Shape("k, r")] TracedTensor<double> c) => Einsum("ijk,kr->ijr", t, c);

    [Differentiable]
    public static TracedTensor<double> DiagonalOfARectangle([Shape("n, m")] TracedTensor<double> a)
    {
        return Einsum("ii->i", a) + Sum(a);
        //     ^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> DiagonalOfASquare([Shape("n, n")] TracedTensor<double> a) => Einsum("ii->i", a);

    [Differentiable]
    public static TracedTensor<double> TextThatIsComputed([Shape("i, j")] TracedTensor<double> a, int k)
    {
        return Einsum(k.ToString(), a);
        //            ^^^^^^^^^^^^ COS003
    }

    [Differentiable]
    public static TracedTensor<double> TextThatIsAConstant([Shape("i, j")] TracedTensor<double> a)
    {
        const string Rows = "ij->" + "i";
        return Einsum(Rows, a);
    }
}
