using System.Collections.Generic;
using System.Globalization;

namespace Costate;

/// <summary>A decision about dimensions with its evidence.</summary>
public readonly struct DimAnswer
{
    private DimAnswer(DimDecision decision, IReadOnlyDictionary<string, long>? witness)
    {
        Decision = decision;
        Witness = witness;
    }

    /// <summary>The decision.</summary>
    public DimDecision Decision { get; }

    /// <summary>When refuted: values, one for each symbol asked about or mentioned in a fact, for which the statement fails.</summary>
    public IReadOnlyDictionary<string, long>? Witness { get; }

    internal static DimAnswer Yes => new(DimDecision.Yes, null);

    internal static DimAnswer Unknown => default;

    internal static DimAnswer RefutedBy(IReadOnlyDictionary<string, long> witness) => new(DimDecision.Refuted, witness);

    /// <summary>The decision, with the witness as "in = 2, hidden = 3".</summary>
    public override string ToString()
    {
        if (Witness is null || Witness.Count == 0) return Decision.ToString();
        var parts = new List<string>(Witness.Count);
        foreach (var pair in Witness) parts.Add(pair.Key + " = " + pair.Value.ToString(CultureInfo.InvariantCulture));
        return Decision + ": " + string.Join(", ", parts);
    }
}
