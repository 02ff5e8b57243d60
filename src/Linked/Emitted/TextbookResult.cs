using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;
using Costate.Ir.Checking;

namespace Costate.Linking;

/// <summary>What the textbook computes for a graph, and how much of it is fixed by arguments that are known to rounding only.</summary>
internal sealed class TextbookResult
{
    // Rounding on the way adds up to more than one unit in the arguments.
    private const double Units = 1024;

    // What is summed in another order differs by a few units of its largest element.
    private const double UnitsOnTheWay = 16;

    private TextbookResult(double[][] values, double[] sensitivity)
    {
        Values = values;
        Sensitivity = sensitivity;
    }

    public double[][] Values { get; }

    /// <summary>
    /// For each output by how much it moves, relative to its largest element or 1, when the arguments move within rounding, or the results on
    /// the way that depend on the order of their terms: large where a nearly singular system is solved, or where large numbers cancel. The
    /// solution of a system that is singular may not move with its arguments and is still known to few digits. No bound on two ways of
    /// computing it can be tighter.
    /// </summary>
    public double[] Sensitivity { get; }

    public static TextbookResult Of<T>(Graph graph, Sizes sizes, IReadOnlyList<T[]> arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sized = new SizedGraph(graph, sizes);
        double unit = typeof(T) == typeof(float) ? MathF.BitIncrement(1f) - 1 : Math.BitIncrement(1.0) - 1;
        var random = new Random(3);
        bool isNearJump = false;
        double[][] values = Run(x => x, (node, x, _) => isNearJump |= IsNearJump(node.Op, Array.ConvertAll(x, v => v.Data), Units * unit));
        double[][] moved = Run(x => x * (1 + (Sign() * Units * unit)), computed: null);

        // Without a system that may be singular the arguments say enough.
        double[][] rounded = graph.AllNodes().Any(n => n.Op is TriSolveOp or SolveWithOp) ? Run(x => x, Round) : moved;
        return new TextbookResult(values, isNearJump
            ? Array.ConvertAll(values, _ => double.PositiveInfinity)
            : [.. values.Select((v, i) => Math.Max(Distance(v, moved[i]), Distance(v, rounded[i])))]);

        int Sign() => (random.Next(2) * 2) - 1;

        void Round(Node node, Dense<double>[] operands, Dense<double> value)
        {
            if (node.Op is not (ContractOp or ReduceSumOp or TriSolveOp or SolveWithOp)) return;
            double most = value.Data.Aggregate(0.0, (m, v) => Math.Max(m, Math.Abs(v)));
            for (int i = 0; i < value.Data.Length && double.IsFinite(most); i++) value.Data[i] += Sign() * UnitsOnTheWay * unit * most;
        }

        double[][] Run(Func<double, double> change, Action<Node, Dense<double>[], Dense<double>>? computed)
        {
            var interpreter = new TextbookInterpreter<double, RealArithmetic>(default) { Computed = computed };
            var nodes = interpreter.Values(sized, graph.Inputs.Select((v, i) => new Dense<double>(sized.Shapes[v.Node], Array.ConvertAll(arguments[i], a => graph.TypeOf(v).IsFloating ? change(double.CreateChecked(a)) : double.CreateChecked(a)))).ToArray());
            return TextbookInterpreter<double, RealArithmetic>.Outputs(graph, nodes).Select(y => y.Data).ToArray();
        }
    }

    /// <summary>Whether an op that jumps has operands beside the jump, so that rounding decides on which side they are.</summary>
    private static bool IsNearJump(Op op, double[][] x, double unit)
    {
        if (op is FloorOp) return x[0].Any(v => Beside(v, Math.Round(v)));
        if (op is SignOp) return x[0].Any(v => Beside(v, 0));
        return op is CompareOp && x[0].Zip(x[1]).Any(p => Beside(p.First, p.Second));

        // Equal numbers are equal on both sides, if they are given so; a computed number is beside another one, and infinity beside none.
        bool Beside(double a, double b) => a != b && double.IsFinite(a - b) && Math.Abs(a - b) <= unit * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    /// <summary>The same beside another computation of the graph: how much is fixed by the arguments is no more than what the two agree on.</summary>
    public TextbookResult Beside<T>(IReadOnlyList<T[]> other)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(Values, [.. Sensitivity.Select((s, i) => Math.Max(s, Distance(Values[i], Array.ConvertAll(other[i], double.CreateChecked))))]);

    /// <summary>The largest element of an output, or 1.</summary>
    public static double Scale(double[] elements) => elements.Aggregate(1.0, (m, v) => double.IsFinite(v) ? Math.Max(m, Math.Abs(v)) : m);

    private static double Distance(double[] a, double[] b)
    {
        double scale = Scale(a), largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            // After an overflow the order of the operations decides between infinity and NaN.
            double distance = double.IsFinite(a[i]) && double.IsFinite(b[i]) ? Math.Abs(a[i] - b[i]) / scale : double.NaN;
            largest = double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(largest, distance);
        }

        return largest;
    }
}
