using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Fixed points in annotated methods: steps as lambdas, local functions and methods, in loops and branches, with a gauge.</summary>
public static partial class FixedPointModels
{
    /// <summary>x = tanh(w x + b).</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Layer([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) =>
        FixedPoint.Solve(x => Tanh(MatMul(w, x) + b), Zeros<double>(b.Dim(0)), 1e-13, adjointTolerance: 1e-12);

    /// <summary>The same by GMRES, with the step in a local function.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> LayerByGmres([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b)
    {
        return FixedPoint.Solve(Step, 0 * b, 1e-13, adjoint: AdjointSolver.Gmres, adjointTolerance: 1e-12, restart: 5);

        TracedTensor<double> Step(TracedTensor<double> x)
        {
            var y = MatMul(w, x);
            return Tanh(y + b);
        }
    }

    /// <summary>A scalar of it, so that there are compiled gradients and products with the Hessian.</summary>
    [Differentiable(Order = 2)]
    public static TracedTensor<double> LayerSum([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b, [Shape("n")] TracedTensor<double> c) =>
        Sum(c * Layer(w, b));

    /// <summary>One step of Newton's method for the square root.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Babylonian([Shape("")] TracedTensor<double> x, [Shape("")] TracedTensor<double> a) => 0.5 * (x + (a / x));

    /// <summary>The square root, iterated in a loop and then taken as the fixed point that it is.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Root([Shape("")] TracedTensor<double> a, int steps)
    {
        var x = 1 + (0 * a);
        for (int i = 0; i < steps; i++)
        {
            x = Babylonian(x, a);
        }

        return x.ConvergedUnder(y => Babylonian(y, a), 1e-9);
    }

    /// <summary>A fixed point in each iteration of a loop, or another value.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Chain([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b, int count, double limit)
    {
        var c = b;
        for (int i = 0; i < count; i++)
        {
            if (Norm(c).EvalScalar() < limit)
            {
                c = FixedPoint.Solve(x => Tanh(MatMul(w, x) + c), c, 1e-13, adjointTolerance: 1e-12);
            }
            else
            {
                c = 0.5 * c;
            }
        }

        return c;
    }

    /// <summary>u v = a, whose factors can be scaled against each other; what is made of their product knows nothing of that.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Product([Shape("n")] TracedTensor<double> a, [NoGradient, Shape("n")] TracedTensor<double> scale)
    {
        var (u, v) = FixedPoint.Solve(
            (u, v) => (a / v, a / (a / v)),
            (scale, scale),
            1e-12,
            adjointTolerance: 1e-12,
            gauge: (u, v, du, dv) =>
            {
                var share = ((u * du) - (v * dv)) / ((u * u) + (v * v));
                return (du - (share * u), dv + (share * v));
            });
        return Sin(u * v);
    }

    /// <summary>A step that takes as many steps as its data ask for.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Careful([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b)
    {
        TracedTensor<double> Step(TracedTensor<double> x)
        {
            var y = Tanh(MatMul(w, x) + b);
            for (int i = 0; i < 2; i++)
            {
                if (Norm(y).EvalScalar() > 0.5)
                {
                    y = 0.5 * (y + Tanh(MatMul(w, y) + b));
                }
            }

            return y;
        }

        return FixedPoint.Solve(Step, 0 * b, 1e-13, adjointTolerance: 1e-12);
    }

    /// <summary>A point behind a branch, by a step with a product of what it does not change.</summary>
    [Differentiable]
    public static TracedTensor<double> Sometimes([Shape("n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b, int k)
    {
        var c = b;
        if (k == 1)
        {
            c = FixedPoint.Solve(x => 0.5 * Sin(x) + w * b, 0 * b, 1e-14);
        }

        return Sum(c);
    }
}
