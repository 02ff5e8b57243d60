using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>A function of one double, written over vectors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDoubleFunction
{
    /// <summary>The value in every lane.</summary>
    static abstract V Evaluate<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged;
}

/// <summary>A function of two doubles, written over vectors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDoubleFunction2
{
    /// <summary>The value in every lane.</summary>
    static abstract V Evaluate<S, V>(V x, V y) where S : struct, ISimd<V, double> where V : unmanaged;
}

/// <summary>A function of one double, written over scalars.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScalarFunction
{
    /// <summary>The value.</summary>
    static abstract double Evaluate(double x);
}
