using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>A place in a row where a whole vector fits.</summary>
internal ref struct FullRow<T, S, V> : IRow<V> where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
{
    internal ref T x0;
    internal ref T x1;
    internal ref T x2;
    internal ref T x3;
    internal ref T x4;
    internal ref T x5;
    internal ref T x6;
    internal ref T x7;
    internal ref T x8;
    internal ref T x9;
    internal ref T x10;
    internal ref T x11;
    internal ref T y0;
    internal ref T y1;
    internal ref T y2;
    internal ref T y3;
    internal ref T y4;
    internal ref T y5;
    internal nint j;

    public V X0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x0, (nuint)j);
    }

    public V S0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x0);
    }

    public V X1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x1, (nuint)j);
    }

    public V S1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x1);
    }

    public V X2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x2, (nuint)j);
    }

    public V S2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x2);
    }

    public V X3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x3, (nuint)j);
    }

    public V S3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x3);
    }

    public V X4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x4, (nuint)j);
    }

    public V S4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x4);
    }

    public V X5
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x5, (nuint)j);
    }

    public V S5
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x5);
    }

    public V X6
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x6, (nuint)j);
    }

    public V S6
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x6);
    }

    public V X7
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x7, (nuint)j);
    }

    public V S7
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x7);
    }

    public V X8
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x8, (nuint)j);
    }

    public V S8
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x8);
    }

    public V X9
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x9, (nuint)j);
    }

    public V S9
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x9);
    }

    public V X10
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x10, (nuint)j);
    }

    public V S10
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x10);
    }

    public V X11
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref x11, (nuint)j);
    }

    public V S11
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Splat(x11);
    }

    public V Y0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y0, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y0, (nuint)j, value);
    }

    public V Y1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y1, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y1, (nuint)j, value);
    }

    public V Y2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y2, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y2, (nuint)j, value);
    }

    public V Y3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y3, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y3, (nuint)j, value);
    }

    public V Y4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y4, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y4, (nuint)j, value);
    }

    public V Y5
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => S.Load(ref y5, (nuint)j);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => S.Store(ref y5, (nuint)j, value);
    }
}
