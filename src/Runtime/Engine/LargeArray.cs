using System;

namespace Costate.Execution;

/// <summary>A large array that is lent. It stands where the array would stand, so the array is free when nothing can reach this object any more.</summary>
internal sealed class LargeArray(Array elements, int place)
{
    public readonly Array Elements = elements;

    /// <summary>The place in the list of <see cref="Loans"/>.</summary>
    public int Place = place;
}
