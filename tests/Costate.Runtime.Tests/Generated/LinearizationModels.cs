using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods whose derivatives are declared: as they are, more accurately than their bodies have them, and otherwise than they are.</summary>
public static partial class LinearizationModels
{
    /// <summary>The next whole number, with the derivative of the identity.</summary>
    [Differentiable]
    public static TracedTensor<double> Rounded([Shape("n")] TracedTensor<double> x) => Floor(x + 0.5);

    [Linearization(nameof(Rounded))]
    private static TracedTensor<double> RoundedTangent(TracedTensor<double> x, TracedTensor<double> dx) => dx;

    /// <summary>The identity, whose derivative is said to be x^2; compiled up to the second order.</summary>
    [Differentiable(Order = 2)]
    public static TracedTensor<double> Squarish([Shape("n")] TracedTensor<double> x) => 1.0 * x;

    [Linearization(nameof(Squarish))]
    private static TracedTensor<double> SquarishTangent(TracedTensor<double> x, TracedTensor<double> dx) => x * x * dx;

    /// <summary>log(1 + e^x): where e^x overflows its body has no derivative, and the declared one has.</summary>
    [Differentiable]
    public static TracedTensor<double> Soft([Shape("n")] TracedTensor<double> x) => Log(1.0 + Exp(x));

    [Linearization(nameof(Soft))]
    private static TracedTensor<double> SoftTangent(TracedTensor<double> x, TracedTensor<double> dx) => Sigmoid(x) * dx;

    /// <summary>The length of a vector; at 0 its derivative is 0, since x / 0 is infinite there and products have strong zeros.</summary>
    [Differentiable]
    public static TracedTensor<double> Length([Shape("n")] TracedTensor<double> x) => Sqrt(Sum(x * x));

    [Linearization(nameof(Length))]
    private static TracedTensor<double> LengthTangent(TracedTensor<double> x, TracedTensor<double> length, TracedTensor<double> dx) => Sum(x * dx) / length;

    /// <summary>Several tensors, a size that is a number, a number, and a flag.</summary>
    [Differentiable]
    public static TracedTensor<double> Scaled([Shape("n, m")] TracedTensor<double> a, [Shape("m")] TracedTensor<double> x, int k, double s, bool bend) =>
        bend ? Tanh(MatMul(a, x)) * (s + k) : MatMul(a, x) * (s + k);

    [Linearization(nameof(Scaled))]
    private static TracedTensor<double> ScaledTangent(TracedTensor<double> a, TracedTensor<double> x, int count, double factor, bool bent, TracedTensor<double> y, TracedTensor<double> da, TracedTensor<double> dx)
    {
        var moved = MatMul(da, x) + MatMul(a, dx);
        if (bent)
        {
            var t = y / (factor + count);
            moved = (1.0 - (t * t)) * moved;
        }

        return moved * (factor + count);
    }

    /// <summary>Two results, and a rule that reads both.</summary>
    [Differentiable]
    public static (TracedTensor<double> Wave, TracedTensor<double> Total) Pair([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, [Shape("")] TracedTensor<double> c)
    {
        var wave = Exp(x * w);
        return (wave, Sum(wave) * c);
    }

    /// <summary>That of another file: see LinearizationModels.Rules.cs.</summary>
    [Differentiable]
    public static TracedTensor<double> Elsewhere([Shape("n")] TracedTensor<double> x) => Exp(x) - 1.0;

    /// <summary>The linearization says nothing of w.</summary>
    [Differentiable]
    public static TracedTensor<double> Frozen([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => x * w;

    [Linearization(nameof(Frozen))]
    private static TracedTensor<double> FrozenTangent(TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> dx, TracedTensor<double> dw) => w * dx;

    /// <summary>Weights that nobody differentiates by have no tangent.</summary>
    [Differentiable]
    public static TracedTensor<double> Weighted([Shape("n")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) => (x * w) + b;

    [Linearization(nameof(Weighted))]
    private static TracedTensor<double> WeightedTangent(TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> b, TracedTensor<double> dx, TracedTensor<double> db) => (2.0 * w * dx) + db;

    /// <summary>Overloads, each with a linearization.</summary>
    [Differentiable]
    public static TracedTensor<double> Turned([Shape("n")] TracedTensor<double> x) => Sin(x);

    [Differentiable]
    public static TracedTensor<double> Turned([Shape("n")] TracedTensor<double> x, double by) => Sin(x * by);

    [Linearization(nameof(Turned))]
    private static TracedTensor<double> TurnedTangent(TracedTensor<double> x, TracedTensor<double> dx) => Cos(x) * dx;

    [Linearization(nameof(Turned))]
    private static TracedTensor<double> TurnedByTangent(TracedTensor<double> x, double by, TracedTensor<double> dx) => by * Cos(x * by) * dx;

    /// <summary>Leading axes, in single precision.</summary>
    [Differentiable]
    public static TracedTensor<float> Rows([Shape("..., n")] TracedTensor<float> x, [Shape("n")] TracedTensor<float> w) => Sum(Sin(x) * w, -1);

    [Linearization(nameof(Rows))]
    private static TracedTensor<float> RowsTangent(TracedTensor<float> x, TracedTensor<float> w, TracedTensor<float> dx, TracedTensor<float> dw) => Sum((Cos(x) * w * dx) + (Sin(x) * dw), -1);

    /// <summary>A loop in the body, and one in the rule on values and tangents, with a branch in it.</summary>
    [Differentiable]
    public static TracedTensor<double> Iterated([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = i % 2 == 0 ? Sin(x * w) : x + (0.1 * w);
        }

        return x;
    }

    [Linearization(nameof(Iterated))]
    private static TracedTensor<double> IteratedTangent(TracedTensor<double> x, TracedTensor<double> w, int steps, TracedTensor<double> dx, TracedTensor<double> dw)
    {
        for (int i = 0; i < steps; i++)
        {
            if (i % 2 == 0)
            {
                var inner = x * w;
                dx = Cos(inner) * ((w * dx) + (x * dw));
                x = Sin(inner);
            }
            else
            {
                dx = dx + (0.1 * dw);
                x = x + (0.1 * w);
            }
        }

        return dx;
    }

    [Differentiable]
    public static TracedTensor<double> IteratedAgain([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = Sin(x * w);
        }

        return x;
    }

    /// <summary>Keeps few states of its loop.</summary>
    [Linearization(nameof(IteratedAgain))]
    [Checkpoint(Slots = 2)]
    private static TracedTensor<double> IteratedAgainTangent(TracedTensor<double> x, TracedTensor<double> w, int steps, TracedTensor<double> dx, TracedTensor<double> dw)
    {
        for (int i = 0; i < steps; i++)
        {
            var inner = x * w;
            dx = Cos(inner) * ((w * dx) + (x * dw));
            x = Sin(inner);
        }

        return dx;
    }

    /// <summary>The linearization takes a derivative of something else.</summary>
    [Differentiable]
    public static TracedTensor<double> Smooth([Shape("n")] TracedTensor<double> x) => Floor(x) + Tanh(x);

    [Linearization(nameof(Smooth))]
    private static TracedTensor<double> SmoothTangent(TracedTensor<double> x, TracedTensor<double> dx) => Tanh(x).Jvp(x, dx);

    /// <summary>Calls in a loop that sizes bound, one that data end, and a branch.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Walk([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = Turned(x * w, 0.5) + (0.1 * Soft(x));
        }

        double trips = 0;
        while (trips < 2.5)
        {
            x = Iterated(x, w, 3);
            trips += 1;
        }

        if (Sum(x).EvalScalar() > 0)
        {
            x = x * Length(x);
        }
        else
        {
            x = Elsewhere(x) * w;
        }

        return Sum(x * x);
    }

    [Differentiable, Checkpoint(Slots = 2)]
    [return: Shape("")]
    public static TracedTensor<double> WalkAgain([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = Turned(x * w, 0.5) + (0.1 * Soft(x));
        }

        double trips = 0;
        while (trips < 2.5)
        {
            x = Iterated(x, w, 3);
            trips += 1;
        }

        if (Sum(x).EvalScalar() > 0)
        {
            x = x * Length(x);
        }
        else
        {
            x = Elsewhere(x) * w;
        }

        return Sum(x * x);
    }

    /// <summary>What is declared, in a loop: only the declared derivative has a gradient.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Quantized([Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = x + (0.5 * Rounded(x));
        }

        return Sum(Squarish(x));
    }

    /// <summary>A derivative in a body.</summary>
    [Differentiable]
    public static TracedTensor<double> Slope([Shape("n")] TracedTensor<double> x) => Sum(Squarish(x)).Grad(x);

    /// <summary>And one in each iteration.</summary>
    [Differentiable]
    public static TracedTensor<double> Descent([Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            var y = Sum(Rounded(x) * x);
            x = x - (0.125 * y.Grad(x));
        }

        return x;
    }
}

/// <summary>A record whose method has a declared derivative: that of the record comes first.</summary>
public partial record LinearLayer([Shape("m, n")] TracedTensor<double> Weights, [Shape("m")] TracedTensor<double> Bias)
{
    [Differentiable]
    public TracedTensor<double> Of([Shape("n")] TracedTensor<double> x) => Tanh(MatMul(Weights, x) + Bias);

    [Linearization(nameof(Of))]
    private TracedTensor<double> OfTangent(TracedTensor<double> x, TracedTensor<double> y, LinearLayer dLayer, TracedTensor<double> dx) =>
        (1.0 - (y * y)) * (MatMul(dLayer.Weights, x) + MatMul(Weights, dx) + dLayer.Bias);
}
