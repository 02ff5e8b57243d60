using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <content>The grammar: one method a group of functions. Each says whether it found operands.</content>
internal sealed partial class ProgramMaker
{
    private bool Draw() => (hasBlocks && Control()) || (random.Next(12) == 0 && Variant()) || random.Next(100) switch
    {
        < 16 => Unary(),
        < 36 => Binary(),
        < 41 => Choice(),
        < 52 => Reduction(),
        < 62 => Product(),
        < 68 => Einsum(),
        < 82 => Movement(),
        < 86 => Normalised(),
        < 90 => Triangle(),
        < 94 => System(),
        < 97 => Size(),
        _ => Constant(),
    };

    private bool Unary()
    {
        if (Tensor() is not { } x) return false;
        var (shape, r) = (steps[x].Shape, steps[x].Range);
        double m = r.Magnitude, low = r.Contains(new Range(0, 0)) ? 0 : Math.Min(Math.Abs(r.Low), Math.Abs(r.High));
        switch (random.Next(22))
        {
            case 0:
                return m <= 3 && Add("Exp({0})", shape, new(Math.Exp(r.Low), Math.Exp(r.High)), x);
            case 1:
                return r.Low >= 0.05 && Add("Log({0})", shape, new(Math.Log(r.Low), Math.Log(r.High)), x);
            case 2:
                return r.Low >= -0.5 && Add("Log1p({0})", shape, new(Math.Log(1 + r.Low), Math.Log(1 + r.High)), x);
            case 3:
                return m <= 3 && Add("Expm1({0})", shape, new(Math.Exp(r.Low) - 1, Math.Exp(r.High) - 1), x);
            case 4:
                return r.Low >= 0.05 && Add("Sqrt({0})", shape, new(Math.Sqrt(r.Low), Math.Sqrt(r.High)), x);
            case 5:
                return r.Low >= 0.05 && Add("Rsqrt({0})", shape, new(1 / Math.Sqrt(r.High), 1 / Math.Sqrt(r.Low)), x);
            case 6 or 7:
                return Add("Tanh({0})", shape, new(-1, 1), x);
            case 8:
                return Add("Sigmoid({0})", shape, new(0, 1), x);
            case 9:
                return m <= 20 && Add("Sin({0})", shape, new(-1, 1), x);
            case 10:
                return m <= 20 && Add("Cos({0})", shape, new(-1, 1), x);
            case 11:
                return Add("Abs({0})", shape, new(low, m), x);
            case 12:
                return Add("Square({0})", shape, new(low * low, m * m), x);
            case 13:
                return Add("Relu({0})", shape, new(Math.Max(0, r.Low), Math.Max(0, r.High)), x);
            case 14:
                return m <= 20 && Add("Softplus({0})", shape, new(0, m + 0.7), x);
            case 15:
                return r.IsAwayFromZero && Add("Reciprocal({0})", shape, new Range(1, 1) / r, x);
            case 16:
                return Infix('-', "-{0}", shape, new(-r.High, -r.Low), x);
            case 17:
                // Not where tanh and the like saturate: two ways of computing them may end on different sides of a jump there.
                return Chance(0.5)
                    ? Add($"Sign({{0}} + {Literal(0.17)})", shape, new(-1, 1), x)
                    : Add($"Floor({{0}} * {Literal(1.3)} + {Literal(0.21)})", shape, new(Math.Floor((1.3 * r.Low) + 0.21), Math.Floor((1.3 * r.High) + 0.21)), x);
            case 18:
                return Chance(0.2) && Add(new Step { Text = "StopGradient({0})", Shape = shape, Range = r, Operands = [x], StopsGradient = true });
            case 19:
                return Add($"Log({Literal(1)} + Square({{0}}))", shape, new(0, Math.Log(1 + (m * m))), x);
            case 20:
                return Add($"Sqrt({Literal(0.5)} + Square({{0}}))", shape, new(0.7, m + 0.71), x);
            default:
                return Add($"Clamp({{0}}, {Literal(-0.4)}, {Literal(0.7)})", shape, new(-0.4, 0.7), x);
        }
    }

    private bool Binary()
    {
        if (Tensor() is not { } x) return false;
        var (s, r) = (steps[x].Shape, steps[x].Range);
        switch (random.Next(12))
        {
            case 0:
                double c = Math.Round((random.NextDouble() * 3) - 1.5, 2);
                return Operation("{0}", Literal(c), s, r, new(c, c), [x]);
            case 1:
                double d = Math.Round(0.25 + (random.NextDouble() * 2), 2);
                return Operation(Literal(d), "{0}", s, new(d, d), r, [x]);
            case 2:
                // A plain number, or an integer as a number.
                if (Pick(v => (v.Kind == StepKind.Number && !v.IsEvaluated) || v.Kind == StepKind.Size) is not { } number) return false;
                return Chance(0.5)
                    ? Operation("{0}", "{1}", s, r, steps[number].Range, [x, number])
                    : Operation("{1}", "{0}", s, steps[number].Range, r, [x, number]);
            case 3:
                if (OfRank(1) is not { } sized) return false;
                int axis = random.Next(steps[sized].Rank);
                return Operation("{0}", $"{{1}}.Dim({Axis(axis, steps[sized].Rank)})", s, r, new(0, AxisSize), [x, sized]);
            case 4:
                return Power(x);
            default:
                if (Tensor(t => Broadcast(s, t.Shape) is not null) is not { } y) return false;
                return Operation("{0}", "{1}", Broadcast(s, steps[y].Shape)!, r, steps[y].Range, [x, y]);
        }
    }

    private bool Operation(string left, string right, Shape shape, Range a, Range b, int[] operands)
    {
        bool tensors = left[0] == '{' && right[0] == '{' && operands.Length == 2 && operands.All(o => steps[o].Kind == StepKind.Tensor) && !right.Contains('.', StringComparison.Ordinal);
        switch (random.Next(tensors ? 6 : 4))
        {
            case 0:
                return Infix('+', $"{left} + {right}", shape, a + b, operands);
            case 1:
                return Infix('-', $"{left} - {right}", shape, a - b, operands);
            case 2:
                return Infix('*', $"{left} * {right}", shape, a * b, operands);
            case 3:
                return b.IsAwayFromZero
                    ? Infix('/', $"{left} / {right}", shape, a / b, operands)
                    : tensors && Infix('/', $"{left} / ({Literal(1.5)} + Square({right}))", shape, a / new Range(1.5, 1.5), operands);
            case 4:
                return Add($"Max({left}, {right})", shape, new(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High)), operands);
            default:
                return Add($"Min({left}, {right})", shape, new(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High)), operands);
        }
    }

    private bool Power(int x)
    {
        var (s, r) = (steps[x].Shape, steps[x].Range);
        double m = r.Magnitude;
        switch (random.Next(4))
        {
            case 0:
                int exponent = Any(2, 3, 4, 5);
                return Add($"Pow({{0}}, {exponent})", s, new(exponent % 2 == 0 ? 0 : -Math.Pow(m, exponent), Math.Pow(m, exponent)), x);
            case 1:
                return r.IsAwayFromZero && Add($"Pow({{0}}, {Any(-1, -2)})", s, new(-Math.Pow(0.2, -2), Math.Pow(0.2, -2)), x);
            case 2:
                double c = Any(0.5, 1.5, 2.5, -0.5);
                return r.Low >= 0.1 && Add($"Pow({{0}}, {Literal(c)})", s, Range.Hull(Math.Pow(r.Low, c), Math.Pow(r.High, c)), x);
            default:
                // An exponent that is a tensor of constants becomes products in a graph, and is not known to be constant in a body that runs.
                if (r.Low < 0.1 || Tensor(t => !t.IsConstant && t.Range.Magnitude <= 3 && Broadcast(s, t.Shape) is not null) is not { } y) return false;
                double largest = Math.Pow(Math.Max(r.High, 1 / r.Low), steps[y].Range.Magnitude);
                return Add("Pow({0}, {1})", Broadcast(s, steps[y].Shape)!, new(0, largest), x, y);
        }
    }

    /// <summary>A choice that is made when the graph is built.</summary>
    private bool Variant()
    {
        if (Pick(s => s.Kind == StepKind.Flag) is not { } flag || Tensor() is not { } x || Tensor(t => t.Shape.Equals(steps[x].Shape)) is not { } y || x == y) return false;
        return Infix('?', "{0} ? {1} : {2}", steps[x].Shape, steps[x].Range.Or(steps[y].Range), flag, x, y);
    }

    /// <summary>A comparison, and what is chosen by it.</summary>
    private bool Choice()
    {
        if (Pick(s => s.Kind == StepKind.Mask) is { } known && Chance(0.4))
        {
            if (Chance(0.4)) return Add(new Step { Text = "Not({0})", Kind = StepKind.Mask, Shape = steps[known].Shape, Operands = [known] });
            if (Pick(s => s.Kind == StepKind.Mask && Broadcast(s.Shape, steps[known].Shape) is not null) is { } other && Chance(0.5))
            {
                return Add(new Step { Text = $"{Any("And", "Or")}({{0}}, {{1}})", Kind = StepKind.Mask, Shape = Broadcast(steps[known].Shape, steps[other].Shape)!, Operands = [known, other] });
            }
        }

        if (Pick(s => s.Kind == StepKind.Mask) is { } mask && Chance(0.75))
        {
            var condition = steps[mask].Shape;
            if (Tensor(s => Broadcast(s.Shape, condition) is not null) is not { } a) return false;
            if (Tensor(s => Broadcast(s.Shape, steps[a].Shape, condition) is not null) is not { } b) return false;
            return Add("Select({0}, {1}, {2})", Broadcast(condition, steps[a].Shape, steps[b].Shape)!, steps[a].Range.Or(steps[b].Range), mask, a, b);
        }

        if (Tensor() is not { } x) return false;
        string compare = Any("LessThan", "LessThanOrEqual", "GreaterThan", "GreaterThanOrEqual", "EqualTo", "NotEqualTo");
        if (Chance(0.5))
        {
            return Add(new Step { Text = $"{compare}({{0}}, {Literal(Math.Round(random.NextDouble() - 0.4, 3))})", Kind = StepKind.Mask, Shape = steps[x].Shape, Operands = [x] });
        }

        if (Tensor(t => Broadcast(t.Shape, steps[x].Shape) is not null) is not { } y) return false;
        return Add(new Step { Text = $"{compare}({{0}}, {{1}} + {Literal(0.13)})", Kind = StepKind.Mask, Shape = Broadcast(steps[x].Shape, steps[y].Shape)!, Operands = [x, y] });
    }

    private bool Reduction()
    {
        if (OfRank(1) is not { } x) return false;
        var (shape, r) = (steps[x].Shape, steps[x].Range);
        int[] axes = [.. Enumerable.Range(0, shape.Rank).OrderBy(_ => random.Next()).Take(random.Next(1, shape.Rank + 1))];
        double count = Math.Pow(AxisSize, Math.Min(axes.Length, 2));
        string name = Any("Sum", "Sum", "Mean", "Max", "Min", "Norm", "LogSumExp");

        // The largest of no numbers is infinite.
        if (name is "Max" or "Min" && Chance(0.3)) return false;
        if (name == "Norm" && !r.IsAwayFromZero && !steps[x].IsParameter) return false;
        var range = name switch
        {
            "Sum" => r.Summed(count),
            "Norm" => new Range(0, r.Magnitude * Math.Sqrt(count)),
            "LogSumExp" => new Range(r.Low, r.High + Math.Log(count)),
            _ => r,
        };
        switch (random.Next(3))
        {
            case 0:
                range = name == "Sum" ? r.Summed(Math.Pow(AxisSize, shape.Rank)) : name == "Norm" ? new Range(0, r.Magnitude * Math.Pow(AxisSize, shape.Rank / 2.0)) : range;
                return Add($"{name}({{0}})", Shape.Scalar, range, x);
            case 1:
                int axis = axes[0];
                bool keep = Chance(0.7);
                return Add($"{name}({{0}}, {Axis(axis, shape.Rank)}, {(Chance(0.5) ? "keepDims: " : string.Empty)}{(keep ? "true" : "false")})", keep ? shape.With(axis, DimExpr.One) : shape.Remove(axis), range, x);
            default:
                string list = string.Join(", ", axes.Select(a => Axis(a, shape.Rank)));
                return Add($"{name}({{0}}, {list})", Shape.Of(shape.Where((_, i) => !axes.Contains(i))), range, x);
        }
    }

    private bool Product()
    {
        if (OfRank(1) is not { } x) return false;
        var s = steps[x].Shape;
        switch (random.Next(8))
        {
            case 0:
                if (s.Rank != 1 || Tensor(t => t.Shape.Equals(s)) is not { } d) return false;
                return Add("Dot({0}, {1})", Shape.Scalar, (steps[x].Range * steps[d].Range).Summed(AxisSize), x, d);
            case 1:
                if (s.Rank != 1 || Tensor(t => t.Rank == 1) is not { } o) return false;
                return Add("Outer({0}, {1})", Shape.Of(s[0], steps[o].Shape[0]), steps[x].Range * steps[o].Range, x, o);
            case 2:
                return s.Rank == 2 && Add("MatMul({0}, Transpose({0}))", Shape.Of(s[0], s[0]), (steps[x].Range * steps[x].Range).Summed(AxisSize), x);
            default:
                if (Tensor(t => MatMul(s, t.Shape) is not null) is not { } y) return false;
                return Add("MatMul({0}, {1})", MatMul(s, steps[y].Shape)!, (steps[x].Range * steps[y].Range).Summed(AxisSize), x, y);
        }
    }

    private static Shape? MatMul(Shape a, Shape b)
    {
        if (a.Rank == 0 || b.Rank == 0 || !a[a.Rank - 1].Equals(b[b.Rank == 1 ? 0 : b.Rank - 2])) return null;
        var rows = a.Rank == 1 ? Array.Empty<DimExpr>() : [a[a.Rank - 2]];
        var columns = b.Rank == 1 ? Array.Empty<DimExpr>() : [b[b.Rank - 1]];
        Shape left = Shape.Of(a.Take(Math.Max(0, a.Rank - 2))), right = Shape.Of(b.Take(Math.Max(0, b.Rank - 2)));
        return Broadcast(left, right) is { } batch ? Shape.Of([.. batch, .. rows, .. columns]) : null;
    }

    private bool Einsum()
    {
        int count = Any(2, 2, 3, 1);
        var operands = new List<int>();
        for (int i = 0; i < count; i++)
        {
            if (Tensor(s => s.Rank is > 0 and < 4) is not { } x) return false;
            operands.Add(x);
        }

        // A letter for each size, a second one where a tensor has it twice; rarely the same one, for a diagonal.
        var letters = new List<(char Letter, DimExpr Size)>();
        var specs = new List<string>();
        foreach (int x in operands)
        {
            string spec = string.Empty;
            foreach (var dim in steps[x].Shape)
            {
                var fitting = letters.Where(l => l.Size.Equals(dim) && (!spec.Contains(l.Letter, StringComparison.Ordinal) || Chance(0.1))).Select(l => l.Letter).ToArray();
                if (fitting.Length == 0 || Chance(0.15))
                {
                    letters.Add(((char)('a' + letters.Count), dim));
                    spec += letters[^1].Letter;
                }
                else
                {
                    spec += Any(fitting);
                }
            }

            specs.Add(spec);
        }

        var kept = letters.Where(_ => Chance(0.5)).OrderBy(_ => random.Next()).ToArray();
        if (kept.Length > 3 || letters.Count > 5) return false;
        var range = operands.Select(o => steps[o].Range).Aggregate((a, b) => a * b).Summed(Math.Pow(AxisSize, letters.Count - kept.Length));
        string text = string.Join(",", specs) + "->" + string.Concat(kept.Select(l => l.Letter));
        return Add($"Einsum(\"{text}\", {string.Join(", ", operands.Select((_, i) => "{" + i + "}"))})", Shape.Of(kept.Select(l => l.Size)), range, [.. operands]);
    }

    private bool Movement()
    {
        if (Tensor() is not { } x) return false;
        var (s, r) = (steps[x].Shape, steps[x].Range);
        var operands = new List<int> { x };
        switch (random.Next(12))
        {
            case 0 or 1:
                return s.Rank >= 2 && Add("Transpose({0})", s.Permute([.. Enumerable.Range(0, s.Rank - 2), s.Rank - 1, s.Rank - 2]), r, x);
            case 2:
                if (s.Rank < 2) return false;
                int[] perm = [.. Enumerable.Range(0, s.Rank).OrderBy(_ => random.Next())];
                return Add($"Transpose({{0}}, {string.Join(", ", perm.Select(p => Axis(p, s.Rank)))})", s.Permute(perm), r, x);
            case 3:
                return Flatten(x);
            case 4:
                int at = random.Next(s.Rank + 1);
                return Add($"ExpandDims({{0}}, {(Chance(0.4) ? at - s.Rank - 1 : at)})", s.Insert(at, DimExpr.One), r, x);
            case 5:
                int[] ones = [.. Enumerable.Range(0, s.Rank).Where(i => IsOne(s[i]))];
                if (ones.Length == 0) return false;
                int squeezed = Any(ones);
                return Add($"Squeeze({{0}}, {Axis(squeezed, s.Rank)})", s.Remove(squeezed), r, x);
            case 6:
                if (Tensor(t => t.Rank <= 3 && t.Rank > 0 && Broadcast(s, t.Shape) is { } all && all.Equals(t.Shape)) is not { } target) return false;
                return SizeTexts(steps[target].Shape, operands) is { } sizes && Add($"BroadcastTo({{0}}, {sizes})", steps[target].Shape, r, [.. operands]);
            case 7 or 8:
                return Slice(x);
            case 9 or 10:
                return Concat(x);
            default:
                if (s.Rank > 2 || Tensor(t => t.Shape.Equals(s)) is not { } y) return false;
                int axis = random.Next(s.Rank + 1);
                return Add($"Stack({(Chance(0.4) ? axis - s.Rank - 1 : axis)}, {{0}}, {{1}})", s.Insert(axis, 2), r.Or(steps[y].Range), x, y);
        }
    }

    private bool Flatten(int x)
    {
        var (s, r) = (steps[x].Shape, steps[x].Range);
        if (s.Rank == 0) return Add("Reshape({0}, 1, 1)", Shape.Of(1, 1), r, x);
        if (s.Rank == 1)
        {
            return Chance(0.5) ? Add("Reshape({0}, {0}.Dim(0), 1)", Shape.Of(s[0], 1), r, x) : Add("Reshape({0}, 1, {0}.Dim(-1))", Shape.Of(1, s[0]), r, x);
        }

        // Two neighbours become one axis, or all in another order.
        if (Chance(0.6))
        {
            int at = random.Next(s.Rank - 1);
            string[] sizes = [.. Enumerable.Range(0, s.Rank).Where(i => i != at + 1).Select(i => i == at ? $"{{0}}.Dim({at}) * {{0}}.Dim({at + 1})" : $"{{0}}.Dim({i})")];
            return Add($"Reshape({{0}}, {string.Join(", ", sizes)})", s.Remove(at + 1).With(at, s[at] * s[at + 1]), r, x);
        }

        int[] order = [.. Enumerable.Range(0, s.Rank).OrderBy(_ => random.Next())];
        return Add($"Reshape({{0}}, {string.Join(", ", order.Select(i => $"{{0}}.Dim({i})"))})", Shape.Of(order.Select(i => s[i])), r, x);
    }

    private bool Slice(int x)
    {
        var (s, r) = (steps[x].Shape, steps[x].Range);
        if (s.Rank == 0) return false;
        int axis = random.Next(s.Rank);
        string size = $"{{0}}.Dim({axis})";
        int written = Axis(axis, s.Rank);
        switch (random.Next(6))
        {
            case 0:
                return Add($"Slice({{0}}, {written}, 0, 1)", s.With(axis, 1), r, x);
            case 1:
                return Add($"Slice({{0}}, {written}, 1, {size} - 1)", s.With(axis, s[axis] - 1), r, x);
            case 2:
                return Add($"Slice({{0}}, {written}, 0, {size} - 1)", s.With(axis, s[axis] - 1), r, x);
            case 3:
                return Add($"Slice({{0}}, {written}, {size} / 2, {size} - {size} / 2)", s.With(axis, s[axis] - DimExpr.FloorDiv(s[axis], 2)), r, x);
            case 4:
                return Add($"Slice({{0}}, {written}, {size} - 1, 1)", s.With(axis, 1), r, x);
            default:
                if (Pick(v => v.Kind == StepKind.Size && v.IsParameter) is not { } length) return false;
                return Add($"Slice({{0}}, {written}, 0, {{1}})", s.With(axis, steps[length].Size), r, x, length);
        }
    }

    private bool Concat(int x)
    {
        var (s, r) = (steps[x].Shape, steps[x].Range);
        if (s.Rank == 0) return false;
        int axis = random.Next(s.Rank);
        if (Tensor(t => t.Rank == s.Rank && Enumerable.Range(0, s.Rank).All(i => i == axis || t.Shape[i].Equals(s[i]))) is not { } y) return false;
        var two = s.With(axis, s[axis] + steps[y].Shape[axis]);
        return Chance(0.2)
            ? Add($"Concat({Axis(axis, s.Rank)}, {{0}}, {{1}}, {{0}})", two.With(axis, two[axis] + s[axis]), r.Or(steps[y].Range), x, y)
            : Add($"Concat({Axis(axis, s.Rank)}, {{0}}, {{1}})", two, r.Or(steps[y].Range), x, y);
    }

    private bool Normalised()
    {
        if (OfRank(1) is not { } x) return false;
        var s = steps[x].Shape;
        string name = Any("Softmax", "LogSoftmax");
        var range = name == "Softmax" ? new Range(0, 1) : new Range(-2 - (2 * steps[x].Range.Magnitude), 0);
        return Chance(0.4) ? Add(name + "({0})", s, range, x) : Add($"{name}({{0}}, {(Chance(0.3) ? "axis: " : string.Empty)}{Axis(random.Next(s.Rank), s.Rank)})", s, range, x);
    }

    private bool Triangle()
    {
        if (OfRank(2) is not { } x) return false;
        var s = steps[x].Shape;
        if (s.Rank == 2 && s[0].Equals(s[1]) && Chance(0.3)) return Add("Trace({0})", Shape.Scalar, steps[x].Range.Summed(AxisSize), x);
        return Add($"{Any("Tril", "Triu")}({{0}}{Any(string.Empty, string.Empty, ", 1", ", -1", ", k: 2")})", s, steps[x].Range.Or(new(0, 0)), x);
    }

    /// <summary>Linear systems with matrices that are far from singular.</summary>
    private bool System()
    {
        if (Tensor(t => t.Rank == 2 && t.Shape[0].Equals(t.Shape[1]) && t.Range.Magnitude <= 4) is not { } a) return false;
        var n = steps[a].Shape[0];
        string eye = $"Eye<{(isSingle ? "float" : "double")}>({{0}}.Dim(0))";
        string spd = $"MatMul({{0}}, Transpose({{0}})) + {Literal(1.5)} * {eye}";
        if (Chance(0.2)) return Add($"Cholesky({spd})", steps[a].Shape, new(-6, 6), a);
        bool right = Chance(0.3);
        if (Tensor(t => t.Range.Magnitude <= 10 && (right ? t.Rank is 1 or 2 && t.Shape[t.Rank - 1].Equals(n) : t.Rank is 1 or 2 && t.Shape[0].Equals(n))) is not { } b) return false;
        var range = new Range(-20, 20);
        var shape = steps[b].Shape;
        string dominant = $"Tanh({{0}}) * {Literal(0.3)} + {Literal(2)} * {eye}";
        return random.Next(right ? 2 : 4) switch
        {
            0 => right ? Add($"SolveSpdRight({{1}}, {spd})", shape, range, a, b) : Add($"SolveSpd({spd}, {{1}})", shape, range, a, b),
            1 => right ? Add($"SolveRight({{1}}, {dominant})", shape, range, a, b) : Add($"Solve({dominant}, {{1}})", shape, range, a, b),
            _ => Add($"SolveTriangular({(Chance(0.5) ? "Tril" : "Triu")}({dominant}), {{1}}{Any(string.Empty, ", lower: false", ", transpose: true", ", lower: false, transpose: true")})", shape, range, a, b),
        };
    }

    private bool Size()
    {
        if (OfRank(1) is not { } x) return false;
        var s = steps[x].Shape;
        int axis = random.Next(s.Rank);
        string text = $"{{0}}.Dim({Axis(axis, s.Rank)})";
        return random.Next(3) switch
        {
            0 => Add(new Step { Text = text, Kind = StepKind.Size, Size = s[axis], Operands = [x], Range = new(0, AxisSize) }),
            1 => Add(new Step { Text = text + " * 2", Operator = '*', Kind = StepKind.Size, Size = s[axis] * 2, Operands = [x], Range = new(0, 2 * AxisSize) }),
            _ => Add(new Step { Text = text + " + 1", Operator = '+', Kind = StepKind.Size, Size = s[axis] + 1, Operands = [x], Range = new(1, AxisSize) }),
        };
    }

    private bool Constant()
    {
        var operands = new List<int>();
        if (OfRank(1) is not { } x) return false;
        var dims = steps[x].Shape.Take(2).ToArray();
        string name = Any("Ones", "Zeros", "Eye"), element = isSingle ? "float" : "double";
        var shape = name == "Eye" ? Shape.Of(dims[0], dims[0]) : Shape.Of(dims);
        if (SizeTexts(name == "Eye" ? dims.Take(1) : dims, operands) is not { } sizes) return false;
        return Add(new Step { Text = $"{name}<{element}>({sizes})", Shape = shape, Range = new(name == "Ones" ? 1 : 0, name == "Zeros" ? 0 : 1), Operands = operands, IsConstant = true });
    }

    private bool Call()
    {
        var given = new List<int>();
        var sizes = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        foreach (var parameter in callee!.Parameters)
        {
            int? argument = parameter.Kind == StepKind.Tensor
                ? Tensor(t => parameter.Range.Contains(t.Range) && Matches(parameter.Shape, t.Shape, sizes))
                : Pick(v => v.Kind == parameter.Kind && v.IsParameter);
            if (argument is not { } found) return false;
            if (parameter.Kind == StepKind.Tensor) Matches(parameter.Shape, steps[found].Shape, sizes, bind: true);
            if (parameter.Kind == StepKind.Size) sizes.Add(parameter.Text, steps[found].Size);
            given.Add(found);
        }

        string text = $"Inner({string.Join(", ", given.Select((_, i) => "{" + i + "}"))})";
        var results = callee.Outputs.Select(o => callee.Steps[o]).ToArray();
        var shapes = results.Select(o => o.Shape.Substitute(s => sizes.GetValueOrDefault(s))).ToArray();
        if (results.Length == 1) return Add(text, shapes[0], results[0].Range, [.. given]);
        if (!Add(new Step { Text = text, Kind = StepKind.Tuple, Operands = given, Range = new(0, 0) })) return false;
        int tuple = steps.Count - 1;
        for (int i = 0; i < shapes.Length; i++)
        {
            Add(new Step { Text = $"{{0}}.{(Chance(0.5) ? "Item" + (i + 1) : "Result" + i)}", Shape = shapes[i], Range = results[i].Range, Operands = [tuple] });
        }

        return true;
    }

    /// <summary>Whether a shape fits a declared one, given the sizes that are known already.</summary>
    private static bool Matches(Shape declared, Shape given, Dictionary<string, DimExpr> sizes, bool bind = false)
    {
        if (declared.Rank != given.Rank) return false;
        var known = bind ? sizes : new Dictionary<string, DimExpr>(sizes, StringComparer.Ordinal);
        for (int i = 0; i < declared.Rank; i++)
        {
            if (declared[i].TryGetSymbol(out string symbol) && !known.TryAdd(symbol, given[i]) && !known[symbol].Equals(given[i])) return false;
        }

        // The others may stand before the symbols that they are made of.
        for (int i = 0; i < declared.Rank; i++)
        {
            if (!declared[i].Symbols.All(known.ContainsKey) || !declared[i].Substitute(s => known.GetValueOrDefault(s)).Equals(given[i])) return false;
        }

        return true;
    }
}
