using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The place where a row ends, with fewer elements than a vector has.</summary>
internal readonly struct PartialRow<T, S, V>(nuint j, int count) : IRow<T, V> where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(In<T> x) => S.LoadPartial(ref x.Start, j, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LoadBeyond(In<T> x) => S.Load(ref x.Start, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Splat(In<T> x) => S.Splat(x.Start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(Out<T> y) => S.LoadPartial(ref y.Start, j, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Out<T> y, V value) => S.StorePartial(ref y.Start, j, count, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBeyond(Out<T> y, V value) => S.Store(ref y.Start, j, value);
}
