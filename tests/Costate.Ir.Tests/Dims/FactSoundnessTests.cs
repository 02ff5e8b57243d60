using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Ir.Tests.Dims;

/// <summary>
/// Answers under declared facts against brute force: every "yes" at all small sizes that satisfy the facts, every counterexample by
/// computing it. COSTATE_DIM_CASES sets the number of questions.
/// </summary>
public sealed class FactSoundnessTests(ITestOutputHelper output)
{
    private const int DefaultCases = 50_000;
    private const int Largest = 7;

    private static readonly string[] Congruences = ["n % 2 == 0", "a % 3 == 1", "b % 4 == 0", "(n + a) % 2 == 0", "n % 6 == 3", "2*b % 8 == 0", "(a + 1) % 4 == 0", "n % 2 == 1", "n % b == 0"];

    private static readonly string[] Orders = ["a <= b", "a < n", "n <= 2*b", "1 <= a <= b", "2*a + 1 <= n", "b >= 2", "n > 0", "a + b <= n", "a*b <= n", "n <= 5", "n/2 <= a", "min(a, b) >= 1"];

    private static readonly string[] Equalities = ["n == 2*a", "a == b", "n == a + b", "2*a == 3*b", "n == a*b", "n == b/2", "a == 3", "n == max(a, b)"];

    private static readonly IReadOnlyDictionary<string, long>[] Points = AllPoints().ToArray();

    [Fact]
    public void No_answer_under_facts_is_ever_wrong()
    {
        int cases = int.TryParse(Environment.GetEnvironmentVariable("COSTATE_DIM_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : DefaultCases;
        var random = new Random(20);
        var answers = new long[3];
        long contradictory = 0;
        for (var done = 0; done < cases;)
        {
            var (facts, holds, text) = RandomFacts(random);
            var allowed = Points.Where(holds).ToArray();
            var contradiction = DimExpr.Compare(DimExpr.Zero, DimExpr.One, facts);
            Check(new NaiveDim.Number(0), new NaiveDim.Number(1), false, contradiction, holds, allowed, text);
            contradictory += contradiction.Decision == DimDecision.Yes ? 1 : 0;

            // Finding the sizes that satisfy the facts costs more than a question, so several are asked of the same facts.
            for (var i = 0; i < 10; i++, done++)
            {
                var (left, right) = Sides(random);
                if (Built(left) is not { } a || Built(right) is not { } b) continue;
                var lessOrEqual = random.Next(2) == 0;
                var answer = lessOrEqual ? DimExpr.DimLessOrEqual(a, b, facts) : DimExpr.Compare(a, b, facts);
                answers[(int)answer.Decision]++;
                Check(left, right, lessOrEqual, answer, holds, allowed, text);
            }
        }

        var total = answers.Sum();
        var share = 100.0 * answers[(int)DimDecision.Unknown] / total;
        output.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0} questions: {1} yes, {2} refuted, {3} unknown ({4:F2}%); {5} contradictory sets of facts", total, answers[(int)DimDecision.Yes], answers[(int)DimDecision.Refuted], answers[(int)DimDecision.Unknown], share, contradictory));

        // docs/shapes.md states the share; one that decides nothing would never be wrong.
        Assert.InRange(share, 0, 6);
        Assert.True(answers[(int)DimDecision.Yes] > total / 20, output.ToString());
        Assert.True(answers[(int)DimDecision.Refuted] > total / 4, output.ToString());
    }

    private static void Check(NaiveDim left, NaiveDim right, bool lessOrEqual, DimAnswer answer, Func<IReadOnlyDictionary<string, long>, bool> holds, IReadOnlyDictionary<string, long>[] allowed, string facts)
    {
        if (answer.Decision == DimDecision.Refuted)
        {
            var at = new Dictionary<string, long> { ["a"] = 0, ["b"] = 0, ["n"] = 0 };
            foreach (var pair in answer.Witness!)
            {
                Assert.True(at.ContainsKey(pair.Key) && pair.Value >= 0, $"{left} ? {right} where {facts}: {answer}");
                at[pair.Key] = pair.Value;
            }

            // What is written may divide by zero where the normal form need not.
            if (left.Value(at) is { } x && right.Value(at) is { } y) Assert.True(lessOrEqual ? x > y : x != y, $"{left} ? {right} where {facts}: {answer}");
            Assert.True(holds(at), $"{left} ? {right} where {facts}: {answer} breaks a fact");
        }
        else if (answer.Decision == DimDecision.Yes)
        {
            foreach (var at in allowed)
            {
                if (left.Value(at) is { } x && right.Value(at) is { } y)
                {
                    Assert.True(lessOrEqual ? x <= y : x == y, $"{left} {(lessOrEqual ? "<=" : "==")} {right} where {facts} is not so at {string.Join(", ", at)}");
                }
            }
        }
    }

    private static (NaiveDim Left, NaiveDim Right) Sides(Random random)
    {
        var depth = 1 + random.Next(2);
        var left = NaiveDim.Random(random, depth, symbolicDivisors: random.Next(3) == 0);

        // Sides that have something to do with each other are the ones that programs ask about.
        return random.Next(4) switch
        {
            0 => (left, new NaiveDim.Operation('+', left, new NaiveDim.Operation('*', new NaiveDim.Name("a"), new NaiveDim.Number(random.Next(2))))),
            1 => (new NaiveDim.Operation('*', new NaiveDim.Operation('/', left, new NaiveDim.Number(2)), new NaiveDim.Number(2)), left),
            _ => (left, NaiveDim.Random(random, depth, symbolicDivisors: random.Next(3) == 0)),
        };
    }

    private static (DimFacts Facts, Func<IReadOnlyDictionary<string, long>, bool> Holds, string Text) RandomFacts(Random random)
    {
        var chosen = new List<string>();
        for (var count = random.Next(4); count > 0; count--)
        {
            var kind = random.Next(5) switch { 0 or 1 => Congruences, 2 or 3 => Orders, _ => Equalities };
            chosen.Add(kind[random.Next(kind.Length)]);
        }

        var facts = DimFacts.None;
        var parsed = new List<DimFact>();
        foreach (var text in chosen)
        {
            Assert.True(DimFact.TryParse(text, out var own, out _, out _));
            parsed.AddRange(own!);
            foreach (var fact in own!) facts = facts.Assume(fact);
        }

        return (facts, at => chosen.TrueForAll(text => FactText.Holds(text, at)), string.Join(" && ", chosen));
    }

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

    private static IEnumerable<IReadOnlyDictionary<string, long>> AllPoints()
    {
        for (var a = 0; a <= Largest; a++)
        {
            for (var b = 0; b <= Largest; b++)
            {
                for (var n = 0; n <= Largest; n++) yield return new Dictionary<string, long> { ["a"] = a, ["b"] = b, ["n"] = n };
            }
        }
    }
}
