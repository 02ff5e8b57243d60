using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// An order of the nodes of a linear graph in which readers of an array come before what changes it as a whole: SetAt, AddAt, and a loop that begins
/// with it. Transposed in the opposite order, the change hands on the partial first and each reader extends it in place; otherwise a reader
/// would extend zeros of the size of the array, to be added to it afterwards.
/// </summary>
internal static class TransposeOrder
{
    /// <summary>The ids of the linear nodes, operands before uses.</summary>
    public static IReadOnlyList<int> Of(Graph graph, bool[] linear)
    {
        var order = Enumerable.Range(0, graph.Nodes.Count).Where(id => linear[id]).ToArray();
        var before = new Dictionary<int, List<int>>();
        var readers = new Dictionary<Value, List<int>>();
        foreach (int id in order)
        {
            foreach (var operand in graph.Nodes[id].Inputs.Where(v => linear[v.Node]).Distinct())
            {
                if (!readers.TryGetValue(operand, out var list))
                {
                    readers.Add(operand, list = []);
                }

                list.Add(id);
            }
        }

        foreach (int id in order)
        {
            foreach (var changed in Changed(graph.Nodes[id]).Where(readers.ContainsKey))
            {
                foreach (int reader in readers[changed])
                {
                    // A reader in front stays there. One behind moves up, unless it reads what the change makes, or changes the array too.
                    if (reader > id && !Changed(graph.Nodes[reader]).Contains(changed) && !Reaches(graph, before, id, reader))
                    {
                        if (!before.TryGetValue(id, out var list))
                        {
                            before.Add(id, list = []);
                        }

                        list.Add(reader);
                    }
                }
            }
        }

        return before.Count == 0 ? order : Sort(graph, linear, order, before);
    }

    private static IEnumerable<Value> Changed(Node node) => node.Op switch
    {
        SetAtOp or AddAtOp => [node.Inputs[0]],
        PullbackOp loop => loop.Begins(node),
        _ => [],
    };

    private static bool Reaches(Graph graph, Dictionary<int, List<int>> before, int from, int to)
    {
        var (seen, stack) = (new HashSet<int>(), new Stack<int>());
        stack.Push(to);
        while (stack.Count > 0)
        {
            int at = stack.Pop();
            if (at == from)
            {
                return true;
            }

            if (seen.Add(at))
            {
                foreach (int previous in Previous(graph, before, at))
                {
                    stack.Push(previous);
                }
            }
        }

        return false;
    }

    private static IEnumerable<int> Previous(Graph graph, Dictionary<int, List<int>> before, int id)
    {
        var operands = graph.Nodes[id].Inputs.Select(v => v.Node);
        return before.TryGetValue(id, out var list) ? operands.Concat(list) : operands;
    }

    private static List<int> Sort(Graph graph, bool[] linear, int[] order, Dictionary<int, List<int>> before)
    {
        var (result, done, stack) = (new List<int>(order.Length), new HashSet<int>(), new Stack<int>());
        foreach (int id in order)
        {
            stack.Push(id);
            while (stack.Count > 0)
            {
                int at = stack.Peek();
                int[] open = Previous(graph, before, at).Where(p => linear[p] && !done.Contains(p)).ToArray();
                if (open.Length > 0)
                {
                    foreach (int previous in open)
                    {
                        stack.Push(previous);
                    }
                }
                else
                {
                    stack.Pop();
                    if (done.Add(at))
                    {
                        result.Add(at);
                    }
                }
            }
        }

        return result;
    }
}
