using System;
using System.Collections.Generic;
using Costate;
using static Costate.TracedTensor;

/// <summary>Constructs that a graph does not have: state, capture, control flow by values.</summary>
public static partial class Misuses
{
    private static readonly List<TracedTensor<double>> Log = [];
    private static TracedTensor<double> weight = Ones<double>(3);
    private const double Rate = 0.5;

    [Differentiable]
    public static TracedTensor<double> EscapeIntoAField([Shape("3")] TracedTensor<double> x)
    {
        weight = x;
    //  ^^^^^^ COS002
        return x;
    }

    [Differentiable]
    public static TracedTensor<double> EscapeIntoAList([Shape("n")] TracedTensor<double> x)
    {
        Log.Add(x);
    //  ^^^^^^^^^^ COS002
        return x;
    }

    [Differentiable]
    public static TracedTensor<double> CaptureOfAField([Shape("3")] TracedTensor<double> x)
    {
        return x * weight;
        //         ^^^^^^ COS002
    }

    [Differentiable]
    public static TracedTensor<double> FieldAsAParameter([Shape("3")] TracedTensor<double> x, [Shape("3")] TracedTensor<double> w) => x * w;

    [Differentiable]
    public static TracedTensor<double> ConstantField([Shape("n")] TracedTensor<double> x) => x * Rate;

    [Differentiable]
    public static TracedTensor<double> CaptureInALambda([Shape("n")] TracedTensor<double> x)
    {
        Func<TracedTensor<double>> twice = () => x + x;
        //                                 ^^^^^^^^^^^ COS002
        return twice();
    }

    [Differentiable]
    public static TracedTensor<double> LocalsInstead([Shape("n")] TracedTensor<double> x)
    {
        var twice = x + x;
        return twice;
    }

    [Differentiable]
    public static TracedTensor<double> DroppedResult([Shape("n")] TracedTensor<double> x)
    {
        Exp(x);
    //  ^^^^^^ COS002
        return x;
    }

    [Differentiable]
    public static TracedTensor<double> ResultDroppedOnPurpose([Shape("n")] TracedTensor<double> x)
    {
        _ = Exp(x);
        return x;
    }

    [Differentiable]
    public static TracedTensor<double> DataInTheBody([Shape("n")] TracedTensor<double> x)
    {
        return x * Constant([2.0]);
        //         ^^^^^^^^^^^^^^^ COS003
    }

    [Differentiable]
    public static TracedTensor<double> NumberInTheBody([Shape("n")] TracedTensor<double> x) => x * 2.0;

    [Differentiable]
    public static TracedTensor<double> StopThatIsMeant([Shape("n")] TracedTensor<double> x) => x / Constant(Norm(x).EvalScalar());

    [Differentiable]
    public static TracedTensor<double> Exception([Shape("n")] TracedTensor<double> x)
    {
        return x ?? throw new ArgumentNullException(nameof(x));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS002
    }

    [Differentiable]
    public static TracedTensor<double> NoException([Shape("n")] TracedTensor<double> x) => x;

    public static void UnusedInPlainCode(TracedTensor<double> x)
    {
        Tanh(x);
    //  ^^^^^^^ COS406
        x.EvalScalar();
    }

    public static TracedTensor<double> UnusedVariable(TracedTensor<double> x)
    {
        var y = Tanh(x) * x;
        //  ^ COS406
        return x;
    }

    public static TracedTensor<double> UsedVariable(TracedTensor<double> x)
    {
        var y = Tanh(x) * x;
        return y;
    }
}

public static class NotPartial
{
    [Differentiable]
    public static TracedTensor<double> InATypeThatIsNotPartial([Shape("n")] TracedTensor<double> x) => Exp(x);
    //                                 ^^^^^^^^^^^^^^^^^^^^^^^ COS001
}

public static partial class Overloads
{
    [Differentiable]
    public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x) => Sum(Square(x));
    //                                 ^^^^ COS005

    public static TracedTensor<double> Loss(TracedTensor<double> x, double scale) => scale * Sum(Square(x));

    [Differentiable]
    public static TracedTensor<double> Energy([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

    public static double Energy(double x) => x * x;
}

public partial class Kinds
{
    [Differentiable]
    public virtual TracedTensor<double> Virtual([Shape("n")] TracedTensor<double> x) => x;
    //                                  ^^^^^^^ COS008

    [Differentiable]
    public TracedTensor<double> Instance([Shape("n")] TracedTensor<double> x) => x;
    //                          ^^^^^^^^ COS008

    [Differentiable]
    public static TracedTensor<double> Static([Shape("n")] TracedTensor<double> x) => x;
}

public partial interface IKinds
{
    [Differentiable]
    public static TracedTensor<double> OfAnInterface([Shape("n")] TracedTensor<double> x) => x;
    //                                 ^^^^^^^^^^^^^ COS008
}
