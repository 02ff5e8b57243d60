using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>a + b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Add : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => a + b;
}

/// <summary>a * b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Mul : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => a * b;
}

/// <summary>a * b with a strong zero: 0 if either factor is 0, even against infinity or NaN.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MulZ : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> =>
        V.AndNot(a * b, V.Or(V.Equal(a, 0.0), V.Equal(b, 0.0)));
}

/// <summary>-x, which flips the sign of zeros too.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Neg : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => -x;
}

/// <summary>a / b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Div : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => a / b;
}

/// <summary>The correctly rounded square root.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sqrt : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Sqrt(x);
}

/// <summary>The absolute value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Abs : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Abs(x);
}

/// <summary>The larger one; NaN wins, and 0 is larger than -0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Max : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Max(a, b);
}

/// <summary>The smaller one; NaN wins, and -0 is smaller than 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Min : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Min(a, b);
}

/// <summary>-1, 0 or 1; zeros and NaN are returned as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sign : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> =>
        V.Select(V.Greater(x, 0.0), V.Splat(1.0), V.Select(V.Less(x, 0.0), V.Splat(-1.0), x));
}

/// <summary>The largest integer that is not greater.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Floor : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Floor(x);
}
