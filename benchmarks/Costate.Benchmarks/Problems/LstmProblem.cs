using System.Collections.Generic;
using Costate.Benchmarks.Harness;
using Lstm;

namespace Costate.Benchmarks.Problems;

/// <summary>The network of samples/Lstm at a published size, against C++ by hand.</summary>
internal static class LstmProblem
{
    public static IContender[] Contenders(int l, int c, int b)
    {
        double[] main = RandomData.Uniform(21, l * 8 * b, -0.5), extra = RandomData.Uniform(22, 3 * b, -0.5);
        double[] state = RandomData.Uniform(23, l * 2 * b, -0.5), sequence = RandomData.Uniform(24, c * b, -0.5);
        var problem = new SequenceProblem(l, c, b, main, extra, state, sequence);
        var contenders = new List<IContender> { new LocalContender("Costate, direct call", problem.Parameters, problem.Value, gradient => problem.ValueAndGradient(gradient)) };
        if (NativeObjectives.Exist)
        {
            contenders.Add(new LocalContender(
                "C++, by hand",
                problem.Parameters,
                () => NativeObjectives.LstmValue(l, c, b, main, extra, state, sequence),
                gradient => NativeObjectives.LstmGradient(l, c, b, main, extra, state, sequence, gradient)));
        }

        return [.. contenders];
    }
}
