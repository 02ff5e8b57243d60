namespace Costate;

/// <summary>Hashes that do not change from one process to the next, so that nothing built on their order can either.</summary>
internal static class DimHash
{
    public static int Mix(int hash, int value) => unchecked(((hash << 5) | (int)((uint)hash >> 27)) * 31 ^ value * (int)0x9E3779B1);

    public static int Of(string text)
    {
        var hash = unchecked((int)2166136261);
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }

    public static int Of(DimExpr[] members)
    {
        var hash = 29;
        foreach (var member in members) hash = Mix(hash, member.GetHashCode());
        return hash;
    }
}
