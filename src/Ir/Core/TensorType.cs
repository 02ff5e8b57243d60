using System;
using System.Collections.Generic;
using System.Linq;

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

/// <summary>
/// Type of an IR value: element type, symbolic shape, and whether it is an opaque factorisation. A stack holds one such value for each
/// iteration of a loop; only loops write and read stacks.
/// </summary>
internal sealed class TensorType : IEquatable<TensorType>
{
    public TensorType(DType dtype, Shape shape, FactorKind factor = FactorKind.None, IReadOnlyList<DimExpr?>? levels = null)
    {
        DType = dtype;
        Shape = shape;
        Factor = factor;
        Levels = levels ?? [];
    }

    /// <summary>The number of iterations that wrote a trip count: an integer that data decides.</summary>
    public static TensorType TripCount { get; } = new(DType.I64, Shape.Scalar);

    public DType DType { get; }

    /// <summary>The logical shape; for a factorisation the shape of the factored matrix, batch axes first.</summary>
    public Shape Shape { get; }

    public FactorKind Factor { get; }

    /// <summary>
    /// For a stack the number of entries of each enclosing loop, outermost first, null where only data decide it or where it, or the size of an
    /// entry, differs between iterations; empty for a value that is no stack.
    /// </summary>
    public IReadOnlyList<DimExpr?> Levels { get; }

    public bool IsStack => Levels.Count > 0;

    /// <summary>Whether the number of elements of a stack is known only when it is complete.</summary>
    public bool IsRagged => Levels.Any(l => l is null);

    public int Rank => Shape.Rank;

    public bool IsFloating => DType is DType.F64 or DType.F32;

    /// <summary>Whether a tangent of this type exists at all.</summary>
    public bool IsDifferentiable => IsFloating && Factor == FactorKind.None;

    /// <summary>Number of elements that a buffer of this type holds.</summary>
    /// <exception cref="InvalidOperationException">It is a ragged stack.</exception>
    public DimExpr StorageCount => Levels.Aggregate(EntryCount, (count, level) => count * (level ?? throw new InvalidOperationException("The size of the stack " + this + " is not known before it is complete.")));

    /// <summary>Number of elements that a plan reserves: none for a ragged stack, which grows by itself.</summary>
    public DimExpr PlannedCount => IsRagged ? DimExpr.Zero : StorageCount;

    /// <summary>How many loops around each other must be run before the number of elements is known; loops further in write entries of known size.</summary>
    public int RaggedLevels
    {
        get
        {
            int depth = Levels.Count;
            while (depth > 0 && Levels[depth - 1] is not null)
            {
                depth--;
            }

            return depth;
        }
    }

    /// <summary>Number of elements of the value itself, or of one entry of a stack.</summary>
    public DimExpr EntryCount => Factor == FactorKind.Lu
        ? Shape.ElementCount + BatchCount * Shape[Shape.Rank - 1]
        : Shape.ElementCount;

    /// <summary>A stack of such values.</summary>
    public TensorType Stacked(DimExpr? count) => new(DType, Shape, Factor, [count, .. Levels]);

    /// <summary>The type of the entries of a stack.</summary>
    public TensorType Entry => new(DType, Shape, Factor, Levels.Skip(1).ToArray());

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

    public TensorType WithShape(Shape shape) => new(DType, shape, Factor, Levels);

    public TensorType WithDType(DType dtype) => new(dtype, Shape, Factor, Levels);

    public TensorType MapDims(Func<DimExpr, DimExpr> map) =>
        new(DType, Shape.Of(Shape.Select(map).ToArray()), Factor, Levels.Select(l => l is null ? null : map(l)).ToArray());

    /// <summary>Whether a size in the type is written with a symbol.</summary>
    public bool Mentions(string symbol) => Shape.Any(d => d.Symbols.Contains(symbol)) || Levels.Any(l => l is not null && l.Symbols.Contains(symbol));

    public bool Equals(TensorType? other) =>
        other is not null && DType == other.DType && Factor == other.Factor && Shape.Equals(other.Shape) && Levels.SequenceEqual(other.Levels);

    public override bool Equals(object? obj) => Equals(obj as TensorType);

    public override int GetHashCode() => unchecked((Shape.GetHashCode() * 31 + (int)DType) * 31 + (int)Factor);

    public override string ToString() => Name(DType) + Shape + (Factor == FactorKind.None ? string.Empty : "!" + FactorName(Factor)) + string.Concat(Levels.Select(l => "*(" + (l is null ? "?" : l.ToString()) + ")"));

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
