using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>A value of a graph: output <see cref="Slot"/> of node <see cref="Node"/>.</summary>
internal readonly struct Value : IEquatable<Value>
{
    public Value(int node, int slot = 0)
    {
        Node = node;
        Slot = slot;
    }

    public int Node { get; }

    public int Slot { get; }

    public bool Equals(Value other) => Node == other.Node && Slot == other.Slot;

    public override bool Equals(object? obj) => obj is Value v && Equals(v);

    public override int GetHashCode() => unchecked(Node * 397 + Slot);

    public override string ToString() => Slot == 0 ? "%" + Node : "%" + Node + "." + Slot;

    public static bool operator ==(Value a, Value b) => a.Equals(b);

    public static bool operator !=(Value a, Value b) => !a.Equals(b);
}

/// <summary>Where in the user's source a node comes from; lines and columns are 1-based, 0 means unknown.</summary>
internal readonly struct SourceSpan : IEquatable<SourceSpan>
{
    public SourceSpan(int line, int column, int endLine, int endColumn)
    {
        Line = line;
        Column = column;
        EndLine = endLine;
        EndColumn = endColumn;
    }

    public int Line { get; }

    public int Column { get; }

    public int EndLine { get; }

    public int EndColumn { get; }

    public bool IsKnown => Line > 0;

    public bool Equals(SourceSpan other) =>
        Line == other.Line && Column == other.Column && EndLine == other.EndLine && EndColumn == other.EndColumn;

    public override bool Equals(object? obj) => obj is SourceSpan s && Equals(s);

    public override int GetHashCode() => unchecked((((Line * 31) + Column) * 31 + EndLine) * 31 + EndColumn);

    public override string ToString() => IsKnown ? Line + ":" + Column + "-" + EndLine + ":" + EndColumn : string.Empty;
}

/// <summary>One op of a graph in SSA form. Nodes are identified by their index; they never refer to other nodes, so nothing about them recurses.</summary>
internal sealed class Node
{
    public Node(int id, Op op, Attrs attrs, IReadOnlyList<Value> inputs, IReadOnlyList<TensorType> types, IReadOnlyList<Graph> regions, SourceSpan span, string? name)
    {
        Id = id;
        Op = op;
        Attrs = attrs;
        Inputs = inputs;
        Types = types;
        Regions = regions;
        Span = span;
        Name = name;
    }

    public int Id { get; }

    public Op Op { get; }

    public Attrs Attrs { get; }

    public IReadOnlyList<Value> Inputs { get; }

    /// <summary>Types of the outputs, by slot.</summary>
    public IReadOnlyList<TensorType> Types { get; }

    /// <summary>Bodies of control-flow ops; empty for all others.</summary>
    public IReadOnlyList<Graph> Regions { get; }

    public SourceSpan Span { get; }

    /// <summary>The user's name of the value, if there is one; no part of the node's identity.</summary>
    public string? Name { get; }

    public Value Out(int slot = 0) => new(Id, slot);
}

/// <summary>An equality or inequality of dimensions that could not be decided when the graph was built and is checked at entry.</summary>
internal sealed class Guard : IEquatable<Guard>
{
    public Guard(string id, DimExpr left, GuardRelation relation, DimExpr right, string message, SourceSpan span)
    {
        Id = id;
        Left = left;
        Relation = relation;
        Right = right;
        Message = message;
        Span = span;
    }

    /// <summary>The diagnostic: the one that the analyzer would have reported, had it known the sizes.</summary>
    public string Id { get; }

    public DimExpr Left { get; }

    public GuardRelation Relation { get; }

    public DimExpr Right { get; }

    /// <summary>The text of the analyzer's message, in the user's names.</summary>
    public string Message { get; }

    public SourceSpan Span { get; }

    public bool Holds(Func<string, long> valueOf)
    {
        long left = Left.Evaluate(valueOf), right = Right.Evaluate(valueOf);
        return Relation == GuardRelation.Equal ? left == right : left <= right;
    }

    /// <summary>Whether it is the same condition. Of two reasons for one condition the first is reported, so the second is not needed.</summary>
    public bool Equals(Guard? other) => other is not null && Relation == other.Relation && Left.Equals(other.Left) && Right.Equals(other.Right);

    public override bool Equals(object? obj) => Equals(obj as Guard);

    public override int GetHashCode() => unchecked(Left.GetHashCode() * 31 + Right.GetHashCode());

    public override string ToString() => Left + (Relation == GuardRelation.Equal ? " == " : " <= ") + Right;
}

internal enum GuardRelation : byte
{
    Equal,
    LessOrEqual,
}

/// <summary>
/// A typed SSA graph: inputs, nodes in source order (which is a topological order), outputs, the dimension symbols that its
/// shapes are written in, and the guards that are checked at entry. Immutable; made by <see cref="GraphBuilder"/>.
/// </summary>
internal sealed class Graph
{
    private string[]? symbols;

    public Graph(string name, IReadOnlyList<string> dimParameters, IReadOnlyList<Node> nodes, IReadOnlyList<Value> inputs, IReadOnlyList<Value> outputs, IReadOnlyList<string> outputNames, IReadOnlyList<Guard> guards)
    {
        Name = name;
        DimParameters = dimParameters;
        Nodes = nodes;
        Inputs = inputs;
        Outputs = outputs;
        OutputNames = outputNames;
        Guards = guards;
    }

    public string Name { get; }

    /// <summary>Integer parameters, in order: dimension symbols whose values the caller passes instead of being solved from shapes.</summary>
    public IReadOnlyList<string> DimParameters { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<Value> Inputs { get; }

    public IReadOnlyList<Value> Outputs { get; }

    public IReadOnlyList<string> OutputNames { get; }

    public IReadOnlyList<Guard> Guards { get; }

    public TensorType TypeOf(Value value) => Nodes[value.Node].Types[value.Slot];

    public Node NodeOf(Value value) => Nodes[value.Node];

    /// <summary>Whether an input can have a tangent: floating point and not frozen.</summary>
    public bool IsDifferentiable(int input) => TypeOf(Inputs[input]).IsDifferentiable && !NodeOf(Inputs[input]).Attrs.Flag("frozen");

    public string InputName(int index) => Nodes[Inputs[index].Node].Attrs.Text("name");

    /// <summary>Every dimension symbol of the graph, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols => symbols ??= FindSymbols();

    /// <summary>The nodes of the graph and of all regions in it, in the order of the text form.</summary>
    public IEnumerable<Node> AllNodes() => Nodes.SelectMany(n => n.Regions.SelectMany(r => r.AllNodes()).Prepend(n));

    /// <summary>The same graph with some of its outputs.</summary>
    public Graph WithOutputs(IReadOnlyList<int> outputs) =>
        new(Name, DimParameters, Nodes, Inputs, outputs.Select(o => Outputs[o]).ToArray(), outputs.Select(o => OutputNames[o]).ToArray(), Guards);

    /// <summary>The same graph as a part of another one, which checks its guards and has its integer parameters.</summary>
    public Graph WithoutGuards() => new(Name, [], Nodes, Inputs, Outputs, OutputNames, []);

    /// <summary>For each value the nodes that read it.</summary>
    public int[] UseCounts()
    {
        var counts = new int[Nodes.Count];
        foreach (var node in Nodes)
        {
            foreach (var input in node.Inputs)
            {
                counts[input.Node]++;
            }
        }

        foreach (var output in Outputs)
        {
            counts[output.Node]++;
        }

        return counts;
    }

    public override string ToString() => GraphText.Print(this);

    private string[] FindSymbols()
    {
        var found = new SortedSet<string>(DimParameters, StringComparer.Ordinal);
        // The entries of a ragged stack are as large as the index of their loop says.
        foreach (var input in Inputs.Where(v => !TypeOf(v).IsRagged))
        {
            foreach (var dim in TypeOf(input).Shape)
            {
                found.UnionWith(dim.Symbols);
            }
        }

        return found.ToArray();
    }
}
