using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;

using Costate.CompilerServices;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

/// <summary>Results must not depend on the machine: every width of register gives the same bits.</summary>
public unsafe class RegisterWidthTests
{
    [Theory]
    [InlineData("ik,kj->ij", 37, 53, 71)]
    [InlineData("ik,jk->ij", 37, 53, 71)]
    [InlineData("ik,jk->ij", 3, 3, 100)]
    [InlineData("ik,kj->ij", 40, 90, 270)]
    [InlineData("ij,j->i", 5, 77, 0)]
    [InlineData("ij,i->j", 77, 140, 0)]
    [InlineData("i,i->", 1001, 0, 0)]
    [InlineData("ik,kj->ikj", 9, 5, 11)]
    [InlineData("ijk,ij->ik", 5, 9, 11)]
    [InlineData("ijk,jk->ik", 5, 9, 11)]
    [InlineData("ijk,jr->ikr", 10, 11, 12)]
    [InlineData("ik,kj->ij; i>=k", 37, 53, 37)]
    [InlineData("ik,kj->ij; k>=i", 37, 53, 37)]
    [InlineData("rik,jk->rij; i>=k", 270, 53, 270)]
    public void Contractions_have_the_same_bits(string spec, int i, int j, int k)
    {
        var plan = ContractPlan.Parse(spec);
        int[] extents = plan.Letters.Select(x => x switch { 'i' => i, 'j' => j, 'k' => k, _ => 3 }).ToArray();
        SameBits<double>(plan, extents);
        SameBits<float>(plan, extents);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(8, 5)]
    [InlineData(37, 1)]
    [InlineData(37, 60)]
    [InlineData(150, 11)]
    [InlineData(150, 90)]
    public void Factorisations_and_solves_have_the_same_bits(int n, int m)
    {
        SameFactors<double>(n, m);
        SameFactors<float>(n, m);
    }

    private static void SameBits<T>(ContractPlan plan, int[] extents)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var layout = new ContractLayout(plan, extents);
        var random = new Random(1);
        double[] a = Reference.Random<double>(random, layout.LengthA), b = Reference.Random<double>(random, layout.LengthB);
        foreach (var order in plan.Orders)
        {
            // Of the last two axes of the first operand.
            Assert.Equal([plan.A[^2], plan.A[^1]], new[] { order.Greater, order.Lesser }.Order());
            int columns = extents[plan.A[^1]];
            for (int x = 0; x < a.Length; x++)
                if (order.Greater == plan.A[^2] ? x / columns % columns < x % columns : x / columns % columns > x % columns) a[x] = 0;
        }

        AtEachWidth<T>(new Contract { Layout = layout, A = a, B = b });
    }

    private static void SameFactors<T>(int n, int m)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(2);
        double[] a = Reference.PositiveDefinite<double>(random, n), b = Reference.Random<double>(random, n * m);
        foreach (bool right in (bool[])[false, true])
        {
            AtEachWidth<T>(new CholeskySolve { A = a, B = b, N = n, M = m, Right = right });
            AtEachWidth<T>(new LuSolve { A = a, B = b, N = n, M = m, Right = right });
        }
    }

    private static void AtEachWidth<T>(Work work)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] narrow, middle, wide;
        if (typeof(T) == typeof(double))
        {
            narrow = (T[])(object)work.Run<double, Vector128<double>, TileVector128Double>();
            middle = (T[])(object)work.Run<double, Vector256<double>, TileVector256Double>();
            wide = (T[])(object)work.Run<double, Vector512<double>, TileVector512Double>();
        }
        else
        {
            narrow = (T[])(object)work.Run<float, Vector128<float>, TileVector128Single>();
            middle = (T[])(object)work.Run<float, Vector256<float>, TileVector256Single>();
            wide = (T[])(object)work.Run<float, Vector512<float>, TileVector512Single>();
        }

        Assert.DoesNotContain(narrow, T.IsNaN);
        Assert.True(narrow.AsSpan().SequenceEqual(middle), "256 bits");
        Assert.True(narrow.AsSpan().SequenceEqual(wide), "512 bits");
    }

    private abstract class Work
    {
        internal double[] A { get; init; } = [];

        internal double[] B { get; init; } = [];

        internal abstract T[] Run<T, TVector, TOps>()
            where T : unmanaged, IFloatingPointIeee754<T>
            where TVector : unmanaged
            where TOps : ITileVector<T, TVector>;

        protected static T[] As<T>(double[] x)
            where T : IFloatingPointIeee754<T> => x.Select(T.CreateTruncating).ToArray();
    }

    private sealed class Contract : Work
    {
        internal required ContractLayout Layout { get; init; }

        internal override T[] Run<T, TVector, TOps>()
        {
            var c = new T[Layout.LengthC];
            fixed (T* pa = As<T>(A), pb = As<T>(B), pc = c)
            {
                ContractEngine<T, TVector, TOps>.Run(Layout, pa, pb, pc, accumulate: false);
                ContractEngine<T, TVector, TOps>.Run(Layout, pa, pb, pc, accumulate: true);
            }

            return c;
        }
    }

    private class CholeskySolve : Work
    {
        internal int N { get; init; }

        internal int M { get; init; }

        internal bool Right { get; init; }

        internal override T[] Run<T, TVector, TOps>()
        {
            T[] l = As<T>(A), x = As<T>(B);
            fixed (T* pl = l, px = x)
            {
                Assert.Equal(0, CholeskyKernel<T, TVector, TOps>.Factor(pl, N));
                TriangularKernel<T, TVector, TOps>.Solve(
                    pl, px, N, M, Right, [new Substitution(true, false, false), new Substitution(true, true, false)]);
            }

            return [.. l, .. x];
        }
    }

    private sealed class LuSolve : CholeskySolve
    {
        internal override T[] Run<T, TVector, TOps>()
        {
            T[] lu = As<T>(A), pivots = new T[N], x = As<T>(B);
            fixed (T* plu = lu, pp = pivots, px = x)
            {
                Assert.Equal(0, LuKernel<T, TVector, TOps>.Factor(plu, pp, N));
                TriangularKernel<T, TVector, TOps>.Solve(
                    plu, px, N, M, Right, [new Substitution(true, false, true), new Substitution(false, false, false)]);
            }

            return [.. lu, .. pivots, .. x];
        }
    }
}
