using System;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;

/// <summary>Eval of numbers, and calls that do not reach the compiled form.</summary>
public static partial class Evaluations
{
    [Differentiable]
    public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

    [Differentiable]
    public static TracedTensor<double> Step([Shape("n")] TracedTensor<double> x) => x - 0.1 * Tanh(x);

    public static object EvalOfALoss(TracedTensor<double> x)
    {
        return Loss(x).Eval();
        //     ^^^^^^^^^^^^^^ COS402
    }

    public static double EvalScalarOfALoss(TracedTensor<double> x) => Loss(x).EvalScalar();

    public static Tensor<double> EvalOfAGradient(TracedTensor<double> x) => Loss(x).Grad(x).Eval();

    public static double ElementOfANumber(TracedTensor<double> x)
    {
        var mean = Mean(x);
        return mean.Eval()[0];
        //     ^^^^^^^^^^^ COS402
    }

    public static double ElementOfATensor(TracedTensor<double> x) => Mean(x, 0).Eval()[0];

    public static void EvalToOfANumber(TracedTensor<double> x, double[] y)
    {
        Dot(x, x).EvalTo(y.AsTensorSpan());
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS402
    }

    public static void EvalToOfATensor(TracedTensor<double> x, double[] y) => (x * x).EvalTo(y.AsTensorSpan());

    public static object BoundAtRunTime(dynamic x)
    {
        return Step(x);
        //     ^^^^^^^ COS407
    }

    public static object? FoundByReflection()
    {
        return typeof(Evaluations).GetMethod(nameof(Step));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS407
    }

    public static object? AnotherMethodFoundByReflection() => typeof(Evaluations).GetMethod(nameof(MethodGroup));

    public static object BoundByTheCompiler(TracedTensor<double> x) => Step(x);

    public static TracedTensor<double> MethodGroup(TracedTensor<double> x)
    {
        Func<TracedTensor<double>, TracedTensor<double>> f = Step;
        return f(x);
    }
}
