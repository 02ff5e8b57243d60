using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Binary contraction C = sum A * B. Attribute spec, for example "bij,bjk->bik": every letter stands in exactly two or all three
/// of the operands and the result; none is repeated within one of them. Longer and irregular sums are lowered to this form by
/// the einsum composite.
/// </summary>
internal sealed class ContractOp : Op
{
    public static readonly ContractOp Instance = new();

    private ContractOp()
        : base("Contract", OpClass.Kernel, 2)
    {
    }

    public override string Computes => "the sum of products over the indices that the result does not have";

    public override string ShapeRule => "every index has one size; the result has the sizes of its own";

    public override string Rule => "C' = contract(A', B) + contract(A, B'); transposes are contractions";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 3;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        var (a, b, c) = Parse(context.Attrs.Text("spec"));
        context.RequireFloating(0);
        context.RequireFloating(1);
        var dims = new Dictionary<char, DimExpr>();
        foreach (var (letters, type) in new[] { (a, context[0]), (b, context[1]) })
        {
            if (letters.Length != type.Rank)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, "\"" + context.Attrs.Text("spec") + "\" gives " + letters.Length + " indices to an operand of shape " + type.Shape + ".");
            }

            for (int i = 0; i < letters.Length; i++)
            {
                char letter = letters[i];
                if (dims.TryGetValue(letter, out var known))
                {
                    var actual = type.Shape[i];
                    context.RequireEqual(known, actual, DiagnosticIds.ShapeMismatch, () => "The index " + letter + " of \"" + context.Attrs.Text("spec") + "\" is " + known + " in " + context[0].Shape + " and " + actual + " in " + context[1].Shape + ".");
                }
                else
                {
                    dims.Add(letter, type.Shape[i]);
                }
            }
        }

        return [context[0].WithShape(Shape.Of(c.Select(l => dims[l]).ToArray()))];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.Nonlinear;

    public override void Linearize(JvpContext context)
    {
        var spec = context.Attrs.Text("spec");
        if (context.Tangent[0] is { } a)
        {
            context.Contribute(context.B.Contract(spec, a, context.In[1]));
        }

        if (context.Tangent[1] is { } b)
        {
            context.Contribute(context.B.Contract(spec, context.In[0], b));
        }
    }

    public override void Transpose(TransposeContext context)
    {
        var (a, b, c) = Parse(context.Attrs.Text("spec"));
        if (context.IsLinear(0))
        {
            context.Accumulate(0, context.B.Contract(c + "," + b + "->" + a, context.Ct, context.In[1]));
        }
        else
        {
            context.Accumulate(1, context.B.Contract(a + "," + c + "->" + b, context.In[0], context.Ct));
        }
    }

    // A transposed operand is read in place: its permutation goes into the spec. Spec letters are canonical, so equal contractions meet.
    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        var (a, b, c) = Parse(attrs.Text("spec"));
        var (x, y) = (inputs[0], inputs[1]);
        (x, a) = Untranspose(builder, x, a);
        (y, b) = Untranspose(builder, y, b);
        string spec = Canonical(a, b, c);
        return string.Equals(spec, attrs.Text("spec"), StringComparison.Ordinal) ? null : builder.Contract(spec, x, y);
    }

    public static (string A, string B, string C) Parse(string spec)
    {
        int comma = spec.IndexOf(','), arrow = spec.IndexOf("->", StringComparison.Ordinal);
        if (comma < 0 || arrow < comma)
        {
            throw new ShapeError(DiagnosticIds.EinsumSpec, "\"" + spec + "\" is not a binary contraction; expected the form \"ij,jk->ik\".");
        }

        var (a, b, c) = (spec.Substring(0, comma), spec.Substring(comma + 1, arrow - comma - 1), spec.Substring(arrow + 2));
        for (int i = 0; i < spec.Length; i++)
        {
            char letter = spec[i];
            if (i == comma || i == arrow || i == arrow + 1)
            {
                continue;
            }

            int places = (a.IndexOf(letter) >= 0 ? 1 : 0) + (b.IndexOf(letter) >= 0 ? 1 : 0) + (c.IndexOf(letter) >= 0 ? 1 : 0);
            bool isRepeated = a.IndexOf(letter) != a.LastIndexOf(letter) || b.IndexOf(letter) != b.LastIndexOf(letter) || c.IndexOf(letter) != c.LastIndexOf(letter);
            if (places < 2 || isRepeated)
            {
                throw new ShapeError(DiagnosticIds.EinsumSpec, "In \"" + spec + "\" the index " + letter + " must stand in exactly two or all three places, once in each.");
            }
        }

        return (a, b, c);
    }

    /// <summary>What an operand is the transpose of, if it is one, and its letters in that order: contractions read it there.</summary>
    public static (Value Operand, string Letters) Untranspose(GraphBuilder builder, Value operand, string letters)
    {
        var node = builder.NodeOf(operand);
        if (node.Op is not TransposeOp)
        {
            return (operand, letters);
        }

        int[] perm = node.Attrs.Ints("perm");
        var inner = new char[letters.Length];
        for (int i = 0; i < perm.Length; i++)
        {
            inner[perm[i]] = letters[i];
        }

        return (node.Inputs[0], new string(inner));
    }

    private static string Canonical(string a, string b, string c)
    {
        var names = new Dictionary<char, char>();
        foreach (char letter in a + b)
        {
            if (!names.ContainsKey(letter))
            {
                names.Add(letter, (char)('a' + names.Count));
            }
        }

        string Rename(string letters) => new(letters.Select(l => names[l]).ToArray());
        return Rename(a) + "," + Rename(b) + "->" + Rename(c);
    }
}

internal static class ContractBuilder
{
    public static Value Contract(this GraphBuilder b, string spec, Value x, Value y) => b.Emit(ContractOp.Instance, Attrs.Empty.With("spec", spec), x, y);

    /// <summary>Matrix product over the last two axes with equal batch axes in front; the flags read an operand transposed.</summary>
    public static Value BatchMatMul(this GraphBuilder b, Value x, Value y, bool transposeX = false, bool transposeY = false)
    {
        int batch = b.ShapeOf(x).Rank - 2;
        string letters = new string(Enumerable.Range(0, batch).Select(i => (char)('a' + i)).ToArray());
        return b.Contract(letters + (transposeX ? "zx" : "xz") + "," + letters + (transposeY ? "yz" : "zy") + "->" + letters + "xy", x, y);
    }
}
