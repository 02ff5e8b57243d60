using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>a + b e with e^2 = 0.</summary>
internal readonly struct Dual<T>(T primal, T tangent)
{
    public T Primal { get; } = primal;

    public T Tangent { get; } = tangent;

    public override string ToString() => Primal + " + " + Tangent + "e";
}

/// <summary>
/// Dual numbers over any arithmetic, dual numbers included. Nothing here looks at the rules of the ops: the quotient rule, the chain
/// rule and <see cref="DerivativeTable"/> are what those rules are compared with.
/// </summary>
internal readonly struct DualArithmetic<T, TInner>(TInner inner) : ITangentArithmetic<Dual<T>>
    where TInner : IArithmetic<T>
{
    private readonly TInner inner = inner;

    public Dual<T> Zero => Of(inner.Zero);

    public Dual<T> One => Of(inner.One);

    public Dual<T> Constant(double value) => Of(inner.Constant(value));

    public Dual<T> Integer(long value) => Of(inner.Integer(value));

    public Dual<T> Add(Dual<T> x, Dual<T> y) => new(inner.Add(x.Primal, y.Primal), inner.Add(x.Tangent, y.Tangent));

    public Dual<T> Negate(Dual<T> x) => new(inner.Negate(x.Primal), inner.Negate(x.Tangent));

    public Dual<T> Multiply(Dual<T> x, Dual<T> y) => new(inner.Multiply(x.Primal, y.Primal), ProductRule(x, y));

    public Dual<T> MultiplyStrong(Dual<T> x, Dual<T> y) => new(inner.MultiplyStrong(x.Primal, y.Primal), ProductRule(x, y));

    public Dual<T> Divide(Dual<T> x, Dual<T> y)
    {
        // q y = x, so q' y + q y' = x'.
        var quotient = inner.Divide(x.Primal, y.Primal);
        return new(quotient, inner.Divide(inner.Add(x.Tangent, inner.Negate(inner.MultiplyStrong(quotient, y.Tangent))), y.Primal));
    }

    public Dual<T> Apply(string function, Dual<T> x) => DerivativeTable.IsPiecewiseConstant(function)
        ? Of(inner.Apply(function, x.Primal))
        : new(inner.Apply(function, x.Primal), inner.MultiplyStrong(x.Tangent, DerivativeTable.Of<T, TInner>(inner, function, x.Primal)));

    public Dual<T> Root(Dual<T> x)
    {
        // r r = x, so r r' + r' r = x'.
        var root = inner.Root(x.Primal);
        return new(root, inner.Divide(x.Tangent, inner.Add(root, root)));
    }

    public Dual<T> Power(Dual<T> x, Dual<T> y)
    {
        var z = inner.Power(x.Primal, y.Primal);
        var byBase = inner.MultiplyStrong(x.Tangent, inner.Divide(inner.Multiply(y.Primal, z), x.Primal));

        // By convention the exponent has no influence where the base has no logarithm; NaN is not among those.
        var byExponent = inner.Select(
            inner.Compare("LessEqual", x.Primal, inner.Zero),
            inner.Zero,
            inner.MultiplyStrong(y.Tangent, inner.Multiply(inner.Apply("Log", x.Primal), z)));
        return new(z, inner.Add(byBase, byExponent));
    }

    public Dual<T> Angle(Dual<T> y, Dual<T> x)
    {
        // With x = r cos z and y = r sin z: r r z' = x y' - y x'.
        var square = inner.Add(inner.Multiply(x.Primal, x.Primal), inner.Multiply(y.Primal, y.Primal));
        var turn = inner.Add(inner.MultiplyStrong(y.Tangent, x.Primal), inner.Negate(inner.MultiplyStrong(x.Tangent, y.Primal)));
        return new(inner.Angle(y.Primal, x.Primal), inner.Divide(turn, square));
    }

    public Dual<T> Stop(Dual<T> x) => new(inner.Stop(x.Primal), inner.Zero);

    public Dual<T>[] FixedPoint(Dual<T>[] point, Func<Dual<T>[], Dual<T>[]> step, Func<Dual<T>[], Dual<T>[], Dual<T>[]>? gauge)
    {
        var a = inner;
        var zeros = Array.ConvertAll(point, _ => a.Zero);
        Dual<T>[] Pairs(T[] primals, T[] tangents) => Array.ConvertAll(Numbers(primals.Length), i => new Dual<T>(primals[i], tangents[i]));
        T[] Primals(Dual<T>[] x) => Array.ConvertAll(x, e => e.Primal);
        T[] Tangents(Dual<T>[] x) => Array.ConvertAll(x, e => e.Tangent);
        Func<T[], T[], T[]>? primalGauge = gauge is null ? null : (at, v) => Primals(gauge(Pairs(at, zeros), Pairs(v, zeros)));
        var x = a.FixedPoint(Primals(point), at => Primals(step(Pairs(at, zeros))), primalGauge);

        // x = F(x, t), so x' = F_x x' + F_t t', and both terms behind the gauge.
        T[] Kept(T[] v) => primalGauge is null ? v : primalGauge(x, v);
        var moved = Tangents(step(Pairs(x, zeros)));
        T[] Apply(T[] v)
        {
            var both = Tangents(step(Pairs(x, v)));
            return Kept(Array.ConvertAll(Numbers(v.Length), i => a.Add(both[i], a.Negate(moved[i]))));
        }

        return Pairs(x, Elimination<T, TInner>.FixedPoint(a, Kept(moved), Apply));
    }

    private static int[] Numbers(int count)
    {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = i;
        }

        return numbers;
    }

    public Dual<T> Compare(string relation, Dual<T> x, Dual<T> y) => Of(inner.Compare(relation, x.Primal, y.Primal));

    public Dual<T> Logic(string operation, Dual<T> x, Dual<T> y) => Of(inner.Logic(operation, x.Primal, y.Primal));

    public bool? Decide(Dual<T> truth) => inner.Decide(truth.Primal);

    public int? Trips(string index, Sizes around) => inner.Trips(index, around);

    public Dual<T> Select(Dual<T> condition, Dual<T> whenTrue, Dual<T> whenFalse) => new(
        inner.Select(condition.Primal, whenTrue.Primal, whenFalse.Primal),
        inner.Select(condition.Primal, whenTrue.Tangent, whenFalse.Tangent));

    public Dual<T> Extreme(Dual<T> x, Dual<T> y, bool largest)
    {
        var xWins = largest ? inner.Compare("Less", y.Primal, x.Primal) : inner.Compare("Less", x.Primal, y.Primal);
        var decided = inner.Select(inner.Logic("Or", xWins, IsNaN(x.Primal)), x.Tangent, y.Tangent);
        var mean = inner.Divide(inner.Add(x.Tangent, y.Tangent), inner.Integer(2));
        return new(inner.Extreme(x.Primal, y.Primal, largest), inner.Select(inner.Compare("Equal", x.Primal, y.Primal), mean, decided));
    }

    public Dual<T> Maximum(Dual<T>[] elements)
    {
        var primals = new T[elements.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            primals[i] = elements[i].Primal;
        }

        var max = inner.Maximum(primals);
        var (sum, count) = (inner.Zero, inner.Zero);
        foreach (var element in elements)
        {
            var tie = inner.Compare("Equal", element.Primal, max);
            sum = inner.Add(sum, inner.Select(tie, element.Tangent, inner.Zero));
            count = inner.Add(count, tie);
        }

        return new(max, inner.Divide(sum, count));
    }

    public Dense<Dual<T>>[] Call(Node call, SizedGraph sized, IReadOnlyList<Dense<Dual<T>>> x)
    {
        var interpreter = new TextbookInterpreter<T, TInner>(inner);
        var primals = x.Select(v => Map(v, e => e.Primal)).ToArray();
        var results = inner is ITangentArithmetic<T> tangent ? tangent.Call(call, sized, primals) : interpreter.Run(sized.Region(call, 0, 0), primals);
        var directions = CallOp.Moved(CallOp.Body(call)).Select(i => Map(x[i], e => e.Tangent));
        var tangents = interpreter.Run(sized.Region(call, 1, 0), [.. primals, .. results, .. directions]);
        return results.Zip(tangents, (p, t) => new Dense<Dual<T>>(p.Shape, p.Data.Zip(t.Data, (a, b) => new Dual<T>(a, b)).ToArray())).ToArray();
    }

    public bool IsBetterPivot(Dual<T> candidate, Dual<T> pivot) => inner.IsBetterPivot(candidate.Primal, pivot.Primal);

    private static Dense<T> Map(Dense<Dual<T>> value, Func<Dual<T>, T> part) => new(value.Shape, value.Data.Select(part).ToArray());

    private Dual<T> Of(T primal) => new(primal, inner.Zero);

    private T IsNaN(T x) => inner.Compare("NotEqual", x, x);

    private T ProductRule(Dual<T> x, Dual<T> y) =>
        inner.Add(inner.MultiplyStrong(x.Tangent, y.Primal), inner.MultiplyStrong(x.Primal, y.Tangent));
}
