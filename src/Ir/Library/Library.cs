using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A function that users call: a primitive with its broadcasting, or a composite of primitives. The front end and the op-by-op
/// runtime build the same graphs from it, so the two cannot disagree.
/// </summary>
internal sealed class LibraryFunction
{
    private readonly Func<GraphBuilder, IReadOnlyList<Value>, Attrs, Value[]> build;

    public LibraryFunction(string name, int arity, Func<GraphBuilder, IReadOnlyList<Value>, Attrs, Value[]> build, string? derivative = null)
    {
        Name = name;
        Arity = arity;
        Derivative = derivative;
        this.build = build;
    }

    public string Name { get; }

    /// <summary>Number of tensor operands, or -1 for any.</summary>
    public int Arity { get; }

    /// <summary>What the documentation says about the derivative beyond what the ops of the graph say themselves, or null.</summary>
    public string? Derivative { get; }

    /// <param name="arguments">The other arguments, keyed by the parameter names of the public method.</param>
    /// <exception cref="ShapeError">The operands or arguments do not fit.</exception>
    public Value[] Build(GraphBuilder b, IReadOnlyList<Value> operands, Attrs arguments)
    {
        if (Arity >= 0 && operands.Count != Arity)
        {
            throw new ShapeError(DiagnosticIds.UnsupportedCall, Name + " takes " + Arity + " tensors, got " + operands.Count + ".");
        }

        return build(b, operands, arguments);
    }
}

/// <summary>All library functions, by name; their bodies stand in the other files of this folder, one subject a file.</summary>
internal static class Library
{
    private static readonly Dictionary<string, LibraryFunction> ByName =
        ElementwiseLibrary.Functions
            .Concat(ReductionLibrary.Functions)
            .Concat(ShapeLibrary.Functions)
            .Concat(LinearAlgebraLibrary.Functions)
            .Concat(EinsumLibrary.Functions)
            .Concat(WindowLibrary.Functions)
            .ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<LibraryFunction> All => ByName.Values;

    public static LibraryFunction? Find(string name) => ByName.TryGetValue(name, out var function) ? function : null;

    internal static LibraryFunction Unary(string name, Func<GraphBuilder, Value, Value> build, string? derivative = null) =>
        new(name, 1, (b, x, _) => [build(b, x[0])], derivative);

    internal static LibraryFunction Binary(string name, Func<GraphBuilder, Value, Value, Value> build, string? derivative = null) => new(
        name,
        2,
        (b, x, _) =>
        {
            var (l, r) = Broadcasting.Pair(b, name, x[0], x[1]);
            return [build(b, l, r)];
        },
        derivative);
}
