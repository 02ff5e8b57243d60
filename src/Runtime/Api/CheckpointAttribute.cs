using System;

namespace Costate;

/// <summary>
/// Has the loops of a <see cref="DifferentiableAttribute">[Differentiable]</see> method keep few of their states for the gradient, and run iterations again
/// instead, in the order of A. Griewank and A. Walther, Algorithm 799: revolve, ACM TOMS 26 (2000). Values and gradients do not change by a bit.
/// It concerns the loops that stand in no other loop. At the method either <see cref="Slots"/> or <see cref="Every"/> is set, to a number
/// from 1 to 10,000. At an int parameter nothing is set, and the caller says for how many states there is room, as with <see cref="Slots"/>: at least 1.
/// Anything else is the error COS009.
/// </summary>
/// <example><code>[Differentiable, Checkpoint(Slots = 8)]</code></example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class CheckpointAttribute : Attribute
{
    /// <summary>
    /// For how many states of a loop there is room while it is reversed, that before the first iteration among them; a state is what an iteration hands
    /// on to the next one. Nothing else is kept of all iterations. The iterations that are run again are as few as can be: none more than r times if there are at most
    /// C(Slots + r, r) of them, with 8 slots twice for up to 45 and three times for up to 165. Where value and gradient are computed in one call, the run that computes the value is one of these;
    /// of a loop that data end there may be some more.
    /// </summary>
    public int Slots { get; set; }

    /// <summary>
    /// Room for every n-th state, and for those between two of them: for an n near the square root of the number of iterations that is least. No iteration is run
    /// again more than twice.
    /// </summary>
    public int Every { get; set; }
}
