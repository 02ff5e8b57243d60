using System;

namespace Costate.Ir.Checking;

/// <summary>A node of a graph that could not be interpreted: an op without meaning, or operands that do not fit.</summary>
internal sealed class InterpretationException : Exception
{
    private InterpretationException(Graph graph, Node node, Exception reason)
        : base("In the graph " + graph.Name + " node %" + node.Id + " (" + node.Op.Name + (node.Span.IsKnown ? ", line " + node.Span.Line : string.Empty) + "): " + reason.Message, reason) => Node = node;

    public Node Node { get; }

    /// <summary>Runs a step and names the node if it fails.</summary>
    public static void Guard(Graph graph, Node node, Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or InvalidOperationException or DivideByZeroException or ShapeError)
        {
            throw new InterpretationException(graph, node, e);
        }
    }
}
