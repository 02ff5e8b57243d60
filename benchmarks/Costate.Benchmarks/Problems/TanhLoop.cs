using System;
using System.Numerics.Tensors;
using Costate.Benchmarks.Harness;
using static Costate.TracedTensor;

namespace Costate.Benchmarks.Problems;

/// <summary>A thousand tiny steps: the cost of the trace itself, since there is hardly any work in a step.</summary>
internal static partial class TanhLoop
{
    [Differentiable]
    [return: Shape("n")]
    internal static TracedTensor<double> Step([Shape("n")] TracedTensor<double> x) => Tanh((x * 1.01) + 0.001);

    /// <summary>Each step is one node: the compiled fragment.</summary>
    public static IContender Traced(int size, int steps) => Loop("Costate, loop of fragments", size, steps, x => Step(x));

    /// <summary>The same step without the attribute: three nodes, interpreted.</summary>
    public static IContender OpByOp(int size, int steps) => Loop("Costate, op by op", size, steps, x => Tanh((x * 1.01) + 0.001));

    private static LocalContender Loop(string name, int size, int steps, Func<TracedTensor<double>, TracedTensor<double>> step)
    {
        double[] data = RandomData.Uniform(4, size);

        TracedTensor<double> Run(TracedTensor<double> x)
        {
            for (int i = 0; i < steps; i++)
            {
                x = step(x);
            }

            return Sum(x);
        }

        return new LocalContender(
            name,
            size,
            () => Run(Parameter(data, size)).EvalScalar(),
            gradient =>
            {
                var x = Parameter(data, size);
                Run(x).Grad(x).EvalTo(new TensorSpan<double>(gradient, [size]));
            });
    }
}
