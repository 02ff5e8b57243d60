using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>Proofs about dimensions. Giving up is always right; saying yes never is unless it holds for all values.</summary>
/// <remarks>
/// Before a proof starts, equalities are solved and symbols are shifted, so that every symbol is at least 0 throughout. What is left
/// of the facts is a list of expressions that are at least 0, called the premises.
/// </remarks>
internal sealed class DimProof
{
    private const int MaximalClasses = 4096;
    private const int MaximalCases = 8;

    // Premises combined in one proof by coefficients: few before a statement is split into classes and cases, more when it cannot be.
    private const int ShallowDepth = 2;
    private const int FullDepth = 4;
    private const int StepsForBounds = 600;

    // Proofs run while somebody types: an answer that takes long is worth less than a guard.
    private int steps = 20_000;

    private DimProof()
    {
    }

    public static bool ProvesEqual(DimExpr a, DimExpr b, DimFacts facts) => Run(a, b, facts, zero: true);

    public static bool ProvesLessOrEqual(DimExpr a, DimExpr b, DimFacts facts) => Run(b, a, facts, zero: false);

    /// <summary>What arithmetic on expressions throws when it meets something not worth pursuing, as opposed to a mistake here.</summary>
    public static bool IsGivingUp(Exception e) => e is OverflowException or DivideByZeroException or InvalidOperationException;

    private static bool Run(DimExpr a, DimExpr b, DimFacts facts, bool zero)
    {
        try
        {
            var solved = DimElimination.Of(facts);
            if (solved.IsContradictory) return true;
            var premises = new List<DimExpr>();
            foreach (var premise in solved.Premises) premises.Add(Shift(premise));
            foreach (var left in solved.Left)
            {
                premises.Add(Shift(left));
                premises.Add(Shift(-left));
            }

            return new DimProof().Prove(Shift(solved.Apply(a - b)), zero, premises, MaximalClasses, MaximalCases);

            DimExpr Shift(DimExpr expression) => expression.Substitute(
                name => solved.LowerBoundOf(name) is var bound && bound == 0 ? null : DimExpr.FromAtom(new SymbolAtom(name)) + bound);
        }
        catch (Exception e) when (IsGivingUp(e))
        {
            return false;
        }
    }

    /// <summary>Proves that the goal is 0, or that it is at least 0.</summary>
    private bool Prove(DimExpr goal, bool zero, List<DimExpr> premises, int classes, int cases)
    {
        if (--steps < 0) return false;
        if (Contradictory(premises)) return true;
        goal = Simplify(goal, premises);
        if (goal.Equals(DimExpr.Zero)) return true;
        if (Bounds(goal, zero, premises, ShallowDepth)) return true;

        // Minima first: remainders decide a division only if no minimum is left inside it.
        if (FindMin(goal) is { } min && min.Members.Count <= cases) return ProveByCases(goal, zero, premises, min, classes, cases);
        var moduli = Moduli.Of(goal);
        if (moduli.Count != 0 && moduli.Classes <= classes) return ProveByClasses(goal, zero, premises, moduli, classes, cases);
        return Bounds(goal, zero, premises, FullDepth);
    }

    private bool Bounds(DimExpr goal, bool zero, List<DimExpr> premises, int depth)
    {
        // What coefficients prove at all they prove soon; the rest of the budget is for the other classes and cases.
        var kept = Math.Max(steps - StepsForBounds, 0);
        steps -= kept;
        var proved = IsNonNegative(goal, premises, depth) && (!zero || IsNonNegative(-goal, premises, depth));
        steps = Math.Max(steps, 0) + kept;
        return proved;
    }

    /// <summary>n = L m + r for every symbol under a division by a number: in each class of remainders the divisions disappear.</summary>
    private bool ProveByClasses(DimExpr goal, bool zero, List<DimExpr> premises, Moduli moduli, int classes, int cases)
    {
        var remainders = new long[moduli.Count];
        while (true)
        {
            var inClass = new List<DimExpr>(premises.Count);
            foreach (var premise in premises) inClass.Add(premise.Substitute(Value));
            if (!Prove(goal.Substitute(Value), zero, inClass, classes / moduli.Classes, cases)) return false;

            var i = 0;
            while (i < remainders.Length && ++remainders[i] == moduli.ModulusAt(i)) remainders[i++] = 0;
            if (i == remainders.Length) return true;
        }

        DimExpr? Value(string name) =>
            moduli.IndexOf(name) is var index && index < 0
                ? null
                : (DimExpr.FromAtom(new SymbolAtom(name)) * moduli.ModulusAt(index)) + remainders[index];
    }

    /// <summary>Whichever member is the least, the statement holds.</summary>
    private bool ProveByCases(DimExpr goal, bool zero, List<DimExpr> premises, MinAtom min, int classes, int cases)
    {
        foreach (var least in min.Members)
        {
            var inCase = new List<DimExpr>(premises.Count + min.Members.Count);
            foreach (var premise in premises) inCase.Add(Replace(premise));
            foreach (var other in min.Members)
            {
                if (!ReferenceEquals(other, least)) inCase.Add(other - least);
            }

            if (!Prove(Replace(goal), zero, inCase, classes, cases / min.Members.Count)) return false;

            DimExpr Replace(DimExpr expression) => expression.Rewrite(atom => atom.Equals(min) ? least : null);
        }

        return true;
    }

    private static bool Contradictory(List<DimExpr> premises)
    {
        foreach (var premise in premises)
        {
            if (premise.ConstantTerm >= 0) continue;
            var negative = true;
            foreach (var term in premise.Terms) negative &= term.Coefficient < 0 && OnlySymbols(term.Monomial);
            if (negative) return true;
        }

        return false;
    }

    private static bool OnlySymbols(DimMonomial monomial)
    {
        foreach (var atom in monomial.Atoms)
        {
            if (atom is not SymbolAtom) return false;
        }

        return true;
    }

    /// <summary>Resolves what the premises decide: members never the least, divisions of less than the divisor, nested divisions.</summary>
    private DimExpr Simplify(DimExpr expression, List<DimExpr> premises) => expression.Rewrite(atom => atom switch
    {
        MinAtom min => SimplifyMin(min, premises),
        FloorAtom floor => SimplifyFloor(floor, premises),
        _ => null,
    });

    private DimExpr SimplifyMin(MinAtom min, List<DimExpr> premises)
    {
        var members = new List<DimExpr>();
        foreach (var member in min.Members) members.Add(Simplify(member, premises));
        for (var i = members.Count - 1; i >= 0; i--)
        {
            for (var j = 0; j < members.Count; j++)
            {
                if (i == j || !IsNonNegative(members[i] - members[j], premises, 1)) continue;
                members.RemoveAt(i);
                break;
            }
        }

        return DimExpr.MinOf(members);
    }

    private DimExpr SimplifyFloor(FloorAtom floor, List<DimExpr> premises)
    {
        var numerator = Simplify(floor.Numerator, premises);
        var denominator = Simplify(floor.Denominator, premises);
        if (!denominator.IsConstant && IsNonNegative(denominator, premises, 1))
        {
            if (IsNonNegative(numerator, premises, 1) && IsNonNegative(denominator - 1 - numerator, premises, 2)) return DimExpr.Zero;
            if (DimExpr.UnnestFloor(numerator, denominator) is { } unnested) return unnested;
        }

        return DimExpr.FloorDiv(numerator, denominator);
    }

    /// <summary>
    /// Proves by coefficients: every term is non-negative, if need be after subtracting a non-negative multiple of a premise that cancels a
    /// term that is not.
    /// </summary>
    private bool IsNonNegative(DimExpr expression, List<DimExpr> premises, int depth)
    {
        if (--steps < 0) return false;
        DimTerm? bad = null;
        foreach (var term in expression.Terms)
        {
            if (term.Coefficient > 0 && IsNonNegative(term.Monomial, premises, depth)) continue;
            bad = term;
            break;
        }

        if (bad is not { } offending) return true;
        if (depth == 0) return false;
        foreach (var premise in premises)
        {
            if (IsNonNegativeWith(premise, expression, offending, premises, depth)) return true;
        }

        foreach (var term in expression.Terms)
        {
            for (var i = 0; i < term.Monomial.Atoms.Count; i++)
            {
                var atom = term.Monomial.Atoms[i];
                foreach (var premise in Known(atom, term.Monomial.Powers[i], premises, depth))
                {
                    if (IsNonNegativeWith(premise, expression, offending, premises, depth)) return true;
                }
            }
        }

        return false;
    }

    /// <summary>Expressions that are at least 0 because of what an atom is.</summary>
    private IEnumerable<DimExpr> Known(DimAtom atom, int power, List<DimExpr> premises, int depth)
    {
        var itself = DimExpr.FromAtom(atom);

        // True of whole numbers, though not of all numbers.
        if (power > 1) yield return (itself * itself) - itself;
        switch (atom)
        {
            case MinAtom min:
                foreach (var member in min.Members) yield return member - itself;
                break;

            // The expression has a value only if the divisor is not 0, so the divisor is at least 1.
            case FloorAtom floor when IsNonNegative(floor.Denominator, premises, depth - 1):
                var remainder = floor.Numerator - (floor.Denominator * itself);
                yield return remainder;
                yield return floor.Denominator - 1 - remainder;
                if (floor.Denominator.IsConstant) break;
                if (IsNonNegative(floor.Numerator, premises, depth - 1)) yield return floor.Numerator - itself;
                if (IsNonNegative(-floor.Numerator, premises, depth - 1)) yield return -itself;
                break;
        }
    }

    private bool IsNonNegativeWith(DimExpr premise, DimExpr expression, DimTerm offending, List<DimExpr> premises, int depth)
    {
        foreach (var term in premise.Terms)
        {
            if ((term.Coefficient > 0) != (offending.Coefficient > 0)) continue;
            var factor = offending.Monomial.DivideBy(term.Monomial);
            if (factor is null || !IsNonNegative(factor, premises, depth - 1)) continue;
            var common = DimMath.Gcd(term.Coefficient, offending.Coefficient);

            // For whole numbers k e > -k is enough to know that e >= 0, hence the addend k - 1.
            var scale = Math.Abs(term.Coefficient / common);
            var rest = expression.Scale(scale) + (scale - 1)
                - premise.TimesTerm(factor, Math.Abs(offending.Coefficient / common));
            if (IsNonNegative(rest, premises, depth - 1)) return true;
        }

        return false;
    }

    private bool IsNonNegative(DimMonomial monomial, List<DimExpr> premises, int depth)
    {
        for (var i = 0; i < monomial.Atoms.Count; i++)
        {
            if (monomial.Powers[i] % 2 == 0) continue;
            switch (monomial.Atoms[i])
            {
                case SymbolAtom:
                    break;
                case FloorAtom floor:
                    if (!IsNonNegative(floor.Numerator, premises, Math.Max(depth - 1, 0))) return false;
                    if (!IsNonNegative(floor.Denominator, premises, Math.Max(depth - 1, 0))) return false;
                    break;
                case MinAtom min:
                    foreach (var member in min.Members)
                    {
                        if (!IsNonNegative(member, premises, Math.Max(depth - 1, 0))) return false;
                    }

                    break;
            }
        }

        return true;
    }

    private static MinAtom? FindMin(DimExpr expression)
    {
        foreach (var term in expression.Terms)
        {
            foreach (var atom in term.Monomial.Atoms)
            {
                var found = atom switch
                {
                    MinAtom min => FindMinIn(min.Members) ?? min,
                    FloorAtom floor => FindMin(floor.Numerator) ?? FindMin(floor.Denominator),
                    _ => null,
                };
                if (found is not null) return found;
            }
        }

        return null;
    }

    private static MinAtom? FindMinIn(IReadOnlyList<DimExpr> members)
    {
        foreach (var member in members)
        {
            if (FindMin(member) is { } min) return min;
        }

        return null;
    }

    /// <summary>For every symbol under a division by a number, a modulus whose remainders decide all those divisions.</summary>
    private sealed class Moduli
    {
        private readonly List<string> names = [];
        private readonly List<long> moduli = [];

        public int Count => names.Count;

        /// <summary>The number of combinations of remainders; int.MaxValue stands for too many.</summary>
        public int Classes { get; private set; } = 1;

        public static Moduli Of(DimExpr expression)
        {
            var found = new SortedDictionary<string, long>(StringComparer.Ordinal);
            Collect(expression, 1, found);
            var result = new Moduli();
            foreach (var pair in found)
            {
                result.names.Add(pair.Key);
                result.moduli.Add(pair.Value);
                result.Classes = pair.Value > MaximalClasses || result.Classes > MaximalClasses
                    ? int.MaxValue
                    : result.Classes * (int)pair.Value;
            }

            return result;
        }

        public long ModulusAt(int index) => moduli[index];

        public int IndexOf(string name) => names.IndexOf(name);

        // outer: the product of the divisors around the expression, 1 outside all divisions.
        private static void Collect(DimExpr expression, long outer, SortedDictionary<string, long> found)
        {
            foreach (var term in expression.Terms)
            {
                foreach (var atom in term.Monomial.Atoms)
                {
                    switch (atom)
                    {
                        case SymbolAtom symbol when outer != 1:
                            found.TryGetValue(symbol.Name, out var before);
                            found[symbol.Name] = before == 0 ? outer : DimMath.Lcm(before, outer);
                            break;
                        case FloorAtom floor when floor.Denominator.TryGetConstant(out var divisor):
                            Collect(floor.Numerator, checked(outer * divisor), found);
                            break;
                        case FloorAtom floor:
                            // Remainders do not decide a division by a symbol, but may decide divisions inside it.
                            Collect(floor.Numerator, 1, found);
                            Collect(floor.Denominator, 1, found);
                            break;
                        case MinAtom min:
                            foreach (var member in min.Members) Collect(member, outer, found);
                            break;
                    }
                }
            }
        }
    }
}
