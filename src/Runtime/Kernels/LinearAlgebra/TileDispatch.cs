using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>Work that is written for any element type and register.</summary>
internal interface ITileAction
{
    void Run<T, TVector, TOps>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : unmanaged
        where TOps : ITileVector<T, TVector>;
}

/// <summary>Runs work on the widest registers that the hardware accelerates; a software fallback of wider ones is much slower.</summary>
internal static class TileDispatch
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<T, TAction>(ref TAction action)
        where TAction : struct, ITileAction, allows ref struct
    {
        if (typeof(T) == typeof(double))
        {
            if (Vector512.IsHardwareAccelerated) action.Run<double, Vector512<double>, TileVector512Double>();
            else if (Vector256.IsHardwareAccelerated) action.Run<double, Vector256<double>, TileVector256Double>();
            else action.Run<double, Vector128<double>, TileVector128Double>();
        }
        else if (typeof(T) == typeof(float))
        {
            if (Vector512.IsHardwareAccelerated) action.Run<float, Vector512<float>, TileVector512Single>();
            else if (Vector256.IsHardwareAccelerated) action.Run<float, Vector256<float>, TileVector256Single>();
            else action.Run<float, Vector128<float>, TileVector128Single>();
        }
        else
        {
            throw MatrixArguments.UnsupportedElement<T>();
        }
    }
}
