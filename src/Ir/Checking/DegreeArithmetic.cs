using System;

namespace Costate.Ir.Checking;

/// <summary>Bounds on the degrees of numerator and denominator of a rational function.</summary>
internal readonly struct Degree(long numerator, long denominator)
{
    /// <summary>Where bounds stop growing: beyond the order of the field they say nothing.</summary>
    public const long Limit = FieldElement.P;

    public long Numerator { get; } = Math.Min(Limit, numerator);

    public long Denominator { get; } = Math.Min(Limit, denominator);
}

/// <summary>
/// How large the degree of a program's results may be in its inputs and in the values of its uninterpreted functions, found by running
/// the program: the Schwartz-Zippel bound needs it.
/// </summary>
internal readonly struct DegreeArithmetic : IArithmetic<Degree>
{
    public static readonly Degree Variable = new(1, 0);

    public Degree Zero => default;

    public Degree One => default;

    public Degree Constant(double value) => default;

    public Degree Integer(long value) => default;

    public Degree Add(Degree x, Degree y) => new(Math.Max(x.Numerator + y.Denominator, y.Numerator + x.Denominator), x.Denominator + y.Denominator);

    public Degree Negate(Degree x) => x;

    public Degree Multiply(Degree x, Degree y) => new(x.Numerator + y.Numerator, x.Denominator + y.Denominator);

    public Degree MultiplyStrong(Degree x, Degree y) => Multiply(x, y);

    public Degree Divide(Degree x, Degree y) => new(x.Numerator + y.Denominator, x.Denominator + y.Numerator);

    public Degree Apply(string function, Degree x) => function switch
    {
        "Abs" => x,
        "Sign" => default,
        "Exp" or "Expm1" or "Logistic" => new(1, 1),
        "Tanh" or "Sin" or "Cos" => new(2, 2),
        _ => Variable,
    };

    public Degree Root(Degree x) => Variable;

    // A fresh value times a small power of the base.
    public Degree Power(Degree x, Degree y) => new(1 + (8 * (x.Numerator + x.Denominator)), 8 * (x.Numerator + x.Denominator));

    public Degree Angle(Degree y, Degree x) => Variable;

    public Degree Stop(Degree x) => x;

    public Degree[] FixedPoint(Degree[] point, Func<Degree[], Degree[]> step, Func<Degree[], Degree[], Degree[]>? gauge) => point;

    public Degree Compare(string relation, Degree x, Degree y) => default;

    public Degree Logic(string operation, Degree x, Degree y) => default;

    public Degree Select(Degree condition, Degree whenTrue, Degree whenFalse) => Either(whenTrue, whenFalse);

    public Degree Extreme(Degree x, Degree y, bool largest) => Either(x, y);

    public Degree Maximum(Degree[] elements)
    {
        var max = elements[0];
        foreach (var element in elements)
        {
            max = Either(max, element);
        }

        return max;
    }

    public bool IsBetterPivot(Degree candidate, Degree pivot) => false;

    public bool? Decide(Degree truth) => null;

    // The most that a trial of the field draws.
    public int? Trips(string index, Sizes around) => FieldTrial.MaxTrips;

    private static Degree Either(Degree x, Degree y) => new(Math.Max(x.Numerator, y.Numerator), Math.Max(x.Denominator, y.Denominator));
}
