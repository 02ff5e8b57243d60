using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <content>Regions: the bodies of control-flow ops, built inside of the graph that they belong to.</content>
internal sealed partial class GraphBuilder
{
    private readonly HashSet<string> bound = new(StringComparer.Ordinal);
    private readonly List<Value> captures = [];
    private readonly Dictionary<Value, Value> captured = [];

    /// <summary>The builder of the graph that this region stands in; null for a whole graph.</summary>
    public GraphBuilder? Parent { get; private set; }

    private GraphBuilder Root
    {
        get
        {
            var root = this;
            while (root.Parent is { } parent)
            {
                root = parent;
            }

            return root;
        }
    }

    /// <summary>
    /// A builder for a region: it knows the facts of this graph, and what is asked in it is answered alike. What cannot be decided
    /// becomes a guard of the region, which is checked each time the region is entered: a branch not taken must not fail.
    /// </summary>
    public GraphBuilder Region(string name) => new(name)
    {
        Parent = this,
        Simplifies = Simplifies,
        IsDerived = IsDerived,
        Facts = Facts,
        OnGuard = OnGuard,
        Span = Span,
    };

    /// <summary>The values of the enclosing graph that the region reads, in the order of its last inputs; those before are carries and entries of stacks.</summary>
    public IReadOnlyList<Value> Captures => captures;

    /// <summary>A value of an enclosing graph as a value of this region: each region between gets an input for it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="owner">The builder that it belongs to: this one, or one that encloses it.</param>
    public Value Import(Value value, GraphBuilder owner)
    {
        if (ReferenceEquals(owner, this))
        {
            return value;
        }

        var parent = Parent ?? throw new InvalidOperationException("The value " + value + " belongs to no graph around " + Name + ".");
        var outer = parent.Import(value, owner);
        if (!captured.TryGetValue(outer, out var inner))
        {
            var node = parent.NodeOf(outer);
            string name = node.Op is InputOp ? node.Attrs.Text("name") : node.Name ?? "captured" + captures.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var type = parent.TypeOf(outer);
            inner = Input(name, type, frozen: node.Op is InputOp && node.Attrs.Flag("frozen"));
            captured.Add(outer, inner);
            captures.Add(outer);
        }

        return inner;
    }

    /// <summary>A symbol that nothing in the graph has: the index of a loop, which is bound in the loop's region.</summary>
    /// <param name="name">The name to use if it is free.</param>
    public string FreshSymbol(string name)
    {
        var root = Root;
        var taken = new HashSet<string>(root.bound, StringComparer.Ordinal);
        taken.UnionWith(root.dimParameters);
        taken.UnionWith(root.inputs.SelectMany(v => root.TypeOf(v).Shape.Symbols));
        string free = name;
        for (int i = 2; !root.bound.Add(free) || taken.Contains(free); i++)
        {
            free = name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>Keeps the symbols of a graph's loops free, which will stand in one graph with this one.</summary>
    public void Reserve(Graph other) => bound.UnionWith(other.AllNodes().Where(n => n.Op is IterationOp).Select(n => ((IterationOp)n.Op).Index(n.Attrs)));

    /// <summary>Whether a symbol means something everywhere in this graph: a size of an input, an integer parameter, or the index of a loop around it.</summary>
    public bool Knows(string symbol)
    {
        for (var b = this; b is not null; b = b.Parent)
        {
            if (b.dimParameters.Contains(symbol) || b.inputs.Any(v => b.TypeOf(v).Mentions(symbol)) || string.Equals(b.Index, symbol, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of an enclosing graph that a value of this region stands for, as far out as it can be followed.</summary>
    public (Value Value, GraphBuilder Owner) Origin(Value value)
    {
        var at = this;
        while (at.Parent is { } parent && at.CaptureOf(value) is { } outer)
        {
            (value, at) = (outer, parent);
        }

        return (value, at);
    }

    /// <summary>The value of the graph around this region that an input of it stands for; null for a carry, and for all that is no input.</summary>
    public Value? CaptureOf(Value value) =>
        NodeOf(value).Op is InputOp && NodeOf(value).Attrs.Int("index") - (inputs.Count - captures.Count) is >= 0 and var place ? captures[place] : null;

    /// <summary>The symbols that mean something everywhere in this graph.</summary>
    private IEnumerable<string> KnownSymbols()
    {
        var known = new SortedSet<string>(StringComparer.Ordinal);
        for (var b = this; b is not null; b = b.Parent)
        {
            known.UnionWith(b.dimParameters);
            known.UnionWith(b.inputs.SelectMany(v => b.TypeOf(v).Shape.Symbols));
            known.UnionWith(b.Index is { } index ? [index] : []);
        }

        return known;
    }

    /// <summary>The index of the loop that this region is the body of.</summary>
    public string? Index { get; set; }

    /// <summary>Undoes what a region that was built on trial has taken: symbols, and questions that were asked.</summary>
    /// <returns>The undoing, to be called when the region is given up.</returns>
    public Action OnTrial()
    {
        var root = Root;
        var (symbols, questions) = (new HashSet<string>(root.bound, StringComparer.Ordinal), new HashSet<string>(root.asked, StringComparer.Ordinal));
        return () =>
        {
            root.bound.IntersectWith(symbols);
            root.asked.IntersectWith(questions);
        };
    }

    /// <summary>
    /// Appends a whole graph with its inputs and its dimension symbols replaced, as a call does: every shape rule is asked again
    /// in the caller's sizes, and the nodes belong to the caller's current span.
    /// </summary>
    /// <param name="sizeOf">What stands for a symbol; null keeps it.</param>
    public Value[] InlineCall(Graph graph, IReadOnlyList<Value> arguments, Func<string, DimExpr?> sizeOf)
    {
        foreach (var guard in graph.Guards)
        {
            var (left, right) = (guard.Left.Substitute(sizeOf), guard.Right.Substitute(sizeOf));
            if (guard.Relation == GuardRelation.Equal)
            {
                RequireEqual(left, right, guard.Id, () => guard.Message);
            }
            else
            {
                RequireLessOrEqual(left, right, guard.Id, () => guard.Message);
            }
        }

        var map = new Value[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            if (node.Op is InputOp)
            {
                map[node.Id] = [arguments[node.Attrs.Int("index")]];
                continue;
            }

            map[node.Id] = InlineNode(node, node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray(), sizeOf);
            if (node.Name is not null && node.Types.Count == 1)
            {
                SetName(map[node.Id][0], node.Name);
            }
        }

        return graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray();
    }

    private Value[] InlineNode(Node node, Value[] operands, Func<string, DimExpr?> sizeOf)
    {
        if (node.Op is IterationOp loop)
        {
            // Each copy of a loop has an index of its own, which no symbol of the caller may be.
            string index = loop.Index(node.Attrs);
            var fresh = DimExpr.Symbol(FreshSymbol(index));
            var outer = sizeOf;
            sizeOf = symbol => string.Equals(symbol, index, StringComparison.Ordinal) ? fresh : outer(symbol);
        }

        // At these sizes it is decided which branch runs, and what the other one demands of sizes may be wrong.
        if (node.Op is IfOp && this.IsConst(operands[0], out double truth))
        {
            return InlineCall(node.Regions[truth != 0 ? 0 : 1], operands.Skip(1).ToArray(), sizeOf);
        }

        var attrs = node.Attrs.MapDims(dim => dim.Substitute(sizeOf));
        var regions = node.Regions.Select((r, i) => InlineRegion(node.Op, attrs, r, sizeOf, operands, i)).ToArray();
        return EmitMany(node.Op, attrs, operands, node.Op is CallOp ? regions.Select(Unguarded).ToArray() : regions);
    }

    /// <summary>A call has no guards of its own: it runs wherever this graph does, so what it demands of sizes is demanded here.</summary>
    private Graph Unguarded(Graph called)
    {
        foreach (var guard in called.Guards)
        {
            Assume(guard);
        }

        return called.WithoutGuards();
    }

    private Graph InlineRegion(Op op, Attrs attrs, Graph region, Func<string, DimExpr?> sizeOf, Value[] operands, int place)
    {
        var inner = Region(region.Name);
        if (op is IterationOp loop)
        {
            loop.AssumeRange(inner, attrs);
        }
        else if (op is IfOp)
        {
            inner.Facts = IfBuilder.Assume(this, operands[0], place == 0, inner.Facts);
        }

        var arguments = region.Inputs.Select((v, i) => inner.Input(region.InputName(i), region.TypeOf(v).MapDims(d => d.Substitute(sizeOf)), !region.IsDifferentiable(i))).ToArray();
        return inner.Build(inner.InlineCall(region, arguments, sizeOf), region.OutputNames);
    }
}
