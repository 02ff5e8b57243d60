using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Linking;

/// <summary>
/// Hash-consed terms of single elements: two computations gave the same element exactly if they have the same term. Nothing is
/// commuted or reassociated, except the sum of a contraction, whose order is no part of its meaning. What is allowed: moving elements
/// (so reshapes, transposes and broadcasts vanish), arithmetic of numbers that are known (C# does that of number arguments itself),
/// and the identities that change no bit of any number: x * 1, x / 1, x + (-0), -(-x), a choice between equals.
/// </summary>
internal sealed class TermBank
{
    private readonly Dictionary<Key, int> table = [];
    private readonly List<Key> terms = [];
    private readonly List<SourceSpan> spans = [];

    /// <summary>Where in the source the terms come from that are made from now on.</summary>
    public SourceSpan Span { get; set; }

    public int Count => terms.Count;

    /// <summary>An element of an input.</summary>
    public int Input(string name, int element) => Intern("Input " + name, element, []);

    /// <summary>A number, by its bits; single-precision numbers are stored as doubles.</summary>
    public int Number(double value) => Intern("Number", BitConverter.DoubleToInt64Bits(value), []);

    /// <summary>An elementwise op.</summary>
    public int Apply(string op, DType dtype, params int[] operands)
    {
        switch (op)
        {
            case "Mul" or "Div" when IsNumber(operands[1], 1):
            case "Add" when IsNumber(operands[1], -0.0):
            case "Select" when operands[1] == operands[2]:
                return op == "Select" ? operands[1] : operands[0];
            case "Mul" when IsNumber(operands[0], 1):
            case "Add" when IsNumber(operands[0], -0.0):
                return operands[1];
            case "Neg" when terms[operands[0]].Op == "Neg":
                return terms[operands[0]].Operands[0];
        }

        return Fold(op, dtype, operands) is { } folded ? Number(folded) : Intern(op, 0, operands);
    }

    /// <summary>Anything else; the tag tells what the operands do not: a position, flags.</summary>
    public int Intern(string op, long tag, int[] operands)
    {
        var key = new Key(op, tag, operands);
        if (!table.TryGetValue(key, out int id))
        {
            id = terms.Count;
            table.Add(key, id);
            terms.Add(key);
            spans.Add(Span);
        }
        else if (!spans[id].IsKnown)
        {
            // The graph knows its lines, the body that runs does not.
            spans[id] = Span;
        }

        return id;
    }

    /// <summary>Finds the first place, from the outside in, where two different terms differ.</summary>
    public (int Left, int Right) FirstDifference(int left, int right)
    {
        while (true)
        {
            var (a, b) = (terms[left], terms[right]);
            if (a.Op != b.Op || a.Tag != b.Tag || a.Operands.Length != b.Operands.Length) return (left, right);
            int i = 0;
            while (a.Operands[i] == b.Operands[i]) i++;
            (left, right) = (a.Operands[i], b.Operands[i]);
        }
    }

    /// <summary>Where in the source a term was first met.</summary>
    public SourceSpan SpanOf(int term) => spans[term];

    /// <summary>A term as an expression, cut off at a depth.</summary>
    public string Describe(int term, int depth = 3)
    {
        var t = terms[term];
        if (t.Op.StartsWith("Input ", StringComparison.Ordinal)) return t.Op["Input ".Length..] + "[" + t.Tag.ToString(CultureInfo.InvariantCulture) + "]";
        if (t.Op == "Number") return BitConverter.Int64BitsToDouble(t.Tag).ToString("R", CultureInfo.InvariantCulture);
        string name = t.Op + (t.Tag == 0 ? string.Empty : "." + t.Tag.ToString(CultureInfo.InvariantCulture));
        if (t.Operands.Length == 0) return name + "()";
        return depth == 0
            ? name + "(...)"
            : name + "(" + string.Join(", ", t.Operands.Take(4).Select(o => Describe(o, depth - 1))) + (t.Operands.Length > 4 ? ", ...)" : ")");
    }

    /// <summary>A term: what made it, its tag, and from what.</summary>
    public (string Op, long Tag, int[] Operands) this[int term] => (terms[term].Op, terms[term].Tag, terms[term].Operands);

    private bool IsNumber(int term, double value) => terms[term].Op == "Number" && terms[term].Tag == BitConverter.DoubleToInt64Bits(value);

    private bool IsNumber(int term, out double value)
    {
        value = terms[term].Op == "Number" ? BitConverter.Int64BitsToDouble(terms[term].Tag) : double.NaN;
        return terms[term].Op == "Number";
    }

    private double? Fold(string op, DType dtype, int[] operands)
    {
        double a = 0, b = 0;
        if (operands.Length is 0 or > 2 || !IsNumber(operands[0], out a) || (operands.Length == 2 && !IsNumber(operands[1], out b))) return null;
        double? result = op switch
        {
            "Neg" => -a,
            "Add" => a + b,
            "Mul" => a * b,
            "Div" => a / b,
            _ => null,
        };

        // A sum, product or quotient of floats that is rounded to double first is rounded to the same float.
        return dtype == DType.F32 && result is { } r ? (float)r : result;
    }

    private readonly struct Key(string op, long tag, int[] operands) : IEquatable<Key>
    {
        public readonly string Op = op;
        public readonly long Tag = tag;
        public readonly int[] Operands = operands;

        public bool Equals(Key other) => Tag == other.Tag && Op == other.Op && Operands.AsSpan().SequenceEqual(other.Operands);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(Op, StringComparer.Ordinal);
            hash.Add(Tag);
            foreach (int operand in Operands) hash.Add(operand);
            return hash.ToHashCode();
        }
    }
}
