using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

using Costate.CompilerServices;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

/// <summary>Contractions that know of triangles give what they give without, bit for bit, and zeros or nothing new where nobody reads.</summary>
public sealed class TriangleTests
{
    private static readonly int[] Sizes = [0, 1, 2, 7, 11, 12, 13, 16, 17, 31, 32, 37, 64, 101];

    /// <summary>Each pair of axes of a product in both orders, in every layout that its kernels tell apart, with letters in front that merge and behind that do not.</summary>
    public static TheoryData<string> Specs => new(
        "ab,bn->an; a>=b",
        "ba,bn->an; b>=a",
        "ab,nb->an; b>=a",
        "kab,nb->kan; a>=b",
        "kab,nb->kan; b>=a",
        "kab,bn->kan; a>=b",
        "kab,kbn->kan; a>=b",
        "akb,kbn->an; a>=b",
        "bak,bkn->an; b>=a",
        "abk,bkn->an; a>=b",
        "mab,bmn->an; a>=b",
        "ab,nb->na; a>=b",
        "ab,bn->na; b>=a",
        "na,ab->nb; a>=b",
        "na,ab->nb; b>=a",
        "an,nb->ab; a>=b",
        "an,nb->ab; b>=a",
        "an,bn->ab; a>=b",
        "an,bn->ba; a>=b",
        "kan,nb->kab; a>=b",
        "kan,nb->kab; b>=a",
        "kan,bn->kab; a>=b",
        "kan,kbn->kab; b>=a",
        "an,nbk->abk; a>=b",
        "an,nkb->akb; a>=b",
        "ab,bc->ac; a>=b, b>=c, a>=c",
        "ab,bc->ac; a>=b, b>=a",
        "akm,ab->bkm; a>=b",
        "n,ab->nab; a>=b",
        "an,bn->abn; a>=b",
        "kab,kb->ka; a>=b");

    [Theory]
    [MemberData(nameof(Specs))]
    public void WhatIsLeftOutIsZeroOrNotRead(string spec)
    {
        var random = new Random(spec.Length);
        for (int trial = 0; trial < 27; trial++)
        {
            // Squares mostly; now and then the result or the sum takes several blocks.
            bool isLarge = trial % 13 == 0;
            int order = Any();
            var extents = spec.Where(char.IsLetter).Distinct().ToDictionary(l => l, l => l switch
            {
                'n' => isLarge ? 1000 + random.Next(200) : Any(),
                'k' or 'm' => isLarge ? 3 : random.Next(6),
                _ => random.Next(6) == 0 ? Any() : order,
            });
            Check<double>(spec, extents, random, accumulate: trial % 2 == 0);
            Check<float>(spec, extents, random, accumulate: trial % 3 == 0);
        }

        int Any() => Sizes[random.Next(Sizes.Length)];
    }

    [Theory]
    [InlineData("ab,bn->an; a>=b", 13, 300, 20)]
    [InlineData("ab,bn->an; b>=a", 300, 300, 700)]
    [InlineData("an,nb->ab; a>=b", 300, 300, 600)]
    [InlineData("na,ab->nb; b>=a", 530, 1100, 40)]
    [InlineData("ab,bn->an; a>=b", 2000, 30, 9)]
    public void BlocksOfAllKindsAreCut(string spec, int a, int b, int n) =>
        Check<double>(spec, new Dictionary<char, int> { ['a'] = a, ['b'] = b, ['n'] = n }, new Random(3), accumulate: false);

    [Fact]
    public void AZeroByConstructionIsStrong()
    {
        // Where the triangle is large enough for anything to be left out: the last column against infinity.
        const int D = 16;
        double[] l = new double[D * D], x = new double[D * D], y = new double[D * D];
        for (int i = 0; i < D; i++) Array.Fill(l, 1.0, i * D, i + 1);
        Array.Fill(x, double.PositiveInfinity, (D - 1) * D, D);
        Contraction.Run<double>(ContractPlan.Parse("ab,bn->an; a>=b"), [D, D, D], l, x, y);
        Assert.All(y[..(8 * D)], value => Assert.Equal(0, value));
        Assert.All(y[^D..], value => Assert.Equal(double.PositiveInfinity, value));
    }

    [Theory]
    [InlineData("ik,kj->ij; ")]
    [InlineData("ik,kj->ij; i>k")]
    [InlineData("ik,kj->ij; i>=i")]
    [InlineData("ik,kj->ij; i>=l")]
    [InlineData("ik,kj->ij; i>=k,")]
    public void OtherOrdersAreRefused(string spec) => Assert.Throws<ArgumentException>(() => ContractPlan.Parse(spec));

    private static void Check<T>(string spec, Dictionary<char, int> extent, Random random, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        string[] parts = spec.Split("; ");
        string[] terms = parts[0].Replace("->", ",", StringComparison.Ordinal).Split(',');
        var plan = ContractPlan.Parse(spec);
        int[] extents = plan.Letters.Select(l => extent[l]).ToArray();
        T[] a = Operand(terms[0]), b = Operand(terms[1]), before = accumulate ? Reference.Random<T>(random, Size(terms[2])) : Enumerable.Repeat(T.NaN, Size(terms[2])).ToArray();
        T[] expected = [.. before], actual = [.. before];
        Contraction.Run<T>(ContractPlan.Parse(parts[0]), extents, a, b, expected, accumulate);
        Contraction.Run<T>(plan, extents, a, b, actual, accumulate);
        for (int i = 0; i < actual.Length; i++)
        {
            bool isLeftOut = !Counts(terms[2], i) && actual[i].Equals(accumulate ? before[i] : T.Zero);
            Assert.True(actual[i].Equals(expected[i]) || isLeftOut, $"{spec} at {string.Join(", ", extents)}, element {i}: {actual[i]}, not {expected[i]}");
        }

        T[] Operand(string term) => Reference.Random<T>(random, Size(term)).Select((x, i) => Counts(term, i) ? x : T.Zero).ToArray();

        int Size(string term) => term.Aggregate(1, (n, l) => n * extent[l]);

        bool Counts(string term, int element)
        {
            var index = new Dictionary<char, int>();
            foreach (char letter in term.Reverse())
            {
                index[letter] = element % extent[letter];
                element /= extent[letter];
            }

            return parts[1].Split(", ").All(o => !index.TryGetValue(o[0], out int greater) || !index.TryGetValue(o[3], out int lesser) || greater >= lesser);
        }
    }
}
