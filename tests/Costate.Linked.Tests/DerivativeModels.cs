using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>Methods that differentiate inside of their bodies.</summary>
public static partial class DerivativeModels
{
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Slope([Shape("n")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a) =>
        Dot(x, MatMul(a, Tanh(x))).Grad(x);

    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Curvature([Shape("n, m")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> b, [Shape("m")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> v)
    {
        var residual = Sigmoid(MatMul(a, x)) - b;
        var g = Sum(residual * residual).Grad(x);
        return MatMul(a, g.Jvp(x, v)) + residual.Jvp(x, v);
    }

    /// <summary>A minimum by gradient descent with momentum, by fixed steps.</summary>
    [Differentiable]
    public static TracedTensor<double> Descent([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> target, double rate, int steps)
    {
        var momentum = Zeros<double>(x.Dim(0));
        for (int i = 0; i < steps; i++)
        {
            var loss = Sum(Square(Exp(x) - target));
            momentum = 0.5 * momentum + loss.Grad(x);
            x = x - rate * momentum;
        }

        return Sum(x * target);
    }

    /// <summary>The root of x^3 = b by Newton's method, whose slope is a derivative.</summary>
    [Differentiable]
    public static TracedTensor<double> CubeRoot([Shape("")] TracedTensor<double> a)
    {
        var b = 1 + a * a;
        var x = 0.5 * b;
        while (true)
        {
            var y = x * x * x - b;
            if (System.Math.Abs(y.EvalScalar()) < 1e-9)
            {
                break;
            }

            x = x - y / y.Grad(x);
        }

        return x;
    }

    /// <summary>The gradient of what a loop computes.</summary>
    [Differentiable]
    public static TracedTensor<double> ThroughALoop([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps)
    {
        var h = x;
        for (int i = 0; i < steps; i++)
        {
            h = Tanh(MatMul(w, h)) + x;
        }

        var loss = Sum(h * h) + Sum(w);
        return loss.Grad(w) * loss;
    }

    /// <summary>The gradient of what a loop computes that data end, in a branch.</summary>
    [Differentiable]
    public static TracedTensor<double> ThroughDecisions([Shape("n")] TracedTensor<double> x)
    {
        var h = x;
        double size = 1;
        while (size < 20)
        {
            h = h * 1.5 + Sin(h);
            size = 2 * size + Sum(h * h).EvalScalar();
            if (size > 5)
            {
                h = h + 0.5;
            }
        }

        var loss = Sum(h * h);
        return loss.EvalScalar() > 0.001 ? loss.Grad(x) : 2 * loss.Grad(x);
    }
}
