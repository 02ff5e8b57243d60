using System;
using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;
using Costate;
using Lib;

namespace App;

internal static class Program
{
    private static int Main()
    {
        var square = Sizes.Square("n");
        if (square != DimExpr.Parse("n*n"))
        {
            Console.Error.WriteLine("n*n came out as " + square);
            return 1;
        }

        const int M = 2, N = 3;
        double[] weights = [0.5, -1, 2, 1, 0.25, -0.75], input = [1, 2, -1], target = [0.5, 1];

        // d/dW of |W x - y|^2 / 2 is (W x - y) x^T.
        var expected = new double[M * N];
        for (int i = 0; i < M; i++)
        {
            double error = -target[i];
            for (int j = 0; j < N; j++)
            {
                error += weights[(i * N) + j] * input[j];
            }

            for (int j = 0; j < N; j++)
            {
                expected[(i * N) + j] = error * input[j];
            }
        }

        // Through the trace: a fragment of this program, then one of the library.
        var w = TracedTensor.Parameter(weights, M, N);
        var x = TracedTensor.Parameter(input, N);
        var y = TracedTensor.Parameter(target, M);
        Tensor<double> traced = Energy.Distance(Linear.Apply(w, x), y).Grad(w).Eval();

        Console.WriteLine("gradient " + Print(traced));
        // Directly: the compiled gradient beside each method, which is missing unless the generator ran in both projects.
        var (direct, _, _) = Linear.LossGrad(Tensor.Create(weights, [M, N]), Tensor.Create(input, [N]), Tensor.Create(target, [M]));
        var (through, _, _) = Linear.LossOfLibraryGrad(Tensor.Create(weights, [M, N]), Tensor.Create(input, [N]), Tensor.Create(target, [M]));
        var (distance, _) = Energy.DistanceGrad(Tensor.Create(input, [N]), Tensor.Create(new double[N], [N]));
        Console.WriteLine(Linked.Verify(typeof(Program).Assembly));
        Console.WriteLine(Linked.Verify(typeof(Energy).Assembly));
        return Same(traced, expected) & Same(direct, expected) & Same(through, expected) & Same(distance, input) ? 0 : 1;
    }

    private static string Print(Tensor<double> values) => string.Join(' ', values.ToArray().Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    private static bool Same(Tensor<double> actual, double[] expected)
    {
        bool same = actual.FlattenedLength == expected.Length && actual.ToArray().Zip(expected).All(p => Math.Abs(p.First - p.Second) <= 1e-14);
        if (!same)
        {
            Console.Error.WriteLine("got " + Print(actual) + " instead of " + string.Join(' ', expected.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        }

        return same;
    }
}
