using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>An elementwise op of one operand, named as in the IR.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUnaryKernel
{
    /// <summary>The op on every lane.</summary>
    static abstract V Invoke<S, V>(V x) where S : struct, ISimd<V> where V : unmanaged;
}

/// <summary>An elementwise op of two operands, named as in the IR.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBinaryKernel
{
    /// <summary>The op on every lane.</summary>
    static abstract V Invoke<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged;
}

/// <summary>An elementwise op of three operands, named as in the IR.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITernaryKernel
{
    /// <summary>The op on every lane.</summary>
    static abstract V Invoke<S, V>(V a, V b, V c) where S : struct, ISimd<V> where V : unmanaged;
}
