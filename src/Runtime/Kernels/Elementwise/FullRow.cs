using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>A place in a row where a whole vector fits.</summary>
internal readonly struct FullRow<T, S, V>(nuint j) : IRow<T, V> where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(ref T x) => S.Load(ref x, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LoadBeyond(ref T x) => S.Load(ref x, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Splat(ref T x) => S.Splat(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T y, V value) => S.Store(ref y, j, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBeyond(ref T y, V value) => S.Store(ref y, j, value);
}
