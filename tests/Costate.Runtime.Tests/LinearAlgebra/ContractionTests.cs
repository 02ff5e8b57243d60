using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

using Costate.CompilerServices;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

public class ContractionTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100];

    [Theory]
    [InlineData("ik,kj->ij")]
    [InlineData("ki,kj->ij")]
    [InlineData("ik,jk->ij")]
    [InlineData("ki,jk->ij")]
    [InlineData("ik,kj->ji")]
    [InlineData("ki,jk->ji")]
    public void Matrix_products_agree_with_the_definition_at_awkward_sizes(string spec)
    {
        var random = new Random(1);
        foreach (int n in Sizes)
        {
            Check<double>(spec, random, n, n, n);
            Check<float>(spec, random, n, n, n);
            Check<double>(spec, random, n, 3, 50);
            Check<double>(spec, random, 3, n, 50);
            Check<double>(spec, random, 30, 9, n);
            Check<double>(spec, random, 9, 26, n);
        }
    }

    [Theory]
    [InlineData("jr,js->rs")]
    [InlineData("ijk,jr->ikr")]
    [InlineData("ijk,kr->ijr")]
    [InlineData("ikr,kr->ir")]
    [InlineData("ikr,jr->ijk")]
    [InlineData("ijk,ikr->jr")]
    [InlineData("ir,kr->ikr")]
    [InlineData("ikr,ir->kr")]
    [InlineData("jr,ikr->ijk")]
    public void Contractions_of_alternating_least_squares_agree_with_the_definition(string spec)
    {
        var random = new Random(2);
        foreach (int i in (int[])[1, 2, 10, 13, 30])
        {
            foreach (int r in (int[])[1, 3, 8, 11, 16])
            {
                var extent = "ijk".ToDictionary(x => x, _ => i);
                extent['r'] = r;
                extent['s'] = r;
                CheckBoth<double>(spec, extent, random);
                CheckBoth<float>(spec, extent, random);
            }
        }
    }

    [Theory]
    [InlineData("i,i->")]
    [InlineData("ij,ji->")]
    [InlineData("ij,ij->i")]
    [InlineData("ij,ij->j")]
    [InlineData("ij,j->i")]
    [InlineData("ij,i->j")]
    [InlineData("i,j->ij")]
    [InlineData("i,j->ji")]
    [InlineData("i,i->i")]
    [InlineData("ij,ij->ij")]
    [InlineData("ij,ij->ji")]
    [InlineData("bik,bkj->bij")]
    [InlineData("bik,bjk->bij")]
    [InlineData("ikb,kjb->ijb")]
    [InlineData("bik,bkj->ijb")]
    [InlineData("b,bj->jb")]
    [InlineData(",ij->ij")]
    [InlineData(",->")]
    public void Degenerate_classes_agree_with_the_definition(string spec)
    {
        var random = new Random(3);
        foreach (int n in Sizes)
        {
            if (spec.Length > 10 && n > 33) continue;
            CheckBoth<double>(spec, spec.Where(char.IsLetter).Distinct().ToDictionary(x => x, _ => n), random);
            CheckBoth<float>(spec, spec.Where(char.IsLetter).Distinct().ToDictionary(x => x, x => x == 'j' ? 4 : n), random);
        }
    }

    [Fact]
    public void Random_specifications_agree_with_the_definition()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 1500; trial++)
        {
            // Each letter draws its class; each operand orders its letters as it likes.
            List<char> a = [], b = [], c = [];
            var extent = new Dictionary<char, int>();
            int letters = random.Next(0, 7), budget = 20000;
            for (int l = 0; l < letters; l++)
            {
                char letter = (char)('a' + l);
                int kind = random.Next(4);
                if (kind != 1) a.Insert(random.Next(a.Count + 1), letter);
                if (kind != 0) b.Insert(random.Next(b.Count + 1), letter);
                if (kind != 3) c.Insert(random.Next(c.Count + 1), letter);
                int size = random.Next(20) switch { 0 => 0, < 4 => 1, < 14 => random.Next(2, 6), _ => random.Next(6, 40) };
                size = Math.Min(size, budget);
                extent[letter] = size;
                budget /= Math.Max(1, size);
            }

            string spec = $"{string.Concat(a)},{string.Concat(b)}->{string.Concat(c)}";
            CheckBoth<double>(spec, extent, random);
            if (trial % 3 == 0) CheckBoth<float>(spec, extent, random);
        }
    }

    [Fact]
    public void Large_products_pass_through_every_block_boundary()
    {
        var random = new Random(5);
        foreach (string spec in (string[])["ik,kj->ij", "ki,jk->ij", "ik,jk->ji"])
        {
            Check<double>(spec, random, 203, 130, 40);
            Check<double>(spec, random, 40, 70, 530);
            Check<double>(spec, random, 36, 970, 33);
            Check<double>(spec, random, 36, 1057, 33);
            Check<double>(spec, random, 9, 2130, 260);
            Check<float>(spec, random, 33, 130, 290);
        }

        Check<double>("ik,kj->ij", random, 1600, 5, 9);
        Check<double>("ik,jk->ij", random, 3100, 65, 3);
        Check<double>("ik,kj->ij", random, 5, 3000, 4);
        CheckBoth<double>("aibk,kj->iabj", new Dictionary<char, int> { ['a'] = 70, ['i'] = 61, ['b'] = 2, ['k'] = 9, ['j'] = 5 }, random);
        CheckBoth<double>("kx,kaib->xiab", new Dictionary<char, int> { ['a'] = 130, ['i'] = 43, ['b'] = 3, ['k'] = 5, ['x'] = 6 }, random);
    }

    [Fact]
    public void The_same_bits_come_out_every_time_and_after_other_sizes()
    {
        var random = new Random(6);
        var plan = ContractPlan.Parse("ijk,jr->ikr");
        double[] a = Reference.Random<double>(random, 20 * 21 * 22), b = Reference.Random<double>(random, 21 * 5);
        double[] first = new double[20 * 22 * 5], second = new double[first.Length];
        Contraction.Run<double>(plan, [20, 21, 22, 5], a, b, first);
        for (int n = 1; n < 10; n++)
            Contraction.Run<double>(plan, [n, n, n, 2], a.AsSpan(0, n * n * n), b.AsSpan(0, 2 * n), new double[n * n * 2]);
        Contraction.Run<double>(plan, [20, 21, 22, 5], a, b, second);
        Assert.Equal(first, second);
    }

    [Fact]
    public void An_empty_sum_is_zero_and_leaves_an_accumulator_alone()
    {
        var plan = ContractPlan.Parse("ik,kj->ij");
        double[] c = [1, 2, 3, 4, 5, 6];
        Contraction.Run<double>(plan, [2, 0, 3], [], [], c, accumulate: true);
        Assert.Equal([1, 2, 3, 4, 5, 6], c);
        Contraction.Run<double>(plan, [2, 0, 3], [], [], c);
        Assert.Equal(new double[6], c);
    }

    [Fact]
    public void NaN_and_infinity_are_not_masked_away()
    {
        var plan = ContractPlan.Parse("ik,kj->ij");
        var a = new double[9];
        double[] b = [double.NaN, 1, 2, 3, double.PositiveInfinity, 5, 6, 7, 8];
        var c = new double[9];
        Contraction.Run<double>(plan, [3, 3, 3], a, b, c);
        for (int i = 0; i < 3; i++) Assert.Equal([double.NaN, double.NaN, 0.0], c[(3 * i)..((3 * i) + 3)]);
    }

    [Theory]
    [InlineData("ij")]
    [InlineData("ij,jk")]
    [InlineData("ii,ij->j")]
    [InlineData("ij,jk->ii")]
    [InlineData("ij,jk->il")]
    [InlineData("ij,k->ik")]
    [InlineData("i1,1k->ik")]
    public void Other_forms_are_refused(string spec) => Assert.Throws<ArgumentException>(() => ContractPlan.Parse(spec));

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        var plan = ContractPlan.Parse("ik,kj->ij");
        Assert.Equal("ikj", plan.Letters);
        Assert.Throws<ArgumentException>(() => Contraction.Run<double>(plan, [2, 2], new double[4], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => Contraction.Run<double>(plan, [2, 2, 2], new double[5], new double[4], new double[4]));
        Assert.Throws<ArgumentException>(() => Contraction.Run<double>(plan, [2, 2, 2], new double[4], new double[3], new double[4]));
        Assert.Throws<ArgumentException>(() => Contraction.Run<double>(plan, [2, 2, 2], new double[4], new double[4], new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Contraction.Run<double>(plan, [2, -2, -2], new double[4], new double[4], new double[4]));
        var x = new double[8];
        Assert.Throws<ArgumentException>(() => Contraction.Run<double>(plan, [2, 2, 2], x.AsSpan(0, 4), x.AsSpan(4), x.AsSpan(2, 4)));
    }

    private static void Check<T>(string spec, Random random, int i, int j, int k)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        CheckBoth<T>(spec, new Dictionary<char, int> { ['i'] = i, ['j'] = j, ['k'] = k }, random);

    private static void CheckBoth<T>(string spec, Dictionary<char, int> extent, Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = ContractPlan.Parse(spec);
        int[] extents = plan.Letters.Select(x => extent[x]).ToArray();
        string[] terms = spec.Split(',', '-', '>');
        T[] a = Reference.Random<T>(random, Size(terms[0])), b = Reference.Random<T>(random, Size(terms[1]));
        T[] start = Reference.Random<T>(random, Size(terms[3]));
        string what = $"{spec} at {string.Join(",", extents)}";
        int inner = plan.Letters.Where(x => !terms[3].Contains(x)).Aggregate(1, (n, x) => n * extent[x]);
        double units = Math.Max(4, inner);

        var c = new T[start.Length];
        Array.Fill(c, T.NaN);
        Contraction.Run<T>(plan, extents, a, b, c);
        (double[] sum, double[] scale) = Reference.Contract(spec, extent, a, b, null);
        Reference.Close(sum, scale, c, units, what);

        c = (T[])start.Clone();
        Contraction.Run<T>(plan, extents, a, b, c, accumulate: true);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += double.CreateTruncating(start[i]);
            scale[i] += Math.Abs(double.CreateTruncating(start[i]));
        }

        Reference.Close(sum, scale, c, units, what + ", accumulating");

        int Size(string term) => term.Aggregate(1, (n, x) => n * extent[x]);
    }
}
