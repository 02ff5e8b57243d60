using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>a + b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Add : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Add(a, b);
}

/// <summary>a * b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Mul : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Mul(a, b);
}

/// <summary>a * b with a strong zero: 0 if either factor is 0, even against infinity or NaN.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MulZ : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged =>
        S.MulZ(a, b);
}

/// <summary>-x, which flips the sign of zeros too.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Neg : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Neg(x);
}

/// <summary>a / b.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Div : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Div(a, b);
}

/// <summary>The correctly rounded square root.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sqrt : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Sqrt(x);
}

/// <summary>The absolute value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Abs : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Abs(x);
}

/// <summary>The larger one; NaN wins, and 0 is larger than -0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Max : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Max(a, b);
}

/// <summary>The smaller one; NaN wins, and -0 is smaller than 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Min : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Min(a, b);
}

/// <summary>-1, 0 or 1; zeros and NaN are returned as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sign : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged =>
        S.Select(S.Greater(x, 0.0), S.Splat(1.0), S.Select(S.Less(x, 0.0), S.Splat(-1.0), x));
}

/// <summary>The largest integer that is not greater.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Floor : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Floor(x);
}
