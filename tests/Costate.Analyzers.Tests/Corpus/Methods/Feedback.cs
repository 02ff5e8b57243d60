using System;
using System.Collections.Generic;
using System.Linq;
using Costate;
using static Costate.TracedTensor;

/// <summary>Evaluated numbers that come back into the trace they were taken from; each beside a use that costs no gradient.</summary>
public static partial class Feedback
{
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Step([Shape("n")] TracedTensor<double> x) => x - 0.1 * Tanh(x);

    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Relaxed([Shape("n")] TracedTensor<double> x, double omega) => x - omega * Tanh(x);

    /// <summary>The residual steers, and scales the step as well.</summary>
    public static TracedTensor<double> ConvergenceCheckThatScales(TracedTensor<double> x)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 100; i++)
        {
            var next = Step(x);
            double change = Norm(next - x).EvalScalar();
            if (Math.Abs(previous - change) < 1e-9) break;
            x = x + (next - x) / change;
            //                   ^^^^^^ COS401
            previous = change;
        }

        return x;
    }

    public static TracedTensor<double> ConvergenceCheck(TracedTensor<double> x)
    {
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 100; i++)
        {
            var next = Step(x);
            double change = Norm(next - x).EvalScalar();
            if (Math.Abs(previous - change) < 1e-9) break;
            (x, previous) = (next, change);
        }

        return x;
    }

    public static TracedTensor<double> AdaptiveRelaxation(TracedTensor<double> x)
    {
        double omega = 0.5;
        for (int i = 0; i < 10; i++)
        {
            x = Relaxed(x, omega);
            //             ^^^^^ COS401
            omega = 1 / (1 + Norm(x).EvalScalar());
        }

        return x;
    }

    public static TracedTensor<double> HalvedRelaxation(TracedTensor<double> x)
    {
        double omega = 0.5;
        for (int i = 0; i < 10; i++)
        {
            x = Relaxed(x, omega);
            if (Norm(x).EvalScalar() > 1) omega /= 2;
        }

        return x;
    }

    public static TracedTensor<double> LineSearchThatDivides(TracedTensor<double> x)
    {
        var loss = Sum(Square(x));
        var gradient = loss.Grad(x);
        double slope = Dot(gradient, gradient).EvalScalar();
        return x - gradient * (loss.EvalScalar() / slope);
        //                     ^^^^^^^^^^^^^^^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> LineSearchThatCompares(TracedTensor<double> x)
    {
        var gradient = Sum(Square(x)).Grad(x);
        double rate = 1;
        while (Sum(Square(x - rate * gradient)).EvalScalar() > Sum(Square(x)).EvalScalar()) rate /= 2;
        return x - rate * gradient;
    }

    public static TracedTensor<double> MeanOfAHistory(TracedTensor<double> x)
    {
        var history = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            x = Step(x);
            history.Add(Mean(x).EvalScalar());
        }

        return x - history.Average();
        //         ^^^^^^^^^^^^^^^^^ COS401
    }

    public static TracedTensor<double> LengthOfAHistory(TracedTensor<double> x)
    {
        var history = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            x = Step(x);
            history.Add(Mean(x).EvalScalar());
        }

        return x / history.Count;
    }

    public static TracedTensor<double> RestartFromNumbers(TracedTensor<double> x)
    {
        for (int i = 0; i < 3; i++)
        {
            x = Step(Parameter(x.Eval()));
            //                 ^^^^^^^^ COS401
        }

        return x;
    }

    public static TracedTensor<double> RestartThatIsSaid(TracedTensor<double> x)
    {
        for (int i = 0; i < 3; i++)
        {
            x = Step(Constant(x.Eval()));
        }

        return x;
    }

    public static double Training(double[] data)
    {
        double last = 0;
        for (int i = 0; i < 3; i++)
        {
            var w = Parameter(data);
            var loss = Sum(Square(Step(w)));
            var gradient = loss.Grad(w).Eval();
            for (int k = 0; k < data.Length; k++) data[k] -= 0.1 * gradient[k];
            last = loss.EvalScalar();
        }

        return last;
    }

    public static TracedTensor<double> ScaleBySquareRoot(TracedTensor<double> x)
    {
        double size = Dot(x, x).EvalScalar();
        if (size < 1) return x;
        x /= size;
        //   ^^^^ COS401
        return x;
    }

    public static TracedTensor<double> ScaleByTheTracedValue(TracedTensor<double> x)
    {
        var size = Dot(x, x);
        if (size.EvalScalar() < 1) return x;
        x /= size;
        return x;
    }
}
