using System;

namespace Costate;

/// <summary>
/// What the engine has done on this thread since it started: fragment calls by kind, and nodes built and found again. Two
/// snapshots and a subtraction tell what a piece of a program cost.
/// </summary>
public readonly record struct EngineCounters
{
    [ThreadStatic]
    private static Counts mine;

    private readonly Counts counts;

    private EngineCounters(Counts counts) => this.counts = counts;

    /// <summary>The counters of the calling thread.</summary>
    public static EngineCounters OfThisThread => new(mine);

    /// <summary>Calls of a forward that keeps nothing.</summary>
    public long Forward => counts.Forward;

    /// <summary>Calls of a forward that keeps residuals.</summary>
    public long ForwardKeeping => counts.ForwardKeeping;

    /// <summary>Calls of an adjoint.</summary>
    public long Adjoint => counts.Adjoint;

    /// <summary>Calls of a tangent.</summary>
    public long Tangent => counts.Tangent;

    /// <summary>All fragment calls.</summary>
    public long Calls => counts.Forward + counts.ForwardKeeping + counts.Adjoint + counts.Tangent;

    /// <summary>Nodes that were new.</summary>
    public long NodesBuilt => counts.NodesBuilt;

    /// <summary>Nodes that were there already when they were built again.</summary>
    public long NodesFound => counts.NodesFound;

    internal static ref Counts Mine => ref mine;

    /// <summary>What happened between two snapshots.</summary>
    public static EngineCounters operator -(EngineCounters after, EngineCounters before) => new(new Counts
    {
        Forward = after.counts.Forward - before.counts.Forward,
        ForwardKeeping = after.counts.ForwardKeeping - before.counts.ForwardKeeping,
        Adjoint = after.counts.Adjoint - before.counts.Adjoint,
        Tangent = after.counts.Tangent - before.counts.Tangent,
        NodesBuilt = after.counts.NodesBuilt - before.counts.NodesBuilt,
        NodesFound = after.counts.NodesFound - before.counts.NodesFound,
    });

    /// <summary>The number that is not zero of each, in words.</summary>
    public override string ToString() =>
        $"{Forward} forward, {ForwardKeeping} forward keeping residuals, {Adjoint} adjoint, {Tangent} tangent; {NodesBuilt} nodes built, {NodesFound} found again";

    internal record struct Counts
    {
        public long Forward;
        public long ForwardKeeping;
        public long Adjoint;
        public long Tangent;
        public long NodesBuilt;
        public long NodesFound;
    }
}
