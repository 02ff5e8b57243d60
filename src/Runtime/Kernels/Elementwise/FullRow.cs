using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>A place in a row where a whole vector fits.</summary>
internal readonly struct FullRow<T, S, V>(nuint j) : IRow<T, V> where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(In<T> x) => S.Load(ref x.Start, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V LoadBeyond(In<T> x) => S.Load(ref x.Start, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Splat(In<T> x) => S.Splat(x.Start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Load(Out<T> y) => S.Load(ref y.Start, j);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Out<T> y, V value) => S.Store(ref y.Start, j, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBeyond(Out<T> y, V value) => S.Store(ref y.Start, j, value);
}
