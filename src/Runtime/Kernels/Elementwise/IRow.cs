using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// A place in a row, at which a fused kernel reads and writes its operands. The kernel says by its choice of Load or Splat whether
/// an input advances along the row, so the loop around it has nothing to decide. Operands are given as their first elements of the row.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRow<T, V> where T : unmanaged where V : unmanaged
{
    /// <summary>The elements of an operand at this place.</summary>
    V Load(ref T x);

    /// <summary>The elements of an input at this place, and where the row ends before the vector does what is behind it, as far as a vector of 64 bytes reaches.</summary>
    V LoadBeyond(ref T x);

    /// <summary>The element of an input that stands for the whole row, in every lane.</summary>
    V Splat(ref T x);

    /// <summary>Writes the elements of an output at this place.</summary>
    void Store(ref T y, V value);

    /// <summary>Writes the elements of an output at this place, and where the row ends before the vector does over what is behind it, as far as a vector of 64 bytes reaches.</summary>
    void StoreBeyond(ref T y, V value);
}
