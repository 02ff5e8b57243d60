using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>
/// Runs a graph by the textbook definition of each op, element by element, over any arithmetic. It shares no code with the kernels
/// and knows no derivative rule, so it is the oracle for both; over dual numbers it gives the tangents that the rules must match.
/// </summary>
internal sealed partial class TextbookInterpreter<T, TArithmetic>(TArithmetic arithmetic)
    where TArithmetic : IArithmetic<T>
{
    private readonly TArithmetic a = arithmetic;

    /// <summary>Told of every node that was computed, in regions too, with its operands and its value.</summary>
    public Action<Node, Dense<T>[], Dense<T>>? Computed { get; init; }

    /// <summary>Which nodes of regions are computed; others have values that show where they are read. Null computes all.</summary>
    public Func<Graph, Node, bool>? RunsInside { get; init; }

    /// <summary>The values of all nodes.</summary>
    /// <param name="sized">The graph and its sizes.</param>
    /// <param name="inputs">One tensor for each input.</param>
    /// <param name="instead">What stands for the value of a node that is not computed; null computes every node.</param>
    /// <exception cref="InterpretationException">Names the node that has no meaning for these operands.</exception>
    public Dense<T>[] Values(SizedGraph sized, IReadOnlyList<Dense<T>> inputs, Func<Node, Dense<T>[], Dense<T>?>? instead = null)
    {
        var graph = sized.Graph;
        var values = new Dense<T>[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            var operands = new Dense<T>[node.Inputs.Count];
            for (int i = 0; i < operands.Length; i++)
            {
                operands[i] = Of(graph, values, node.Inputs[i]);
            }

            if (instead?.Invoke(node, operands) is { } substitute)
            {
                values[node.Id] = substitute;
                continue;
            }

            InterpretationException.Guard(graph, node, () => values[node.Id] = node.Op is InputOp ? Input(node, inputs, sized) : Step(node, operands, sized));
            Computed?.Invoke(node, operands, values[node.Id]);
        }

        return values;
    }

    /// <summary>The outputs of a graph.</summary>
    public Dense<T>[] Run(SizedGraph sized, IReadOnlyList<Dense<T>> inputs) => Outputs(sized.Graph, Values(sized, inputs));

    public static Dense<T>[] Outputs(Graph graph, Dense<T>[] values) => graph.Outputs.Select(v => Of(graph, values, v)).ToArray();

    /// <summary>A value among those of all nodes.</summary>
    public static Dense<T> Of(Graph graph, Dense<T>[] values, Value value) => graph.NodeOf(value).Op is RegionOp ? values[value.Node].Parts[value.Slot] : values[value.Node];

    public Dense<T> Filled(int[] shape, T value)
    {
        var result = new Dense<T>(shape);
        for (int i = 0; i < result.Data.Length; i++)
        {
            result.Data[i] = value;
        }

        return result;
    }

    private static Dense<T> Input(Node node, IReadOnlyList<Dense<T>> inputs, SizedGraph sized)
    {
        var value = inputs[node.Attrs.Int("index")];

        // An entry of a stack that nobody is meant to read has no shape; whoever reads it fails.
        return node.Types[0].IsStack || ReferenceEquals(value, Dense<T>.Nothing) || value.Shape.SequenceEqual(sized.Shapes[node.Id])
            ? value
            : throw new ArgumentException("The argument has the shape [" + string.Join(", ", value.Shape) + "] instead of [" + string.Join(", ", sized.Shapes[node.Id]) + "].");
    }

    private Dense<T> Step(Node node, Dense<T>[] x, SizedGraph sized)
    {
        if (node.Op is RegionOp)
        {
            return new Dense<T>(Control(node, x, sized));
        }

        var shape = sized.Shapes[node.Id];
        var attrs = node.Attrs;
        var y = new Dense<T>(shape);
        T[] to = y.Data;
        var tables = sized.Tables(node.Id);
        if (node.Op is CompareOp && Known(sized, node) is { } known)
        {
            to[0] = a.Integer(known ? 1 : 0);
            return y;
        }

        switch (node.Op.Name)
        {
            case "Const":
                return Filled(shape, a.Constant(attrs.Number("value")));
            case "Undefined":
                // Whoever reads it shows.
                return node.Types[0].IsStack ? Dense<T>.Nothing : Filled(shape, a.Constant(double.NaN));
            case "DimVal":
                to[0] = a.Integer(DimValBuilder.ValueOf(node, s => sized.Sizes[s]));
                break;
            case "Add":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Add(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "Mul":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Multiply(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "MulZ":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.MultiplyStrong(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "Div":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Divide(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "Pow":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Power(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "Atan2":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Angle(x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "Neg":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Negate(x[0].Data[i]);
                }

                break;
            case "Stop":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Stop(x[0].Data[i]);
                }

                break;
            case "Max" or "Min":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Extreme(x[0].Data[i], x[1].Data[i], node.Op.Name == "Max");
                }

                break;
            case "Less" or "LessEqual" or "Equal" or "NotEqual":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Compare(node.Op.Name, x[0].Data[i], x[1].Data[i]);
                }

                break;
            case "And" or "Or" or "Not":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Logic(node.Op.Name, x[0].Data[i], x[x.Length - 1].Data[i]);
                }

                break;
            case "Select":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Select(x[0].Data[i], x[1].Data[i], x[2].Data[i]);
                }

                break;
            case "Convert" or "Reshape":
                // Truth values are 0 and 1 already.
                Array.Copy(x[0].Data, to, to.Length);
                break;
            case "Broadcast" or "Transpose" or "ReadAt" or "PackTri":
                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = x[0].Data[tables[0]![i]];
                }

                break;
            case "ReduceSum":
                Clear(to);
                for (int i = 0; i < x[0].Data.Length; i++)
                {
                    int at = tables[0]![i];
                    to[at] = a.Add(to[at], x[0].Data[i]);
                }

                break;
            case "ReduceMax":
                ReduceMax(x[0].Data, tables[0]!, to);
                break;
            case "Concat":
                for (int part = 0; part < x.Length; part++)
                {
                    Scatter(x[part].Data, tables[part]!, to, add: false);
                }

                break;
            case "SetAt" or "AddAt":
                Array.Copy(x[0].Data, to, to.Length);
                Scatter(x[1].Data, tables[0]!, to, node.Op.Name == "AddAt");
                break;
            case "Tri":
                Triangle(x[0], y, attrs.Flag("lower"), attrs.Int("k"));
                break;
            case "UnpackTri":
                Clear(to);
                Scatter(x[0].Data, tables[0]!, to, add: false);
                break;
            case "Contract":
                Contract(x[0].Data, x[1].Data, tables, to);
                break;
            case "Converged":
                // In a field nothing converges; what is checked is what follows if it has.
                return x[0];
            case "Root":
                return Root(node, x, sized);
            case "LinSolve":
                return LinSolve(node, x, sized);
            case "Cholesky":
                Cholesky(x[0], y);
                break;
            case "Factor":
                // The matrix itself stands for its factorisation; SolveWith eliminates afresh.
                return x[0];
            case "SolveWith":
                // By the factorisation, as the kernels do; the matrix beside it is there for the derivative only, and may not be computed.
                Solve(x[0], x[2], y, attrs.Flag("right"), attrs.Flag("trans"));
                break;
            case "TriSolve":
                Solve(OneTriangle(x[0], attrs.Flag("lower"), attrs.Flag("unit")), x[1], y, attrs.Flag("right"), attrs.Flag("trans"));
                break;
            default:
                if (node.Op.Class != OpClass.Elementwise || x.Length != 1)
                {
                    throw new ArgumentException("The op " + node.Op.Name + " has no textbook definition.");
                }

                for (int i = 0; i < to.Length; i++)
                {
                    to[i] = a.Apply(node.Op.Name, x[0].Data[i]);
                }

                break;
        }

        return y;
    }

    private void Clear(T[] data)
    {
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = a.Zero;
        }
    }

    private void Scatter(T[] from, int[] places, T[] to, bool add)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[places[i]] = add ? a.Add(to[places[i]], from[i]) : from[i];
        }
    }

    private void ReduceMax(T[] x, int[] places, T[] y)
    {
        var groups = new List<T>[y.Length];
        for (int i = 0; i < x.Length; i++)
        {
            (groups[places[i]] ??= []).Add(x[i]);
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = groups[i] is { } group ? a.Maximum(group.ToArray()) : throw new ArgumentException("The maximum of no elements is not defined.");
        }
    }

    private void Triangle(Dense<T> x, Dense<T> y, bool lower, int k)
    {
        int rows = x.Shape[x.Shape.Length - 2], columns = x.Shape[x.Shape.Length - 1];
        for (int i = 0; i < x.Data.Length; i++)
        {
            int column = i % columns, row = i / columns % rows;
            y.Data[i] = (lower ? column <= row + k : column >= row + k) ? x.Data[i] : a.Zero;
        }
    }

    private Dense<T> OneTriangle(Dense<T> l, bool lower, bool unit)
    {
        var result = new Dense<T>(l.Shape);
        Triangle(l, result, lower, 0);
        int n = l.Shape[l.Shape.Length - 1];
        for (int i = 0; unit && i < l.Data.Length; i++)
        {
            if (i % n == i / n % n)
            {
                result.Data[i] = a.One;
            }
        }

        return result;
    }

    private void Contract(T[] x, T[] y, int[]?[] tables, T[] to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            var sum = a.Zero;
            int atX = tables[0]![i], atY = tables[2]![i];
            for (int k = 0; k < tables[1]!.Length; k++)
            {
                sum = a.Add(sum, a.Multiply(x[atX + tables[1]![k]], y[atY + tables[3]![k]]));
            }

            to[i] = sum;
        }
    }

    private void Cholesky(Dense<T> matrix, Dense<T> l)
    {
        Clear(l.Data);
        int n = matrix.Shape[matrix.Shape.Length - 1];
        for (int at = 0; at < matrix.Data.Length; at += n * n)
        {
            for (int j = 0; j < n; j++)
            {
                for (int i = j; i < n; i++)
                {
                    var sum = matrix.Data[at + (i * n) + j];
                    for (int k = 0; k < j; k++)
                    {
                        sum = a.Add(sum, a.Negate(a.Multiply(l.Data[at + (i * n) + k], l.Data[at + (j * n) + k])));
                    }

                    l.Data[at + (i * n) + j] = i == j ? a.Root(sum) : a.Divide(sum, l.Data[at + (j * n) + j]);
                }
            }
        }
    }

    private void Solve(Dense<T> matrices, Dense<T> b, Dense<T> x, bool right, bool trans)
    {
        // X op(A) = B is op(A)^T X^T = B^T.
        int rank = b.Shape.Length, n = matrices.Shape[rank - 1], m = b.Shape[rank - (right ? 2 : 1)];
        int batches = n * m == 0 ? 0 : b.Data.Length / (n * m);
        var matrix = new T[n, n];
        var rhs = new T[n, m];
        for (int batch = 0; batch < batches; batch++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    matrix[i, j] = matrices.Data[(batch * n * n) + (trans ^ right ? (j * n) + i : (i * n) + j)];
                }

                for (int j = 0; j < m; j++)
                {
                    rhs[i, j] = b.Data[(batch * n * m) + (right ? (j * n) + i : (i * m) + j)];
                }
            }

            Elimination<T, TArithmetic>.Solve(a, matrix, rhs, n, m);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    x.Data[(batch * n * m) + (right ? (j * n) + i : (i * m) + j)] = rhs[i, j];
                }
            }
        }
    }
}

/// <summary>The interpreter over doubles and over dual doubles.</summary>
internal static class TextbookInterpreter
{
    public static Dense<double>[] Run(Graph graph, IReadOnlyList<Dense<double>> inputs, IReadOnlyDictionary<string, long> symbols) =>
        new TextbookInterpreter<double, RealArithmetic>(default).Run(new SizedGraph(graph, new Sizes(symbols)), inputs);

    public static Dense<Dual<double>>[] Run(Graph graph, IReadOnlyList<Dense<Dual<double>>> inputs, IReadOnlyDictionary<string, long> symbols) =>
        new TextbookInterpreter<Dual<double>, DualArithmetic<double, RealArithmetic>>(default).Run(new SizedGraph(graph, new Sizes(symbols)), inputs);
}
