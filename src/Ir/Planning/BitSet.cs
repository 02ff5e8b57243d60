using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>A growing set of small numbers.</summary>
internal sealed class BitSet
{
    private ulong[] words = new ulong[1];

    public bool Contains(int i) => (i >> 6) < words.Length && (words[i >> 6] & (1UL << (i & 63))) != 0;

    public void Add(int i)
    {
        Grow((i >> 6) + 1);
        words[i >> 6] |= 1UL << (i & 63);
    }

    public void UnionWith(BitSet other)
    {
        Grow(other.words.Length);
        for (int i = 0; i < other.words.Length; i++)
        {
            words[i] |= other.words[i];
        }
    }

    public IEnumerable<int> Members()
    {
        for (int i = 0; i < words.Length * 64; i++)
        {
            if (Contains(i))
            {
                yield return i;
            }
        }
    }

    private void Grow(int length)
    {
        if (length > words.Length)
        {
            System.Array.Resize(ref words, length);
        }
    }
}
