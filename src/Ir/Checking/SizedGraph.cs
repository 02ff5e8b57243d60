using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>A graph with numbers for its dimension symbols: everything about its ops that does not depend on the data.</summary>
internal sealed class SizedGraph
{
    private readonly int[]?[][] tables;
    private readonly Dictionary<(int Node, int Region, int Index), SizedGraph> regions = [];

    /// <exception cref="InterpretationException">A size is negative, or an op does not fit the shapes of its operands.</exception>
    public SizedGraph(Graph graph, Sizes sizes)
    {
        Graph = graph;
        Sizes = sizes;
        Shapes = new int[graph.Nodes.Count][];
        tables = new int[]?[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            if (node.Op is RegionOp || node.Types[0].IsStack)
            {
                // Several values, or entries whose sizes only the loop knows.
                (Shapes[node.Id], tables[node.Id]) = ([], []);
                continue;
            }

            InterpretationException.Guard(graph, node, () =>
            {
                Shapes[node.Id] = sizes.Of(node.Types[0].Shape);
                tables[node.Id] = Tables(node, node.Inputs.Select(Shape).ToArray(), Shapes[node.Id]);
            });
        }
    }

    public Graph Graph { get; }

    public Sizes Sizes { get; }

    /// <summary>A region of a control-flow op, at one index of a loop.</summary>
    public SizedGraph Region(Node node, int region, int index)
    {
        if (!regions.TryGetValue((node.Id, region, index), out var sized))
        {
            var sizes = node.Op is IterationOp loop ? Sizes.With(loop.Index(node.Attrs), index) : Sizes;
            foreach (var guard in node.Regions[region].Guards)
            {
                Demand(guard.Holds(s => sizes[s]), guard.Message);
            }

            regions.Add((node.Id, region, index), sized = new SizedGraph(node.Regions[region], sizes));
        }

        return sized;
    }

    /// <summary>The shape of a value.</summary>
    public int[] Shape(Value value) => Graph.NodeOf(value).Op is RegionOp ? Sizes.Of(Graph.TypeOf(value).Shape) : Shapes[value.Node];

    /// <summary>The shape of each node.</summary>
    public int[][] Shapes { get; }

    /// <summary>For each node the places of elements that its op needs: where an element is read, or where it goes.</summary>
    public int[]?[] Tables(int node) => tables[node];

    /// <summary>Places of the elements of a tensor of the given shape in memory with other strides.</summary>
    private static int[] Places(int[] shape, int[] strides, int start = 0)
    {
        var places = new int[Dense<int>.Count(shape)];
        if (places.Length == 0)
        {
            return places;
        }

        var index = new int[shape.Length];
        int at = start;
        for (int n = 0; ; n++)
        {
            places[n] = at;
            int axis = shape.Length - 1;
            for (; axis >= 0; axis--)
            {
                at += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                at -= strides[axis] * shape[axis];
                index[axis] = 0;
            }

            if (axis < 0)
            {
                return places;
            }
        }
    }

    private static int[] RowMajor(int[] shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    private static void Demand(bool condition, string what)
    {
        if (!condition)
        {
            throw new ArgumentException(what);
        }
    }

    private static void DemandSame(int[] actual, int[] declared) =>
        Demand(actual.SequenceEqual(declared), "It has the shape [" + string.Join(", ", actual) + "], its type says [" + string.Join(", ", declared) + "].");

    private int[]?[] Tables(Node node, int[][] x, int[] y)
    {
        var attrs = node.Attrs;
        switch (node.Op.Name)
        {
            case "Input" or "Const" or "DimVal" or "Undefined":
                return [];
            case "Broadcast":
                int[] axes = attrs.Ints("axes");
                DemandSame(axes.Select(a => y[a]).ToArray(), x[0]);
                var strides = new int[y.Length];
                for (int i = 0; i < axes.Length; i++)
                {
                    strides[axes[i]] = RowMajor(x[0])[i];
                }

                return [Places(y, strides)];
            case "Transpose":
                int[] perm = attrs.Ints("perm");
                DemandSame(perm.Select(p => x[0][p]).ToArray(), y);
                return [Places(y, perm.Select(p => RowMajor(x[0])[p]).ToArray())];
            case "ReduceSum" or "ReduceMax":
                return [Reduced(x[0], y, attrs.Ints("axes"))];
            case "Concat":
                return Joined(x, y, attrs.Int("axis"));
            case "ReadAt":
                return [Window(x[0], y, Sizes.Of(attrs.Shape("starts")))];
            case "SetAt" or "AddAt":
                DemandSame(x[0], y);
                return [Window(x[0], x[1], Sizes.Of(attrs.Shape("starts")))];
            case "PackTri":
                return [Triangle(x[0], y, attrs.Flag("lower"), attrs.Flag("strict"))];
            case "UnpackTri":
                return [Triangle(y, x[0], attrs.Flag("lower"), attrs.Flag("strict"))];
            case "Contract":
                return Contraction(attrs.Text("spec"), x[0], x[1], y);
            case "Reshape":
                Demand(Dense<int>.Count(x[0]) == Dense<int>.Count(y), "It changes the number of elements from " + Dense<int>.Count(x[0]) + " to " + Dense<int>.Count(y) + ".");
                return [];
            case "SolveWith":
                CheckSystem(x[1], x[2], y, attrs.Flag("right"));
                return [];
            case "TriSolve":
                CheckSystem(x[0], x[1], y, attrs.Flag("right"));
                return [];
            case "Cholesky" or "Factor":
                Demand(y.Length >= 2 && y[y.Length - 1] == y[y.Length - 2], "The matrix [" + string.Join(", ", y) + "] is not square.");
                DemandSame(x[0], y);
                return [];
            case "Converged" or "Root" or "LinSolve":
                DemandSame(x[0], y);
                return [];
            default:
                foreach (int[] operand in x)
                {
                    DemandSame(operand, y);
                }

                return [];
        }
    }

    private static void CheckSystem(int[] matrix, int[] rhs, int[] y, bool right)
    {
        DemandSame(rhs, y);
        int n = matrix[matrix.Length - 1];
        Demand(
            matrix.Length == rhs.Length && matrix[matrix.Length - 2] == n && rhs[rhs.Length - (right ? 1 : 2)] == n && matrix.Take(matrix.Length - 2).SequenceEqual(rhs.Take(rhs.Length - 2)),
            "The matrix [" + string.Join(", ", matrix) + "] and the other side [" + string.Join(", ", rhs) + "] do not fit.");
    }

    private static int[] Reduced(int[] x, int[] y, int[] axes)
    {
        DemandSame(x.Where((_, i) => !axes.Contains(i)).ToArray(), y);
        int[] own = RowMajor(y), strides = new int[x.Length];
        for (int i = 0, k = 0; i < x.Length; i++)
        {
            if (!axes.Contains(i))
            {
                strides[i] = own[k++];
            }
        }

        return Places(x, strides);
    }

    private static int[]?[] Joined(int[][] parts, int[] y, int axis)
    {
        int[] strides = RowMajor(y);
        int start = 0;
        var places = new int[parts.Length][];
        for (int i = 0; i < parts.Length; i++)
        {
            DemandSame(parts[i].Select((d, k) => k == axis ? y[k] : d).ToArray(), y);
            places[i] = Places(parts[i], strides, start * strides[axis]);
            start += parts[i][axis];
        }

        Demand(start == y[axis], "The parts have " + start + " entries along axis " + axis + ", the whole has " + y[axis] + ".");
        return places;
    }

    private static int[] Window(int[] whole, int[] size, int[] starts)
    {
        int[] strides = RowMajor(whole);
        int start = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            Demand(starts[i] >= 0 && starts[i] + size[i] <= whole[i], "The window [" + string.Join(", ", starts) + "] + [" + string.Join(", ", size) + "] lies outside of [" + string.Join(", ", whole) + "].");
            start += starts[i] * strides[i];
        }

        return Places(size, strides, start);
    }

    /// <summary>For the packed elements of a triangle their places in the matrices: of all places, in order, those that belong to it.</summary>
    private static int[] Triangle(int[] matrices, int[] packed, bool lower, bool strict)
    {
        int n = matrices[matrices.Length - 1];
        Demand(matrices[matrices.Length - 2] == n, "The matrix [" + string.Join(", ", matrices) + "] is not square.");
        DemandSame(packed.Take(packed.Length - 1).ToArray(), matrices.Take(matrices.Length - 2).ToArray());
        int[] places = Enumerable.Range(0, Dense<int>.Count(matrices)).Where(i =>
        {
            int row = i / n % n, column = i % n;
            return row == column ? !strict : column < row == lower;
        }).ToArray();
        Demand(places.Length == Dense<int>.Count(packed), "The triangles of [" + string.Join(", ", matrices) + "] have " + places.Length + " elements, not those of [" + string.Join(", ", packed) + "].");
        return places;
    }

    /// <summary>For the elements of the result, and for the contracted indices, the places in either operand.</summary>
    private static int[]?[] Contraction(string spec, int[] a, int[] b, int[] y)
    {
        var (la, lb, lc) = ContractOp.Parse(spec);
        var extent = new Dictionary<char, int>();
        foreach (var (letters, shape) in new[] { (la, a), (lb, b), (lc, y) })
        {
            for (int i = 0; i < letters.Length; i++)
            {
                Demand(!extent.TryGetValue(letters[i], out int known) || known == shape[i], "The index " + letters[i] + " of \"" + spec + "\" has two sizes.");
                extent[letters[i]] = shape[i];
            }
        }

        string summed = new(la.Where(l => lc.IndexOf(l) < 0).ToArray());
        int[] Of(string letters, int[] shape, string over) => Places(
            over.Select(l => extent[l]).ToArray(),
            over.Select(l => letters.IndexOf(l) is >= 0 and var i ? RowMajor(shape)[i] : 0).ToArray());
        return [Of(la, a, lc), Of(la, a, summed), Of(lb, b, lc), Of(lb, b, summed)];
    }
}
