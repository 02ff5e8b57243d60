using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Generator;

/// <summary>The contractions of a fragment: each specification is parsed once, into a static field.</summary>
internal sealed class ContractTable
{
    private readonly SortedDictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>The name of the field.</summary>
    public string Name(string spec, IReadOnlyList<(char Greater, char Lesser)> orders)
    {
        string text = orders.Count == 0 ? spec : spec + "; " + string.Join(", ", orders.Select(o => o.Greater + ">=" + o.Lesser));
        if (!names.TryGetValue(text, out string? name))
        {
            name = "Contract_" + new string(spec.Replace("->", ">").Select(c => c is ',' or '>' ? '_' : c).ToArray()) + string.Concat(orders.Select(o => "_" + o.Greater + "From" + o.Lesser));
            names.Add(text, name);
        }

        return name;
    }

    public void Print(CodeWriter writer)
    {
        foreach (var pair in names)
        {
            writer.Line("private static readonly " + Generator.Names.Services + "ContractPlan " + pair.Value + " = " + Generator.Names.Services + "ContractPlan.Parse(\"" + pair.Key + "\");");
        }
    }
}
