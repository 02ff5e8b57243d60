using System.Numerics.Tensors;
using Costate.Benchmarks.Harness;
using static Costate.TracedTensor;

namespace Costate.Benchmarks.Problems;

/// <summary>One large vector: the cost of the kernels.</summary>
internal static partial class LogSumExpProblem
{
    [Differentiable]
    [return: Shape("")]
    internal static TracedTensor<double> Soft([Shape("n")] TracedTensor<double> x) => LogSumExp(x);

    /// <summary>The compiled members, called directly with buffers of the caller.</summary>
    public static IContender Compiled(int size)
    {
        double[] data = RandomData.Uniform(5, size);
        return new LocalContender(
            "Costate, direct call",
            size,
            () => Soft(new ReadOnlyTensorSpan<double>(data, [size])),
            gradient => SoftValueAndGrad(new ReadOnlyTensorSpan<double>(data, [size]), new TensorSpan<double>(gradient, [size])));
    }

    /// <summary>Through the trace; each call copies its input, so nothing is cached between calls.</summary>
    public static IContender Traced(int size)
    {
        double[] data = RandomData.Uniform(5, size);
        return new LocalContender(
            "Costate, traced",
            size,
            () => Soft(Parameter(data, size)).EvalScalar(),
            gradient =>
            {
                var x = Parameter(data, size);
                Soft(x).Grad(x).EvalTo(new TensorSpan<double>(gradient, [size]));
            });
    }
}
