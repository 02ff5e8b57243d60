using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Loops that keep nothing for their adjoint, For and While with the attributes of a <see cref="StateRoom"/>. The adjoint runs such a loop again, as a For with stacks of its
/// carries, of which the reversed loop makes everything else. These stacks are what the graph says; whoever runs the graph has room for as many states as the attribute
/// says and runs iterations again for the others, see <see cref="ReplayOp"/>. They are never kept between the forward and the adjoint. Where both are one program, the
/// loop itself has these stacks (attribute records), so that its first run is the one that states are kept of.
/// </summary>
internal static class Checkpoints
{
    /// <summary>Whether the adjoint of a loop runs it again. The loops of adjoints, which have stacks, keep what their own adjoints read.</summary>
    public static bool CanReplay(Node loop) => StateRoom.Of(loop.Attrs) is not null && new LoopLayout(loop) is { Stacks: 0, Entries: 0 };

    /// <summary>The attributes of a loop when it keeps what its adjoint reads of it. That of an adjoint, which has stacks already, has room for all of them.</summary>
    public static Attrs WhenKept(Node node) => node.Op is IterationOp && StateRoom.Of(node.Attrs) is not null && !CanReplay(node) ? StateRoom.Off(node.Attrs) : node.Attrs;

    /// <summary>Whether a node is a loop whose stacks are states that nobody has all at once.</summary>
    public static bool IsReplayed(Node node) => node.Op is IterationOp && StateRoom.Of(node.Attrs) is not null && new LoopLayout(node) is { Stacks: 0, Entries: > 0 };

    /// <summary>Whether a loop has the stacks of its carries itself, and none runs after it for them.</summary>
    public static bool Records(Node loop) => loop.Attrs.Flag("records");

    /// <summary>The graph for a program that is its own adjoint too; the graph itself if nothing is to be replayed in it. A loop in another loop would have states of many runs.</summary>
    public static Graph Recording(Graph graph) => !graph.Nodes.Any(IsCheckpointed)
        ? graph
        : new Graph(
            graph.Name,
            graph.DimParameters,
            graph.Nodes.Select(n => IsCheckpointed(n) ? new Node(n.Id, n.Op, n.Attrs.With("records", true), n.Inputs, n.Types, n.Regions, n.Span, n.Name) : n).ToArray(),
            graph.Inputs,
            graph.Outputs,
            graph.OutputNames,
            graph.Guards);

    private static bool IsCheckpointed(Node node) => node.Op is IterationOp && CanReplay(node);

    /// <summary>A region that is the same and belongs to another op.</summary>
    public static Graph Copy(Graph region) => new(region.Name, region.DimParameters, region.Nodes, region.Inputs, region.Outputs, region.OutputNames, region.Guards);

    /// <summary>Emits a loop that was run before once more, with the stacks of its carries.</summary>
    /// <param name="b">The builder of the adjoint.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="outputs">Its outputs, of which the trip count is read.</param>
    /// <param name="body">Its body, which returns the stacks' entries behind the carries.</param>
    /// <returns>The stacks.</returns>
    public static Value[] Replay(GraphBuilder b, Node loop, IReadOnlyList<Value> operands, IReadOnlyList<Value> outputs, Graph body)
    {
        var layout = new LoopLayout(loop);
        var attrs = StateRoom.Of(loop.Attrs)!.Value.On(Attrs.Empty.With("index", loop.Attrs.Dim("index")).With("carries", (long)layout.Carries));
        attrs = loop.Op is WhileOp || loop.Attrs.Flag("counted") ? attrs.With("counted", true) : attrs.With("count", loop.Attrs.Dim("count"));
        Value[] all = loop.Op is WhileOp ? [outputs[layout.Carries], .. operands] : [.. operands];
        return body.Outputs.Count > layout.Carries ? b.EmitMany(ForOp.Instance, attrs, all, [body]).Skip(layout.Carries).ToArray() : [];
    }
}
