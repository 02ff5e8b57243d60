using System.Linq;

namespace Costate.Ir;

/// <summary>
/// How each output depends on each input, so that "does not depend on it" and "depends on it only through Floor on line 7" are two
/// different errors.
/// </summary>
internal sealed class Activity
{
    private readonly Flow[][] flows;

    private Activity(Flow[][] flows) => this.flows = flows;

    public Dependence this[int output, int input] => flows[output][input].Dependence;

    /// <summary>The first op whose derivative is zero by rule on the way, where the dependence is <see cref="Dependence.ZeroByRule"/>.</summary>
    public Node? Blocker(int output, int input) => flows[output][input].Blocker;

    public Flow At(int output, int input) => flows[output][input];

    public static Activity Of(Graph graph)
    {
        var values = Values(graph);
        return new Activity(graph.Outputs.Select(v => values[v.Node][v.Slot]).ToArray());
    }

    /// <summary>For each node and slot how the value depends on each input of the graph.</summary>
    public static Flow[][][] Values(Graph graph)
    {
        int inputs = graph.Inputs.Count;
        var state = new Flow[graph.Nodes.Count][][];
        foreach (var node in graph.Nodes)
        {
            var rows = new Flow[node.Types.Count][];
            var own = node.Op is RegionOp region ? region.Flows(node) : null;
            for (int slot = 0; slot < rows.Length; slot++)
            {
                var row = rows[slot] = new Flow[inputs];
                if (node.Op is InputOp)
                {
                    row[node.Attrs.Int("index")] = new Flow(Dependence.Linear, null);
                }

                for (int operand = 0; operand < node.Inputs.Count; operand++)
                {
                    var source = state[node.Inputs[operand].Node][node.Inputs[operand].Slot];
                    var step = own is null ? Own(node, operand) : own[slot, operand];
                    for (int i = 0; i < inputs; i++)
                    {
                        row[i] = row[i].Or(source[i].Then(step));
                    }
                }
            }

            state[node.Id] = rows;
        }

        return state;
    }

    private static Flow Own(Node node, int operand)
    {
        var dependence = node.Op.DependsOn(node, operand);
        return new Flow(dependence, dependence == Dependence.ZeroByRule ? node : null);
    }
}
