using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Costate.Analyzers;

/// <summary>What the variables hold at one point of a method, as sets of bits; see <see cref="EvaluationFlow"/>.</summary>
internal sealed class FlowState
{
    private readonly Dictionary<ISymbol, ulong> variables = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<CaptureId, ulong> captures = [];

    public ulong this[CaptureId capture]
    {
        get => captures.TryGetValue(capture, out ulong bits) ? bits : 0;
        set => captures[capture] = value;
    }

    public bool TryGet(ISymbol variable, out ulong bits) => variables.TryGetValue(variable, out bits);

    public void Set(ISymbol variable, ulong bits) => variables[variable] = bits;

    public FlowState Copy()
    {
        var copy = new FlowState();
        copy.Join(this);
        return copy;
    }

    /// <summary>What holds on either of two paths.</summary>
    /// <returns>Whether anything is new.</returns>
    public bool Join(FlowState other) => Join(variables, other.variables) | Join(captures, other.captures);

    private static bool Join<TKey>(Dictionary<TKey, ulong> into, Dictionary<TKey, ulong> from)
    {
        bool changed = false;
        foreach (var entry in from)
        {
            ulong joined = entry.Value | (into.TryGetValue(entry.Key, out ulong known) ? known : 0);
            if (joined != known || !into.ContainsKey(entry.Key))
            {
                into[entry.Key] = joined;
                changed = true;
            }
        }

        return changed;
    }
}
