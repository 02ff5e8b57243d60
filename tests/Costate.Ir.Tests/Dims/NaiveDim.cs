using System;
using System.Collections.Generic;
using System.Globalization;

namespace Costate.Ir.Tests.Dims;

/// <summary>A dimension as it was written, evaluated as it was written: what the normal form is held against.</summary>
internal abstract record NaiveDim
{
    public static readonly string[] Names = ["a", "b", "n"];

    public abstract DimExpr Build();

    /// <summary>Null where it divides by zero.</summary>
    public abstract long? Value(IReadOnlyDictionary<string, long> at);

    public static NaiveDim Random(Random random, int depth, bool symbolicDivisors)
    {
        if (depth == 0 || random.Next(8) == 0)
        {
            return random.Next(3) == 0 ? new Number(random.Next(-3, 6)) : new Name(Names[random.Next(Names.Length)]);
        }

        var left = Random(random, depth - 1, symbolicDivisors);
        var right = Random(random, depth - 1, symbolicDivisors);
        var kind = random.Next(9);
        if (kind is 5 or 6 && !(symbolicDivisors && random.Next(2) == 0))
        {
            var divisor = random.Next(-3, 5);
            right = new Number(divisor == 0 ? 6 : divisor);
        }

        return kind switch
        {
            0 or 1 => new Operation('+', left, right),
            2 or 3 => new Operation('-', left, right),
            4 => new Operation('*', left, right),
            5 => new Operation('/', left, right),
            6 => new Operation('%', left, right),
            7 => new Operation('m', left, right),
            _ => new Operation('M', left, right),
        };
    }

    public sealed record Number(long Constant) : NaiveDim
    {
        public override DimExpr Build() => Constant;

        public override long? Value(IReadOnlyDictionary<string, long> at) => Constant;

        public override string ToString() => string.Format(CultureInfo.InvariantCulture, Constant < 0 ? "({0})" : "{0}", Constant);
    }

    public sealed record Name(string Symbol) : NaiveDim
    {
        public override DimExpr Build() => DimExpr.Symbol(Symbol);

        public override long? Value(IReadOnlyDictionary<string, long> at) => at[Symbol];

        public override string ToString() => Symbol;
    }

    public sealed record Operation(char Kind, NaiveDim Left, NaiveDim Right) : NaiveDim
    {
        public override DimExpr Build()
        {
            var left = Left.Build();
            var right = Right.Build();
            return Kind switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => DimExpr.FloorDiv(left, right),
                '%' => DimExpr.Mod(left, right),
                'm' => DimExpr.Min(left, right),
                _ => DimExpr.Max(left, right),
            };
        }

        public override long? Value(IReadOnlyDictionary<string, long> at)
        {
            if (Left.Value(at) is not { } left || Right.Value(at) is not { } right) return null;
            return Kind switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => Floor(left, right),
                '%' => left - (right * Floor(left, right)),
                'm' => Math.Min(left, right),
                _ => Math.Max(left, right),
            };
        }

        public override string ToString() => Kind switch
        {
            'm' => $"min({Left}, {Right})",
            'M' => $"max({Left}, {Right})",
            _ => $"({Left} {Kind} {Right})",
        };

        private static long? Floor(long a, long b) => b == 0 ? null : (long)Math.Floor((decimal)a / b);
    }
}
