namespace Costate.CompilerServices;

/// <summary>
/// What the tile kernels need of a SIMD register. Each kernel is written once against this interface; the JIT resolves
/// every member to an instruction because the implementations are structs.
/// </summary>
/// <typeparam name="T">Scalar type.</typeparam>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ITileVector<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>Lanes of the register.</summary>
    static abstract int Count { get; }

    /// <summary>Whether <see cref="Transpose"/> is available.</summary>
    static abstract bool HasTranspose { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(T* target, TVector value);

    static abstract TVector Broadcast(T* source);

    /// <summary>A mask of the first <paramref name="count"/> lanes.</summary>
    static abstract TVector Mask(int count);

    /// <summary>Loads the masked lanes and zeros the others; memory outside of the mask is not touched.</summary>
    static abstract TVector Load(T* source, TVector mask);

    static abstract void Store(T* target, TVector mask, TVector value);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>The sum of all lanes, by halving: lane i and lane i + Count / 2 first.</summary>
    static abstract T Sum(TVector value);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c - a b with one rounding.</summary>
    static abstract TVector MultiplySubtract(TVector a, TVector b, TVector c);

    /// <summary>
    /// Writes the transpose of a block of at most Count x Count: line i is read at <paramref name="source"/> + offsets[i],
    /// column k is written at <paramref name="target"/> + k <paramref name="step"/>. Unless <paramref name="exact"/>, a column
    /// is padded to Count elements with copies of its last one.
    /// </summary>
    static abstract void Transpose(T* source, int* offsets, int lines, int columns, T* target, nint step, bool exact);
}
