using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;

namespace Costate;

/// <content>
/// Stand-ins for the derivatives by records and arrays of records. What makes a type a record of tensors is generated, so while code is being generated the
/// methods that demand it do not fit, and a body that differentiates by records would not compile; these fit then. Behind the generator the others win, and
/// whoever is left with one of these has no record of tensors.
/// </content>
public sealed partial class TracedTensor<T>
{
    private const string NoRecord = "Derivatives are taken by tensors, by records that a [Differentiable] method uses, and by arrays of either.";

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord Grad<TRecord>(TRecord x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord[] Grad<TRecord>(TRecord[] x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord GradOrZero<TRecord>(TRecord x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord[] GradOrZero<TRecord>(TRecord[] x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord Vjp<TRecord>(TracedTensor<T> seed, TRecord x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));

    /// <summary>By something that is made of no tensors: an error.</summary>
    [Obsolete(NoRecord, error: true), OverloadResolutionPriority(-1), EditorBrowsable(EditorBrowsableState.Never)]
    public TRecord[] Vjp<TRecord>(TracedTensor<T> seed, TRecord[] x, UnknownRecord mark = default) => throw new ArgumentException(NoRecord, nameof(x));
}
