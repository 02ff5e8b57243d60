using System;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// How each output depends on each input, so that "does not depend on it" and "depends on it only through Floor on line 7" are two
/// different errors.
/// </summary>
internal sealed class Activity
{
    private readonly Dependence[,] matrix;
    private readonly Node?[,] blockers;

    private Activity(Dependence[,] matrix, Node?[,] blockers)
    {
        this.matrix = matrix;
        this.blockers = blockers;
    }

    public Dependence this[int output, int input] => matrix[output, input];

    /// <summary>The first op whose derivative is zero by rule on the way, where the dependence is <see cref="Dependence.ZeroByRule"/>.</summary>
    public Node? Blocker(int output, int input) => blockers[output, input];

    public static Activity Of(Graph graph)
    {
        int inputs = graph.Inputs.Count;
        var state = new Dependence[graph.Nodes.Count][];
        var blocker = new Node?[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            var row = new Dependence[inputs];
            var blocked = new Node?[inputs];
            if (node.Op is InputOp)
            {
                row[node.Attrs.Int("index")] = Dependence.Linear;
            }

            for (int operand = 0; operand < node.Inputs.Count; operand++)
            {
                var own = node.Op.DependsOn(node, operand);
                int source = node.Inputs[operand].Node;
                for (int i = 0; i < inputs; i++)
                {
                    var through = Compose(own, state[source][i]);
                    if (through > row[i])
                    {
                        row[i] = through;
                        blocked[i] = through != Dependence.ZeroByRule ? null : own == Dependence.ZeroByRule && state[source][i] != Dependence.ZeroByRule ? node : blocker[source][i];
                    }
                }
            }

            state[node.Id] = row;
            blocker[node.Id] = blocked;
        }

        var matrix = new Dependence[graph.Outputs.Count, inputs];
        var blockers = new Node?[graph.Outputs.Count, inputs];
        for (int o = 0; o < graph.Outputs.Count; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                matrix[o, i] = state[graph.Outputs[o].Node][i];
                blockers[o, i] = blocker[graph.Outputs[o].Node][i];
            }
        }

        return new Activity(matrix, blockers);
    }

    private static Dependence Compose(Dependence outer, Dependence inner) =>
        outer == Dependence.None || inner == Dependence.None ? Dependence.None
        : outer == Dependence.ZeroByRule || inner == Dependence.ZeroByRule ? Dependence.ZeroByRule
        : (Dependence)Math.Max((int)outer, (int)inner);
}
