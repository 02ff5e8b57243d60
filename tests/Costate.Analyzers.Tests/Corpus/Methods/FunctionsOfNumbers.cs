using System;
using Costate;
using static Costate.TracedTensor;

/// <summary>Functions of numbers where those of tensors are meant.</summary>
public static partial class FunctionsOfNumbers
{
    [Differentiable]
    public static TracedTensor<double> Scaled([Shape("n")] TracedTensor<double> x, double scale) => x * scale;

    public static TracedTensor<double> GrowthOfANumber(TracedTensor<double> x)
    {
        return x * Math.Exp(Sum(x).EvalScalar());
        //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS403
    }

    public static TracedTensor<double> Growth(TracedTensor<double> x) => x * Exp(Sum(x));

    public static TracedTensor<float> SquashedNumber(TracedTensor<float> x)
    {
        float size = Sum(x).EvalScalar();
        return x * MathF.Tanh(size);
        //         ^^^^^^^^^^^^^^^^ COS403
    }

    public static TracedTensor<float> Squashed(TracedTensor<float> x)
    {
        var size = Sum(x);
        return x * Tanh(size);
    }

    public static TracedTensor<double> RootAsAnArgument(TracedTensor<double> x)
    {
        double size = Sum(Square(x)).EvalScalar();
        return Scaled(x, Math.Sqrt(1 + size));
        //               ^^^^^^^^^^^^^^^^^^^ COS403
    }

    public static TracedTensor<double> RootOfAConstant(TracedTensor<double> x) => Scaled(x, Math.Sqrt(2.0));

    public static TracedTensor<double> MeantAsAConstant(TracedTensor<double> x) => x * Constant(Math.Exp(Sum(x).EvalScalar()));

    public static double Reported(TracedTensor<double> x) => Math.Log(Sum(Square(x)).EvalScalar());

    public static bool Steered(TracedTensor<double> x, double previous) => Math.Abs(Sum(x).EvalScalar() - previous) < 1e-9;

    [Differentiable]
    public static TracedTensor<double> InAnAnnotatedMethod([Shape("n")] TracedTensor<double> x, double s)
    {
        return x * Math.Cbrt(s);
        //         ^^^^^^^^^^^^ COS003
    }

    [Differentiable]
    public static TracedTensor<double> TheOpInAnAnnotatedMethod([Shape("n")] TracedTensor<double> x, double s) => x * Exp(s * Ones<double>());
}
