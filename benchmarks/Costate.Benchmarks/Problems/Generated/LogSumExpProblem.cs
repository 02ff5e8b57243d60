using System.Numerics.Tensors;
using Costate.Benchmarks.Harness;

namespace Costate.Benchmarks.Problems;

internal static partial class LogSumExpProblem
{
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
}
