using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>A product of powers of atoms, in the order of the atoms.</summary>
internal sealed class DimMonomial : IComparable<DimMonomial>, IEquatable<DimMonomial>
{
    public static readonly DimMonomial One = new([], []);

    private readonly DimAtom[] atoms;
    private readonly int[] powers;
    private readonly int hash;

    public DimMonomial(DimAtom[] atoms, int[] powers)
    {
        this.atoms = atoms;
        this.powers = powers;
        var mixed = 7;
        for (var i = 0; i < atoms.Length; i++)
        {
            Degree = checked(Degree + powers[i]);
            mixed = DimHash.Mix(DimHash.Mix(mixed, atoms[i].Hash), powers[i]);
        }

        hash = mixed;
    }

    public int Degree { get; }

    public IReadOnlyList<DimAtom> Atoms => atoms;

    public IReadOnlyList<int> Powers => powers;

    public bool IsOne => atoms.Length == 0;

    /// <summary>The atom if this is one atom to the first power.</summary>
    public DimAtom? Single => atoms.Length == 1 && powers[0] == 1 ? atoms[0] : null;

    public int PowerOf(DimAtom atom)
    {
        for (var i = 0; i < atoms.Length; i++)
        {
            if (atoms[i].Equals(atom)) return powers[i];
        }

        return 0;
    }

    /// <summary>
    /// Graded lexicographic: compatible with multiplication, which the division of polynomials relies on for its remainder to be unique.
    /// </summary>
    public int CompareTo(DimMonomial? other)
    {
        if (other is null) return 1;
        if (ReferenceEquals(this, other)) return 0;
        if (Degree != other.Degree) return Degree.CompareTo(other.Degree);
        for (var i = 0; i < atoms.Length && i < other.atoms.Length; i++)
        {
            var order = atoms[i].CompareTo(other.atoms[i]);
            if (order != 0) return -order;
            if (powers[i] != other.powers[i]) return powers[i].CompareTo(other.powers[i]);
        }

        return atoms.Length.CompareTo(other.atoms.Length);
    }

    public bool Equals(DimMonomial? other) =>
        ReferenceEquals(this, other) || (other is not null && hash == other.hash && CompareTo(other) == 0);

    public override bool Equals(object? obj) => Equals(obj as DimMonomial);

    public override int GetHashCode() => hash;

    public static DimMonomial operator *(DimMonomial a, DimMonomial b)
    {
        if (a.IsOne) return b;
        if (b.IsOne) return a;
        return Merge(a, b, static (x, y) => checked(x + y));
    }

    /// <summary>The quotient, or null if <paramref name="divisor"/> does not divide this.</summary>
    public DimMonomial? DivideBy(DimMonomial divisor)
    {
        if (divisor.IsOne) return this;
        foreach (var atom in divisor.atoms)
        {
            if (PowerOf(atom) < divisor.PowerOf(atom)) return null;
        }

        return Merge(this, divisor, static (x, y) => x - y);
    }

    public static DimMonomial Gcd(DimMonomial a, DimMonomial b) => a.IsOne || b.IsOne ? One : Merge(a, b, Math.Min);

    private static DimMonomial Merge(DimMonomial a, DimMonomial b, Func<int, int, int> combine)
    {
        var atoms = new List<DimAtom>(a.atoms.Length + b.atoms.Length);
        var powers = new List<int>(a.atoms.Length + b.atoms.Length);
        for (int i = 0, j = 0; i < a.atoms.Length || j < b.atoms.Length;)
        {
            var order = i == a.atoms.Length ? 1 : j == b.atoms.Length ? -1 : a.atoms[i].CompareTo(b.atoms[j]);
            var power = combine(order <= 0 ? a.powers[i] : 0, order >= 0 ? b.powers[j] : 0);
            if (power != 0)
            {
                atoms.Add(order <= 0 ? a.atoms[i] : b.atoms[j]);
                powers.Add(power);
            }

            if (order <= 0) i++;
            if (order >= 0) j++;
        }

        return atoms.Count == 0 ? One : new DimMonomial(atoms.ToArray(), powers.ToArray());
    }
}

/// <summary>A monomial with its coefficient, which is never zero inside a polynomial.</summary>
internal readonly struct DimTerm(DimMonomial monomial, long coefficient)
{
    public DimMonomial Monomial { get; } = monomial;

    public long Coefficient { get; } = coefficient;
}
