using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Turns what fixed points are to derivatives into what runs: a <see cref="RootOp"/> is its point, and a <see cref="LinSolveOp"/> a loop of applications of its region that ends
/// with the residual, or fails. It is done where a program is planned or interpreted, when nobody differentiates it any more.
/// </summary>
internal static class ImplicitLoops
{
    /// <summary>The graph with loops; itself if there is nothing to do.</summary>
    public static Graph Lower(Graph graph)
    {
        if (graph.AllNodes().All(n => n.Op is not RootOp and not LinSolveOp))
        {
            return graph;
        }

        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), graph.NodeOf(v).Attrs.Flag("frozen"))).ToArray();
        return ControlCleanup.Run(b.Build(Append(b, graph, arguments), graph.OutputNames));
    }

    private static Value[] Append(GraphBuilder b, Graph graph, IReadOnlyList<Value> arguments)
    {
        var map = new Value[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
            b.Span = node.Span;
            map[node.Id] = node.Op switch
            {
                InputOp => [arguments[node.Attrs.Int("index")]],
                RootOp => [operands[0]],
                LinSolveOp => [Solve(b, node, operands)],
                _ when node.Regions.Count > 0 => b.EmitMany(node.Op, node.Attrs, operands, node.Regions.Select(r => Region(b, r)).ToArray()),
                _ => b.Clone(node, operands),
            };
            if (node.Name is not null && map[node.Id].Length == 1)
            {
                b.SetName(map[node.Id][0], node.Name);
            }
        }

        b.Span = default;
        return graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray();
    }

    private static Graph Region(GraphBuilder b, Graph region)
    {
        var inner = b.Region(region.Name);
        foreach (var guard in region.Guards)
        {
            inner.AddGuard(guard);
        }

        var arguments = region.Inputs.Select((v, i) => inner.Input(region.InputName(i), region.TypeOf(v), region.NodeOf(v).Attrs.Flag("frozen"))).ToArray();
        return inner.Build(Append(inner, region, arguments), region.OutputNames);
    }

    private static Value Solve(GraphBuilder b, Node node, Value[] operands)
    {
        var solver = LinearSolver.Of(node.Attrs);
        var (rhs, region) = (operands[0], node.Regions[0]);
        Value Apply(GraphBuilder at, Value v) => Append(at, region, [v, .. operands.Skip(1).Select(theta => at.Import(theta, b))])[0];
        var bound = b.Scale(Iteration.Largest(b, rhs), solver.Tolerance);
        var (solution, residual, steps) = solver.IsGmres ? Gmres.Loop(b, solver, rhs, Apply) : Neumann.Loop(b, solver, rhs, bound, Apply);
        return b.Converged(solution, residual, bound, steps, ConvergedOp.Derivative);
    }
}
