using System;
using System.Collections.Generic;

namespace Costate.Ir.Checking;

/// <summary>
/// One random world over the field: the values of the elementary functions, which are drawn when they are first asked for and
/// remembered, a total order of the numbers, and what stands for infinity and NaN. Only such relations between functions hold as
/// rules may rely on: expm1 = exp - 1, log1p x = log(1 + x), exp(-x) = 1/exp x, log exp x = x, tanh and the logistic function through
/// exp, sin^2 + cos^2 = 1 with the parities, x^(y-1) x = x^y, and sqrt(x)^2 = x where x has a root.
/// </summary>
internal sealed class FieldTrial
{
    private readonly Dictionary<FieldElement, FieldElement> exponentials = [];
    private readonly Dictionary<FieldElement, FieldElement> logarithms = [];
    private readonly Dictionary<FieldElement, FieldElement> halfTangents = [];
    private readonly Dictionary<FieldElement, FieldElement> floors = [];
    private readonly Dictionary<FieldElement, FieldElement> errors = [];
    private readonly Dictionary<FieldElement, FieldElement> roots = [];
    private readonly Dictionary<(FieldElement X, FieldElement Y), FieldElement> powers = [];
    private readonly Dictionary<(FieldElement Y, FieldElement X), FieldElement> angles = [];
    private readonly FieldElement orderFactor;
    private readonly FieldElement orderOffset;
    private readonly FieldElement infinity;
    private readonly FieldElement nan;
    private readonly FieldElement inverseOfZero;
    private ulong state;

    public FieldTrial(ulong seed)
    {
        state = seed;
        Seed = seed;
        orderFactor = new FieldElement(Draw().Re, Draw().Re);
        orderOffset = new FieldElement(Draw().Re, Draw().Re);
        infinity = Draw();
        nan = Draw();
        inverseOfZero = Draw();
    }

    public ulong Seed { get; }

    /// <summary>
    /// What made the trial unfit to convict a rule, or null: a division by zero, or a root that the field does not have. A rule may rely
    /// on x (1/x) = 1 and sqrt(x)^2 = x, which fail there.
    /// </summary>
    public string? Irregularity { get; private set; }

    /// <summary>How many values of uninterpreted functions were drawn.</summary>
    public int Drawn => exponentials.Count + logarithms.Count + halfTangents.Count + floors.Count + errors.Count + powers.Count + angles.Count;

    /// <summary>How many different numbers a root was taken of.</summary>
    public int Roots => roots.Count;

    /// <summary>The most iterations that a While is given.</summary>
    public const int MaxTrips = 3;

    /// <summary>
    /// How often a While runs in this world: comparisons are random here, and a condition that happens to be constant would never end. The
    /// same loop at the same place runs equally often in all programs that are derived from one.
    /// </summary>
    public int Trips(string index, Sizes around)
    {
        string place = index + " in " + around;
        ulong hash = Seed;
        foreach (char c in place)
        {
            hash = unchecked((hash ^ c) * 0x100000001B3UL);
        }

        return (int)((hash >> 20) % (MaxTrips + 1));
    }

    /// <summary>A number modulo p other than 0.</summary>
    public FieldElement Draw() => new((uint)(Next() % (FieldElement.P - 1)) + 1, 0);

    /// <summary>A tensor of drawn numbers, or of truth values.</summary>
    public Dense<FieldElement> Draw(int[] shape, DType dtype = DType.F64)
    {
        var result = new Dense<FieldElement>(shape);
        for (int i = 0; i < result.Data.Length; i++)
        {
            result.Data[i] = dtype == DType.Bool ? FieldElement.Of((long)(Next() & 1)) : Draw();
        }

        return result;
    }

    public ulong Next()
    {
        // splitmix64: the same sequence on every platform.
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    public FieldElement Constant(double value) =>
        double.IsNaN(value) ? nan
        : double.IsPositiveInfinity(value) ? infinity
        : double.IsNegativeInfinity(value) ? -infinity
        : FieldElement.Of(value);

    public FieldElement Divide(FieldElement x, FieldElement y)
    {
        if (!y.IsZero)
        {
            return x * y.Inverse();
        }

        Irregularity = "a division by zero";
        return x * inverseOfZero;
    }

    /// <summary>A random total order; 0 has no special place in it.</summary>
    public int Compare(FieldElement x, FieldElement y)
    {
        if (x == y)
        {
            return 0;
        }

        var (a, b) = ((x * orderFactor) + orderOffset, (y * orderFactor) + orderOffset);
        return a.Re != b.Re ? a.Re.CompareTo(b.Re) : a.Im.CompareTo(b.Im);
    }

    public int Sign(FieldElement x) => Compare(x, FieldElement.Zero);

    public FieldElement Apply(string function, FieldElement x)
    {
        switch (function)
        {
            case "Exp":
                return Exp(x);
            case "Expm1":
                return Exp(x) - FieldElement.One;
            case "Log":
                return Log(x);
            case "Log1p":
                return Log(x + FieldElement.One);
            case "Tanh":
                return Divide(Exp(x) - Exp(-x), Exp(x) + Exp(-x));
            case "Logistic":
                return Divide(FieldElement.One, FieldElement.One + Exp(-x));
            case "Sin":
                var s = HalfTangent(x);
                return Divide(s + s, FieldElement.One + (s * s));
            case "Cos":
                var c = HalfTangent(x);
                return Divide(FieldElement.One - (c * c), FieldElement.One + (c * c));
            case "Sqrt":
                return Root(x);
            case "Abs":
                return Sign(x) >= 0 ? x : -x;
            case "Sign":
                return FieldElement.Of(Sign(x));
            case "Erf":
                return errors.TryGetValue(x, out var error) ? error : errors[x] = Draw();
            case "Floor":
                return floors.TryGetValue(x, out var floor) ? floor : floors[x] = Draw();
            default:
                throw new ArgumentException("The elementary function " + function + " has no meaning over a field.");
        }
    }

    public FieldElement Root(FieldElement x)
    {
        if (!roots.TryGetValue(x, out var root))
        {
            if (!x.TryRoot(out root))
            {
                Irregularity = "a number without a root in the field";
                root = Draw();
            }

            roots.Add(x, root);
        }
        else if (root * root != x)
        {
            Irregularity = "a number without a root in the field";
        }

        return root;
    }

    /// <summary>x^y for exponents whose powers are tied by x^(y+1) = x^y x; small integers are products.</summary>
    public FieldElement Power(FieldElement x, FieldElement y)
    {
        const int Reach = 8;
        for (int k = 0; k <= Reach; k++)
        {
            if (y == FieldElement.Of(k))
            {
                return Repeated(x, k);
            }

            if (y == FieldElement.Of(-k))
            {
                return Divide(FieldElement.One, Repeated(x, k));
            }

            if (powers.TryGetValue((x, y + FieldElement.Of(k)), out var above))
            {
                return Divide(above, Repeated(x, k));
            }

            if (powers.TryGetValue((x, y - FieldElement.Of(k)), out var below))
            {
                return below * Repeated(x, k);
            }
        }

        return powers[(x, y)] = Draw();
    }

    public FieldElement Angle(FieldElement y, FieldElement x) => angles.TryGetValue((y, x), out var angle) ? angle : angles[(y, x)] = Draw();

    private static FieldElement Repeated(FieldElement x, int times)
    {
        var product = FieldElement.One;
        for (int i = 0; i < times; i++)
        {
            product *= x;
        }

        return product;
    }

    private FieldElement Exp(FieldElement x)
    {
        if (x.IsZero)
        {
            return FieldElement.One;
        }

        if (!exponentials.TryGetValue(x, out var value))
        {
            value = Draw();
            Tie(x, value);
        }

        return value;
    }

    private FieldElement Log(FieldElement x)
    {
        if (x == FieldElement.One)
        {
            return FieldElement.Zero;
        }

        if (x.IsZero)
        {
            Irregularity = "the logarithm of zero";
        }

        if (!logarithms.TryGetValue(x, out var value))
        {
            value = Draw();
            if (x.IsZero)
            {
                logarithms.Add(x, value);
            }
            else
            {
                Tie(value, x);
            }
        }

        return value;
    }

    private void Tie(FieldElement logarithm, FieldElement exponential)
    {
        exponentials[logarithm] = exponential;
        logarithms[exponential] = logarithm;
        var inverse = exponential.Inverse();
        exponentials[-logarithm] = inverse;
        logarithms[inverse] = -logarithm;
    }

    // tan(x/2), from which sine and cosine are rational.
    private FieldElement HalfTangent(FieldElement x)
    {
        if (x.IsZero)
        {
            return FieldElement.Zero;
        }

        if (!halfTangents.TryGetValue(x, out var value))
        {
            value = Draw();
            halfTangents[x] = value;
            halfTangents[-x] = -value;
        }

        return value;
    }
}

/// <summary>Exact arithmetic of one <see cref="FieldTrial"/>.</summary>
internal readonly struct FieldArithmetic(FieldTrial trial) : IArithmetic<FieldElement>
{
    public FieldElement Zero => FieldElement.Zero;

    public FieldElement One => FieldElement.One;

    public FieldElement Constant(double value) => trial.Constant(value);

    public FieldElement Integer(long value) => FieldElement.Of(value);

    public FieldElement Add(FieldElement x, FieldElement y) => x + y;

    public FieldElement Negate(FieldElement x) => -x;

    public FieldElement Multiply(FieldElement x, FieldElement y) => x * y;

    public FieldElement MultiplyStrong(FieldElement x, FieldElement y) => x * y;

    public FieldElement Divide(FieldElement x, FieldElement y) => trial.Divide(x, y);

    public FieldElement Apply(string function, FieldElement x) => trial.Apply(function, x);

    public FieldElement Root(FieldElement x) => trial.Root(x);

    public FieldElement Power(FieldElement x, FieldElement y) => trial.Power(x, y);

    public FieldElement Angle(FieldElement y, FieldElement x) => trial.Angle(y, x);

    public FieldElement Stop(FieldElement x) => x;

    public FieldElement[] FixedPoint(FieldElement[] point, Func<FieldElement[], FieldElement[]> step, Func<FieldElement[], FieldElement[], FieldElement[]>? gauge) => point;

    public FieldElement Compare(string relation, FieldElement x, FieldElement y) => Truth(relation switch
    {
        "Less" => trial.Compare(x, y) < 0,
        "LessEqual" => trial.Compare(x, y) <= 0,
        "Equal" => x == y,
        "NotEqual" => x != y,
        _ => throw new ArgumentException("There is no comparison " + relation + "."),
    });

    public FieldElement Logic(string operation, FieldElement x, FieldElement y) => Truth(operation switch
    {
        "And" => !x.IsZero && !y.IsZero,
        "Or" => !x.IsZero || !y.IsZero,
        "Not" => x.IsZero,
        _ => throw new ArgumentException("There is no logical operation " + operation + "."),
    });

    public bool? Decide(FieldElement truth) => !truth.IsZero;

    public int? Trips(string index, Sizes around) => trial.Trips(index, around);

    public FieldElement Select(FieldElement condition, FieldElement whenTrue, FieldElement whenFalse) => condition.IsZero ? whenFalse : whenTrue;

    public FieldElement Extreme(FieldElement x, FieldElement y, bool largest) => trial.Compare(x, y) > 0 == largest ? x : y;

    public FieldElement Maximum(FieldElement[] elements)
    {
        var max = elements[0];
        foreach (var element in elements)
        {
            max = Extreme(max, element, largest: true);
        }

        return max;
    }

    public bool IsBetterPivot(FieldElement candidate, FieldElement pivot) => pivot.IsZero && !candidate.IsZero;

    private static FieldElement Truth(bool value) => value ? FieldElement.One : FieldElement.Zero;
}
