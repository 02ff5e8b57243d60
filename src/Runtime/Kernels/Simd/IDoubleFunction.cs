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

/// <summary>The correction of a function of one double in rare ranges, written over scalars.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IScalarFunction
{
    /// <summary>The value at x, given y, which is right outside of the rare ranges.</summary>
    static abstract double Evaluate(double x, double y);
}
