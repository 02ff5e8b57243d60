using Costate;
using static Costate.TracedTensor;

/// <summary>What attributes declare: names that follow from inputs, are spelt alike, and can be read.</summary>
public static partial class Signatures
{
    [Differentiable]
    public static TracedTensor<double> SizesThatNothingTellsApart([Shape("n*m")] TracedTensor<double> x) => Exp(x);
    //                                                                                                ^ COS108

    [Differentiable]
    public static TracedTensor<double> SizesThatAParameterTells([Shape("n + m")] TracedTensor<double> x, int m) => Exp(x) * m;

    [Differentiable]
    [return: Shape("m")]
    //              ^ COS108
    public static TracedTensor<double> ResultOfAnUnknownName([Shape("n")] TracedTensor<double> x) => Exp(x);

    [Differentiable]
    [return: Shape("_")]
    public static TracedTensor<double> ResultOfAnySize([Shape("n")] TracedTensor<double> x) => Exp(x);

    [Differentiable]
    [return: Shape("bacth")]
    //              ^^^^^ COS108
    public static TracedTensor<double> ResultOfAMisspeltName([Shape("batch")] TracedTensor<double> x) => Exp(x);

    [Differentiable]
    [return: Shape("batch")]
    public static TracedTensor<double> ResultOfAName([Shape("batch")] TracedTensor<double> x) => Exp(x);

    [Differentiable]
    public static TracedTensor<double> NameThatIsASlip(
        [Shape("samples, features")] TracedTensor<double> x,
        [Shape("feautres")] TracedTensor<double> scale) =>
    //          ^^^^^^^^ COS119
        Sum(x) * Sum(scale);

    [Differentiable]
    public static TracedTensor<double> NamesOfASeries([Shape("size1")] TracedTensor<double> x, [Shape("size2")] TracedTensor<double> y) => Sum(x) * Sum(y);

    [Differentiable]
    public static TracedTensor<double> ShapeThatCannotBeRead([Shape("n, 2**m")] TracedTensor<double> x) => x;
    //                                                                    ^ COS107

    [Differentiable]
    public static TracedTensor<double> ShapeWithArithmetic([Shape("n, 2*n + 1, max(n, 3)")] TracedTensor<double> x) => Exp(x);

    [Differentiable]
    public static TracedTensor<double> ShapeThatIsMissing(TracedTensor<double> x) => x;
    //                                                                         ^ COS107

    [Differentiable]
    public static TracedTensor<double> ShapeOfANumber([Shape("")] TracedTensor<double> x, double factor) => x * factor;

    [Differentiable]
    [return: Shape("n; n")]
    //       ^^^^^^^^^^^^^ COS107
    public static TracedTensor<double> ShapeTooMany([Shape("n")] TracedTensor<double> x) => x;

    [Differentiable]
    [Where("n % 2 = 0")]
    //            ^ COS112
    public static TracedTensor<double> FactThatAssigns([Shape("n")] TracedTensor<double> x) => x;

    [Differentiable]
    [Where("n >= 1 || n == 0")]
    //             ^ COS112
    public static TracedTensor<double> FactWithAChoice([Shape("n")] TracedTensor<double> x) => x;

    [Differentiable]
    [Where("rows <= colums")]
    //              ^^^^^^ COS112
    public static TracedTensor<double> FactAboutAMisspeltName([Shape("rows, columns")] TracedTensor<double> x) => x;

    [Differentiable]
    [Where("rows <= columns")]
    public static TracedTensor<double> FactAboutNames([Shape("rows, columns")] TracedTensor<double> x) => x;

    [Differentiable, Where("n >= 3"), Where("n <= 2")]
    //                                ^^^^^^^^^^^^^^^ COS114
    public static TracedTensor<double> FactsThatContradict([Shape("n")] TracedTensor<double> x) => x;

    [Differentiable]
    [Where("n >= 3")]
    [Where("n <= 3")]
    public static TracedTensor<double> FactsThatMeet([Shape("n")] TracedTensor<double> x) => x;

    [Differentiable]
    public static TracedTensor<double> TextParameter([Shape("n")] TracedTensor<double> x, string name) => x;
    //                                                                                           ^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> FlagParameter([Shape("n")] TracedTensor<double> x, bool negated) => negated ? -x : x;

    [Differentiable]
    public static double NumberAsAResult([Shape("n")] TracedTensor<double> x) => 1;
    //            ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TensorAsAResult([Shape("n")] TracedTensor<double> x) => Sum(x);
}
