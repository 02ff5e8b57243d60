using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Builds a graph. Every op goes through its shape rule and its bit-preserving simplifications, and equal ops become one node
/// (hash-consing), so common subexpressions are shared from the start.
/// </summary>
internal sealed partial class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly Dictionary<Key, int> table = [];
    private readonly List<Value> inputs = [];
    private readonly List<string> dimParameters = [];
    private readonly List<Guard> guards = [];
    private readonly HashSet<Guard> guardSet = [];
    private readonly Dictionary<string, Guard> assumptions = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public GraphBuilder(string name) => Name = name;

    public string Name { get; }

    /// <summary>Whether ops are simplified and equal ones shared. Without it the graph is what was asked for, for comparison.</summary>
    public bool Simplifies { get; init; } = true;

    /// <summary>Where the ops emitted next come from.</summary>
    public SourceSpan Span { get; set; }

    /// <summary>Told of every question about dimensions that becomes a guard, with its answer.</summary>
    public Action<Guard, DimAnswer>? OnGuard { get; set; }

    /// <summary>What is known about the dimension symbols.</summary>
    public DimFacts Facts { get; set; } = DimFacts.None;

    /// <summary>
    /// Set for graphs derived from a checked one: their dimensions are equal whenever the primal's guards hold, so nothing is
    /// asked again and no guard is added twice.
    /// </summary>
    public bool IsDerived { get; private set; }

    /// <summary>A builder for a graph derived from <paramref name="primal"/>: same symbols, same guards, nothing checked twice.</summary>
    public static GraphBuilder DerivedFrom(Graph primal, string name)
    {
        var builder = new GraphBuilder(name) { IsDerived = true };
        builder.dimParameters.AddRange(primal.DimParameters);
        builder.Reserve(primal);
        foreach (var guard in primal.Guards)
        {
            builder.AddGuard(guard);
        }

        return builder;
    }

    /// <summary>A builder for a graph that is derived from a part of what another builder has built so far; it knows the symbols that mean something there.</summary>
    public static GraphBuilder DerivedFrom(GraphBuilder primal, string name)
    {
        var builder = new GraphBuilder(name) { IsDerived = true };
        builder.dimParameters.AddRange(primal.KnownSymbols());
        builder.bound.UnionWith(primal.Root.bound);
        return builder;
    }

    public IReadOnlyList<Node> Nodes => nodes;

    public IReadOnlyList<Value> Inputs => inputs;

    public TensorType TypeOf(Value value) => nodes[value.Node].Types[value.Slot];

    public Shape ShapeOf(Value value) => TypeOf(value).Shape;

    public Node NodeOf(Value value) => nodes[value.Node];

    /// <summary>Declares an input. A frozen one is never differentiated: a plain number of the signature, say.</summary>
    public Value Input(string name, TensorType type, bool frozen = false)
    {
        int id = nodes.Count;
        var attrs = Attrs.Empty.With("index", (long)inputs.Count).With("name", name);
        nodes.Add(new Node(id, InputOp.Instance, frozen ? attrs.With("frozen", true) : attrs, [], [type], [], Span, name));
        var value = new Value(id);
        inputs.Add(value);
        return value;
    }

    /// <summary>Declares an integer parameter: a dimension symbol whose value the caller passes.</summary>
    public DimExpr DimParameter(string name)
    {
        dimParameters.Add(name);
        return DimExpr.Symbol(name);
    }

    /// <summary>
    /// Declares an integer parameter that may be negative where it is only a number. Every question about dimensions is answered for
    /// symbols of at least 0, so the guard stands in the graph as soon as the symbol takes part in a question or in a shape.
    /// </summary>
    public DimExpr DimParameter(string name, Guard assumption)
    {
        assumptions.Add(name, assumption);
        return DimParameter(name);
    }

    public Value Emit(Op op, Attrs attrs, params Value[] operands) => EmitNode(op, attrs, operands, []);

    public Value Emit(Op op, params Value[] operands) => EmitNode(op, Attrs.Empty, operands, []);

    /// <summary>Emits an op with several outputs, or with regions, and returns all outputs.</summary>
    public Value[] EmitMany(Op op, Attrs attrs, IReadOnlyList<Value> operands, IReadOnlyList<Graph>? regions = null)
    {
        var first = EmitNode(op, attrs, operands, regions ?? []);

        // What an op with one output is simplified to may be any output of another op.
        return ReferenceEquals(nodes[first.Node].Op, op) ? Enumerable.Range(0, nodes[first.Node].Types.Count).Select(slot => new Value(first.Node, slot)).ToArray() : [first];
    }

    /// <summary>Gives a value the user's name for it, unless it has one.</summary>
    public void SetName(Value value, string name)
    {
        var n = nodes[value.Node];
        if (n.Name is null && n.Types.Count == 1)
        {
            nodes[value.Node] = new Node(n.Id, n.Op, n.Attrs, n.Inputs, n.Types, n.Regions, n.Span, name);
        }
    }

    /// <summary>Assumes what a guard demands, and checks it at entry: so it holds wherever the graph runs.</summary>
    public void Assume(Guard guard)
    {
        Ask(guard.Left, guard.Right);
        AddGuard(guard);
        Facts = Facts.Assume(guard.Left, guard.Relation == GuardRelation.Equal ? DimRelation.Equal : DimRelation.LessOrEqual, guard.Right);
    }

    /// <summary>Assumes and checks what a question did not decide.</summary>
    public void Assume(Guard guard, DimAnswer answer)
    {
        Assume(guard);
        OnGuard?.Invoke(guard, answer);
    }

    /// <summary>Asks a question whose answer decides what is built, so that the integer parameters in it are guarded.</summary>
    public DimAnswer Ask(DimFact fact)
    {
        Ask(fact.Left, fact.Right);
        return fact.Ask(Facts);
    }

    /// <summary>Demands that two dimensions are equal for all sizes: silent, an error with a witness, or a guard checked at entry.</summary>
    public void RequireEqual(DimExpr a, DimExpr b, string id, Func<string> message)
    {
        if (IsDerived || a.Equals(b))
        {
            return;
        }

        Ask(a, b);
        var answer = DimExpr.Compare(a, b, Facts);
        switch (answer.Decision)
        {
            case DimDecision.Yes:
                return;
            case DimDecision.Refuted:
                throw new ShapeError(id, message() + WitnessText(answer), a, b);
            default:
                Assume(new Guard(id, a, GuardRelation.Equal, b, message(), Span), answer);
                return;
        }
    }

    /// <summary>Demands a &lt;= b for all sizes, in the same three ways. A refutation is an error only when the difference is constant, since sizes are the caller's.</summary>
    public void RequireLessOrEqual(DimExpr a, DimExpr b, string id, Func<string> message)
    {
        if (IsDerived)
        {
            return;
        }

        Ask(a, b);
        var answer = DimExpr.DimLessOrEqual(a, b, Facts);
        if (answer.Decision == DimDecision.Yes)
        {
            return;
        }

        if ((b - a).TryGetConstant(out long difference) && difference < 0)
        {
            throw new ShapeError(id, message(), a, b);
        }

        Assume(new Guard(id, a, GuardRelation.LessOrEqual, b, message(), Span), answer);
    }

    public void AddGuard(Guard guard)
    {
        if (guardSet.Add(guard))
        {
            guards.Add(guard);
        }
    }

    /// <summary>Copies a node of another graph with new operands; keeps its span and name.</summary>
    public Value[] Clone(Node node, IReadOnlyList<Value> operands)
    {
        var saved = Span;
        Span = node.Span;
        var result = EmitMany(node.Op, node.Attrs, operands, node.Regions);
        if (node.Name is not null && node.Types.Count == 1)
        {
            SetName(result[0], node.Name);
        }

        Span = saved;
        return result;
    }

    /// <summary>Appends a whole graph with its inputs replaced, its symbols kept; returns its outputs.</summary>
    public Value[] Inline(Graph graph, IReadOnlyList<Value> arguments)
    {
        foreach (var guard in graph.Guards)
        {
            AddGuard(guard);
        }

        return InlineUnguarded(graph, arguments);
    }

    /// <summary>Appends a graph whose guards are checked elsewhere before it runs.</summary>
    public Value[] InlineUnguarded(Graph graph, IReadOnlyList<Value> arguments)
    {
        var map = new Value[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            map[node.Id] = node.Op is InputOp
                ? [arguments[node.Attrs.Int("index")]]
                : Clone(node, node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray());
        }

        return graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray();
    }

    /// <summary>
    /// Appends a graph that was derived from a part of another builder's: this one, or one that encloses it. What stands there already is taken from
    /// there, and no question about dimensions is asked again.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="owner">The builder that it was derived from a part of.</param>
    /// <param name="arguments">Its inputs: values of the owner, then of this builder.</param>
    /// <param name="owned">How many of them are the owner's.</param>
    public Value[] InlineDerived(Graph graph, GraphBuilder owner, IReadOnlyList<Value> arguments, int owned)
    {
        bool wasDerived = IsDerived;
        IsDerived = true;
        Root.Reserve(graph);
        try
        {
            var map = new (Value? There, Value? Here)[graph.Nodes.Count][];
            Value Here((Value? There, Value? Here) v) => v.Here ?? Import(v.There!.Value, owner);
            foreach (var node in graph.Nodes)
            {
                if (node.Op is InputOp)
                {
                    int index = node.Attrs.Int("index");
                    map[node.Id] = [index < owned ? (arguments[index], null) : (null, arguments[index])];
                    continue;
                }

                var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
                int? known = operands.All(o => o.There is not null) && owner.table.TryGetValue(new Key(node.Op, node.Attrs, operands.Select(o => o.There!.Value).ToArray(), node.Regions), out int id) ? id : null;

                // Constants and sizes are copied, since rules look at them.
                var copies = known is null || node.Inputs.Count == 0 ? Clone(node, operands.Select(Here).ToArray()) : null;
                map[node.Id] = node.Types.Select((_, slot) => (known is { } there ? new Value(there, slot) : (Value?)null, copies?[slot])).ToArray();
            }

            return graph.Outputs.Select(v => Here(map[v.Node][v.Slot])).ToArray();
        }
        finally
        {
            IsDerived = wasDerived;
        }
    }

    /// <summary>Finishes the graph: dead nodes are dropped, inputs are kept.</summary>
    public Graph Build(IReadOnlyList<Value> outputs, IReadOnlyList<string>? outputNames = null)
    {
        var live = new bool[nodes.Count];
        foreach (var output in outputs)
        {
            live[output.Node] = true;
        }

        foreach (var input in inputs)
        {
            live[input.Node] = true;
        }

        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            if (live[i])
            {
                foreach (var operand in nodes[i].Inputs)
                {
                    live[operand.Node] = true;
                }
            }
        }

        var renumber = new int[nodes.Count];
        var kept = new List<Node>();
        foreach (var node in nodes)
        {
            if (live[node.Id])
            {
                renumber[node.Id] = kept.Count;
                kept.Add(new Node(kept.Count, node.Op, node.Attrs, node.Inputs.Select(v => new Value(renumber[v.Node], v.Slot)).ToArray(), node.Types, node.Regions, node.Span, node.Name));
            }
        }

        return new Graph(
            Name,
            dimParameters.ToArray(),
            kept,
            inputs.Select(v => new Value(renumber[v.Node])).ToArray(),
            outputs.Select(v => new Value(renumber[v.Node], v.Slot)).ToArray(),
            outputNames ?? Enumerable.Range(0, outputs.Count).Select(i => outputs.Count == 1 ? "result" : "result" + i).ToArray(),
            Assumptions().Concat(guards).Distinct().ToArray());
    }

    private void Ask(DimExpr a, DimExpr b)
    {
        var root = Root;
        root.asked.UnionWith(a.Symbols);
        root.asked.UnionWith(b.Symbols);
    }

    /// <summary>The guards of the integer parameters that are more than numbers.</summary>
    private IEnumerable<Guard> Assumptions()
    {
        if (assumptions.Count == 0)
        {
            return [];
        }

        var used = new HashSet<string>(asked, StringComparer.Ordinal);
        AddSymbols(nodes, used);
        return dimParameters.Where(used.Contains).Where(assumptions.ContainsKey).Select(p => assumptions[p]);
    }

    private static void AddSymbols(IEnumerable<Node> nodes, HashSet<string> used)
    {
        foreach (var node in nodes.Where(n => n.Op is not DimValOp))
        {
            used.UnionWith(node.Types.SelectMany(t => t.Shape).SelectMany(d => d.Symbols));
            node.Attrs.MapDims(dim =>
            {
                used.UnionWith(dim.Symbols);
                return dim;
            });
            foreach (var region in node.Regions)
            {
                AddSymbols(region.Nodes, used);
            }
        }
    }

    /// <summary>The text " It fails for n = 2, m = 3." of a refutation.</summary>
    public static string WitnessText(DimAnswer answer) => answer.Witness is { Count: > 0 } w ? " It fails for " + Example(answer, w.Keys) + "." : string.Empty;

    /// <summary>The values of some names in a refutation, as "m = 3, n = 2".</summary>
    public static string Example(DimAnswer answer, IEnumerable<string> names) =>
        string.Join(", ", names.OrderBy(n => n, StringComparer.Ordinal).Select(n => n + " = " + answer.Witness![n]));

    private Value EmitNode(Op op, Attrs attrs, IReadOnlyList<Value> operands, IReadOnlyList<Graph> regions)
    {
        if (op.Arity >= 0 && operands.Count != op.Arity)
        {
            throw new ShapeError(DiagnosticIds.UnsupportedCall, op.Name + " takes " + op.Arity + " operands, got " + operands.Count + ".");
        }

        if (op.Class != OpClass.Control)
        {
            foreach (var operand in operands)
            {
                if (TypeOf(operand).IsStack)
                {
                    throw new ShapeError(DiagnosticIds.UnsupportedCall, op.Name + " was given " + TypeOf(operand) + ", the stack of a loop, which only loops read.");
                }
            }
        }

        var own = new Value[operands.Count];
        var operandTypes = new TensorType[own.Length];
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = operands[i];
            operandTypes[i] = TypeOf(own[i]);
        }

        var key = new Key(op, attrs, own, regions);
        if (Simplifies && table.TryGetValue(key, out int existing))
        {
            return new Value(existing);
        }

        var types = op.Infer(new InferContext(op.Name, operandTypes, attrs, this, regions));
        if (Simplifies && op.Simplify(this, attrs, operands) is { } replacement)
        {
            return replacement;
        }

        int id = nodes.Count;
        nodes.Add(new Node(id, op, attrs, own, types, regions, Span, null));
        if (Simplifies)
        {
            table.Add(key, id);
        }

        return new Value(id);
    }

    // A class, since the table moves its keys whenever it grows.
    private sealed class Key : IEquatable<Key>
    {
        private readonly Op op;
        private readonly Attrs attrs;
        private readonly Value[] operands;
        private readonly IReadOnlyList<Graph> regions;
        private readonly int hash;

        // Regions are compared by identity: a loop that is copied stays one loop, and two that are written twice run twice.
        public Key(Op op, Attrs attrs, Value[] operands, IReadOnlyList<Graph> regions)
        {
            this.regions = regions;
            this.op = op;
            this.attrs = attrs;
            this.operands = operands;
            int h = unchecked(StringComparer.Ordinal.GetHashCode(op.Name) * 31 + attrs.GetHashCode());
            foreach (var operand in this.operands)
            {
                h = unchecked(h * 31 + operand.GetHashCode());
            }

            hash = h;
        }

        public bool Equals(Key? other) =>
            other is not null && hash == other.hash && ReferenceEquals(op, other.op) && attrs.Equals(other.attrs) && SameOperands(other.operands) && SameRegions(other.regions);

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode() => hash;

        private bool SameOperands(Value[] others)
        {
            for (int i = 0; i < operands.Length; i++)
            {
                if (i >= others.Length || operands[i] != others[i])
                {
                    return false;
                }
            }

            return operands.Length == others.Length;
        }

        private bool SameRegions(IReadOnlyList<Graph> others) => regions.Count == 0 ? others.Count == 0 : regions.SequenceEqual(others);
    }
}
