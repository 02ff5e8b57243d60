using System;
using System.Collections.Generic;
using System.Globalization;

namespace Costate;

/// <summary>What a polynomial of dimensions is a polynomial in: a symbol, a floor division or a minimum.</summary>
internal abstract class DimAtom : IComparable<DimAtom>, IEquatable<DimAtom>
{
    private protected DimAtom(int kind, int hash)
    {
        Kind = kind;
        Hash = hash;
    }

    protected int Kind { get; }

    /// <summary>The same in every process, unlike the hash of a string.</summary>
    public int Hash { get; }

    /// <summary>The monomial that consists of this atom, made once since nearly every use of an atom needs it.</summary>
    public DimMonomial Monomial => field ??= new DimMonomial([this], [1]);

    public int CompareTo(DimAtom? other)
    {
        if (other is null) return 1;
        if (ReferenceEquals(this, other)) return 0;
        return Kind != other.Kind ? Kind.CompareTo(other.Kind) : CompareSameKind(other);
    }

    public bool Equals(DimAtom? other) =>
        ReferenceEquals(this, other) || (other is not null && Hash == other.Hash && CompareTo(other) == 0);

    public override bool Equals(object? obj) => Equals(obj as DimAtom);

    public override int GetHashCode() => Hash;

    public abstract void AddSymbols(ISet<string> into);

    public abstract DimExpr Substitute(Func<string, DimExpr?> map);

    public abstract long Evaluate(Func<string, long> valueOf);

    protected abstract int CompareSameKind(DimAtom other);
}

/// <summary>A named dimension.</summary>
internal sealed class SymbolAtom(string name) : DimAtom(0, DimHash.Of(name))
{
    public string Name { get; } = name;

    public override void AddSymbols(ISet<string> into) => into.Add(Name);

    public override DimExpr Substitute(Func<string, DimExpr?> map) => map(Name) ?? DimExpr.FromAtom(this);

    public override long Evaluate(Func<string, long> valueOf) => valueOf(Name);

    protected override int CompareSameKind(DimAtom other) => string.CompareOrdinal(Name, ((SymbolAtom)other).Name);
}

/// <summary>A division, rounded towards minus infinity, that the normal form could not resolve.</summary>
internal sealed class FloorAtom(DimExpr numerator, DimExpr denominator)
    : DimAtom(1, DimHash.Mix(DimHash.Mix(17, numerator.GetHashCode()), denominator.GetHashCode()))
{
    public DimExpr Numerator { get; } = numerator;

    public DimExpr Denominator { get; } = denominator;

    public override void AddSymbols(ISet<string> into)
    {
        Numerator.AddSymbols(into);
        Denominator.AddSymbols(into);
    }

    public override DimExpr Substitute(Func<string, DimExpr?> map) =>
        DimExpr.FloorDiv(Numerator.Substitute(map), Denominator.Substitute(map));

    public override long Evaluate(Func<string, long> valueOf)
    {
        var denominator = Denominator.EvaluateCore(valueOf);
        if (denominator == 0)
        {
            throw new DivideByZeroException(string.Format(
                CultureInfo.InvariantCulture,
                "The divisor '{0}' of the dimension '{1}' is 0.",
                Denominator,
                DimExpr.FromAtom(this)));
        }

        return DimMath.FloorDiv(Numerator.EvaluateCore(valueOf), denominator);
    }

    protected override int CompareSameKind(DimAtom other)
    {
        var floor = (FloorAtom)other;
        var order = DimExpr.CompareStructure(Denominator, floor.Denominator);
        return order != 0 ? order : DimExpr.CompareStructure(Numerator, floor.Numerator);
    }
}

/// <summary>The least of at least two members, sorted and distinct, with nothing common left to pull out.</summary>
internal sealed class MinAtom(DimExpr[] members) : DimAtom(2, DimHash.Of(members))
{
    public IReadOnlyList<DimExpr> Members { get; } = members;

    public override void AddSymbols(ISet<string> into)
    {
        foreach (var member in Members) member.AddSymbols(into);
    }

    public override DimExpr Substitute(Func<string, DimExpr?> map)
    {
        var replaced = new List<DimExpr>(Members.Count);
        foreach (var member in Members) replaced.Add(member.Substitute(map));
        return DimExpr.MinOf(replaced);
    }

    public override long Evaluate(Func<string, long> valueOf)
    {
        var least = Members[0].EvaluateCore(valueOf);
        for (var i = 1; i < Members.Count; i++) least = Math.Min(least, Members[i].EvaluateCore(valueOf));
        return least;
    }

    protected override int CompareSameKind(DimAtom other)
    {
        var min = (MinAtom)other;
        var order = Members.Count.CompareTo(min.Members.Count);
        for (var i = 0; order == 0 && i < Members.Count; i++) order = DimExpr.CompareStructure(Members[i], min.Members[i]);
        return order;
    }
}
