using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Tests.Reference;

/// <summary>A dense row-major tensor of the reference interpreter.</summary>
internal sealed record Dense<T>(int[] Shape, T[] Data)
{
    public T this[params int[] index]
    {
        get => Data[Offset(index)];
        set => Data[Offset(index)] = value;
    }

    public int Offset(int[] index)
    {
        int at = 0;
        for (int i = 0; i < index.Length; i++)
        {
            at = (at * Shape[i]) + index[i];
        }

        return at;
    }

    public IEnumerable<int[]> Indices()
    {
        var index = new int[Shape.Length];
        for (int n = 0; n < Data.Length; n++)
        {
            int rest = n;
            for (int i = Shape.Length - 1; i >= 0; i--)
            {
                index[i] = rest % Shape[i];
                rest /= Shape[i];
            }

            yield return (int[])index.Clone();
        }
    }
}

/// <summary>
/// Runs a graph by the textbook definition of each op, element by element, over any scalar. It shares no code with the kernels
/// and knows no derivative rule, so it is the oracle for both; over dual numbers it gives the tangents that the rules must match.
/// </summary>
internal static class ReferenceInterpreter
{
    public static Dense<T>[] Run<T>(Graph graph, IReadOnlyList<Dense<T>> inputs, IReadOnlyDictionary<string, long> symbols)
        where T : struct, IScalar<T>
    {
        var values = new Dense<T>[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            var operands = node.Inputs.Select(v => values[v.Node]).ToArray();
            values[node.Id] = node.Op is InputOp ? inputs[node.Attrs.Int("index")] : Step(node, operands, s => symbols[s]);
            int[] declared = node.Types[0].Shape.Evaluate(s => symbols[s]);
            if (!declared.SequenceEqual(values[node.Id].Shape))
            {
                throw new InvalidOperationException($"%{node.Id} {node.Op.Name} has the shape [{string.Join(", ", values[node.Id].Shape)}], its type says [{string.Join(", ", declared)}].");
            }
        }

        return graph.Outputs.Select(v => values[v.Node]).ToArray();
    }

    private static Dense<T> Step<T>(Node node, Dense<T>[] x, Func<string, long> symbol)
        where T : struct, IScalar<T>
    {
        int[] shape = node.Types[0].Shape.Evaluate(symbol);
        var y = new Dense<T>(shape, new T[shape.Aggregate(1, (a, b) => a * b)]);
        var attrs = node.Attrs;
        switch (node.Op.Name)
        {
            case "Const":
                Array.Fill(y.Data, T.From(attrs.Number("value")));
                break;
            case "DimVal":
                y.Data[0] = T.From(attrs.Dim("dim").Evaluate(symbol));
                break;
            case "Add":
                Fill(y, i => x[0].Data[i] + x[1].Data[i]);
                break;
            case "Mul":
                Fill(y, i => x[0].Data[i] * x[1].Data[i]);
                break;
            case "MulZ":
                Fill(y, i => StrongProduct(x[0].Data[i], x[1].Data[i]));
                break;
            case "Div":
                Fill(y, i => x[0].Data[i] / x[1].Data[i]);
                break;
            case "Pow":
                Fill(y, i => T.Pow(x[0].Data[i], x[1].Data[i]));
                break;
            case "Neg":
                Fill(y, i => -x[0].Data[i]);
                break;
            case "Stop":
                Fill(y, i => T.Stop(x[0].Data[i]));
                break;
            case "Convert":
                Fill(y, i => x[0].Data[i]);
                break;
            case "Max":
                Fill(y, i => Extreme(x[0].Data[i], x[1].Data[i], 1));
                break;
            case "Min":
                Fill(y, i => Extreme(x[0].Data[i], x[1].Data[i], -1));
                break;
            case "Less":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal < x[1].Data[i].Primal));
                break;
            case "LessEqual":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal <= x[1].Data[i].Primal));
                break;
            case "Equal":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal == x[1].Data[i].Primal));
                break;
            case "NotEqual":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal != x[1].Data[i].Primal));
                break;
            case "And":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal != 0 && x[1].Data[i].Primal != 0));
                break;
            case "Or":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal != 0 || x[1].Data[i].Primal != 0));
                break;
            case "Not":
                Fill(y, i => Bool<T>(x[0].Data[i].Primal == 0));
                break;
            case "Select":
                Fill(y, i => x[0].Data[i].Primal != 0 ? x[1].Data[i] : x[2].Data[i]);
                break;
            case "Reshape":
                Array.Copy(x[0].Data, y.Data, y.Data.Length);
                break;
            case "Broadcast":
                int[] axes = attrs.Ints("axes");
                Each(y, index => x[0][axes.Select(a => index[a]).ToArray()]);
                break;
            case "Transpose":
                int[] perm = attrs.Ints("perm");
                foreach (var index in x[0].Indices())
                {
                    y[perm.Select(p => index[p]).ToArray()] = x[0][index];
                }

                break;
            case "ReduceSum":
                foreach (var index in x[0].Indices())
                {
                    var to = Kept(index, attrs.Ints("axes"));
                    y[to] = y[to] + x[0][index];
                }

                break;
            case "ReduceMax":
                ReduceMax(x[0], y, attrs.Ints("axes"));
                break;
            case "Concat":
                Concat(x, y, attrs.Int("axis"));
                break;
            case "Tri":
                int k = attrs.Int("k");
                Each(y, index => (attrs.Flag("lower") ? index[^1] <= index[^2] + k : index[^1] >= index[^2] + k) ? x[0][index] : default);
                break;
            case "ReadAt":
                int[] read = attrs.Shape("starts").Evaluate(symbol);
                Each(y, index => x[0][index.Select((n, i) => n + read[i]).ToArray()]);
                break;
            case "SetAt" or "AddAt":
                int[] write = attrs.Shape("starts").Evaluate(symbol);
                Array.Copy(x[0].Data, y.Data, y.Data.Length);
                foreach (var index in x[1].Indices())
                {
                    int[] to = index.Select((n, i) => n + write[i]).ToArray();
                    y[to] = node.Op.Name == "AddAt" ? y[to] + x[1][index] : x[1][index];
                }

                break;
            case "Contract":
                Contract(attrs.Text("spec"), x[0], x[1], y);
                break;
            case "Cholesky":
                BatchedMatrices.Cholesky(x[0], y);
                break;
            case "Factor":
                // The matrix itself stands for its factorisation; SolveWith eliminates afresh.
                return x[0];
            case "SolveWith":
                BatchedMatrices.Solve(x[1], x[2], y, attrs.Flag("right"), attrs.Flag("trans"));
                break;
            case "TriSolve":
                BatchedMatrices.Solve(BatchedMatrices.Triangle(x[0], attrs.Flag("lower"), attrs.Flag("unit")), x[1], y, attrs.Flag("right"), attrs.Flag("trans"));
                break;
            default:
                Fill(y, i => T.Apply(node.Op.Name, x[0].Data[i]));
                break;
        }

        return y;
    }

    private static void Fill<T>(Dense<T> y, Func<int, T> element)
    {
        for (int i = 0; i < y.Data.Length; i++)
        {
            y.Data[i] = element(i);
        }
    }

    private static void Each<T>(Dense<T> y, Func<int[], T> element)
    {
        foreach (var index in y.Indices())
        {
            y[index] = element(index);
        }
    }

    private static T StrongProduct<T>(T a, T b)
        where T : struct, IScalar<T>
    {
        // Zero with its derivative: 0 * x is 0 for infinite x, and its tangent is that of a finite product.
        bool finite = double.IsFinite(a.Primal) && double.IsFinite(b.Primal);
        return !finite && (a.Primal == 0 || b.Primal == 0) ? default : a * b;
    }

    private static T Extreme<T>(T a, T b, int sign)
        where T : struct, IScalar<T> =>
        double.IsNaN(a.Primal) ? a
        : double.IsNaN(b.Primal) ? b
        : a.Primal == b.Primal ? (a + b) * T.From(0.5)
        : (a.Primal > b.Primal) == (sign > 0) ? a : b;

    private static T Bool<T>(bool value)
        where T : struct, IScalar<T> => T.From(value ? 1 : 0);

    private static int[] Kept(int[] index, int[] axes) => index.Where((_, i) => !axes.Contains(i)).ToArray();

    private static void ReduceMax<T>(Dense<T> x, Dense<T> y, int[] axes)
        where T : struct, IScalar<T>
    {
        foreach (var group in x.Indices().GroupBy(i => y.Offset(Kept(i, axes))))
        {
            var elements = group.Select(i => x[i]).ToArray();
            double max = elements.Aggregate(double.NegativeInfinity, (m, e) => double.IsNaN(e.Primal) || double.IsNaN(m) ? double.NaN : Math.Max(m, e.Primal));
            var ties = elements.Where(e => e.Primal == max).ToArray();
            y.Data[group.Key] = double.IsNaN(max) ? T.From(max) : ties.Aggregate((a, b) => a + b) / T.From(ties.Length);
        }
    }

    private static void Concat<T>(Dense<T>[] parts, Dense<T> y, int axis)
    {
        int start = 0;
        foreach (var part in parts)
        {
            foreach (var index in part.Indices())
            {
                var to = (int[])index.Clone();
                to[axis] += start;
                y[to] = part[index];
            }

            start += part.Shape[axis];
        }
    }

    private static void Contract<T>(string spec, Dense<T> a, Dense<T> b, Dense<T> c)
        where T : struct, IScalar<T>
    {
        var (la, lb, lc) = ContractOp.Parse(spec);
        foreach (var i in a.Indices())
        {
            foreach (var j in b.Indices())
            {
                bool fits = true;
                for (int p = 0; p < la.Length && fits; p++)
                {
                    int q = lb.IndexOf(la[p]);
                    fits = q < 0 || i[p] == j[q];
                }

                if (fits)
                {
                    int[] k = lc.Select(l => la.IndexOf(l) is >= 0 and var p ? i[p] : j[lb.IndexOf(l)]).ToArray();
                    c[k] = c[k] + (a[i] * b[j]);
                }
            }
        }
    }
}
