using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The order in which an einsum contracts its operands: of all orders the one with the least work. Equal ones are many, since a product
/// of three is two products whichever comes first. Among them the dearest contraction comes first: what is left of a large tensor after
/// one of its factors is what the next einsums of an alternating algorithm ask for again (a dimension tree; Phan, Tichavsky and
/// Cichocki, IEEE Trans. Signal Process. 61 (2013)), and so do the adjoints of all of them; the product of the small factors is of no
/// use to anybody else. Then the one that sums over the last axes of its tensors, or over the first ones, which is a product of two
/// matrices where axes between others make many small ones of it; then the one with the later operands.
/// </summary>
internal static class EinsumPath
{
    // The orders of five operands are 180. From six on, the cheapest next pair decides.
    private const int Exhaustive = 5;

    /// <summary>The positions, the first below the second, of the operands that are contracted next.</summary>
    public static (int I, int J) Next(IReadOnlyList<string> operands, string output)
    {
        var best = (I: 0, J: 1);
        var rank = (Work: double.NegativeInfinity, Own: 0.0, Order: 0.0, Last: 0);
        foreach (var (i, j) in Pairs(operands))
        {
            var rest = operands.Count <= Exhaustive ? Best(Contracted(operands, i, j, output), output) : default;
            double own = Work(operands, i, j, output);
            var candidate = (rest.Work - own, own, rest.Order + Order(operands, i, j, output), j);
            if (candidate.CompareTo(rank) >= 0)
            {
                (best, rank) = ((i, j), candidate);
            }
        }

        return best;
    }

    /// <summary>The indices that are left of two operands, in the order of the longer one, then of the other.</summary>
    public static string Result(IReadOnlyList<string> operands, int i, int j, string output)
    {
        var (x, y) = Ordered(operands[i], operands[j]);
        string wanted = output + string.Concat(operands.Where((_, k) => k != i && k != j));
        return new string(x.Union(y).Where(l => wanted.IndexOf(l) >= 0).ToArray());
    }

    /// <summary>Whether the first of two operands gives what is left of both its order: the longer one does.</summary>
    public static bool Leads(string x, string y) => x.Length >= y.Length;

    private static (string Longer, string Other) Ordered(string x, string y) => Leads(x, y) ? (x, y) : (y, x);

    /// <summary>The order with the least work, which counts negative here, and the best place of what it sums over.</summary>
    private static (double Work, double Order) Best(List<string> operands, string output)
    {
        var best = operands.Count == 1 ? default : (Work: double.NegativeInfinity, Order: 0.0);
        foreach (var (i, j) in Pairs(operands))
        {
            var rest = Best(Contracted(operands, i, j, output), output);
            var candidate = (rest.Work - Work(operands, i, j, output), rest.Order + Order(operands, i, j, output));
            best = candidate.CompareTo(best) > 0 ? candidate : best;
        }

        return best;
    }

    private static IEnumerable<(int I, int J)> Pairs(IReadOnlyList<string> operands) =>
        Enumerable.Range(0, operands.Count).SelectMany(i => Enumerable.Range(i + 1, operands.Count - i - 1).Select(j => (i, j)));

    private static List<string> Contracted(IReadOnlyList<string> operands, int i, int j, string output)
    {
        var left = operands.ToList();
        left[i] = Result(operands, i, j, output);
        left.RemoveAt(j);
        return left;
    }

    /// <summary>Work weighted with where the summed indices stand in the longer operand: twice at the end, once at the beginning.</summary>
    private static double Order(IReadOnlyList<string> operands, int i, int j, string output)
    {
        string longer = Ordered(operands[i], operands[j]).Longer, left = Result(operands, i, j, output);
        bool[] isSummed = [.. longer.Select(l => left.IndexOf(l) < 0)];
        int count = isSummed.Count(s => s);
        int place = count == 0 ? 0 : isSummed.Skip(longer.Length - count).All(s => s) ? 2 : isSummed.Take(count).All(s => s) ? 1 : 0;
        return place * Work(operands, i, j, output);
    }

    /// <summary>The products and the size of what is left of two operands; a pair without a common index only when there is no other.</summary>
    private static double Work(IReadOnlyList<string> operands, int i, int j, string output)
    {
        double work = Size(operands[i].Union(operands[j]).Count()) + Size(Result(operands, i, j, output).Length);
        return operands[i].Intersect(operands[j]).Any() ? work : work * 1e6;
    }

    /// <summary>
    /// Elements if every index had 32 values. Sizes that are known must not count: a method that runs op by op knows more of them than the
    /// graph of its body does, and the path, which decides how results are rounded, has to be the same for both.
    /// </summary>
    private static double Size(int letters) => Math.Pow(32, letters);
}
