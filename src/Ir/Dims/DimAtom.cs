using System;
using System.Collections.Generic;

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

    /// <summary>This atom with the atoms inside it replaced.</summary>
    public abstract DimExpr RewriteInside(Func<DimAtom, DimExpr?> map);

    /// <param name="valueOf">Gives the value of a symbol.</param>
    /// <param name="undefined">Set to a division by zero if there is one; the value then means nothing.</param>
    public abstract long Evaluate(Func<string, long> valueOf, ref FloorAtom? undefined);

    protected abstract int CompareSameKind(DimAtom other);
}

/// <summary>A named dimension.</summary>
internal sealed class SymbolAtom(string name) : DimAtom(0, DimHash.Of(name))
{
    public string Name { get; } = name;

    public override void AddSymbols(ISet<string> into) => into.Add(Name);

    public override DimExpr RewriteInside(Func<DimAtom, DimExpr?> map) => DimExpr.FromAtom(this);

    public override long Evaluate(Func<string, long> valueOf, ref FloorAtom? undefined) => valueOf(Name);

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

    public override DimExpr RewriteInside(Func<DimAtom, DimExpr?> map)
    {
        var numerator = Numerator.Rewrite(map);
        var denominator = Denominator.Rewrite(map);
        return ReferenceEquals(numerator, Numerator) && ReferenceEquals(denominator, Denominator)
            ? DimExpr.FromAtom(this)
            : DimExpr.FloorDiv(numerator, denominator);
    }

    public override long Evaluate(Func<string, long> valueOf, ref FloorAtom? undefined)
    {
        var denominator = Denominator.EvaluateCore(valueOf, ref undefined);
        if (denominator != 0) return DimMath.FloorDiv(Numerator.EvaluateCore(valueOf, ref undefined), denominator);
        undefined ??= this;
        return 0;
    }

    public DivideByZeroException DividesByZero() => new($"The divisor '{Denominator}' of the dimension '{DimExpr.FromAtom(this)}' is 0.");

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

    public override DimExpr RewriteInside(Func<DimAtom, DimExpr?> map)
    {
        var touched = false;
        var replaced = new List<DimExpr>(Members.Count);
        foreach (var member in Members)
        {
            replaced.Add(member.Rewrite(map));
            touched |= !ReferenceEquals(replaced[replaced.Count - 1], member);
        }

        return touched ? DimExpr.MinOf(replaced) : DimExpr.FromAtom(this);
    }

    public override long Evaluate(Func<string, long> valueOf, ref FloorAtom? undefined)
    {
        var least = Members[0].EvaluateCore(valueOf, ref undefined);
        for (var i = 1; i < Members.Count; i++) least = Math.Min(least, Members[i].EvaluateCore(valueOf, ref undefined));
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
