using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Costate.Ir.Checking;

namespace Costate.Linking;

/// <summary>What the conditions of a graph decide on some data, in order, and the regions that were run because of it.</summary>
internal sealed class TermDecisions
{
    private readonly HashSet<Graph> reached;
    private readonly Queue<bool> decisions;

    private TermDecisions(IEnumerable<bool> decisions, HashSet<Graph> reached)
    {
        this.decisions = new(decisions);
        this.reached = reached;
    }

    /// <summary>Runs a graph by its textbook definition and takes down what was decided.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The data.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="reached">Receives the regions that are run.</param>
    public static TermDecisions Of(Graph graph, IReadOnlyList<Dense<double>> inputs, IReadOnlyDictionary<string, long> sizes, HashSet<Graph> reached)
    {
        var decisions = new List<bool>();
        if (graph.Nodes.Any(n => n.Op is RegionOp)) new TextbookInterpreter<double, RealArithmetic>(new RealArithmetic(decisions)).Run(new SizedGraph(graph, new Sizes(sizes)), inputs);
        return new TermDecisions(decisions, reached);
    }

    /// <summary>The regions of a graph that no run has reached.</summary>
    public static IReadOnlyList<Graph> Unreached(Graph graph, HashSet<Graph> reached) => graph.AllNodes().SelectMany(n => n.Regions).Where(r => !reached.Contains(r)).ToArray();

    public bool Next() => decisions.TryDequeue(out bool decision) ? decision : throw new InvalidOperationException("The terms ask for more decisions than the data made.");

    public void Reach(Graph region) => reached.Add(region);
}
