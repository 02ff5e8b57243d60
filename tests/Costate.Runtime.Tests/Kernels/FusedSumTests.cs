using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

public class FusedSumTests
{
    /// <summary>Stores a difference and sums its square.</summary>
    private ref struct SquaredDifference<T> : ISummingKernel<T> where T : unmanaged
    {
        public Operand<T> X, Y;
        public Operand<T> D;

        public void NextRow()
        {
            X.NextRow();
            Y.NextRow();
            D.NextRow();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly V Invoke<R, S, V>(R r)
            where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged
        {
            V d = S.Sub(r.Load(ref X.At), r.Splat(ref Y.At));
            r.Store(ref D.At, d);
            return S.Mul(d, d);
        }
    }

    private enum Machine
    {
        This,
        ThisHeavy,
        Wide,
        Narrow256,
        Narrow128,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheSumsAreThoseOfAReductionOnEveryMachine(int stride)
    {
        foreach (int rows in new[] { 0, 1, 7, 8, 9, 17 })
        {
            foreach (int columns in Enumerable.Range(0, 75).Append(517))
            {
                foreach (var machine in Enum.GetValues<Machine>())
                {
                    Check<double>(machine, rows, columns, stride);
                    Check<float>(machine, rows, columns, stride);
                }
            }
        }
    }

    private static void Check<T>(Machine machine, int rows, int columns, int stride)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        const int Behind = 3;
        var random = new Random(columns);
        T[] Numbers(int count) => Enumerable.Range(0, count).Select(_ => T.CreateTruncating(Math.Pow(10, random.Next(-3, 4)) * (random.NextDouble() - 0.5))).ToArray();
        T[] x = Numbers((rows * columns) + 1), y = Numbers(rows + 1), difference = new T[(rows * columns) + Behind], sums = new T[(rows * stride) + Behind];
        difference.AsSpan().Fill(T.One);
        sums.AsSpan().Fill(T.One);
        T[] expected = [.. sums], term = new T[columns];
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < columns; j++)
            {
                T d = x[(row * columns) + j] - y[row];
                term[j] = d * d;
            }

            expected[row * stride] = Reductions.SumAll<T>(term);
        }

        var kernel = new SquaredDifference<T> { X = { At = ref x[0], Rows = columns }, Y = { At = ref y[0], Rows = 1 }, D = { At = ref difference[0], Rows = columns } };
        var to = new Operand<T> { At = ref sums[0], Rows = stride };
        switch (machine)
        {
            case Machine.This:
                FusedSum.Run<SquaredDifference<T>, T>(rows, columns, to, kernel);
                break;
            case Machine.ThisHeavy:
                FusedSum.RunHeavy<SquaredDifference<T>, T>(rows, columns, to, kernel);
                break;
            case Machine.Wide:
                FusedSum.Many<SquaredDifference<T>, T>(rows, columns, to, ref kernel, isHeavy: true);
                break;
            case Machine.Narrow256:
                FusedSum.Narrow<SquaredDifference<T>, T, V256<T>, Vector256<T>>(rows, columns, to, ref kernel);
                break;
            default:
                FusedSum.Narrow<SquaredDifference<T>, T, V128<T>, Vector128<T>>(rows, columns, to, ref kernel);
                break;
        }

        Assert.Equal(expected, sums);
        for (int i = 0; i < rows * columns; i++) Assert.Equal(x[i] - y[i / columns], difference[i]);
        Assert.All(difference[(rows * columns)..], d => Assert.Equal(T.One, d));
    }

    private ref struct Halves<T> : ISummingKernel<T>
        where T : unmanaged
    {
        public Operand<T> X, Y;

        public readonly V Invoke<R, S, V>(R row)
            where R : struct, IRow<T, V>
            where S : struct, ISimd<V>
            where V : unmanaged
        {
            V half = S.Mul(row.LoadBeyond(ref X.At), S.Splat(0.5));
            row.StoreBeyond(ref Y.At, half);
            return half;
        }

        public void NextRow() => throw new InvalidOperationException("There is one row.");
    }

    [Fact]
    public void A_row_with_room_behind_it_has_the_same_sum_whatever_is_there()
    {
        Check<double>();
        Check<float>();

        static void Check<T>()
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            const int Room = 16;
            var random = new Random(4);
            for (int n = 0; n <= 150; n++)
            {
                T[] x = Enumerable.Range(0, n + Room).Select(i => i < n ? T.CreateTruncating(random.NextDouble() - 0.4) : T.NaN).ToArray(), y = new T[n + Room + 3];
                T sum = T.One;
                FusedSum.RunWhole<Halves<T>, T>(n, new() { At = ref sum }, new() { X = { At = ref x[0] }, Y = { At = ref y[0] } });
                T[] halves = x.Take(n).Select(v => v * T.CreateTruncating(0.5)).ToArray();
                Assert.Equal(Reductions.SumAll<T>(halves), sum);
                Assert.Equal(halves, y[..n]);
                Assert.All(y[(n + Room)..], v => Assert.Equal(T.Zero, v));
            }
        }
    }
}
