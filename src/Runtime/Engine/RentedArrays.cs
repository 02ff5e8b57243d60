using System;
using System.Collections.Generic;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>Arrays for the time of one call, which nobody reads afterwards. Disposing gives back all of them, and more may be rented then.</summary>
internal sealed class RentedArrays : IDisposable
{
    private readonly List<Storage> storages = [];

    /// <summary>An array to be overwritten.</summary>
    public Array Rent(ElementKind kind, int count) => Hold(LargeArrays.Shared.Rent(kind, count));

    /// <summary>An array of zeros.</summary>
    public Array RentZeros(ElementKind kind, int count) => Hold(LargeArrays.Shared.RentZeros(kind, count));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var storage in storages) LargeArrays.Shared.Return(storage);
        storages.Clear();
    }

    private Array Hold(Storage storage)
    {
        if (storage.Loan is not null) storages.Add(storage);
        return storage.Elements!;
    }
}
