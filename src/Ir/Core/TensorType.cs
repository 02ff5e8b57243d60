using System;

namespace Costate.Ir;

/// <summary>Element type of a value. The numbers enter the digest; 4 and 5 are reserved for c128 and c64.</summary>
internal enum DType : byte
{
    F64 = 0,
    F32 = 1,
    I64 = 2,
    Bool = 3,
}

/// <summary>What an opaque factorisation holds; <see cref="None"/> for ordinary tensors.</summary>
internal enum FactorKind : byte
{
    None = 0,

    /// <summary>The lower Cholesky factor, n x n.</summary>
    Cholesky = 1,

    /// <summary>LU with partial pivoting: n x n packed factors followed by n pivots, an (n + 1) x n block.</summary>
    Lu = 2,
}

/// <summary>Type of an IR value: element type, symbolic shape, and whether it is an opaque factorisation.</summary>
internal sealed class TensorType : IEquatable<TensorType>
{
    public TensorType(DType dtype, Shape shape, FactorKind factor = FactorKind.None)
    {
        DType = dtype;
        Shape = shape;
        Factor = factor;
    }

    public DType DType { get; }

    /// <summary>The logical shape; for a factorisation the shape of the factored matrix, batch axes first.</summary>
    public Shape Shape { get; }

    public FactorKind Factor { get; }

    public int Rank => Shape.Rank;

    public bool IsFloating => DType is DType.F64 or DType.F32;

    /// <summary>Whether a tangent of this type exists at all.</summary>
    public bool IsDifferentiable => IsFloating && Factor == FactorKind.None;

    /// <summary>Number of elements that a buffer of this type holds.</summary>
    public DimExpr StorageCount => Factor == FactorKind.Lu
        ? Shape.ElementCount + BatchCount * Shape[Shape.Rank - 1]
        : Shape.ElementCount;

    private DimExpr BatchCount
    {
        get
        {
            var count = DimExpr.One;
            for (int i = 0; i < Shape.Rank - 2; i++)
            {
                count *= Shape[i];
            }

            return count;
        }
    }

    public TensorType WithShape(Shape shape) => new(DType, shape, Factor);

    public TensorType WithDType(DType dtype) => new(dtype, Shape, Factor);

    public bool Equals(TensorType? other) =>
        other is not null && DType == other.DType && Factor == other.Factor && Shape.Equals(other.Shape);

    public override bool Equals(object? obj) => Equals(obj as TensorType);

    public override int GetHashCode() => unchecked((Shape.GetHashCode() * 31 + (int)DType) * 31 + (int)Factor);

    public override string ToString() => Factor == FactorKind.None ? Name(DType) + Shape : Name(DType) + Shape + "!" + FactorName(Factor);

    public static string Name(DType dtype) => dtype switch
    {
        DType.F64 => "f64",
        DType.F32 => "f32",
        DType.I64 => "i64",
        _ => "bool",
    };

    public static DType ParseDType(string text) => text switch
    {
        "f64" => DType.F64,
        "f32" => DType.F32,
        "i64" => DType.I64,
        "bool" => DType.Bool,
        _ => throw new FormatException("Unknown element type '" + text + "'; expected f64, f32, i64 or bool."),
    };

    public static string FactorName(FactorKind kind) => kind == FactorKind.Lu ? "lu" : "cholesky";

    public static FactorKind ParseFactor(string text) => text switch
    {
        "lu" => FactorKind.Lu,
        "cholesky" => FactorKind.Cholesky,
        _ => throw new FormatException("Unknown factorisation '" + text + "'; expected lu or cholesky."),
    };
}
