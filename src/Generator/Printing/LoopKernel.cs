using System.Collections.Generic;

namespace Costate.Generator;

/// <summary>The struct of a fused loop: its name, and the fields of its operands in the order of the loop.</summary>
internal sealed class LoopKernel(string name, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, bool isSumming)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Inputs { get; } = inputs;

    public IReadOnlyList<string> Outputs { get; } = outputs;

    /// <summary>Whether it returns what is summed along rows.</summary>
    public bool IsSumming { get; } = isSumming;
}
