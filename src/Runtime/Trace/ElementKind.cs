using System;
using System.Runtime.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>The element type of a node's arrays. Masks have none of their own: they are stored as 0 and 1 in the type they were compared in.</summary>
internal enum ElementKind : byte
{
    Double,
    Single,
}

internal static class ElementKinds
{
    /// <summary>The kind of a floating-point type.</summary>
    /// <exception cref="NotSupportedException">It is neither double nor float.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ElementKind Of<T>() =>
        typeof(T) == typeof(double) ? ElementKind.Double : typeof(T) == typeof(float) ? ElementKind.Single : throw Unsupported(typeof(T));

    /// <summary>The type that graphs call it by.</summary>
    public static DType DType(this ElementKind kind) => kind == ElementKind.Double ? Ir.DType.F64 : Ir.DType.F32;

    public static int Size(this ElementKind kind) => kind == ElementKind.Double ? sizeof(double) : sizeof(float);

    public static Array New(this ElementKind kind, int count) => kind == ElementKind.Double ? new double[count] : new float[count];

    /// <summary>An array that is written completely before it is read.</summary>
    public static Array NewUninitialized(this ElementKind kind, int count) => kind == ElementKind.Double
        ? GC.AllocateUninitializedArray<double>(count)
        : GC.AllocateUninitializedArray<float>(count);

    private static NotSupportedException Unsupported(Type type) =>
        new($"A trace computes with double or float, not with {type.Name}. Comparisons give TracedTensor<bool>, which Select, And, Or and Not take.");
}
