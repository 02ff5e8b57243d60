using System;
using System.Collections.Generic;
using Costate.Tracing;

namespace Costate.CompilerServices;

public abstract partial class Fragment
{
    // A loop calls a fragment with the same sizes again and again, so the last one is tried first. The table is bounded because
    // sizes may go on changing for ever; nodes compare sizes by content, so forgetting one costs time and nothing else.
    private const int MaxSizes = 1024;

    private Dictionary<ulong, List<SizedFragment>>? sizes;
    private SizedFragment? lastSized;

    /// <summary>The fragment at the given sizes.</summary>
    /// <param name="kind">The element type.</param>
    /// <param name="dims">The values of the symbols.</param>
    /// <param name="leading">The leading axes of its inputs and outputs, whose product is one of the values.</param>
    internal SizedFragment At(ElementKind kind, ReadOnlySpan<int> dims, ReadOnlySpan<int> leading = default)
    {
        var last = lastSized;
        return last is not null && last.IsAt(kind, dims, leading) ? last : Find(kind, dims, leading);
    }

    /// <summary>Throws where sizes that are met for the first time are not allowed; generated code has checked them before.</summary>
    private protected virtual void CheckSizes(ReadOnlySpan<int> dims)
    {
    }

    private SizedFragment Find(ElementKind kind, ReadOnlySpan<int> dims, ReadOnlySpan<int> leading)
    {
        ulong hash = (ulong)kind;
        foreach (int dim in dims) hash = NodeHash.Combine(hash, (ulong)dim);
        foreach (int size in leading) hash = NodeHash.Combine(hash, (ulong)size);
        lock (gate)
        {
            sizes ??= [];
            if (sizes.Count >= MaxSizes) sizes.Clear();
            if (!sizes.TryGetValue(hash, out var list)) sizes.Add(hash, list = []);
            foreach (var candidate in list)
            {
                if (candidate.IsAt(kind, dims, leading)) return lastSized = candidate;
            }

            CheckSizes(dims);
            var sized = new SizedFragment(this, kind, dims.ToArray(), leading.ToArray());
            list.Add(sized);
            return lastSized = sized;
        }
    }
}
