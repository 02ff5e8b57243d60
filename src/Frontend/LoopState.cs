using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Frontend;

/// <summary>What a loop changes: for each variable the values before it, one by one.</summary>
internal sealed class LoopState
{
    private readonly List<LoopVariable> variables = [];

    public IReadOnlyList<LoopVariable> Variables => variables;

    public IEnumerable<LoopLeaf> Leaves => variables.SelectMany(v => v.Leaves);

    public LoopLeaf[] Carries => Leaves.Where(l => l.IsCarry).ToArray();

    public void Add(object key, string name, FrontendValue before) => variables.Add(new LoopVariable(key, name, before));

    public static IEnumerable<FrontendValue> Flatten(FrontendValue value) => value.Parts.Count == 0 ? [value] : value.Parts.SelectMany(Flatten);
}

/// <summary>A variable that a loop changes, or a jump that it may take.</summary>
internal sealed class LoopVariable(object key, string name, FrontendValue before)
{
    public object Key { get; } = key;

    public string Name { get; } = name;

    public IReadOnlyList<LoopLeaf> Leaves { get; } = LoopState.Flatten(before).Select(v => new LoopLeaf(name, v)).ToArray();

    /// <summary>The variable's value made of one value for each leaf.</summary>
    public FrontendValue Of(System.Func<LoopLeaf, FrontendValue> value)
    {
        int next = 0;
        return Build(before);

        FrontendValue Build(FrontendValue template) => template.Parts.Count == 0 ? value(Leaves[next++]) : template.With(template.Parts.Select(Build).ToArray());
    }

    /// <summary>The values of the leaves after an iteration; null if it has become another kind of value.</summary>
    public IReadOnlyList<FrontendValue>? After(FrontendValue value)
    {
        var flat = LoopState.Flatten(value).ToArray();
        return flat.Length == Leaves.Count ? flat : null;
    }
}

/// <summary>One value in a variable that a loop changes: a carry, or an integer, which has a formula instead.</summary>
internal sealed class LoopLeaf(string name, FrontendValue before)
{
    public string Name { get; } = name;

    public FrontendValue Before { get; } = before;

    public bool IsCarry => Before is TensorValue or NumberValue or FlagValue or OpenFlag;

    /// <summary>What an integer gains in each iteration; null as long as that is not known.</summary>
    public DimExpr? Gain { get; set; }

    /// <summary>Why an integer, or a value that is no number, has no formula.</summary>
    public string? Reason { get; set; }

    /// <summary>The integer after a number of iterations.</summary>
    public FrontendValue After(DimExpr iterations) => Before switch
    {
        DimValue { Dim: var first } when Gain is { } gain => new DimValue(first + (gain * iterations)),
        _ when Reason is { } reason => new UnknownValue(reason),
        _ => Before,
    };
}
