using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Costate.Ir;

/// <summary>
/// The attributes of a node: an immutable map from names to values, ordered by name. One uniform representation gives the
/// text form, the digest, equality and hashing for every op at once. A value is a <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, <see cref="DimExpr"/>, <see cref="Shape"/> or an array of <see cref="long"/>.
/// </summary>
internal sealed class Attrs : IEquatable<Attrs>
{
    public static readonly Attrs Empty = new([]);

    private readonly KeyValuePair<string, object>[] entries;
    private readonly int hash;

    private Attrs(KeyValuePair<string, object>[] entries)
    {
        this.entries = entries;
        int h = 17;
        foreach (var entry in entries)
        {
            h = unchecked(h * 31 + StringComparer.Ordinal.GetHashCode(entry.Key));
            h = unchecked(h * 31 + HashOf(entry.Value));
        }

        hash = h;
    }

    public IReadOnlyList<KeyValuePair<string, object>> Entries => entries;

    public Attrs With(string key, long value) => Set(key, value);

    public Attrs With(string key, bool value) => Set(key, value ? 1L : 0L);

    public Attrs With(string key, double value) => Set(key, value);

    public Attrs With(string key, string value) => Set(key, value);

    public Attrs With(string key, DimExpr value) => Set(key, value);

    public Attrs With(string key, Shape value) => Set(key, value);

    public Attrs With(string key, IEnumerable<int> value) => Set(key, value.Select(v => (long)v).ToArray());

    public Attrs With(string key, long[] value) => Set(key, value);

    public Attrs Without(params string[] keys) => new(entries.Where(e => !keys.Contains(e.Key)).ToArray());

    public Attrs WithObject(string key, object value) => Set(key, value);

    public bool Has(string key) => Find(key) is not null;

    public int Int(string key) => checked((int)Get<long>(key));

    public int Int(string key, int fallback) => Find(key) is { } v ? checked((int)(long)v) : fallback;

    public bool Flag(string key) => Find(key) is long v && v != 0;

    public double Number(string key) => Get<double>(key);

    public string Text(string key) => Get<string>(key);

    public DimExpr Dim(string key) => Find(key) is long v ? DimExpr.Constant(v) : Get<DimExpr>(key);

    public Shape Shape(string key) => Get<Shape>(key);

    public int[] Ints(string key) => Get<long[]>(key).Select(v => checked((int)v)).ToArray();

    public Attrs MapDims(Func<DimExpr, DimExpr> map) => new(entries
        .Select(e => new KeyValuePair<string, object>(e.Key, e.Value switch
        {
            DimExpr d => map(d),
            Shape s => Costate.Shape.Of(s.Select(map).ToArray()),
            var v => v,
        }))
        .ToArray());

    public bool Equals(Attrs? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || hash != other.hash || entries.Length != other.entries.Length)
        {
            return false;
        }

        for (int i = 0; i < entries.Length; i++)
        {
            if (!string.Equals(entries[i].Key, other.entries[i].Key, StringComparison.Ordinal) ||
                !ValueEquals(entries[i].Value, other.entries[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Attrs);

    public override int GetHashCode() => hash;

    public override string ToString()
    {
        if (entries.Length == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder("{");
        for (int i = 0; i < entries.Length; i++)
        {
            text.Append(i == 0 ? string.Empty : ", ").Append(entries[i].Key).Append('=').Append(FormatValue(entries[i].Value));
        }

        return text.Append('}').ToString();
    }

    /// <summary>The text of one attribute value; <see cref="GraphText"/> reads it back. Doubles are written by their bits where decimal digits cannot.</summary>
    public static string FormatValue(object value) => value switch
    {
        long v => v.ToString(CultureInfo.InvariantCulture),
        double v => FormatNumber(v),
        string v => "\"" + v + "\"",
        DimExpr v => "(" + v + ")",
        Shape v => v.ToString(),
        long[] v => "<" + string.Join(", ", v.Select(x => x.ToString(CultureInfo.InvariantCulture))) + ">",
        _ => throw new InvalidOperationException("An attribute cannot hold a " + value.GetType().Name + "."),
    };

    private static string FormatNumber(double v)
    {
        if (double.IsNaN(v) || double.IsInfinity(v) || (v == 0 && BitConverter.DoubleToInt64Bits(v) != 0))
        {
            return "#" + BitConverter.DoubleToInt64Bits(v).ToString("X16", CultureInfo.InvariantCulture);
        }

        string text = v.ToString("G15", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != v)
        {
            text = v.ToString("G17", CultureInfo.InvariantCulture);
        }

        return text.IndexOfAny(['.', 'E', 'e']) < 0 ? text + ".0" : text;
    }

    private Attrs Set(string key, object value)
    {
        var list = entries.Where(e => !string.Equals(e.Key, key, StringComparison.Ordinal)).ToList();
        list.Add(new KeyValuePair<string, object>(key, value));
        list.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new Attrs(list.ToArray());
    }

    private object? Find(string key)
    {
        foreach (var entry in entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                return entry.Value;
            }
        }

        return null;
    }

    private T Get<T>(string key) => Find(key) is T v
        ? v
        : throw new KeyNotFoundException("The attribute '" + key + "' of type " + typeof(T).Name + " is missing in " + this + ".");

    private static int HashOf(object value) => value switch
    {
        double d => BitConverter.DoubleToInt64Bits(d).GetHashCode(),
        string s => StringComparer.Ordinal.GetHashCode(s),
        long[] a => a.Aggregate(7, (h, x) => unchecked(h * 31 + x.GetHashCode())),
        _ => value.GetHashCode(),
    };

    private static bool ValueEquals(object a, object b) => (a, b) switch
    {
        // Constants are compared by their bits: -0.0 is not 0.0, and a NaN equals itself.
        (double x, double y) => BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
        (long[] x, long[] y) => x.SequenceEqual(y),
        _ => a.Equals(b),
    };
}
