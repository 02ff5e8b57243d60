using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Tests.Derivatives;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>Loops that run again for their adjoints: they keep nothing, and what reads their states is planned together with them.</summary>
public class CheckpointTests
{
    public static TheoryData<string> Names => new(ControlCases.Checkpointed.Select(c => c.Checkpointed.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void NoStackIsKept(string name)
    {
        var (plain, programs) = Programs(name);
        Assert.DoesNotContain(programs.Residuals, t => t.IsStack);
        Assert.DoesNotContain(programs.ForwardKeeping.AllNodes(), n => n.Op is IterationOp && new LoopLayout(n).Entries > 0);
        Assert.Equal(Loops(plain.ForwardKeeping), Loops(programs.ForwardKeeping));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StatesAreNeverThereAllAtOnce(string name)
    {
        // Where the adjoint reads nothing of an iteration, nothing runs again.
        var (plain, programs) = Programs(name);
        bool reads = plain.ForwardKeeping.AllNodes().Any(n => n.Op is IterationOp && new LoopLayout(n).Entries > 0);
        Graph[] derived = [programs.Adjoint, programs.JointAdjoint, programs.KeepingJoint, Jvp.Tangent(programs.JointAdjoint, programs.DifferentiableInputs), DirectPrograms.ValueAndGradient(programs), DirectPrograms.HessianVector(programs)];
        foreach (var graph in derived.Select(g => ControlCleanup.Run(g)))
        {
            var planned = Planned(graph).ToArray();
            Assert.Equal(reads, planned.Any(n => n.Op is ReplayOp));
            Assert.DoesNotContain(planned, n => n.Op is ForOp or WhileOp && new LoopLayout(n) is var layout && layout.Stacks + layout.Entries > 0);
        }
    }

    /// <summary>Where a program has the value and the gradient, no loop runs from the start again: the states are those of its first run.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheFirstRunKeepsTheStates(string name)
    {
        var (plain, programs) = Programs(name);
        var together = DirectPrograms.ValueAndGradient(programs);
        var planned = Replays.Of(together).Graph.Nodes;
        Assert.All(planned.Where(n => n.Op is ReplayOp), n => Assert.True(n.Attrs.Flag("kept")));
        Assert.Equal(planned.Count(n => n.Op is ReplayOp), planned.Count(n => n.Attrs.Has("keeps")));
        Assert.Equal(DirectPrograms.ValueAndGradient(plain).Nodes.Count(n => n.Op is IterationOp), planned.Count(n => n.Op is IterationOp));
    }

    /// <summary>The nodes that are planned, those of regions included.</summary>
    private static IEnumerable<Node> Planned(Graph graph) => Replays.Of(graph).Graph.Nodes.SelectMany(n => n.Regions.SelectMany(Planned).Prepend(n));

    private static int Loops(Graph graph) => graph.AllNodes().Count(n => n.Op is IterationOp);

    private static (FragmentPrograms Plain, FragmentPrograms Programs) Programs(string name)
    {
        var (plain, checkpointed) = ControlCases.Checkpointed.Single(c => c.Checkpointed.Name == name);
        return (FragmentPrograms.Build(plain.Graph()), FragmentPrograms.Build(checkpointed.Graph()));
    }
}
