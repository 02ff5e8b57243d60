using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;

namespace Costate.Ir.Tests.Passes;

/// <summary>What a run costs: operations on elements, and elements that are moved. A window that is set or added to is counted by its own size.</summary>
internal sealed class Totals
{
    public long Operations { get; set; }

    /// <summary>Runs a graph on numbers and counts.</summary>
    public static (Dense<double>[] Outputs, long Operations) Run(Graph graph, IReadOnlyList<Dense<double>> inputs, Dictionary<string, long> symbols, Func<Graph, Node, bool>? runsInside = null)
    {
        var totals = new Totals();
        var interpreter = new TextbookInterpreter<double, CountingArithmetic>(new CountingArithmetic(totals)) { RunsInside = runsInside, Computed = (node, operands, value) => totals.Operations += Moved(node, operands, value) };
        var outputs = interpreter.Run(new SizedGraph(graph, new Sizes(symbols)), inputs);
        return (outputs, totals.Operations);
    }

    public static Dense<double>[] Random(Graph graph, Dictionary<string, long> symbols, int seed = 5)
    {
        var random = new Random(seed);
        return graph.Inputs.Select(v =>
        {
            int[] shape = graph.TypeOf(v).Shape.Evaluate(s => symbols[s]);
            var x = new Dense<double>(shape);
            for (int i = 0; i < x.Data.Length; i++)
            {
                x.Data[i] = (random.NextDouble() - 0.5) / 2;
            }

            return x;
        }).ToArray();
    }

    // What a fused loop would read through costs nothing: repetitions, windows, constants; nor does what is changed in place, but for its window.
    private static long Moved(Node node, Dense<double>[] operands, Dense<double> value) => node.Op switch
    {
        SetAtOp => operands[1].Data.Length,
        ReadAtOp or TransposeOp or ConcatOp or TriOp => value.Data.Length,
        _ => 0,
    };
}

/// <summary>Doubles that are counted.</summary>
internal readonly struct CountingArithmetic(Totals totals) : IArithmetic<double>
{
    private static readonly RealArithmetic Real = default;

    public double Zero => 0;

    public double One => 1;

    public double Constant(double value) => value;

    public double Integer(long value) => value;

    public double Add(double x, double y) => Count(Real.Add(x, y));

    public double Negate(double x) => Count(Real.Negate(x));

    public double Multiply(double x, double y) => Count(Real.Multiply(x, y));

    public double MultiplyStrong(double x, double y) => Count(Real.MultiplyStrong(x, y));

    public double Divide(double x, double y) => Count(Real.Divide(x, y));

    public double Apply(string function, double x) => Count(Real.Apply(function, x));

    public double Root(double x) => Count(Real.Root(x));

    public double Power(double x, double y) => Count(Real.Power(x, y));

    public double Angle(double y, double x) => Count(Real.Angle(y, x));

    public double Stop(double x) => x;

    public double[] FixedPoint(double[] point, Func<double[], double[]> step, Func<double[], double[], double[]>? gauge) => point;

    public double Compare(string relation, double x, double y) => Count(Real.Compare(relation, x, y));

    public double Logic(string operation, double x, double y) => Count(Real.Logic(operation, x, y));

    public double Select(double condition, double whenTrue, double whenFalse) => Count(Real.Select(condition, whenTrue, whenFalse));

    public double Extreme(double x, double y, bool largest) => Count(Real.Extreme(x, y, largest));

    public double Maximum(double[] elements) => Count(Real.Maximum(elements));

    public bool IsBetterPivot(double candidate, double pivot) => Real.IsBetterPivot(candidate, pivot);

    public bool? Decide(double truth) => Real.Decide(truth);

    public int? Trips(string index, Sizes around) => null;

    private double Count(double value)
    {
        totals.Operations++;
        return value;
    }
}
