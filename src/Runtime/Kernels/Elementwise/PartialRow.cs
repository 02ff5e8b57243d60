using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The place where a row ends, with fewer elements than a vector has.</summary>
internal readonly struct PartialRow<T, S, V>(nuint j, int count) : IRow<T, V> where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(ref T x) => S.LoadPartial(ref x, j, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LoadBeyond(ref T x) => S.Load(ref x, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Splat(ref T x) => S.Splat(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T y, V value) => S.StorePartial(ref y, j, count, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBeyond(ref T y, V value) => S.Store(ref y, j, value);
}
