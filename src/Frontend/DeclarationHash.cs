using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>The arithmetic of hashes of declarations, which must not differ by chance.</summary>
internal static class DeclarationHash
{
    public static ulong Combine(ulong hash, SyntaxToken token) => Combine(hash, ((ulong)token.RawKind << 32) | (uint)Text(token.Text));

    public static ulong Combine(ulong hash, string text) => Combine(hash, (uint)Text(text));

    public static ulong Combine(ulong hash, ulong value)
    {
        unchecked
        {
            ulong x = (hash * 0x9E3779B97F4A7C15) + value;
            x ^= x >> 32;
            x *= 0xD6E8FEB86659FD93;
            return x ^ (x >> 32);
        }
    }

    private static int Text(string text)
    {
        unchecked
        {
            int hash = (int)2166136261;
            foreach (char c in text)
            {
                hash = (hash ^ c) * 16777619;
            }

            return hash;
        }
    }
}
