using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The exponential.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Exp : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Exp>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Exp<S, V>(x);
}

/// <summary>exp(x) - 1, accurate near 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Expm1 : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Expm1>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Expm1<S, V>(x);
}

/// <summary>The natural logarithm.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Log : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Log>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Log<S, V>(x);
}

/// <summary>log(1 + x), accurate near 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Log1p : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Log1p>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Log1p<S, V>(x);
}

/// <summary>The sine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sin : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Sin>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Sin<S, V>(x);
}

/// <summary>The cosine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Cos : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Cos>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Cos<S, V>(x);
}

/// <summary>The hyperbolic tangent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tanh : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Tanh>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Tanh<S, V>(x);
}

/// <summary>1 / (1 + exp(-x)).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Logistic : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Logistic>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Logistic<S, V>(x);
}

/// <summary>x to the power y, with the special values of <see cref="System.Math.Pow"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Pow : IBinaryKernel, IDoubleFunction2
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x, V y) where S : struct, ISimd<V> where V : unmanaged => S.Map2<Pow>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x, V y) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Pow<S, V>(x, y);
}

/// <summary>The error function.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Erf : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged => S.Map<Erf>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Erf<S, V>(x);
}

/// <summary>The angle of the point (x, y), with the special values of <see cref="System.Math.Atan2"/>; y comes first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Atan2 : IBinaryKernel, IDoubleFunction2
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Map2<Atan2>(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V x, V y) where S : struct, ISimd<V, double> where V : unmanaged =>
        VectorMath.Atan2<S, V>(x, y);
}
