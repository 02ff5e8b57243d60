using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;

namespace Costate.Linking;

/// <summary>
/// A body that evaluates a scalar has a number from then on, and C# computes with it; the graph still has what the number was computed from. The two are
/// one if the value on the data at hand is the same up to rounding.
/// </summary>
/// <param name="bank">The terms.</param>
/// <param name="data">The values of the elements of the inputs.</param>
/// <param name="bound">How far two ways of computing one number may be apart, relative to it.</param>
internal sealed class EvaluatedNumbers(TermBank bank, IReadOnlyDictionary<int, double> data, double bound)
{
    private readonly List<(double Value, bool IsNumber)> terms = [];
    private readonly Dictionary<(int, int), bool> known = [];

    /// <summary>Whether numbers were compared by their values.</summary>
    public bool Compared { get; private set; }

    /// <summary>Whether a term of the body is one of the graph, but for numbers that the body has evaluated.</summary>
    public bool Same(int body, int graph)
    {
        if (body == graph) return true;
        if (known.TryGetValue((body, graph), out bool same)) return same;
        var (a, b) = (bank[body], bank[graph]);
        if (a.Op == "Number")
        {
            // A number that was written down is a number in the graph too, so this one was evaluated.
            var (value, isNumber) = this[graph];
            double number = BitConverter.Int64BitsToDouble(a.Tag);
            same = isNumber && b.Op != "Number" && (number.Equals(value) || Math.Abs(number - value) <= bound * Math.Abs(value));
            Compared |= same;
        }
        else
        {
            same = a.Op == b.Op && a.Tag == b.Tag && a.Operands.Length == b.Operands.Length && (a.Op == "Contract" ? SameProducts(a.Operands, b.Operands) : a.Operands.Zip(b.Operands, Same).All(s => s));
        }

        return known[(body, graph)] = same;
    }

    /// <summary>The order of the products of a contraction is no part of its meaning.</summary>
    private bool SameProducts(int[] a, int[] b)
    {
        var left = Enumerable.Range(0, b.Length / 2).ToList();
        for (int i = 0; i < a.Length; i += 2)
        {
            int at = left.FindIndex(k => Same(a[i], b[2 * k]) && Same(a[i + 1], b[(2 * k) + 1]));
            if (at < 0) return false;
            left.RemoveAt(at);
        }

        return true;
    }

    // Operands are older than what is made from them.
    private (double Value, bool IsNumber) this[int term]
    {
        get
        {
            while (terms.Count <= term) terms.Add(Of(terms.Count));
            return terms[term];
        }
    }

    private (double Value, bool IsNumber) Of(int term)
    {
        var (op, tag, operands) = bank[term];
        if (op == "Number") return (BitConverter.Int64BitsToDouble(tag), true);
        return (Value(op, term, Array.ConvertAll(operands, o => terms[o].Value)), op == "Stop" || (operands.Length > 0 && operands.All(o => terms[o].IsNumber)));
    }

    private double Value(string op, int term, double[] x)
    {
        var real = default(RealArithmetic);
        switch (op)
        {
            case "Add" or "ReduceSum":
                return x.Sum();
            case "Neg":
                return -x[0];
            case "Mul":
                return x[0] * x[1];
            case "MulZ":
                return real.MultiplyStrong(x[0], x[1]);
            case "Div":
                return x[0] / x[1];
            case "Pow":
                return real.Power(x[0], x[1]);
            case "Atan2":
                return real.Angle(x[0], x[1]);
            case "Max" or "Min":
                return real.Extreme(x[0], x[1], op == "Max");
            case "ReduceMax" when x.Length > 0:
                return real.Maximum(x);
            case "Less" or "LessEqual" or "Equal" or "NotEqual":
                return real.Compare(op, x[0], x[1]);
            case "And" or "Or":
                return real.Logic(op, x[0], x[1]);
            case "Not":
                return real.Logic(op, x[0], 0);
            case "Select":
                return real.Select(x[0], x[1], x[2]);
            case "Stop":
                return x[0];
            case "Contract":
                return Enumerable.Range(0, x.Length / 2).Sum(i => x[2 * i] * x[(2 * i) + 1]);
            case "Exp" or "Expm1" or "Log" or "Log1p" or "Sin" or "Cos" or "Tanh" or "Logistic" or "Erf" or "Sqrt" or "Abs" or "Sign" or "Floor":
                return real.Apply(op, x[0]);
            default:
                // What has no value here is like no number.
                return data.TryGetValue(term, out double given) ? given : double.NaN;
        }
    }
}
