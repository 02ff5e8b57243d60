using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The split of a tangent program into a primal and a linear part (unzip): a node is linear if it depends on a tangent input,
/// and then it must be linear, or multilinear with exactly one linear operand.
/// </summary>
internal static class LinearPart
{
    /// <summary>For each node whether it depends on one of the given inputs.</summary>
    public static bool[] Mark(Graph graph, IEnumerable<int> linearInputs)
    {
        var inputs = new HashSet<int>(linearInputs);
        var linear = new bool[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            linear[node.Id] = node.Op is InputOp ? inputs.Contains(node.Attrs.Int("index")) : node.Inputs.Any(v => linear[v.Node]);
        }

        return linear;
    }

    /// <summary>Checks that the marked part is a linear graph; names the first node that is not.</summary>
    public static void Verify(Graph graph, bool[] linear)
    {
        foreach (var node in graph.Nodes)
        {
            if (!linear[node.Id] || node.Op is InputOp)
            {
                continue;
            }

            int[] operands = Enumerable.Range(0, node.Inputs.Count).Where(i => linear[node.Inputs[i].Node]).ToArray();
            bool structural = operands.All(i => node.Op.DependsOn(node, i) == Dependence.Linear);
            bool multilinear = operands.Length == 1 && node.Op is MulOp or MulZOp or ContractOp;
            if (!structural && !multilinear)
            {
                throw new DerivativeError(DiagnosticIds.NoDerivativeRule, "The linearization of a graph contains " + node.Op.Name + " on a tangent, which is not linear.", node.Span);
            }
        }
    }
}
