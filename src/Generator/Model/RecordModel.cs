namespace Costate.Generator;

/// <summary>A record of traced tensors that a differentiable method uses, whose concrete twin is to be generated.</summary>
internal sealed record RecordModel
{
    /// <summary>The namespace, or an empty string.</summary>
    public required string Namespace { get; init; }

    /// <summary>The partial types around it and the record itself, outermost first.</summary>
    public required EquatableArray<TypeModel> Types { get; init; }

    /// <summary>double or float.</summary>
    public required string ElementType { get; init; }

    public required ValueModel Value { get; init; }

    /// <summary>Whether it is the twin for arrays of it, and not that for one.</summary>
    public bool IsStack { get; init; }

    /// <summary>The name of the generated file, unique without regard to case.</summary>
    public required string HintName { get; init; }
}
