using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace Costate;

/// <summary>The dimensions of a tensor, outermost first. A scalar has none. Immutable.</summary>
public sealed class Shape : IReadOnlyList<DimExpr>, IEquatable<Shape>
{
    private readonly DimExpr[] dimensions;
    private readonly int hash;
    private DimExpr? elementCount;

    private Shape(DimExpr[] dimensions)
    {
        this.dimensions = dimensions;
        hash = DimHash.Of(dimensions);
    }

    /// <summary>The shape without dimensions.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The number of dimensions.</summary>
    public int Rank => dimensions.Length;

    int IReadOnlyCollection<DimExpr>.Count => dimensions.Length;

    /// <summary>The number of elements: the product of the dimensions, 1 for a scalar.</summary>
    public DimExpr ElementCount
    {
        get
        {
            if (elementCount is null)
            {
                var product = DimExpr.One;
                foreach (var dimension in dimensions) product *= dimension;
                elementCount = product;
            }

            return elementCount;
        }
    }

    /// <summary>The names that occur, each once, in ordinal order.</summary>
    public IReadOnlyCollection<string> Symbols
    {
        get
        {
            var set = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var dimension in dimensions) dimension.AddSymbols(set);
            return set;
        }
    }

    /// <summary>The dimension of an axis.</summary>
    /// <param name="axis">The axis, counted from 0.</param>
    public DimExpr this[int axis] => (uint)axis < (uint)dimensions.Length ? dimensions[axis] : throw NoAxis(axis, nameof(axis));

    /// <summary>Whether all dimensions have the same normal form.</summary>
    public static bool operator ==(Shape? a, Shape? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether the ranks or the normal form of a dimension differ.</summary>
    public static bool operator !=(Shape? a, Shape? b) => !(a == b);

    /// <summary>Makes a shape.</summary>
    public static Shape Of(params DimExpr[] dimensions)
    {
        if (dimensions is null) throw new ArgumentNullException(nameof(dimensions));
        if (dimensions.Length == 0) return Scalar;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] is null)
            {
                throw new ArgumentException(
                    $"Dimension {i.ToString(CultureInfo.InvariantCulture)} of a shape is null.", nameof(dimensions));
            }
        }

        return new Shape((DimExpr[])dimensions.Clone());
    }

    /// <summary>Makes a shape.</summary>
    public static Shape Of(IEnumerable<DimExpr> dimensions) =>
        Of(new List<DimExpr>(dimensions ?? throw new ArgumentNullException(nameof(dimensions))).ToArray());

    /// <summary>Reads dimensions separated by commas, as in "i, 2*n, k"; brackets around them are optional, nothing is a scalar.</summary>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static Shape Parse(string text)
    {
        if (TryParse(text, out var shape, out var error, out var column)) return shape!;
        var position = (column + 1).ToString(CultureInfo.InvariantCulture);
        throw new FormatException($"'{text}' is not a shape: {error} (at position {position}).");
    }

    /// <summary>Reads a shape as <see cref="Parse"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shape">The shape, or null.</param>
    /// <param name="error">What is wrong, or null.</param>
    /// <param name="errorColumn">Where it is wrong, counted from 0.</param>
    public static bool TryParse(string text, out Shape? shape, out string? error, out int errorColumn)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        shape = null;
        var inner = text;
        var trimmed = text.Trim();
        if (trimmed.Length >= 2 && trimmed[0] == '[' && trimmed[trimmed.Length - 1] == ']')
        {
            // Blanks instead of the brackets keep the columns of errors right.
            var open = text.IndexOf('[');
            var close = text.LastIndexOf(']');
            inner = new string(' ', open + 1) + text.Substring(open + 1, close - open - 1);
        }

        if (!DimParser.TryParseList(inner, out var list, out error, out errorColumn)) return false;
        shape = Of(list!);
        return true;
    }

    /// <summary>Replaces symbols in every dimension.</summary>
    /// <param name="map">Gives the replacement of a symbol, or null to keep it.</param>
    public Shape Substitute(Func<string, DimExpr?> map)
    {
        var replaced = new DimExpr[dimensions.Length];
        for (var i = 0; i < replaced.Length; i++) replaced[i] = dimensions[i].Substitute(map);
        return Of(replaced);
    }

    /// <summary>The shape with another dimension for an axis.</summary>
    public Shape With(int axis, DimExpr dimension)
    {
        if ((uint)axis >= (uint)dimensions.Length) throw NoAxis(axis, nameof(axis));
        var changed = (DimExpr[])dimensions.Clone();
        changed[axis] = dimension;
        return Of(changed);
    }

    /// <summary>The shape with one dimension more, before the axis that is at this place now.</summary>
    public Shape Insert(int axis, DimExpr dimension)
    {
        if ((uint)axis > (uint)dimensions.Length) throw NoAxis(axis, nameof(axis));
        var list = new List<DimExpr>(dimensions);
        list.Insert(axis, dimension);
        return Of(list);
    }

    /// <summary>The shape without an axis.</summary>
    public Shape Remove(int axis)
    {
        if ((uint)axis >= (uint)dimensions.Length) throw NoAxis(axis, nameof(axis));
        var list = new List<DimExpr>(dimensions);
        list.RemoveAt(axis);
        return Of(list);
    }

    /// <summary>The shape whose axis i is the axis <paramref name="order"/>[i] of this one.</summary>
    public Shape Permute(IReadOnlyList<int> order)
    {
        if (order is null) throw new ArgumentNullException(nameof(order));
        var permuted = new DimExpr[dimensions.Length];
        var seen = new bool[dimensions.Length];
        for (var i = 0; i < order.Count; i++)
        {
            if (order.Count != Rank || (uint)order[i] >= (uint)Rank || seen[order[i]])
            {
                throw new ArgumentException(
                    $"({string.Join(", ", order)}) does not name every axis of {this} once.", nameof(order));
            }

            seen[order[i]] = true;
            permuted[i] = dimensions[order[i]];
        }

        return order.Count == Rank
            ? Of(permuted)
            : throw new ArgumentException($"({string.Join(", ", order)}) does not name every axis of {this} once.", nameof(order));
    }

    /// <summary>The sizes for the given values of the symbols.</summary>
    /// <param name="valueOf">Gives the value of a symbol.</param>
    /// <exception cref="OverflowException">A size is negative or does not fit in an int.</exception>
    public int[] Evaluate(Func<string, long> valueOf)
    {
        var sizes = new int[dimensions.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = dimensions[i].Evaluate(valueOf);
            if (size is < 0 or > int.MaxValue)
            {
                throw new OverflowException(string.Format(
                    CultureInfo.InvariantCulture,
                    "Axis {0} of {1}, '{2}', is {3}: a size must be between 0 and {4}.",
                    i,
                    this,
                    dimensions[i],
                    size,
                    int.MaxValue));
            }

            sizes[i] = (int)size;
        }

        return sizes;
    }

    /// <summary>Whether all dimensions have the same normal form.</summary>
    public bool Equals(Shape? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || hash != other.hash || dimensions.Length != other.dimensions.Length) return false;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (!dimensions[i].Equals(other.dimensions[i])) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => hash;

    /// <summary>The shape as "[i, 2*n, k]"; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => "[" + string.Join(", ", (object[])dimensions) + "]";

    /// <summary>The dimensions, outermost first.</summary>
    public IEnumerator<DimExpr> GetEnumerator() => ((IEnumerable<DimExpr>)dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ArgumentOutOfRangeException NoAxis(int axis, string parameter) =>
        new(parameter, axis, $"{this} has no such axis; its rank is {Rank.ToString(CultureInfo.InvariantCulture)}.");
}
