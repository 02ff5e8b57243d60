using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>Fixed points, by iteration and given.</summary>
public static partial class FixedPointModels
{
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> AtRest([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) =>
        FixedPoint.Solve(x => Tanh(0.1 * MatMul(w, x) + b), Zeros<double>(b.Dim(0)), 1e-13);

    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> ByGmres([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) =>
        FixedPoint.Solve(x => Tanh(0.1 * MatMul(w, x) + b), 0 * b, 1e-13, adjoint: AdjointSolver.Gmres, restart: 5);

    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> RootOf([Shape("n")] TracedTensor<double> a)
    {
        var x = a;
        for (int i = 0; i < 8; i++)
        {
            x = 0.5 * (x + a / x);
        }

        return x.ConvergedUnder(y => 0.5 * (y + a / y), 1e-10);
    }

    [Differentiable]
    [return: Shape("n; m")]
    public static (TracedTensor<double> X, TracedTensor<double> Y) TwoTensors([Shape("n")] TracedTensor<double> a, [Shape("n, m")] TracedTensor<double> w)
    {
        var (x, y) = FixedPoint.Solve((x, y) => (Sin(a + 0.05 * MatMul(w, y)), 0.1 * MatMul(x, w)), (0 * a, Zeros<double>(w.Dim(1))), 1e-13);
        return (x, 2.0 * y);
    }

    /// <summary>A step that looks at its own values.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Careful([Shape("n")] TracedTensor<double> b)
    {
        return FixedPoint.Solve(Step, 0 * b, 1e-13);

        TracedTensor<double> Step(TracedTensor<double> x)
        {
            var y = 0.5 * Sin(x) + b;
            return Norm(y).EvalScalar() > 1 ? 0.9 * y : y;
        }
    }
}
