using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The exponential.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Exp : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Exp>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Exp(x);
}

/// <summary>exp(x) - 1, accurate near 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Expm1 : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Expm1>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Expm1(x);
}

/// <summary>The natural logarithm.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Log : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Log>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Log(x);
}

/// <summary>log(1 + x), accurate near 0.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Log1p : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Log1p>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Log1p(x);
}

/// <summary>The sine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Sin : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Sin>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Sin(x);
}

/// <summary>The cosine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Cos : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Cos>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Cos(x);
}

/// <summary>The hyperbolic tangent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tanh : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Tanh>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Tanh(x);
}

/// <summary>1 / (1 + exp(-x)).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Logistic : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Logistic>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Logistic(x);
}

/// <summary>x to the power y, with the special values of <see cref="System.Math.Pow"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Pow : IBinaryKernel, IDoubleFunction2
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x, V y) where V : unmanaged, ISimd<V> => V.Map2<Pow>(x, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x, W y) where W : unmanaged, ISimd<W, double> => VectorMath.Pow(x, y);
}

/// <summary>The error function.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Erf : IUnaryKernel, IDoubleFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V x) where V : unmanaged, ISimd<V> => V.Map<Erf>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x) where W : unmanaged, ISimd<W, double> => VectorMath.Erf(x);
}

/// <summary>The angle of the point (x, y), with the special values of <see cref="System.Math.Atan2"/>; y comes first.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Atan2 : IBinaryKernel, IDoubleFunction2
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Invoke<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Map2<Atan2>(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static W Evaluate<W>(W x, W y) where W : unmanaged, ISimd<W, double> => VectorMath.Atan2(x, y);
}
