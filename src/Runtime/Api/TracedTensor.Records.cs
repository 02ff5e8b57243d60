using System;
using Costate.CompilerServices;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>A record of parameters, one for each tensor and number of the concrete record. The data is copied.</summary>
    /// <param name="values">The concrete twin of a record of traced tensors.</param>
    public static TRecord Parameter<TRecord>(IRecordValues<TRecord> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Trace(new RecordLeaves(isParameter: true));
    }

    /// <summary>A record of constants, one for each tensor and number of the concrete record. The data is copied.</summary>
    /// <param name="values">The concrete twin of a record of traced tensors.</param>
    public static TRecord Constant<TRecord>(IRecordValues<TRecord> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Trace(new RecordLeaves(isParameter: false));
    }
}
