using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Generator;

/// <summary>The contractions of a fragment: each specification is parsed once, into a static field.</summary>
internal sealed class ContractTable
{
    private readonly SortedDictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>The name of the field.</summary>
    public string Name(string spec)
    {
        if (!names.TryGetValue(spec, out string? name))
        {
            name = "Contract_" + new string(spec.Replace("->", ">").Select(c => c is ',' or '>' ? '_' : c).ToArray());
            names.Add(spec, name);
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
