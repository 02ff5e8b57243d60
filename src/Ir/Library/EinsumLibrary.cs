using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Einsum with any number of operands, lowered to reductions and binary contractions before differentiation: the path is part of
/// the reference semantics (see <see cref="EinsumPath"/>).
/// </summary>
internal static class EinsumLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        new("Einsum", -1, (b, x, a) => [Einsum(b, a.Text("spec"), x)]),
    ];

    private static Value Einsum(GraphBuilder b, string spec, IReadOnlyList<Value> operands)
    {
        var (inputs, output) = Parse(b, spec, operands);
        var dims = Dimensions(b, spec, inputs, operands);
        var terms = operands.Select((v, i) => Diagonal(b, v, inputs[i], dims)).ToList();
        for (int i = 0; i < terms.Count; i++)
        {
            terms[i] = SumOwn(b, terms[i], output, terms.Where((_, k) => k != i));
        }

        while (terms.Count > 1)
        {
            string[] letters = [.. terms.Select(t => t.Letters)];
            var (i, j) = EinsumPath.Next(letters, output);

            // What is left has the order that the operands have in memory, so that a tensor and its transpose give the same.
            string[] inMemory = [.. terms.Select(t => ContractOp.Untranspose(b, t.Value, t.Letters).Letters)];
            var (x, y) = EinsumPath.Leads(letters[i], letters[j]) ? (terms[i], terms[j]) : (terms[j], terms[i]);
            terms[i] = terms.Count == 2 ? Contract(b, x, y, output)
                : Reordered(b, Contract(b, x, y, EinsumPath.Result(inMemory, i, j, output)), EinsumPath.Result(letters, i, j, output));
            terms.RemoveAt(j);
        }

        return Permute(b, terms[0], output);
    }

    private static (string[] Inputs, string Output) Parse(GraphBuilder b, string spec, IReadOnlyList<Value> operands)
    {
        string text = spec.Replace(" ", string.Empty);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] inputs = (arrow < 0 ? text : text.Substring(0, arrow)).Split(',');
        string all = string.Concat(inputs);
        string output = arrow >= 0
            ? text.Substring(arrow + 2)
            : new string(all.GroupBy(l => l).Where(g => g.Count() == 1).Select(g => g.Key).OrderBy(l => l).ToArray());
        foreach (char letter in all + output)
        {
            if (!((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')))
            {
                throw Error(spec, "'" + letter + "' is not an index; indices are letters");
            }
        }

        if (inputs.Length != operands.Count)
        {
            throw Error(spec, "it describes " + inputs.Length + " operands, " + operands.Count + " are given");
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Length != b.ShapeOf(operands[i]).Rank)
            {
                throw Error(spec, "operand " + i + " has the shape " + b.ShapeOf(operands[i]) + ", but \"" + inputs[i] + "\" names " + inputs[i].Length + " axes");
            }
        }

        foreach (char letter in output)
        {
            if (all.IndexOf(letter) < 0)
            {
                throw Error(spec, "the index " + letter + " of the result is in no operand");
            }

            if (output.Count(l => l == letter) > 1)
            {
                throw Error(spec, "the index " + letter + " stands twice in the result");
            }
        }

        return (inputs, output);
    }

    private static Dictionary<char, DimExpr> Dimensions(GraphBuilder b, string spec, string[] inputs, IReadOnlyList<Value> operands)
    {
        var dims = new Dictionary<char, DimExpr>();
        var origin = new Dictionary<char, string>();
        for (int i = 0; i < inputs.Length; i++)
        {
            for (int axis = 0; axis < inputs[i].Length; axis++)
            {
                char letter = inputs[i][axis];
                var size = b.ShapeOf(operands[i])[axis];
                string place = "axis " + axis + " of operand " + i + " " + b.ShapeOf(operands[i]);
                if (dims.TryGetValue(letter, out var known))
                {
                    b.RequireEqual(known, size, DiagnosticIds.ShapeMismatch, () => "In the einsum \"" + spec + "\" the index " + letter + " is " + known + " (" + origin[letter] + ") and " + size + " (" + place + ").");
                }
                else
                {
                    dims.Add(letter, size);
                    origin.Add(letter, place);
                }
            }
        }

        return dims;
    }

    /// <summary>Turns repeated letters of one operand into its diagonal: off-diagonal elements are masked out, then summed away.</summary>
    private static Term Diagonal(GraphBuilder b, Value value, string letters, Dictionary<char, DimExpr> dims)
    {
        while (letters.Distinct().Count() < letters.Length)
        {
            char letter = letters.First(l => letters.Count(k => k == l) > 1);
            int first = letters.IndexOf(letter), second = letters.IndexOf(letter, first + 1);
            var shape = b.ShapeOf(value);
            var eye = LinearAlgebraLibrary.Eye(b, b.TypeOf(value).DType, dims[letter]);
            var mask = b.Equal(b.Broadcast(eye, shape, first, second), b.Const(1, b.TypeOf(value)));
            value = b.ReduceSum(b.Select(mask, value, b.ZeroLike(value)), second);
            letters = letters.Remove(second, 1);
        }

        return new Term(value, letters);
    }

    private static Term SumOwn(GraphBuilder b, Term term, string output, IEnumerable<Term> others)
    {
        string elsewhere = output + string.Concat(others.Select(t => t.Letters));
        int[] own = Enumerable.Range(0, term.Letters.Length).Where(i => elsewhere.IndexOf(term.Letters[i]) < 0).ToArray();
        return own.Length == 0
            ? term
            : new Term(b.ReduceSum(term.Value, own), new string(term.Letters.Where((_, i) => !own.Contains(i)).ToArray()));
    }

    private static Term Contract(GraphBuilder b, Term x, Term y, string result)
    {
        // Every letter of the pair is needed later or shared: letters of one term alone were summed before. A binary contraction
        // wants each letter in two places, which holds here, except for a product without a common index and a scalar factor.
        if (x.Letters.Length == 0 || y.Letters.Length == 0)
        {
            var (scalar, tensor) = x.Letters.Length == 0 ? (x, y) : (y, x);
            var product = b.Mul(tensor.Value, Broadcasting.To(b, scalar.Value, b.ShapeOf(tensor.Value)));
            return Reordered(b, new Term(product, tensor.Letters), result);
        }

        return new Term(b.Contract(x.Letters + "," + y.Letters + "->" + result, x.Value, y.Value), result);
    }

    private static Term Reordered(GraphBuilder b, Term term, string letters) => new(Permute(b, term, letters), letters);

    private static Value Permute(GraphBuilder b, Term term, string letters) =>
        b.Transpose(term.Value, letters.Select(l => term.Letters.IndexOf(l)).ToArray());

    private static ShapeError Error(string spec, string what) => new(DiagnosticIds.EinsumSpec, "The einsum \"" + spec + "\" is wrong: " + what + ".");

    private readonly struct Term(Value value, string letters)
    {
        public Value Value { get; } = value;

        public string Letters { get; } = letters;
    }
}
