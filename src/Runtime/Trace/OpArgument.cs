using System;

namespace Costate.Tracing;

internal enum OpArgumentKind : byte
{
    /// <summary>Part of the graph: an axis, a flag, an exponent.</summary>
    Structural,

    /// <summary>A number of elements: a dimension of the graph, so that one graph serves all sizes.</summary>
    Size,

    /// <summary>A position: a dimension of its own even where it happens to equal a size.</summary>
    Start,
}

/// <summary>An argument of a library function that is no tensor, named as the parameter of the public method.</summary>
internal readonly struct OpArgument
{
    private OpArgument(string name, OpArgumentKind kind, int value, int[]? values)
    {
        Name = name;
        Kind = kind;
        Value = value;
        Values = values;
    }

    public string Name { get; }

    public OpArgumentKind Kind { get; }

    public int Value { get; }

    /// <summary>The values of an array argument; null for a single one.</summary>
    public int[]? Values { get; }

    public ReadOnlySpan<int> All => Values ?? [Value];

    public static OpArgument Of(string name, int value) => new(name, OpArgumentKind.Structural, value, null);

    public static OpArgument Of(string name, bool value) => new(name, OpArgumentKind.Structural, value ? 1 : 0, null);

    public static OpArgument Of(string name, int[] values) => new(name, OpArgumentKind.Structural, 0, values ?? throw new ArgumentNullException(name));

    public static OpArgument Size(string name, int value) => new(name, OpArgumentKind.Size, value, null);

    public static OpArgument Sizes(string name, int[] values) => new(name, OpArgumentKind.Size, 0, values ?? throw new ArgumentNullException(name));

    public static OpArgument Starts(string name, int[] values) => new(name, OpArgumentKind.Start, 0, values ?? throw new ArgumentNullException(name));

    public static OpArgument Start(string name, int value) => new(name, OpArgumentKind.Start, value, null);
}
