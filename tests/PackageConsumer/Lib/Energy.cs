using Costate;
using static Costate.TracedTensor;

namespace Lib;

public static partial class Energy
{
    /// <summary>Half the squared distance; its gradient with respect to the first argument is x - target.</summary>
    [Differentiable]
    public static TracedTensor<double> Distance(
        [Shape("n")] TracedTensor<double> x,
        [Shape("n")] TracedTensor<double> target) =>
        Sum(Square(x - target)) * 0.5;
}
