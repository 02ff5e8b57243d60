using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>Arithmetic of dimensions in generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dims
{
    /// <summary>The quotient rounded towards minus infinity, as in a dimension expression.</summary>
    /// <exception cref="System.DivideByZeroException"><paramref name="b"/> is 0.</exception>
    public static long FloorDiv(long a, long b) => DimMath.FloorDiv(a, b);

    /// <inheritdoc cref="FloorDiv(long, long)"/>
    public static int FloorDiv(int a, int b) => checked((int)DimMath.FloorDiv(a, b));
}
