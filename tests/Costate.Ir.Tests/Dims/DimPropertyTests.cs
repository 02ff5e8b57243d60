using System;
using System.Collections.Generic;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class DimPropertyTests
{
    [Fact]
    public void Normal_form_keeps_the_value_also_for_negative_symbols() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 40; i++)
            {
                var naive = NaiveDim.Random(random, 4, symbolicDivisors: true);
                if (Built(naive) is not { } built) continue;
                for (var j = 0; j < 25; j++) AssertSame(naive, built, Point(random, -4, 9));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Substitution_keeps_the_value() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                if (Built(NaiveDim.Random(random, 3, symbolicDivisors: true)) is not { } outer) continue;
                if (Built(NaiveDim.Random(random, 2, symbolicDivisors: false)) is not { } inner) continue;
                DimExpr replaced;
                try
                {
                    replaced = outer.Substitute(name => name == "n" ? inner : null);
                }
                catch (DivideByZeroException)
                {
                    continue;
                }

                for (var j = 0; j < 20; j++)
                {
                    var at = Point(random, -4, 9);
                    try
                    {
                        var expected = outer.Evaluate(name => name == "n" ? inner.Evaluate(s => at[s]) : at[name]);
                        Assert.Equal(expected, replaced.Evaluate(s => at[s]));
                    }
                    catch (DivideByZeroException)
                    {
                        // Where the original has no value the replacement may have any.
                    }
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_reads_back_in_any_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("sv-SE");
            Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
            {
                var random = new Random(seed);
                for (var i = 0; i < 40; i++)
                {
                    var naive = NaiveDim.Random(random, 4, symbolicDivisors: true);
                    if (Built(naive) is not { } built) continue;
                    var text = built.ToString();
                    Assert.All(text, c => Assert.True(c < 128, text));
                    Assert.Equal(built, DimExpr.Parse(text));
                    Assert.Equal(built.GetHashCode(), DimExpr.Parse(text).GetHashCode());
                    Assert.Equal(built, DimExpr.Parse(naive.ToString()));
                }
            }).QuickCheckThrowOnFailure();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData(1, 80_000, 2, false)]
    [InlineData(2, 60_000, 2, true)]
    [InlineData(3, 60_000, 1, true)]
    [InlineData(4, 20_000, 3, true)]
    public void No_answer_is_ever_wrong(int seed, int count, int depth, bool symbolicDivisors)
    {
        var random = new Random(seed);
        var answers = new int[3];
        for (var i = 0; i < count; i++)
        {
            var left = NaiveDim.Random(random, depth, symbolicDivisors);
            var right = random.Next(4) == 0
                ? new NaiveDim.Operation(
                    '+', left, new NaiveDim.Operation('*', new NaiveDim.Name("a"), new NaiveDim.Number(random.Next(2))))
                : NaiveDim.Random(random, depth, symbolicDivisors);
            if (Built(left) is not { } a || Built(right) is not { } b) continue;
            var facts = RandomFacts(random, out var holds, out var lower);
            var lessOrEqual = random.Next(2) == 0;
            var answer = lessOrEqual ? DimExpr.DimLessOrEqual(a, b, facts) : DimExpr.Compare(a, b, facts);
            answers[(int)answer.Decision]++;
            if (answer.Decision == DimDecision.Refuted)
            {
                var at = new Dictionary<string, long> { ["a"] = 0, ["b"] = 0, ["n"] = 0 };
                foreach (var pair in answer.Witness!) at[pair.Key] = pair.Value;
                foreach (var name in NaiveDim.Names)
                {
                    if (!answer.Witness.ContainsKey(name)) at[name] = lower[name];
                    Assert.True(at[name] >= lower[name], $"{a} ? {b}: {answer}");
                }

                // The original may divide by zero where the normal form need not; facts are about the normal form.
                if (left.Value(at) is { } x && right.Value(at) is { } y)
                {
                    Assert.True(lessOrEqual ? x > y : x != y, $"{left} ? {right}: {answer}");
                }

                foreach (var fact in holds)
                {
                    if (MentionedIn(answer.Witness, fact.Names)) Assert.True(fact.Holds(at), $"{left} ? {right}: {answer}");
                }
            }
            else if (answer.Decision == DimDecision.Yes)
            {
                for (var j = 0; j < 12; j++)
                {
                    var at = new Dictionary<string, long>();
                    foreach (var name in NaiveDim.Names) at[name] = lower[name] + random.Next(j < 8 ? 7 : 40);
                    if (!holds.TrueForAll(fact => fact.Holds(at))) continue;
                    if (left.Value(at) is { } x && right.Value(at) is { } y)
                    {
                        Assert.True(lessOrEqual ? x <= y : x == y, $"{left} ? {right} at {string.Join(", ", at)}, {lessOrEqual}");
                    }
                }
            }
        }

        // A decision procedure that never decides would pass everything above.
        Assert.True(answers[(int)DimDecision.Yes] > count / 20, $"{answers[0]} unknown, {answers[1]} yes, {answers[2]} refuted");
        Assert.True(answers[(int)DimDecision.Refuted] > count / 4, $"{answers[0]} unknown, {answers[1]} yes, {answers[2]} refuted");
        Assert.True(answers[(int)DimDecision.Unknown] < count / 10, $"{answers[0]} unknown, {answers[1]} yes, {answers[2]} refuted");
    }

    private static DimFacts RandomFacts(Random random, out List<Fact> holds, out Dictionary<string, long> lower)
    {
        var facts = DimFacts.None;
        holds = [];
        lower = new Dictionary<string, long> { ["a"] = 0, ["b"] = 0, ["n"] = 0 };
        if (random.Next(2) == 0)
        {
            var name = NaiveDim.Names[random.Next(3)];
            lower[name] = random.Next(-2, 3);
            facts = facts.WithLowerBound(name, lower[name]);
        }

        switch (random.Next(6))
        {
            case 0:
                facts = facts.Assume(DimExpr.Symbol("a"), DimRelation.LessOrEqual, DimExpr.Symbol("b") * 2);
                holds.Add(new Fact(["a", "b"], at => at["a"] <= at["b"] * 2));
                break;
            case 1:
                facts = facts.Assume(DimExpr.Symbol("n"), DimRelation.Equal, DimExpr.Symbol("b") + 1);
                holds.Add(new Fact(["n", "b"], at => at["n"] == at["b"] + 1));
                break;
            case 2:
                facts = facts.Assume(DimExpr.Symbol("a"), DimRelation.LessThan, DimExpr.Symbol("n"));
                holds.Add(new Fact(["a", "n"], at => at["a"] < at["n"]));
                break;
            case 3:
                facts = facts.Assume(DimExpr.Symbol("a") * 2, DimRelation.Equal, DimExpr.Symbol("b") * 3);
                holds.Add(new Fact(["a", "b"], at => at["a"] * 2 == at["b"] * 3));
                break;
        }

        return facts;
    }

    private static bool MentionedIn(IReadOnlyDictionary<string, long> witness, string[] names) =>
        Array.TrueForAll(names, witness.ContainsKey);

    private static DimExpr? Built(NaiveDim naive)
    {
        try
        {
            return naive.Build();
        }
        catch (DivideByZeroException)
        {
            return null;
        }
    }

    private static Dictionary<string, long> Point(Random random, int from, int to)
    {
        var at = new Dictionary<string, long>();
        foreach (var name in NaiveDim.Names) at[name] = random.Next(from, to);
        return at;
    }

    private static void AssertSame(NaiveDim naive, DimExpr built, Dictionary<string, long> at)
    {
        if (naive.Value(at) is not { } expected) return;
        var actual = built.Evaluate(name => at[name]);
        Assert.True(expected == actual, $"{naive} became {built}: {expected} became {actual} at {string.Join(", ", at)}");
    }

    private sealed record Fact(string[] Names, Func<IReadOnlyDictionary<string, long>, bool> Holds);
}
