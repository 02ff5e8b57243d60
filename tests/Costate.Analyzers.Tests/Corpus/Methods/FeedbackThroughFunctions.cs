using System;
using System.Collections.Generic;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;

/// <summary>Evaluated numbers that come back into a trace through functions of the user's own.</summary>
public static partial class FeedbackThroughFunctions
{
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Step([Shape("n")] TracedTensor<double> x) => x - 0.1 * Tanh(x);

    private static double Residual(TracedTensor<double> x) => Norm(x).EvalScalar();

    private static double Damping(double residual, double limit) => residual > limit ? residual : 1;

    private static double Steps(double residual, int count) => residual > 1 ? count : 2 * count;

    private static TracedTensor<double> Scaled(TracedTensor<double> x, double scale) => x * scale;

    private static TracedTensor<double> Repeated(TracedTensor<double> x, int times, double limit) => times > limit ? x : x * times;

    private static (TracedTensor<double> Next, double Size) Both(TracedTensor<double> x)
    {
        var next = Step(x);
        return (next, Residual(next));
    }

    public static TracedTensor<double> ResultOfAHelper(TracedTensor<double> x)
    {
        return x / Residual(x);
        //         ^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> ResultOfAHelperThatSteers(TracedTensor<double> x) => Residual(x) > 1 ? x * 0.5 : x;

    public static TracedTensor<double> ResultOfAHelperOnAConstant(TracedTensor<double> x) => x / Residual(Constant([3.0, 4.0]));

    public static TracedTensor<double> ResultOfAHelperAfterALoop(TracedTensor<double> x)
    {
        double size = 1;
        for (int i = 0; i < 9; i++)
        {
            x = Step(x);
            size = Residual(x);
            if (size < 1e-3) break;
        }

        return x * size;
        //         ^^^^ COS401
    }

    public static TracedTensor<double> ResultOfAHelperThatEndsALoop(TracedTensor<double> x)
    {
        double size = 1;
        while (size > 1e-3)
        {
            x = Step(x);
            size = Residual(x);
        }

        return x;
    }

    public static TracedTensor<double> ThroughAHelper(TracedTensor<double> x)
    {
        double damping = Damping(Norm(x).EvalScalar(), 2.0);
        return x * damping;
        //         ^^^^^^^ COS401
    }

    public static TracedTensor<double> ThroughAHelperThatOnlyCompares(TracedTensor<double> x)
    {
        double steps = Steps(Norm(x).EvalScalar(), 3);
        return x * steps;
    }

    public static TracedTensor<double> OtherArgumentOfAHelper(TracedTensor<double> x)
    {
        Console.WriteLine(Damping(Norm(x).EvalScalar(), 2.0));
        return x * Damping(0.5, 2.0);
    }

    public static TracedTensor<double> ArgumentOfAHelper(TracedTensor<double> x)
    {
        double size = Norm(x).EvalScalar();
        return Scaled(x, 1 / size);
        //               ^^^^^^^^ COS401
    }

    public static TracedTensor<double> ArgumentOfAHelperThatComparesIt(TracedTensor<double> x) => Repeated(x, 2, Norm(x).EvalScalar());

    public static TracedTensor<double> ConstantArgumentOfAHelper(TracedTensor<double> x) => Norm(x).EvalScalar() > 1 ? Scaled(x, 0.5) : Scaled(x, 2.0);

    public static TracedTensor<double> StoppedArgumentOfAHelper(TracedTensor<double> x) => Scaled(x, StopGradient(Norm(x)).EvalScalar());

    public static TracedTensor<double> PartOfATuple(TracedTensor<double> x)
    {
        var (next, size) = Both(x);
        return next / size;
        //            ^^^^ COS401
    }

    public static TracedTensor<double> OtherPartOfATuple(TracedTensor<double> x)
    {
        var (next, size) = Both(x);
        return size > 1 ? next : x;
    }

    public static TracedTensor<double> ElementOfATuple(TracedTensor<double> x)
    {
        var both = Both(x);
        return both.Next / both.Size;
        //                 ^^^^^^^^^ COS401
    }

    public static TracedTensor<double> OutParameter(TracedTensor<double> x)
    {
        return Measure(x, out double size) ? x / size : x;
        //                                       ^^^^ COS401
    }

    public static TracedTensor<double> OutParameterThatIsPrinted(TracedTensor<double> x)
    {
        bool isLarge = Measure(x, out double size);
        Console.WriteLine(size);
        return isLarge ? x / 2.0 : x;
    }

    private static bool Measure(TracedTensor<double> x, out double size)
    {
        size = Residual(x);
        return size > 1;
    }

    public static TracedTensor<double> FilledBuffer(TracedTensor<double> x)
    {
        var history = new List<double>();
        Remember(history, x);
        return x * history[0];
        //         ^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> FilledBufferThatIsPrinted(TracedTensor<double> x)
    {
        var history = new List<double>();
        Remember(history, x);
        Console.WriteLine(history[0]);
        return x * history.Count;
    }

    private static void Remember(List<double> history, TracedTensor<double> x) => history.Add(Residual(x));

    public static TracedTensor<double> LocalFunction(TracedTensor<double> x)
    {
        return x / Size(x);
        //         ^^^^^^^ COS401

        static double Size(TracedTensor<double> v) => Norm(v).EvalScalar();
    }

    public static TracedTensor<double> LocalFunctionThatIsTraced(TracedTensor<double> x)
    {
        return x / Size(x);

        static TracedTensor<double> Size(TracedTensor<double> v) => Norm(v);
    }

    public static TracedTensor<double> ThroughALocalFunction(TracedTensor<double> x)
    {
        double size = Norm(x).EvalScalar();
        Console.WriteLine(Twice(size));
        return x * Twice(size) * Twice(0.5);
        //         ^^^^^^^^^^^ COS401

        static double Twice(double v) => 2 * v;
    }

    public static TracedTensor<double> ThroughALocalFunctionWithAConstant(TracedTensor<double> x)
    {
        Console.WriteLine(Twice(Norm(x).EvalScalar()));
        return x * Twice(0.5);

        static double Twice(double v) => 2 * v;
    }

    public static TracedTensor<double> IntoALocalFunction(TracedTensor<double> x)
    {
        double size = Norm(x).EvalScalar();
        return Divided(size);
        //             ^^^^ COS401

        TracedTensor<double> Divided(double by) => x / by;
    }

    public static TracedTensor<double> IntoALambda(TracedTensor<double> x)
    {
        Func<double, TracedTensor<double>> divided = by => x / by;
        double size = Norm(x).EvalScalar();
        return divided(size);
        //             ^^^^ COS401
    }

    public static TracedTensor<double> IntoALambdaThatCompares(TracedTensor<double> x)
    {
        Func<double, TracedTensor<double>> halved = size => size > 1 ? x / 2.0 : x;
        return halved(Norm(x).EvalScalar());
    }

    public static TracedTensor<double> ThroughALambda(TracedTensor<double> x)
    {
        Func<double, double> inverse = v => 1 / v;
        return x * inverse(Norm(x).EvalScalar());
        //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> ThroughALambdaWithAConstant(TracedTensor<double> x)
    {
        Func<double, double> inverse = v => 1 / v;
        Console.WriteLine(inverse(Norm(x).EvalScalar()));
        return x * inverse(3.0);
    }

    public static TracedTensor<double> ThroughTwoHelpers(TracedTensor<double> x)
    {
        return Scaled(x, Damping(Residual(x), 1.0));
        //               ^^^^^^^^^^^^^^^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> ThroughTwoHelpersAtArmsLength(TracedTensor<double> x) => Scaled(x, Damping(1.5, Residual(x)));

    private static double Halving(double v, int n) => n == 0 ? v : Halved(v, n);

    private static double Halved(double v, int n) => Halving(v / 2, n - 1);

    public static TracedTensor<double> ThroughARecursion(TracedTensor<double> x)
    {
        return x * Halving(Residual(x), 3);
        //         ^^^^^^^^^^^^^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> ARecursionOnAConstant(TracedTensor<double> x) => Residual(x) > 1 ? x * Halving(8, 3) : x;

    public static TracedTensor<double> NewLeafFromAHelper(TracedTensor<double> x)
    {
        var start = Parameter(Solved(x));
        //                    ^^^^^^^^^ COS401
        return Step(start);
    }

    public static TracedTensor<double> NewLeafThatIsDifferentiated(TracedTensor<double> x)
    {
        var start = Parameter(Solved(x));
        return Sum(Step(start)).Grad(start);
    }

    private static Tensor<double> Solved(TracedTensor<double> x) => Step(x).Eval();

    /// <summary>A measurement of a state.</summary>
    public sealed class State(TracedTensor<double> x)
    {
        private double Size => Norm(x).EvalScalar();

        private TracedTensor<double> Traced => Norm(x);

        public TracedTensor<double> PropertyThatEvaluates()
        {
            return x / Size;
            //         ^^^^ COS401
        }

        public TracedTensor<double> PropertyThatIsTraced() => x / Traced;

        public bool PropertyThatSteers() => Size > 1;
    }
}
