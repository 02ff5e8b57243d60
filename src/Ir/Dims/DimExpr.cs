using System;
using System.Collections.Generic;
using System.Globalization;

namespace Costate;

/// <summary>
/// A symbolic dimension: a polynomial with integer coefficients in symbols, floor divisions and minima, kept in a normal form.
/// </summary>
/// <remarks>
/// Two expressions with the same normal form are equal for all values of their symbols at which both are defined. The normal form
/// assumes nothing about the symbols, not even that they are non-negative, so that substitution never changes a value; whatever needs
/// such facts is asked through <see cref="Compare(DimExpr, DimExpr, DimFacts?)"/>. Immutable, and safe to share between threads.
/// </remarks>
public sealed partial class DimExpr : IEquatable<DimExpr>
{
    private const int MaximalTerms = 20_000;

    // In descending order of the monomials, without zero coefficients.
    private readonly DimTerm[] terms;
    private readonly int hash;
    private string[]? symbols;
    private string? text;

    private DimExpr(DimTerm[] terms)
    {
        this.terms = terms;
        var mixed = 3;
        foreach (var term in terms)
        {
            // Kept symmetric, so that negation and printing need no exception of their own.
            if (term.Coefficient == long.MinValue) throw new OverflowException("A coefficient of a dimension does not fit in 64 bits.");
            mixed = DimHash.Mix(DimHash.Mix(mixed, term.Monomial.GetHashCode()), term.Coefficient.GetHashCode());
        }

        hash = mixed;
    }

    /// <summary>The dimension 0.</summary>
    public static readonly DimExpr Zero = new([]);

    /// <summary>The dimension 1.</summary>
    public static readonly DimExpr One = new([new DimTerm(DimMonomial.One, 1)]);

    /// <summary>Whether this is a number.</summary>
    public bool IsConstant => terms.Length == 0 || terms[0].Monomial.IsOne;

    /// <summary>The names that occur, each once, in ordinal order.</summary>
    public IReadOnlyCollection<string> Symbols
    {
        get
        {
            if (symbols is null)
            {
                var set = new SortedSet<string>(StringComparer.Ordinal);
                AddSymbols(set);
                var array = new string[set.Count];
                set.CopyTo(array);
                symbols = array;
            }

            return symbols;
        }
    }

    internal IReadOnlyList<DimTerm> Terms => terms;

    /// <summary>Makes a number.</summary>
    public static DimExpr Constant(long v) => v switch
    {
        0 => Zero,
        1 => One,
        _ => new DimExpr([new DimTerm(DimMonomial.One, v)]),
    };

    /// <summary>Makes a named dimension.</summary>
    /// <exception cref="ArgumentException">The name is not an identifier.</exception>
    public static DimExpr Symbol(string name)
    {
        if (name is null) throw new ArgumentNullException(nameof(name));
        if (!DimParser.IsIdentifier(name) && name != Ir.LeadingAxes.Name)
        {
            throw new ArgumentException(
                $"'{name}' cannot name a dimension: write a letter or '_', then letters, digits or '_'.", nameof(name));
        }

        return FromAtom(new SymbolAtom(name));
    }

    /// <summary>Makes a number.</summary>
    public static implicit operator DimExpr(int v) => Constant(v);

    /// <summary>Makes a number.</summary>
    public static implicit operator DimExpr(long v) => Constant(v);

    /// <summary>The sum.</summary>
    public static DimExpr operator +(DimExpr a, DimExpr b) => AddScaled(a, b, 1);

    /// <summary>The difference, which may be negative.</summary>
    public static DimExpr operator -(DimExpr a, DimExpr b) => AddScaled(a, b, -1);

    /// <summary>The negated dimension.</summary>
    public static DimExpr operator -(DimExpr a) => a.Scale(-1);

    /// <summary>The product.</summary>
    public static DimExpr operator *(DimExpr a, DimExpr b)
    {
        if (a.TryGetConstant(out var left)) return b.Scale(left);
        if (b.TryGetConstant(out var right)) return a.Scale(right);
        if ((long)a.terms.Length * b.terms.Length > MaximalTerms) throw TooLarge();
        var sum = new Dictionary<DimMonomial, long>();
        try
        {
            foreach (var x in a.terms)
            {
                foreach (var y in b.terms) Accumulate(sum, x.Monomial * y.Monomial, checked(x.Coefficient * y.Coefficient));
            }
        }
        catch (OverflowException)
        {
            throw Overflowed($"({a})*({b})");
        }

        return FromSum(sum);
    }

    /// <summary>Whether two dimensions have the same normal form.</summary>
    public static bool operator ==(DimExpr? a, DimExpr? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Whether two dimensions have different normal forms; they may still be equal for all values.</summary>
    public static bool operator !=(DimExpr? a, DimExpr? b) => !(a == b);

    /// <summary>Gets the number if this is one.</summary>
    public bool TryGetConstant(out long value)
    {
        value = terms.Length == 0 ? 0 : terms[0].Coefficient;
        return IsConstant;
    }

    /// <summary>Gets the name if this is a symbol and nothing else.</summary>
    public bool TryGetSymbol(out string name)
    {
        name = TryGetAtom() is SymbolAtom symbol ? symbol.Name : "";
        return name.Length != 0;
    }

    /// <summary>Replaces symbols.</summary>
    /// <param name="map">Gives the replacement of a symbol, or null to keep it.</param>
    /// <exception cref="DivideByZeroException">A divisor becomes 0.</exception>
    public DimExpr Substitute(Func<string, DimExpr?> map)
    {
        if (map is null) throw new ArgumentNullException(nameof(map));
        var touched = false;
        foreach (var symbol in Symbols) touched |= map(symbol) is not null;
        if (!touched) return this;

        return Rewrite(atom => atom is SymbolAtom symbol ? map(symbol.Name) : null);
    }

    /// <summary>Replaces atoms; where the map gives null, the atoms inside the atom are tried.</summary>
    internal DimExpr Rewrite(Func<DimAtom, DimExpr?> map)
    {
        var result = Zero;
        var touched = false;
        foreach (var term in terms)
        {
            var product = Constant(term.Coefficient);
            for (var i = 0; i < term.Monomial.Atoms.Count; i++)
            {
                var atom = term.Monomial.Atoms[i];
                var factor = map(atom) ?? atom.RewriteInside(map);
                touched |= !ReferenceEquals(factor.TryGetAtom(), atom);
                for (var power = term.Monomial.Powers[i]; power > 0; power--) product *= factor;
            }

            result += product;
        }

        return touched ? result : this;
    }

    /// <summary>Computes the value, in 64 bits and checked.</summary>
    /// <param name="valueOf">Gives the value of a symbol.</param>
    /// <exception cref="OverflowException">The value, or a part of it, does not fit.</exception>
    /// <exception cref="DivideByZeroException">A divisor is 0.</exception>
    public long Evaluate(Func<string, long> valueOf)
    {
        if (valueOf is null) throw new ArgumentNullException(nameof(valueOf));
        try
        {
            FloorAtom? undefined = null;
            var value = EvaluateCore(valueOf, ref undefined);
            return undefined is null ? value : throw undefined.DividesByZero();
        }
        catch (OverflowException)
        {
            var where = new List<string>();
            foreach (var symbol in Symbols) where.Add(symbol + " = " + valueOf(symbol).ToString(CultureInfo.InvariantCulture));
            throw new OverflowException(
                $"The dimension '{this}' does not fit in 64 bits{(where.Count == 0 ? "" : " for " + string.Join(", ", where))}.");
        }
    }

    /// <summary>Reads an expression: names, integers, + - * / % (division rounds down), parentheses, min, max and floor.</summary>
    /// <exception cref="FormatException">The text is no such expression.</exception>
    public static DimExpr Parse(string text)
    {
        if (TryParse(text, out var expression, out var error, out var column)) return expression!;
        var position = (column + 1).ToString(CultureInfo.InvariantCulture);
        throw new FormatException($"'{text}' is not a dimension: {error} (at position {position}).");
    }

    /// <summary>Reads an expression as <see cref="Parse"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="e">The expression, or null.</param>
    /// <param name="error">What is wrong, or null.</param>
    /// <param name="errorColumn">Where it is wrong, counted from 0.</param>
    public static bool TryParse(string text, out DimExpr? e, out string? error, out int errorColumn)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        return DimParser.TryParse(text, out e, out error, out errorColumn);
    }

    /// <summary>Whether the normal forms are the same.</summary>
    public bool Equals(DimExpr? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || hash != other.hash || terms.Length != other.terms.Length) return false;
        for (var i = 0; i < terms.Length; i++)
        {
            if (terms[i].Coefficient != other.terms[i].Coefficient || !terms[i].Monomial.Equals(other.terms[i].Monomial)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DimExpr);

    /// <summary>A hash of the normal form, the same in every process.</summary>
    public override int GetHashCode() => hash;

    /// <summary>The expression as text, in the invariant culture; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => text ??= DimPrinter.Print(this);

    /// <summary>The expression as a C# expression of type int, checked for overflow where it computes anything.</summary>
    /// <param name="rename">Gives the C# text for a symbol.</param>
    /// <param name="fits">Whether the value is known to fit in an int, as a place in memory does: sums and products are right then whatever overflows on the way, and not checked.</param>
    /// <exception cref="OverflowException">A constant does not fit in an int.</exception>
    internal string ToCSharp(Func<string, string> rename, bool fits = false) => DimPrinter.PrintCSharp(this, rename, fits);

    internal static DimExpr FromAtom(DimAtom atom) => new([new DimTerm(atom.Monomial, 1)]);

    internal DimAtom? TryGetAtom() => terms.Length == 1 && terms[0].Coefficient == 1 ? terms[0].Monomial.Single : null;

    internal void AddSymbols(ISet<string> into)
    {
        foreach (var term in terms)
        {
            foreach (var atom in term.Monomial.Atoms) atom.AddSymbols(into);
        }
    }

    /// <summary>The value; where there is none because of a division by zero, says so without the cost of an exception.</summary>
    /// <exception cref="OverflowException">The value does not fit in 64 bits.</exception>
    internal bool TryEvaluate(Func<string, long> valueOf, out long value)
    {
        FloorAtom? undefined = null;
        value = EvaluateCore(valueOf, ref undefined);
        return undefined is null;
    }

    internal long EvaluateCore(Func<string, long> valueOf, ref FloorAtom? undefined)
    {
        var sum = 0L;
        foreach (var term in terms)
        {
            var product = term.Coefficient;
            for (var i = 0; i < term.Monomial.Atoms.Count; i++)
            {
                var factor = term.Monomial.Atoms[i].Evaluate(valueOf, ref undefined);
                product = checked(product * DimMath.Power(factor, term.Monomial.Powers[i]));
            }

            sum = checked(sum + product);
        }

        return sum;
    }

    /// <summary>A total order on normal forms; it says nothing about values.</summary>
    internal static int CompareStructure(DimExpr a, DimExpr b)
    {
        if (ReferenceEquals(a, b)) return 0;
        for (var i = 0; i < a.terms.Length && i < b.terms.Length; i++)
        {
            // Greater monomials first, as they are printed.
            var order = b.terms[i].Monomial.CompareTo(a.terms[i].Monomial);
            if (order == 0) order = a.terms[i].Coefficient.CompareTo(b.terms[i].Coefficient);
            if (order != 0) return order;
        }

        return a.terms.Length.CompareTo(b.terms.Length);
    }

    internal long CoefficientOf(DimMonomial monomial)
    {
        foreach (var term in terms)
        {
            if (term.Monomial.Equals(monomial)) return term.Coefficient;
        }

        return 0;
    }

    internal long ConstantTerm =>
        terms.Length != 0 && terms[terms.Length - 1].Monomial.IsOne ? terms[terms.Length - 1].Coefficient : 0;

    internal DimExpr Scale(long factor)
    {
        if (factor == 0 || terms.Length == 0) return Zero;
        if (factor == 1) return this;
        var scaled = new DimTerm[terms.Length];
        try
        {
            for (var i = 0; i < terms.Length; i++)
            {
                scaled[i] = new DimTerm(terms[i].Monomial, checked(terms[i].Coefficient * factor));
            }

            return new DimExpr(scaled);
        }
        catch (OverflowException)
        {
            throw Overflowed(factor.ToString(CultureInfo.InvariantCulture) + "*(" + this + ")");
        }
    }

    /// <summary>Divides every coefficient, exactly.</summary>
    internal DimExpr Unscale(long divisor)
    {
        if (divisor == 1) return this;
        var scaled = new DimTerm[terms.Length];
        for (var i = 0; i < terms.Length; i++) scaled[i] = new DimTerm(terms[i].Monomial, terms[i].Coefficient / divisor);
        return new DimExpr(scaled);
    }

    internal DimExpr TimesTerm(DimMonomial monomial, long coefficient)
    {
        var product = new DimTerm[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            product[i] = new DimTerm(terms[i].Monomial * monomial, checked(terms[i].Coefficient * coefficient));
        }

        return new DimExpr(product);
    }

    internal static DimExpr FromTerm(DimMonomial monomial, long coefficient) =>
        coefficient == 0 ? Zero : new DimExpr([new DimTerm(monomial, coefficient)]);

    private static DimExpr AddScaled(DimExpr a, DimExpr b, long factor)
    {
        if (b.terms.Length == 0) return a;
        if (a.terms.Length == 0) return b.Scale(factor);
        var sum = new List<DimTerm>(a.terms.Length + b.terms.Length);
        try
        {
            for (int i = 0, j = 0; i < a.terms.Length || j < b.terms.Length;)
            {
                var order = i == a.terms.Length ? -1 : j == b.terms.Length ? 1 : a.terms[i].Monomial.CompareTo(b.terms[j].Monomial);
                var left = order >= 0 ? a.terms[i].Coefficient : 0;
                var right = order <= 0 ? b.terms[j].Coefficient : 0;
                var coefficient = checked(left + (right * factor));
                if (coefficient != 0) sum.Add(new DimTerm(order >= 0 ? a.terms[i].Monomial : b.terms[j].Monomial, coefficient));
                if (order >= 0) i++;
                if (order <= 0) j++;
            }

            return sum.Count == 0 ? Zero : new DimExpr(sum.ToArray());
        }
        catch (OverflowException)
        {
            throw Overflowed(factor == 1 ? $"({a}) + ({b})" : $"({a}) - ({b})");
        }
    }

    private static void Accumulate(Dictionary<DimMonomial, long> sum, DimMonomial monomial, long coefficient)
    {
        sum.TryGetValue(monomial, out var before);
        sum[monomial] = checked(before + coefficient);
    }

    private static DimExpr FromSum(Dictionary<DimMonomial, long> sum)
    {
        var list = new List<DimTerm>(sum.Count);
        foreach (var pair in sum)
        {
            if (pair.Value != 0) list.Add(new DimTerm(pair.Key, pair.Value));
        }

        list.Sort(static (x, y) => y.Monomial.CompareTo(x.Monomial));
        return list.Count == 0 ? Zero : new DimExpr(list.ToArray());
    }

    private static OverflowException Overflowed(string expression) =>
        new($"A coefficient of the dimension '{expression}' does not fit in 64 bits.");

    private static InvalidOperationException TooLarge() =>
        new("A dimension has more than " + MaximalTerms.ToString(CultureInfo.InvariantCulture) + " terms when multiplied out; name a part of it.");
}
