using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

// Truth values are lanes holding 1 or 0, in the element type of the numbers beside them, so that a fused loop has one lane type.

/// <summary>1 where a is smaller than b, 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Less : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.Less(a, b), S.Splat(1.0));
}

/// <summary>1 where a is not larger than b, 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LessEqual : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.LessEqual(a, b), S.Splat(1.0));
}

/// <summary>1 where a equals b (zeros are equal, NaN equals nothing), 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Equal : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.Equal(a, b), S.Splat(1.0));
}

/// <summary>1 where a does not equal b, 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NotEqual : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.NotEqual(a, b), S.Splat(1.0));
}

/// <summary>1 where a is larger than b, 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Greater : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.Greater(a, b), S.Splat(1.0));
}

/// <summary>1 where a is not smaller than b, 0 elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GreaterEqual : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.And(S.GreaterEqual(a, b), S.Splat(1.0));
}

/// <summary>1 where both are not 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct And : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged =>
        S.And(S.And(S.NotEqual(a, 0.0), S.NotEqual(b, 0.0)), S.Splat(1.0));
}

/// <summary>1 where at least one is not 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Or : IBinaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged =>
        S.And(S.Or(S.NotEqual(a, 0.0), S.NotEqual(b, 0.0)), S.Splat(1.0));
}

/// <summary>1 where x is 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Not : IUnaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.And(S.Equal(x, 0.0), S.Splat(1.0));
}

/// <summary>a where the condition is not 0, b elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Select : ITernaryKernel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V c, V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Select(S.NotEqual(c, 0.0), a, b);
}
