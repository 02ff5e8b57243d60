using System.Collections.Generic;

namespace Costate.Analyzers;

/// <summary>What a method does with numbers, as far as its callers have to know.</summary>
/// <param name="result">Where its result comes from.</param>
/// <param name="sinks">The parameters, by ordinal, whose numbers come into a trace.</param>
/// <param name="given">Where that comes from which it leaves in its parameters, by ordinal.</param>
internal sealed class EvaluationSummary(EvaluationSummary.Flow result, IReadOnlyCollection<int> sinks, IReadOnlyDictionary<int, EvaluationSummary.Flow> given)
{
    /// <summary>Of a method that nothing is known about.</summary>
    public static readonly EvaluationSummary None = new(new Flow([], false), [], new Dictionary<int, Flow>());

    public Flow Result { get; } = result;

    public IReadOnlyCollection<int> Sinks { get; } = sinks;

    public IReadOnlyDictionary<int, Flow> Given { get; } = given;

    /// <summary>What a value is made from: the numbers of some parameters, and what is evaluated on the way.</summary>
    internal sealed class Flow(IReadOnlyCollection<int> from, bool evaluates)
    {
        public IReadOnlyCollection<int> From { get; } = from;

        public bool Evaluates { get; } = evaluates;
    }
}
