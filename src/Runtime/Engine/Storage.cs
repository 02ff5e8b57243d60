using System;
using System.Runtime.CompilerServices;

namespace Costate.Execution;

/// <summary>
/// The memory of one value or one residual pack: an array of its own, or a large array that was lent by <see cref="LargeArrays"/>. Who reads or
/// writes the elements of a loan must hold the storage, or the node that has it, for as long: what nothing holds is lent to somebody else.
/// </summary>
internal readonly struct Storage
{
    private readonly object? held;

    /// <summary>An array that the garbage collector takes care of.</summary>
    public Storage(Array array) => held = array;

    /// <summary>A large array that is lent.</summary>
    public Storage(LargeArray loan) => held = loan;

    private Storage(object? held) => this.held = held;

    public bool IsEmpty => held is null;

    /// <summary>The array; null if there is no memory.</summary>
    public Array? Elements => ElementsOf(held);

    /// <summary>The loan, if it is one.</summary>
    public LargeArray? Loan => held as LargeArray;

    /// <summary>What stands for it in a field of an object, which has no room for more than a reference.</summary>
    public object? Held => held;

    /// <summary>The storage that a field stands for.</summary>
    public static Storage Of(object? held) => new(held);

    /// <summary>The array of what stands in a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Array? ElementsOf(object? held) => held is LargeArray loan ? loan.Elements : Unsafe.As<Array?>(held);
}
