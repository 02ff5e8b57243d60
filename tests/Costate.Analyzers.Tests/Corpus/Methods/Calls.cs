using Costate;
using static Costate.TracedTensor;

/// <summary>Calls of annotated methods, and of others.</summary>
public static partial class Calls
{
    [Differentiable]
    public static TracedTensor<double> Weighted([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => Dot(x, w);

    [Differentiable]
    [Where("n % 2 == 0")]
    public static TracedTensor<double> Halves([Shape("n")] TracedTensor<double> x) => Reshape(x, 2, x.Dim(0) / 2);

    [Differentiable]
    public static TracedTensor<double> OneNameForTwoSizes([Shape("samples, features")] TracedTensor<double> x)
    {
        return Weighted(Sum(x, 0), Sum(x, 1));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS117
    }

    [Differentiable]
    public static TracedTensor<double> OneNameForOneSize([Shape("samples, features")] TracedTensor<double> x) => Weighted(Sum(x, 0), Mean(Exp(x), 0));

    [Differentiable]
    public static TracedTensor<double> MatrixForAVector([Shape("n, n")] TracedTensor<double> x)
    {
        return Weighted(x, Sum(x, 0));
        //     ^^^^^^^^^^^^^^^^^^^^^^ COS102
    }

    [Differentiable]
    public static TracedTensor<double> FactThatIsNotMet([Shape("2*n + 1")] TracedTensor<double> x)
    {
        return Halves(x);
        //     ^^^^^^^^^ COS113
    }

    [Differentiable]
    public static TracedTensor<double> FactThatFollowsFromTheShape([Shape("2*n")] TracedTensor<double> x) => Halves(x);

    [Differentiable]
    [Where("rows % 4 == 0")]
    public static TracedTensor<double> FactThatFollowsFromAFact([Shape("rows")] TracedTensor<double> x) => Halves(x);

    [Differentiable]
    public static TracedTensor<double> CallOfAPlainMethod([Shape("n")] TracedTensor<double> x)
    {
        return Plain(x) * x;
        //     ^^^^^^^^ COS003
    }

    [Differentiable]
    public static TracedTensor<double> CallOfAnAnnotatedMethod([Shape("n")] TracedTensor<double> x) => Weighted(x, x) * x;

    [Differentiable]
    public static TracedTensor<double> Factorial([Shape("n")] TracedTensor<double> x)
    {
        return x * Factorial(x);
        //         ^^^^^^^^^^^^ COS007
    }

    [Differentiable]
    public static TracedTensor<double> EvaluationInTheBody([Shape("n")] TracedTensor<double> x)
    {
        return x / Norm(x).EvalScalar();
        //         ^^^^^^^^^^^^^^^^^^^^ COS401
    }

    [Differentiable]
    public static TracedTensor<double> StoppedEvaluationInTheBody([Shape("n")] TracedTensor<double> x) => x / StopGradient(Norm(x)).EvalScalar();

    [Differentiable]
    public static TracedTensor<double> NormInTheBody([Shape("n")] TracedTensor<double> x) => x / Norm(x);

    [Differentiable]
    public static TracedTensor<double> GradientInTheBody([Shape("n")] TracedTensor<double> x)
    {
        return Sum(Square(x)).Grad(x);
    }

    [Differentiable]
    public static TracedTensor<double> JacobianInTheBody([Shape("n")] TracedTensor<double> x)
    {
        return Sin(x).Jacobian(x);
        //     ^^^^^^^^^^^^^^^^^^ COS003
    }

    [Differentiable]
    public static TracedTensor<double> GradientByAnother([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w)
    {
        return Sum(Square(x)).Grad(w);
        //     ^^^^^^^^^^^^^^^^^^^^^^ COS201
    }

    [Differentiable]
    public static TracedTensor<double> GradientOfSteps([Shape("n")] TracedTensor<double> x)
    {
        return Sum(Square(Floor(x))).Grad(x);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS202
    }

    [Differentiable]
    public static TracedTensor<double> GradientAcrossIterations([Shape("n")] TracedTensor<double> x, int steps)
    {
        var average = x;
        for (int i = 0; i < steps; i++)
        {
            average = 0.5 * (average + x);
            x = x - Sum(Square(average - x)).Grad(x);
            //      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS204
        }

        return x;
    }

    [Differentiable]
    public static TracedTensor<double> Fitted([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n")] TracedTensor<double> data) => Sum(Square(w - data));

    [Differentiable]
    public static TracedTensor<double> GradientThroughData([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n")] TracedTensor<double> noise)
    {
        return Fitted(w, Exp(w) + noise) + Fitted(w, Exp(noise));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^ COS205
    }

    public static TracedTensor<double> GradientAround(TracedTensor<double> x) => Weighted(x, x).Grad(x);

    [Differentiable]
    public static TracedTensor<double> LocalFunction([Shape("n")] TracedTensor<double> x)
    {
        return Twice(x);

        TracedTensor<double> Twice(TracedTensor<double> v)
        {
            x = v;
        //  ^^^^^ COS002
            return v + v;
        }
    }

    [Differentiable]
    public static TracedTensor<double> LocalFunctionThatReads([Shape("n")] TracedTensor<double> x)
    {
        return Twice(x);

        TracedTensor<double> Twice(TracedTensor<double> v) => v + x;
    }

    private static TracedTensor<double> Plain(TracedTensor<double> x) => x + x;
}
