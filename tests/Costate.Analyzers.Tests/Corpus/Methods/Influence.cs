using Costate;
using static Costate.TracedTensor;

/// <summary>Parameters that the result does not depend on, or only through steps.</summary>
public static partial class Influence
{
    [Differentiable]
    public static TracedTensor<double> TargetThatIsForgotten([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> target) => Sum(Square(x));
    //                                                                                                                              ^^^^^^ COS404

    [Differentiable]
    public static TracedTensor<double> TargetThatIsUsed([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> target) => Sum(Square(x - target));

    [Differentiable]
    public static TracedTensor<double> WeightThatIsOverwritten([Shape("n")] TracedTensor<double> x, [Shape("")] TracedTensor<double> weight)
    //                                                                                                                               ^^^^^^ COS404
    {
        weight = Sum(x);
        return weight * x;
    }

    [Differentiable]
    public static TracedTensor<double> WeightThatIsScaled([Shape("n")] TracedTensor<double> x, [Shape("")] TracedTensor<double> weight)
    {
        weight = weight * Sum(x);
        return weight * x;
    }

    [Differentiable]
    public static TracedTensor<double> SizesThatNobodyElseHas([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> like) => Sum(x) * Ones<double>(like.Dim(0));

    [Differentiable]
    public static TracedTensor<double> CountOfPositives([Shape("n")] TracedTensor<double> x) => Sum(Max(Sign(x), 0));
    //                                                                                    ^ COS405

    [Differentiable]
    public static TracedTensor<double> SumOfPositives([Shape("n")] TracedTensor<double> x) => Sum(Max(x, 0));

    [Differentiable]
    public static TracedTensor<double> RoundedScale([Shape("n")] TracedTensor<double> x, [Shape("")] TracedTensor<double> scale) => x * Floor(scale);
    //                                                                                                                    ^^^^^ COS405

    [Differentiable]
    public static TracedTensor<double> RoundedScaleOnPurpose([Shape("n")] TracedTensor<double> x, [Shape("")] TracedTensor<double> scale) => x * Floor(StopGradient(scale));

    [Differentiable]
    public static TracedTensor<double> MaskThatOnlyChooses([Shape("n")] TracedTensor<double> mask, [Shape("n")] TracedTensor<double> x) => Select(GreaterThan(mask, 0), x, -x);
    //                                                                                       ^^^^ COS405

    [Differentiable]
    public static TracedTensor<double> GateThatScalesToo([Shape("n")] TracedTensor<double> gate, [Shape("n")] TracedTensor<double> x) => Select(GreaterThan(gate, 0), gate * x, -x);
}
