using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>
/// Makes a fragment of a fixed point in a trace: the step is called once on arguments without values, and what it has built on them becomes the region of the graph. What it
/// has read besides becomes inputs. Equal graphs are one fragment, so that a fixed point that is built twice is built once.
/// </summary>
internal sealed class StepRecording<T>
    where T : unmanaged
{
    private const int MaxFragments = 256;

    private static readonly Dictionary<string, InterpretedFragment> Fragments = new(StringComparer.Ordinal);

    private readonly GraphBuilder builder;
    private readonly ElementKind kind = ElementKinds.Of<T>();
    private readonly Dictionary<(TraceNode, int), Value> inputs = [];
    private readonly List<(TraceNode Node, int Slot)> arguments = [];

    private StepRecording(string name) => builder = new GraphBuilder(name);

    /// <summary>The values of a fixed point.</summary>
    /// <param name="step">The step, on the tensors of the state.</param>
    /// <param name="state">Where it begins, or the point that is given.</param>
    /// <param name="gauge">The gauge, on the state and a change of it.</param>
    /// <param name="settings">Its numbers.</param>
    public static TracedTensor<T>[] Call(Func<TracedTensor<T>[], TracedTensor<T>[]> step, TracedTensor<T>[] state, Func<TracedTensor<T>[], TracedTensor<T>[], TracedTensor<T>[]>? gauge, FixedPointSettings settings)
    {
        foreach (var x in state) ArgumentNullException.ThrowIfNull(x, settings.Steps is null ? "x" : "start");
        string name = settings.Steps is null ? nameof(FixedPoint.ConvergedUnder) : nameof(FixedPoint);
        var recording = new StepRecording<T>(name);
        var fragment = recording.Fragment(step, state, gauge, settings);
        var node = NodeTable.GetOrAdd(NodeKind.Call, fragment.At(recording.kind, []), recording.arguments.Select(a => (TraceNode?)a.Node).ToArray(), recording.arguments.Select(a => checked((byte)a.Slot)).ToArray());
        return state.Select((_, slot) => new TracedTensor<T>(node, slot)).ToArray();
    }

    private InterpretedFragment Fragment(Func<TracedTensor<T>[], TracedTensor<T>[]> step, TracedTensor<T>[] state, Func<TracedTensor<T>[], TracedTensor<T>[], TracedTensor<T>[]>? gauge, FixedPointSettings settings)
    {
        try
        {
            var values = state.Select((x, i) => Input(x.Node, x.Slot, kind.DType(), "x" + i.ToString(CultureInfo.InvariantCulture))).ToArray();
            var map = FixedPointBuilder.Regions(
                builder,
                values,
                (region, at) => Record(region, state, [at], given => step(given[0])),
                gauge is null ? null : (region, at, v) => Record(region, state, [at, v], given => gauge(given[0], given[1])));
            var results = settings.Steps is { } steps
                ? builder.FixedPoint(settings.Solver, map, values, settings.Tolerance, steps)
                : builder.ConvergedUnder(settings.Solver, map, values, settings.Tolerance);
            return Shared(builder.Build(results, results.Select((_, i) => "x" + i.ToString(CultureInfo.InvariantCulture)).ToArray()));
        }
        catch (ShapeError e)
        {
            throw e.Id == DiagnosticIds.NonlinearGauge ? new GradientException(e.Id, e.Message)
                : new ShapeMismatchException(e.Id, e.Message, e.Left?.ToString(), e.Right?.ToString() ?? string.Join(" and ", state.Select(x => FragmentErrors.Format(x.Shape))), "step");
        }
    }

    private static InterpretedFragment Shared(Graph graph)
    {
        string digest = Digest.Of(graph);
        lock (Fragments)
        {
            if (Fragments.TryGetValue(digest, out var known)) return known;
            if (Fragments.Count >= MaxFragments) Fragments.Clear();
            return Fragments[digest] = new InterpretedFragment(graph);
        }
    }

    private static Shape ShapeOf(int[] shape) => Shape.Of(shape.Select(d => DimExpr.Constant(d)).ToArray());

    /// <summary>The input of the fragment for a value of the trace.</summary>
    private Value Input(TraceNode node, int slot, DType dtype, string? name = null)
    {
        if (!inputs.TryGetValue((node, slot), out var value))
        {
            // What is a constant in the trace has no derivative, and need not count among the inputs that have one.
            name ??= "theta" + arguments.Count.ToString(CultureInfo.InvariantCulture);
            value = builder.Input(name, new TensorType(dtype, ShapeOf(node.ShapeOf(slot))), frozen: node.Kind == NodeKind.Constant);
            inputs.Add((node, slot), value);
            arguments.Add((node, slot));
        }

        return value;
    }

    /// <summary>Calls a function on arguments without values, and appends to a region what it has made of them.</summary>
    private Value[] Record(GraphBuilder region, TracedTensor<T>[] state, Value[][] values, Func<TracedTensor<T>[][], TracedTensor<T>[]> function)
    {
        var given = values.Select(_ => state.Select(x => StepArgument.Of<T>(x.Shape)).ToArray()).ToArray();
        var results = function(given) ?? throw new ArgumentNullException("step");
        foreach (var result in results) ArgumentNullException.ThrowIfNull(result, "step");
        var known = new Dictionary<TraceNode, Value[]>();
        for (int i = 0; i < given.Length; i++)
        {
            for (int k = 0; k < state.Length; k++) known.Add(given[i][k].Node, [values[i][k]]);
        }

        foreach (var node in Dependent(results, known)) known.Add(node, Append(region, node, known));
        return results.Select(r => Operand(region, r.Node, r.Slot, kind.DType(), known)).ToArray();
    }

    /// <summary>The nodes between the arguments and the results, inputs first: a node is younger than its inputs.</summary>
    private static IEnumerable<TraceNode> Dependent(TracedTensor<T>[] results, Dictionary<TraceNode, Value[]> arguments)
    {
        long oldest = arguments.Keys.Min(a => a.Id);
        var seen = new HashSet<TraceNode>(arguments.Keys);
        var open = new Stack<TraceNode>();
        void Visit(TraceNode node)
        {
            // What is older than the arguments cannot depend on them.
            if (node.Id > oldest && seen.Add(node)) open.Push(node);
        }

        foreach (var result in results) Visit(result.Node);
        var nodes = new List<TraceNode>();
        while (open.TryPop(out var node))
        {
            nodes.Add(node);
            for (int i = 0; i < node.GraphInputCount; i++)
            {
                if (node.GraphInput(i, out _) is { } input) Visit(input);
            }
        }

        var dependent = new HashSet<TraceNode>(arguments.Keys);
        foreach (var node in nodes.OrderBy(n => n.Id))
        {
            if (Enumerable.Range(0, node.GraphInputCount).Any(i => node.GraphInput(i, out _) is { } input && dependent.Contains(input)) && dependent.Add(node)) yield return node;
        }
    }

    private Value[] Append(GraphBuilder region, TraceNode node, Dictionary<TraceNode, Value[]> known)
    {
        var fragment = node.Site.Fragment!;
        var graph = fragment.Graph;
        var sizes = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        for (int i = 0; i < node.Site.Dims.Length; i++) sizes.Add(fragment.Symbols[i], DimExpr.Constant(node.Site.Dims[i]));
        DimExpr? SizeOf(string symbol) => sizes.GetValueOrDefault(symbol);
        var operands = new Value[node.GraphInputCount];
        for (int i = 0; i < operands.Length; i++)
        {
            // A method that is called has its leading axes as one; a cotangent or a partial that is absent is zero.
            var type = graph.TypeOf(graph.Inputs[i]).MapDims(d => d.Substitute(SizeOf));
            operands[i] = node.GraphInput(i, out int slot) is { } input
                ? region.Reshape(Operand(region, input, slot, type.DType, known), type.Shape)
                : region.Zero(type);
        }

        return region.InlineCall(graph, operands, SizeOf).Select((v, slot) => region.TypeOf(v).DType == DType.Bool ? v : region.Reshape(v, ShapeOf(node.ShapeOf(slot)))).ToArray();
    }

    private Value Operand(GraphBuilder region, TraceNode node, int slot, DType dtype, Dictionary<TraceNode, Value[]> known)
    {
        var value = known.TryGetValue(node, out var made) ? made[slot] : region.Import(Input(node, slot, dtype), builder);
        return region.Convert(value, dtype);
    }
}
