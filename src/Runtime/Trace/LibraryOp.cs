using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>
/// A library function called outside of annotated methods. The graph is built by the same table that the front end uses, once for
/// each pattern of sizes: 1 stays 1 because it stretches, equal sizes share a symbol, all other sizes are free.
/// </summary>
internal sealed class LibraryOp
{
    private const int MaxConcrete = 256;

    private static readonly ConcurrentDictionary<string, LibraryOp> Einsums = new(StringComparer.Ordinal);

    [ThreadStatic]
    private static Pattern? pattern;

    private readonly Lock gate = new();
    private readonly LibraryFunction function;
    private readonly string? spec;
    private readonly Dictionary<ulong, List<Entry>> entries = [];
    private readonly Dictionary<ulong, List<Entry>> concrete = [];
    private Entry? last;

    public LibraryOp(string name, string? spec = null)
    {
        function = Library.Find(name) ?? throw new ArgumentException($"The library has no function '{name}'.", nameof(name));
        this.spec = spec;
    }

    public string Name => function.Name;

    /// <summary>The einsum of a specification; each has patterns of its own.</summary>
    public static LibraryOp Einsum(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Einsums.GetOrAdd(spec, static s => new LibraryOp("Einsum", s));
    }

    /// <summary>The node of a call.</summary>
    /// <exception cref="ShapeMismatchException">The operands or arguments do not fit.</exception>
    public TraceNode Call(ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments = default)
    {
        var p = pattern ??= new Pattern();
        var buffer = new NodeBuffer();
        Span<TraceNode?> nodes = operands.Length <= NodeBuffer.Length ? (Span<TraceNode?>)buffer : new TraceNode?[operands.Length];
        Span<byte> slots = operands.Length <= 64 ? stackalloc byte[operands.Length] : new byte[operands.Length];
        int inputs = 0;
        p.Begin(kind);
        foreach (var operand in operands)
        {
            // A value that is passed twice is one input of the graph.
            var (node, slot) = MaskCast.To(kind, operand.Node, operand.Slot);
            int same = 0;
            while (same < inputs && !(ReferenceEquals(nodes[same], node) && slots[same] == slot)) same++;
            if (same == inputs) (nodes[inputs], slots[inputs++]) = (node, slot);
            p.AddOperand(same, operand.IsMask, node.ShapeOf(slot));
        }

        foreach (var argument in arguments) p.AddArgument(argument);
        var known = last;
        var entry = known is not null && p.Is(known.Key) ? known : Find(p, kind, operands, arguments);
        var fragment = entry.Fragment;
        ReadOnlySpan<int> dims = p.Dims;
        if (fragment is null)
        {
            fragment = FindConcrete(p, kind, operands, arguments);
            dims = default;
        }

        SizedFragment site;
        try
        {
            site = fragment.At(kind, dims);
        }
        catch (ShapeMismatchException)
        {
            // The guard speaks of symbols; the same graph at these sizes says it in numbers.
            BuildConcrete(kind, operands, arguments);
            throw;
        }

        return NodeTable.GetOrAdd(NodeKind.Call, site, nodes[..inputs], slots[..inputs]);
    }

    private Entry Find(Pattern p, ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments)
    {
        lock (gate)
        {
            ulong hash = p.HashOf(p.Key);
            if (!entries.TryGetValue(hash, out var list)) entries.Add(hash, list = []);
            foreach (var candidate in list)
            {
                if (p.Is(candidate.Key)) return last = candidate;
            }

            var entry = new Entry(p.Key.ToArray(), p.HasNegative ? null : TryBuildSymbolic(p, kind, operands, arguments));

            // A call that is wrong at these sizes is wrong for good and throws; nothing is remembered of it.
            if (entry.Fragment is null) BuildConcrete(kind, operands, arguments);
            list.Add(entry);
            return last = entry;
        }
    }

    /// <summary>A graph for these sizes only, where the pattern alone does not say that the call is right: reshaping [2, 3] to [6], say.</summary>
    private InterpretedFragment FindConcrete(Pattern p, ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments)
    {
        lock (gate)
        {
            p.AppendDims();
            ulong hash = p.HashOf(p.Key);
            if (concrete.TryGetValue(hash, out var list))
            {
                foreach (var candidate in list)
                {
                    if (p.Is(candidate.Key)) return candidate.Fragment!;
                }
            }

            var fragment = BuildConcrete(kind, operands, arguments);
            if (concrete.Count >= MaxConcrete) concrete.Clear();
            if (!concrete.TryGetValue(hash, out list)) concrete.Add(hash, list = []);
            list.Add(new Entry(p.Key.ToArray(), fragment));
            return fragment;
        }
    }

    private InterpretedFragment? TryBuildSymbolic(Pattern p, ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments)
    {
        try
        {
            return Build(kind, operands, arguments, new Symbols());
        }
        catch (ShapeError)
        {
            return null;
        }
    }

    private InterpretedFragment BuildConcrete(ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments)
    {
        try
        {
            return Build(kind, operands, arguments, null);
        }
        catch (ShapeError e)
        {
            string[] shapes = new string[operands.Length];
            for (int i = 0; i < shapes.Length; i++) shapes[i] = FragmentErrors.Format(operands[i].Shape);
            string actual = string.Join(" and ", shapes);
            string message = e.Message.Contains(actual, StringComparison.Ordinal) || shapes.Length == 0 ? e.Message : e.Message + " The operands of " + Name + " are " + actual + ".";
            throw new ShapeMismatchException(e.Id, message, null, actual, null);
        }
    }

    /// <summary>Builds the graph; sizes are symbols, or themselves where there is no symbol table.</summary>
    private InterpretedFragment Build(ElementKind kind, ReadOnlySpan<TracedValue> operands, ReadOnlySpan<OpArgument> arguments, Symbols? symbols)
    {
        var builder = new GraphBuilder(Name);
        var dtype = kind.DType();
        var seen = new Dictionary<TracedValue, Value>();
        var values = new List<Value>();
        for (int i = 0; i < operands.Length; i++)
        {
            var operand = operands[i];
            if (!seen.TryGetValue(operand, out var value))
            {
                var dims = new DimExpr[operand.Rank];
                for (int axis = 0; axis < dims.Length; axis++) dims[axis] = symbols?.OfInput(operand.Shape[axis]) ?? operand.Shape[axis];
                string name = operands.Length == 1 ? "x" : "x" + i.ToString(CultureInfo.InvariantCulture);
                value = builder.Input(name, new TensorType(operand.IsMask ? DType.Bool : dtype, Shape.Of(dims)));
                seen.Add(operand, value);
            }

            values.Add(value);
        }

        var attrs = Attrs.Empty.With("dtype", TensorType.Name(dtype));
        if (spec is not null) attrs = attrs.With("spec", spec);
        foreach (var argument in arguments)
        {
            if (argument.Kind == OpArgumentKind.Structural)
            {
                attrs = argument.Values is { } list ? attrs.With(argument.Name, (IEnumerable<int>)list) : attrs.With(argument.Name, (long)argument.Value);
                continue;
            }

            var sizes = new DimExpr[argument.All.Length];
            for (int i = 0; i < sizes.Length; i++)
            {
                sizes[i] = symbols is null ? argument.All[i]
                    : argument.Kind == OpArgumentKind.Start ? symbols.OfStart(builder)
                    : symbols.OfSize(argument.All[i], builder);
            }

            attrs = argument.Values is null ? attrs.With(argument.Name, sizes[0]) : attrs.With(argument.Name, Shape.Of(sizes));
        }

        return new InterpretedFragment(builder.Build(function.Build(builder, values, attrs)));
    }

    private sealed record Entry(int[] Key, InterpretedFragment? Fragment);

    /// <summary>Gives symbols to sizes in the order in which <see cref="Pattern"/> met them.</summary>
    private sealed class Symbols
    {
        private readonly Dictionary<int, DimExpr> bySize = [];
        private int count;

        public DimExpr OfInput(int size) => size == 1 ? DimExpr.One : bySize.TryGetValue(size, out var known) ? known : bySize[size] = DimExpr.Symbol(Next());

        public DimExpr OfSize(int size, GraphBuilder builder) => size == 1 ? DimExpr.One : bySize.TryGetValue(size, out var known) ? known : bySize[size] = builder.DimParameter(Next());

        public DimExpr OfStart(GraphBuilder builder) => builder.DimParameter(Next());

        // Two digits, so that the ordinal order of the names is the order of the values.
        private string Next() => count < 100
            ? "s" + count++.ToString("00", CultureInfo.InvariantCulture)
            : throw new NotSupportedException("An operation on tensors of more than 100 different sizes is not supported.");
    }

    /// <summary>What a call looks like apart from its sizes, as numbers that can be compared at once; and the sizes.</summary>
    private sealed class Pattern
    {
        private int[] key = new int[64];
        private int[] dims = new int[32];
        private bool[] shared = new bool[32];
        private int keyCount;
        private int dimCount;

        public ReadOnlySpan<int> Key => key.AsSpan(0, keyCount);

        public ReadOnlySpan<int> Dims => dims.AsSpan(0, dimCount);

        /// <summary>Whether a size argument is negative, which a symbol never is.</summary>
        public bool HasNegative { get; private set; }

        public void Begin(ElementKind kind)
        {
            keyCount = dimCount = 0;
            HasNegative = false;
            Add((int)kind);
        }

        public void AddOperand(int input, bool isMask, int[] shape)
        {
            Add((input << 1) | (isMask ? 1 : 0));
            Add(shape.Length);
            foreach (int size in shape) AddSize(size);
        }

        public void AddArgument(in OpArgument argument)
        {
            Add(argument.All.Length);
            foreach (int value in argument.All)
            {
                if (argument.Kind == OpArgumentKind.Structural)
                {
                    Add(value);
                    continue;
                }

                HasNegative |= value < 0;
                if (argument.Kind == OpArgumentKind.Size)
                {
                    AddSize(value);
                }
                else
                {
                    Add(AddDim(value, isShared: false));
                }
            }

            if (HasNegative) Add(-2);
        }

        /// <summary>Makes the key that of these sizes alone.</summary>
        public void AppendDims()
        {
            for (int i = 0; i < dimCount; i++) Add(dims[i]);
        }

        public bool Is(int[] other) => Key.SequenceEqual(other);

        public ulong HashOf(ReadOnlySpan<int> values)
        {
            ulong hash = 0;
            foreach (int value in values) hash = NodeHash.Combine(hash, (ulong)value);
            return hash;
        }

        private void AddSize(int size)
        {
            if (size == 1)
            {
                Add(-1);
                return;
            }

            int i = 0;
            while (i < dimCount && !(dims[i] == size && shared[i])) i++;
            Add(i < dimCount ? i : AddDim(size, isShared: true));
        }

        private int AddDim(int size, bool isShared)
        {
            if (dimCount == dims.Length)
            {
                Array.Resize(ref dims, 2 * dimCount);
                Array.Resize(ref shared, 2 * dimCount);
            }

            (dims[dimCount], shared[dimCount]) = (size, isShared);
            return dimCount++;
        }

        private void Add(int value)
        {
            if (keyCount == key.Length) Array.Resize(ref key, 2 * keyCount);
            key[keyCount++] = value;
        }
    }
}
