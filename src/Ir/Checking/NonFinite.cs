using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>The first op of a graph that made NaN or an infinity out of numbers that were neither.</summary>
internal sealed class NonFinite
{
    private NonFinite(Node node, int[] index, double value, int run)
    {
        Node = node;
        Index = index;
        Value = value;
        Run = run;
    }

    /// <summary>The op, or the input that holds such an element itself.</summary>
    public Node Node { get; }

    /// <summary>The place of the element.</summary>
    public int[] Index { get; }

    public double Value { get; }

    /// <summary>How often the op had run by then, this run included: more than once in a loop.</summary>
    public int Run { get; }

    /// <summary>Runs a graph by the textbook until it has found one; null if there is none, or if an op has no value at all.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="sizes">The sizes of its symbols.</param>
    /// <param name="inputs">The elements of each input.</param>
    public static NonFinite? Find(Graph graph, Sizes sizes, IReadOnlyList<double[]> inputs)
    {
        NonFinite? found = null;
        var runs = new Dictionary<Node, int>();
        var interpreter = new TextbookInterpreter<double, RealArithmetic>(default)
        {
            Computed = (node, operands, value) =>
            {
                runs[node] = runs.TryGetValue(node, out int before) ? before + 1 : 1;
                if (found is null && node.Op is not (ConstOp or UndefinedOp or RegionOp or ResultOp) && Array.FindIndex(value.Data, IsNonFinite) is >= 0 and var at && !operands.Any(o => o.Data.Any(IsNonFinite)))
                {
                    found = new NonFinite(node, Place(value.Shape, at), value.Data[at], runs[node]);
                }
            },
        };
        try
        {
            var sized = new SizedGraph(graph, sizes);
            interpreter.Run(sized, graph.Inputs.Select((v, i) => new Dense<double>(sized.Shapes[v.Node], inputs[i])).ToArray());
        }
        catch (InterpretationException)
        {
            // A matrix without a factorisation, say: what was found before stands.
        }

        return found;
    }

    public static bool IsNonFinite(double x) => double.IsNaN(x) || double.IsInfinity(x);

    private static int[] Place(int[] shape, int at)
    {
        int[] index = new int[shape.Length];
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            index[i] = at % shape[i];
            at /= shape[i];
        }

        return index;
    }
}
