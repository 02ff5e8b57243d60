using System;
using System.Collections.Generic;
using Costate.Benchmarks.Harness;
using Gmm;

namespace Costate.Benchmarks.Problems;

/// <summary>The mixture of samples/Gmm at a published size, against C++ by hand.</summary>
internal static class GmmProblem
{
    private const double Gamma = 1.2;
    private const int M = 2;

    public static IContender[] Contenders(int d, int k, int n)
    {
        double[] alphas = RandomData.Uniform(11, k, -0.5), means = RandomData.Uniform(12, k * d, -0.5);
        double[] factors = RandomData.Uniform(13, k * d * (d + 1) / 2, -0.5), x = RandomData.Uniform(14, n * d, -0.5);
        var problem = new MixtureProblem(d, k, n, Gamma, M, alphas, means, factors, x);
        var contenders = new List<IContender> { new LocalContender("Costate, direct call", problem.Parameters, problem.Value, gradient => problem.ValueAndGradient(gradient)) };
        if (NativeObjectives.Exist)
        {
            contenders.Add(new LocalContender(
                "C++, by hand",
                problem.Parameters,
                () => NativeObjectives.GmmValue(d, k, n, alphas, means, factors, x, Gamma, M),
                gradient => NativeObjectives.GmmGradient(d, k, n, alphas, means, factors, x, Gamma, M, gradient)));
        }

        return [.. contenders];
    }
}
