using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Linking;

/// <summary>Runs a graph on terms: what moves elements moves them, everything else makes a term.</summary>
internal static class TermInterpreter
{
    /// <summary>The outputs of a graph.</summary>
    /// <param name="bank">Receives the terms.</param>
    /// <param name="graph">What is run.</param>
    /// <param name="inputs">One for each input.</param>
    /// <param name="symbol">The values of the dimension symbols.</param>
    /// <param name="located">Whether terms belong to the lines of this graph; the graphs of library functions have none of the user's.</param>
    /// <param name="decisions">What its conditions decide, if it has loops and branches.</param>
    public static TermTensor[] Run(TermBank bank, Graph graph, IReadOnlyList<TermTensor> inputs, Func<string, long> symbol, bool located, TermDecisions? decisions = null)
    {
        var values = new TermTensor[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            bank.Span = located ? node.Span : default;
            var operands = Array.ConvertAll(node.Inputs.ToArray(), v => values[v.Node][v.Slot]);
            values[node.Id] = node.Op switch
            {
                InputOp => [inputs[node.Attrs.Int("index")]],
                RootOp or LinSolveOp => [TermSolves.Of(bank, node, operands, symbol, located, decisions)],
                RegionOp => Control(bank, node, operands, symbol, located, decisions ?? throw new NotSupportedException("The op " + node.Op.Name + " decides by data, which this link does not have here.")),
                _ => [Step(bank, node, operands, symbol)],
            };
        }

        return Array.ConvertAll(graph.Outputs.ToArray(), v => values[v.Node][v.Slot]);
    }

    /// <summary>A loop or a branch, by what its conditions decided.</summary>
    private static TermTensor[] Control(TermBank bank, Node node, TermTensor[] x, Func<string, long> symbol, bool located, TermDecisions decisions)
    {
        if (node.Op is IfOp) return Region(decisions.Next() ? 0 : 1, x[1..], symbol);
        var layout = new LoopLayout(node);
        string index = ((IterationOp)node.Op).Index(node.Attrs);
        long count = node.Op is WhileOp ? long.MaxValue
            : node.Attrs.Flag("counted") ? (long)BitConverter.Int64BitsToDouble(bank[x[0].Terms[0]].Tag)
            : node.Attrs.Dim("count").Evaluate(symbol);
        var carries = x[layout.Steering..(layout.Steering + layout.Carries)];
        var entries = new List<TermTensor[]>();
        for (long done = 0; done < count; done++)
        {
            long at = node.Attrs.Flag("reverse") ? count - 1 - done : done;
            long Symbol(string name) => string.Equals(name, index, StringComparison.Ordinal) ? at : symbol(name);
            TermTensor[] arguments = [.. carries, .. Enumerable.Range(0, layout.Stacks).Select(k => x[layout.Stack(k)].Entries[(int)at]), .. x[layout.Invariant(0)..]];
            if (node.Op is WhileOp)
            {
                // What it would compute decides nothing here; it may still hold branches of its own, whose decisions come first.
                Region(0, arguments, Symbol);
                if (!decisions.Next()) break;
            }

            var results = Region(node.Op is WhileOp ? 1 : 0, arguments, Symbol);
            carries = results[..layout.Carries];
            entries.Add(results[layout.Carries..]);
        }

        // Entry i belongs to index i.
        int trips = entries.Count;
        if (node.Attrs.Flag("reverse")) entries.Reverse();
        var stacks = Enumerable.Range(0, layout.Entries).Select(k => TermTensor.Stack(entries.Select(e => e[k]).ToArray()));
        return layout.CountsTrips ? [.. carries, new TermTensor([], [bank.Number(trips)]), .. stacks] : [.. carries, .. stacks];

        TermTensor[] Region(int region, TermTensor[] arguments, Func<string, long> sizes)
        {
            decisions.Reach(node.Regions[region]);
            return Run(bank, node.Regions[region], arguments, sizes, located, decisions);
        }
    }

    private static TermTensor Step(TermBank bank, Node node, TermTensor[] x, Func<string, long> symbol)
    {
        var type = node.Types[0];
        var attrs = node.Attrs;
        if (type.IsStack) return TermTensor.Stack([]);
        var y = new TermTensor(type.Shape.Evaluate(symbol));
        switch (node.Op.Name)
        {
            case "Converged":
                // Whether it has converged is no part of the value.
                return x[0];
            case "Undefined":
                // Nobody reads it.
                Array.Fill(y.Terms, bank.Number(double.NaN));
                break;
            case "Const":
                double value = attrs.Number("value");
                Array.Fill(y.Terms, bank.Number(type.DType == DType.F32 ? (float)value : value));
                break;
            case "DimVal":
                Array.Fill(y.Terms, bank.Number(DimValBuilder.ValueOf(node, symbol)));
                break;
            case "Reshape":
                x[0].Terms.CopyTo(y.Terms, 0);
                break;
            case "Broadcast":
                int[] axes = attrs.Ints("axes"), from = new int[axes.Length];
                Fill(y, index =>
                {
                    for (int i = 0; i < axes.Length; i++) from[i] = index[axes[i]];
                    return x[0][from];
                });
                break;
            case "Transpose":
                int[] perm = attrs.Ints("perm"), source = new int[perm.Length];
                Fill(y, index =>
                {
                    for (int i = 0; i < perm.Length; i++) source[perm[i]] = index[i];
                    return x[0][source];
                });
                break;
            case "Concat":
                Concat(x, y, attrs.Int("axis"));
                break;
            case "Tri":
                int k = attrs.Int("k");
                bool lower = attrs.Flag("lower");
                int zero = bank.Number(0);
                Fill(y, index => (lower ? index[^1] <= index[^2] + k : index[^1] >= index[^2] + k) ? x[0][index] : zero);
                break;
            case "PackTri" or "UnpackTri":
                Triangle(bank, attrs, x[0], y, node.Op.Name == "UnpackTri");
                break;
            case "ReadAt":
                int[] starts = attrs.Shape("starts").Evaluate(symbol);
                Fill(y, index => x[0][Shifted(index, starts)]);
                break;
            case "SetAt" or "AddAt":
                int[] at = attrs.Shape("starts").Evaluate(symbol);
                x[0].Terms.CopyTo(y.Terms, 0);
                foreach (int[] index in TermTensor.Indices(x[1].Shape))
                {
                    int[] to = Shifted(index, at);
                    y[to] = node.Op.Name == "SetAt" ? x[1][index] : bank.Apply("Add", type.DType, y[to], x[1][index]);
                }

                break;
            case "ReduceSum" or "ReduceMax":
                Reduce(bank, node.Op.Name, x[0], y, attrs.Ints("axes"));
                break;
            case "Contract":
                Contract(bank, attrs.Text("spec"), x[0], x[1], y);
                break;
            case "Cholesky":
                Matrix(bank, node.Op.Name, x[0], y);
                break;
            case "Factor":
                // A factorisation is known by what it was made from.
                return x[0];
            case "SolveWith":
                Solve(bank, "SolveWith", attrs, x[1], x[2], y);
                break;
            case "TriSolve":
                Solve(bank, "TriSolve", attrs, x[0], x[1], y);
                break;
            case "Stop" or "Convert":
                // The value is the same; what differs is the derivative, or the type.
                Elementwise(bank, node, attrs.Has("dtype") ? "Convert " + attrs.Text("dtype") : node.Op.Name, x, y);
                break;
            default:
                if (node.Op.Class != OpClass.Elementwise) throw new NotSupportedException("The link of bodies and graphs does not know the op " + node.Op.Name + ".");
                Elementwise(bank, node, node.Op.Name, x, y);
                break;
        }

        return y;
    }

    private static void Elementwise(TermBank bank, Node node, string op, TermTensor[] x, TermTensor y)
    {
        for (int i = 0; i < y.Terms.Length; i++)
        {
            int[] operands = new int[x.Length];
            for (int k = 0; k < operands.Length; k++) operands[k] = x[k].Terms[i];
            y.Terms[i] = bank.Apply(op, node.Types[0].DType, operands);
        }
    }

    private static void Fill(TermTensor y, Func<int[], int> element)
    {
        int at = 0;
        foreach (int[] index in TermTensor.Indices(y.Shape)) y.Terms[at++] = element(index);
    }

    private static int[] Shifted(int[] index, int[] by)
    {
        int[] shifted = new int[index.Length];
        for (int i = 0; i < shifted.Length; i++) shifted[i] = index[i] + by[i];
        return shifted;
    }

    private static void Concat(TermTensor[] parts, TermTensor y, int axis)
    {
        int start = 0;
        foreach (var part in parts)
        {
            foreach (int[] index in TermTensor.Indices(part.Shape))
            {
                int[] to = (int[])index.Clone();
                to[axis] += start;
                y[to] = part[index];
            }

            start += part.Shape[axis];
        }
    }

    /// <summary>The elements of a triangle stand row by row in the packed axis.</summary>
    private static void Triangle(TermBank bank, Attrs attrs, TermTensor x, TermTensor y, bool unpacks)
    {
        bool lower = attrs.Flag("lower"), strict = attrs.Flag("strict");
        Array.Fill(y.Terms, bank.Number(0));
        int at = 0;
        foreach (int[] index in TermTensor.Indices(unpacks ? y.Shape : x.Shape))
        {
            int off = lower ? index[^2] - index[^1] : index[^1] - index[^2];
            if (off < (strict ? 1 : 0)) continue;
            if (unpacks) y[index] = x.Terms[at++];
            else y.Terms[at++] = x[index];
        }
    }

    private static void Reduce(TermBank bank, string op, TermTensor x, TermTensor y, int[] axes)
    {
        int[] kept = Enumerable.Range(0, x.Shape.Length).Except(axes).ToArray(), reduced = axes.Select(a => x.Shape[a]).ToArray();
        int[] at = new int[x.Shape.Length];
        Fill(y, index =>
        {
            for (int i = 0; i < kept.Length; i++) at[kept[i]] = index[i];
            var operands = new List<int>();
            foreach (int[] inner in TermTensor.Indices(reduced))
            {
                for (int i = 0; i < axes.Length; i++) at[axes[i]] = inner[i];
                operands.Add(x[at]);
            }

            return bank.Intern(op, 0, operands.ToArray());
        });
    }

    private static void Contract(TermBank bank, string spec, TermTensor a, TermTensor b, TermTensor c)
    {
        var (la, lb, lc) = ContractOp.Parse(spec);
        string summed = new(la.Concat(lb).Where(l => !lc.Contains(l, StringComparison.Ordinal)).Distinct().ToArray());
        var sizes = new Dictionary<char, int>();
        for (int i = 0; i < la.Length; i++) sizes[la[i]] = a.Shape[i];
        for (int i = 0; i < lb.Length; i++) sizes[lb[i]] = b.Shape[i];
        int[] extents = summed.Select(l => sizes[l]).ToArray(), ia = new int[la.Length], ib = new int[lb.Length];
        Fill(c, index =>
        {
            var products = new List<(int A, int B)>();
            foreach (int[] inner in TermTensor.Indices(extents))
            {
                for (int i = 0; i < ia.Length; i++) ia[i] = At(la[i], inner, index);
                for (int i = 0; i < ib.Length; i++) ib[i] = At(lb[i], inner, index);
                products.Add((a[ia], b[ib]));
            }

            products.Sort();
            return bank.Intern("Contract", 0, products.SelectMany(p => new[] { p.A, p.B }).ToArray());
        });

        int At(char letter, int[] inner, int[] index)
        {
            int place = lc.IndexOf(letter);
            return place >= 0 ? index[place] : inner[summed.IndexOf(letter)];
        }
    }

    /// <summary>A matrix of which each element depends on a whole matrix.</summary>
    private static void Matrix(TermBank bank, string op, TermTensor x, TermTensor y)
    {
        int count = x.Shape[^1] * x.Shape[^2];
        for (int at = 0; count > 0 && at < x.Terms.Length; at += count)
        {
            int matrix = bank.Intern("Matrix", x.Shape[^1], x.Terms[at..(at + count)]);
            for (int i = 0; i < count; i++) y.Terms[at + i] = bank.Intern(op, i, [matrix]);
        }
    }

    /// <summary>A linear system: an element of the solution depends on the matrix and on its column of the right-hand side.</summary>
    private static void Solve(TermBank bank, string op, Attrs attrs, TermTensor a, TermTensor b, TermTensor y)
    {
        bool right = attrs.Flag("right");
        int n = a.Shape[^1], rows = b.Shape[^2], columns = b.Shape[^1], flags = attrs.Entries.Aggregate(0, (f, e) => (f * 2) + (e.Value is long and not 0 ? 1 : 0));
        int count = rows * columns, systems = right ? rows : columns;
        for (int batch = 0; count > 0 && batch < y.Terms.Length / count; batch++)
        {
            int matrix = bank.Intern("Matrix", n, a.Terms[(batch * n * n)..((batch + 1) * n * n)]);
            for (int s = 0; s < systems; s++)
            {
                int[] places = Enumerable.Range(0, n).Select(i => (batch * count) + (right ? (s * columns) + i : (i * columns) + s)).ToArray();
                int system = bank.Intern(op, flags, [matrix, .. places.Select(p => b.Terms[p])]);
                for (int i = 0; i < n; i++) y.Terms[places[i]] = bank.Intern("Solution", i, [system]);
            }
        }
    }
}
