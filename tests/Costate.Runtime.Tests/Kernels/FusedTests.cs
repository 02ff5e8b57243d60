using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

public class FusedTests
{
    // All ops at once, so that one comparison covers every operator of the three widths.
    private ref struct Everything<T> : IFusedKernel<T> where T : unmanaged
    {
        public Operand<T> X, Y, Scale;
        public Operand<T> O0, O1, O2, O3, O4, O5;

        public void NextRow()
        {
            X.NextRow();
            Y.NextRow();
            Scale.NextRow();
            O0.NextRow();
            O1.NextRow();
            O2.NextRow();
            O3.NextRow();
            O4.NextRow();
            O5.NextRow();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public readonly void Invoke<R, S, V>(R r)
            where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged
        {
            V x = r.Load(ref X.At), y = r.Load(ref Y.At), s = r.Splat(ref Scale.At);
            V a = S.Add(Add.Invoke<S, V>(Mul.Invoke<S, V>(x, y), Neg.Invoke<S, V>(s)), Div.Invoke<S, V>(x, y));
            a = S.Add(a, MulZ.Invoke<S, V>(x, y));
            V b = S.Add(Exp.Invoke<S, V>(x), Expm1.Invoke<S, V>(y));
            b = S.Add(b, S.Add(Log.Invoke<S, V>(x), Log1p.Invoke<S, V>(y)));
            V c = S.Add(S.Mul(Sin.Invoke<S, V>(x), Cos.Invoke<S, V>(y)), S.Mul(Tanh.Invoke<S, V>(x), Logistic.Invoke<S, V>(y)));
            c = S.Add(c, S.Add(Erf.Invoke<S, V>(x), Atan2.Invoke<S, V>(x, y)));
            V d = S.Add(Pow.Invoke<S, V>(x, y), Sqrt.Invoke<S, V>(Abs.Invoke<S, V>(x)));
            d = S.Sub(S.Add(d, Max.Invoke<S, V>(x, y)), S.Add(Min.Invoke<S, V>(x, s), S.Add(Sign.Invoke<S, V>(y), Floor.Invoke<S, V>(x))));
            V e = S.Add(
                Select.Invoke<S, V>(Less.Invoke<S, V>(x, y), a, b), Select.Invoke<S, V>(LessEqual.Invoke<S, V>(x, s), c, d));
            V f = S.Add(And.Invoke<S, V>(Equal.Invoke<S, V>(x, y), Greater.Invoke<S, V>(x, s)), Not.Invoke<S, V>(x));
            f = S.Add(f, Or.Invoke<S, V>(GreaterEqual.Invoke<S, V>(x, y), NotEqual.Invoke<S, V>(y, s)));
            f = S.Add(f, S.Add(S.Fma(x, y, 0.5), S.Add(S.Mul(S.Sub(2.0, x), 0.25), S.Div(1.0, y))));
            r.Store(ref O0.At, a);
            r.Store(ref O1.At, b);
            r.Store(ref O2.At, c);
            r.Store(ref O3.At, d);
            r.Store(ref O4.At, e);
            r.Store(ref O5.At, S.Add(r.Load(ref O5.At), f));
        }
    }

    private static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        const double Inf = double.PositiveInfinity;
        double[] special = [0.0, -0.0, 1, -1, Inf, -Inf, double.NaN, double.Epsilon, 1e300, -745, 1e12];
        return Enumerable.Range(0, count).Select(i => random.Next(6) == 0
            ? special[random.Next(special.Length)]
            : (random.NextDouble() * 2 - 1) * Math.ScaleB(1, random.Next(-40, 11))).ToArray();
    }

    private static T[][] Run<T, S, V>(int rows, int columns, T[] x, T[] y, T[] s)
        where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        T[][] o = Enumerable.Range(0, 6).Select(i => Enumerable.Repeat(x[0], x.Length).ToArray()).ToArray();
        int stride = columns + 3;
        var kernel = new Everything<T>
        {
            O0 = { At = ref o[0][0], Rows = stride }, O1 = { At = ref o[1][0], Rows = stride }, O2 = { At = ref o[2][0], Rows = stride },
            O3 = { At = ref o[3][0], Rows = stride }, O4 = { At = ref o[4][0], Rows = stride }, O5 = { At = ref o[5][0], Rows = stride },
            X = { At = ref x[0], Rows = stride }, Y = { At = ref y[0] }, Scale = { At = ref s[0], Rows = 1 },
        };
        Fused.Rows<Everything<T>, T, S, V>(rows, columns, ref kernel, isHeavy: true);
        return o;
    }

    private static long Bits(float v) => BitConverter.SingleToInt32Bits(v);

    [Fact]
    public void All_widths_give_the_same_bits_at_every_tail()
    {
        for (int columns = 0; columns <= 33; columns++)
        {
            const int Rows = 3;
            double[] x = Numbers((columns + 3) * Rows + 1, columns), y = Numbers(columns + 1, columns + 99), s = Numbers(Rows, columns + 7);
            double[][] wide = Run<double, V512<double>, Vector512<double>>(Rows, columns, x, y, s);
            AssertSame(wide, Run<double, V256<double>, Vector256<double>>(Rows, columns, x, y, s), BitConverter.DoubleToInt64Bits, columns);
            AssertSame(wide, Run<double, V128<double>, Vector128<double>>(Rows, columns, x, y, s), BitConverter.DoubleToInt64Bits, columns);

            float[] fx = x.Select(v => (float)v).ToArray(), fy = y.Select(v => (float)v).ToArray(), fs = s.Select(v => (float)v).ToArray();
            float[][] narrow = Run<float, V512<float>, Vector512<float>>(Rows, columns, fx, fy, fs);
            AssertSame(narrow, Run<float, V256<float>, Vector256<float>>(Rows, columns, fx, fy, fs), Bits, columns);
            AssertSame(narrow, Run<float, V128<float>, Vector128<float>>(Rows, columns, fx, fy, fs), Bits, columns);
        }
    }

    [Fact]
    public void The_bits_are_those_of_every_other_machine()
    {
        const int Columns = 200;
        double[] x = Numbers(Columns + 4, 1), y = Numbers(Columns, 2), s = Numbers(1, 3);
        double[][] o = Run<double, V256<double>, Vector256<double>>(1, Columns, x, y, s);
        ulong digest = 14695981039346656037;
        foreach (double v in o.SelectMany(v => v))
            digest = (digest ^ (double.IsNaN(v) ? 1 : BitConverter.DoubleToUInt64Bits(v))) * 1099511628211;
        Assert.Equal(5602762006107461630UL, digest);
    }

    // The payload of a NaN is not part of the promise: the compiler may swap the operands of a sum.
    private static void AssertSame<T>(T[][] expected, T[][] actual, Func<T, long> bits, int columns) where T : System.Numerics.INumber<T>
    {
        for (int k = 0; k < expected.Length; k++)
            for (int i = 0; i < expected[k].Length; i++)
                Assert.True(T.IsNaN(expected[k][i]) && T.IsNaN(actual[k][i]) || bits(expected[k][i]) == bits(actual[k][i]),
                    $"output {k}, element {i}, {columns} columns: {expected[k][i]} and {actual[k][i]}");
    }

    private ref struct Sum : IFusedKernel<double>
    {
        public Operand<double> A, B, Scale;
        public Operand<double> Y;

        public void NextRow()
        {
            A.NextRow();
            B.NextRow();
            Scale.NextRow();
            Y.NextRow();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R r)
            where R : struct, IRow<double, V> where S : struct, ISimd<V> where V : unmanaged =>
            r.Store(ref Y.At, S.Add(r.Load(ref A.At), S.Mul(r.Load(ref B.At), r.Splat(ref Scale.At))));
    }

    private ref struct AccumulateProduct : IFusedKernel<double>
    {
        public Operand<double> A, B;
        public Operand<double> Y;

        public void NextRow()
        {
            A.NextRow();
            B.NextRow();
            Y.NextRow();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R r)
            where R : struct, IRow<double, V> where S : struct, ISimd<V> where V : unmanaged =>
            r.Store(ref Y.At, S.Add(r.Load(ref Y.At), S.Mul(r.Load(ref A.At), r.Load(ref B.At))));
    }

    [Fact]
    public void Only_the_rows_elements_are_written_and_broadcasts_are_read_once()
    {
        for (int columns = 0; columns <= 20; columns++)
        {
            const int Rows = 4;
            int stride = columns + 2;
            double[] x = Enumerable.Range(0, Rows * stride + 1).Select(i => i * 1.25).ToArray();
            double[] bias = Enumerable.Range(0, columns + 1).Select(i => i + 0.5).ToArray();
            double[] column = [2, 3, 5, 7], o = new double[Rows * stride + 1];
            Array.Fill(o, -7.0);
            Fused.Run<Sum, double>(Rows, columns, new() { Y = { At = ref o[0], Rows = stride }, A = { At = ref x[0], Rows = stride }, B = { At = ref bias[0] }, Scale = { At = ref column[0], Rows = 1 } });
            for (int i = 0; i < Rows; i++)
                for (int j = 0; j < stride; j++)
                    Assert.Equal(j < columns ? x[i * stride + j] + bias[j] * column[i] : -7, o[i * stride + j]);
        }
    }

    [Fact]
    public void An_output_may_be_an_input_and_may_accumulate()
    {
        for (int n = 0; n <= 40; n++)
        {
            double[] x = Enumerable.Range(0, n + 1).Select(i => i * 0.5).ToArray();
            double[] y = Enumerable.Range(0, n + 1).Select(i => 3.0 - i).ToArray();
            double[] o = (double[])x.Clone();
            Fused.Run<AccumulateProduct, double>(1, n, new() { Y = { At = ref o[0] }, A = { At = ref o[0] }, B = { At = ref y[0] } });
            for (int i = 0; i <= n; i++) Assert.Equal(i < n ? x[i] + x[i] * y[i] : x[i], o[i]);
            double[] p = (double[])x.Clone();
            Elementwise.Apply<Mul, double>(p.AsSpan(0, n), y.AsSpan(0, n), p.AsSpan(0, n));
            for (int i = 0; i <= n; i++) Assert.Equal(i < n ? x[i] * y[i] : x[i], p[i]);
        }
    }

    private ref struct Doubled<T> : IFusedKernel<T> where T : unmanaged
    {
        public Operand<T> X;
        public Operand<T> Y;

        public void NextRow()
        {
            X.NextRow();
            Y.NextRow();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Invoke<R, S, V>(R r)
            where R : struct, IRow<T, V> where S : struct, ISimd<V> where V : unmanaged
        {
            V x = r.LoadBeyond(ref X.At);
            r.StoreBeyond(ref Y.At, S.Add(x, x));
        }
    }

    [Fact]
    public void Where_there_is_room_behind_a_row_no_more_than_a_vector_is_written_there()
    {
        Check<double, V512<double>, Vector512<double>>();
        Check<double, V256<double>, Vector256<double>>();
        Check<double, V128<double>, Vector128<double>>();
        Check<float, V512<float>, Vector512<float>>();
        Check<float, V256<float>, Vector256<float>>();
        Check<float, V128<float>, Vector128<float>>();

        static void Check<T, S, V>()
            where T : unmanaged, System.Numerics.INumber<T> where S : struct, ISimd<V, T> where V : unmanaged
        {
            const int Room = 16;
            for (int n = 0; n <= 40; n++)
            {
                T[] x = Enumerable.Range(1, n + Room).Select(T.CreateChecked).ToArray(), y = Enumerable.Repeat(T.CreateChecked(-7), n + Room + 3).ToArray();
                var kernel = new Doubled<T> { X = { At = ref x[0] }, Y = { At = ref y[0] } };
                foreach (bool isWhole in new[] { false, true })
                {
                    y.AsSpan().Fill(T.CreateChecked(-7));
                    if (isWhole) Fused.Whole<Doubled<T>, T, S, V>(n, ref kernel);
                    else Fused.Rows<Doubled<T>, T, S, V>(1, n, ref kernel, isHeavy: false);
                    for (int i = 0; i < n; i++) Assert.Equal(x[i] + x[i], y[i]);
                    Assert.All(y[(n + Room)..], v => Assert.Equal(T.CreateChecked(-7), v));
                }
            }
        }
    }

    [Fact]
    public void Part_of_a_vector_is_read_and_written_and_nothing_else()
    {
        Check<double, V512<double>, Vector512<double>>();
        Check<double, V256<double>, Vector256<double>>();
        Check<double, V128<double>, Vector128<double>>();
        Check<float, V512<float>, Vector512<float>>();
        Check<float, V256<float>, Vector256<float>>();
        Check<float, V128<float>, Vector128<float>>();

        static void Check<T, S, V>()
            where T : unmanaged, System.Numerics.INumber<T> where S : struct, ISimd<V, T> where V : unmanaged
        {
            for (int n = 0; n < S.Count; n++)
            {
                T[] x = Enumerable.Range(1, n + 3).Select(T.CreateChecked).ToArray(), y = Enumerable.Repeat(T.CreateChecked(-7), S.Count + 2).ToArray(), all = new T[S.Count];
                V part = S.LoadPartial(ref x[0], 1, n);
                S.Store(ref all[0], 0, part);
                Assert.Equal(Enumerable.Range(2, n).Select(T.CreateChecked).Concat(Enumerable.Repeat(T.Zero, S.Count - n)), all);
                S.StorePartial(ref y[0], 1, n, part);
                Assert.Equal(Enumerable.Repeat(T.CreateChecked(-7), 1).Concat(all[..n]).Concat(Enumerable.Repeat(T.CreateChecked(-7), S.Count + 1 - n)), y);
            }
        }
    }

    private static double Apply2<K>(double a, double b) where K : struct, IBinaryKernel
    {
        double[] y = new double[1];
        Elementwise.Apply<K, double>([a], [b], y);
        return y[0];
    }

    private static double Apply1<K>(double a) where K : struct, IUnaryKernel
    {
        double[] y = new double[1];
        Elementwise.Apply<K, double>([a], y);
        return y[0];
    }

    [Fact]
    public void Ops_follow_their_conventions()
    {
        const double NaN = double.NaN, Inf = double.PositiveInfinity;
        Assert.Equal(0, Apply2<MulZ>(0, NaN));
        Assert.Equal(0, Apply2<MulZ>(Inf, 0));
        Assert.Equal(NaN, Apply2<MulZ>(1, NaN));
        Assert.Equal(-6, Apply2<MulZ>(2, -3));
        Assert.Equal(NaN, Apply2<Max>(1, NaN));
        Assert.Equal(NaN, Apply2<Min>(NaN, 1));
        Assert.Equal(Inf, 1 / Apply2<Max>(0.0, -0.0));
        Assert.Equal(Inf, 1 / Apply2<Max>(-0.0, 0.0));
        Assert.Equal(-Inf, 1 / Apply2<Min>(0.0, -0.0));
        Assert.Equal(NaN, Apply1<Sign>(NaN));
        Assert.Equal(0, Apply1<Sign>(0));
        Assert.Equal(-1, Apply1<Sign>(-double.Epsilon));
        Assert.Equal(-Inf, 1 / Apply1<Neg>(0.0));
        Assert.Equal(-2, Apply1<Floor>(-1.5));
        Assert.Equal(1, Apply2<NotEqual>(NaN, NaN));
        Assert.Equal(0, Apply2<Equal>(NaN, NaN));
        Assert.Equal(1, Apply2<LessEqual>(-0.0, 0.0));
        Assert.Equal(1, Apply2<And>(2, -1));
        Assert.Equal(1, Apply2<Or>(0, 1));
        Assert.Equal(0, Apply1<Not>(1));
        double[] y = new double[2];
        Elementwise.Apply<Select, double>([1, 0], [5, NaN], [NaN, 7], y);
        Assert.Equal([5, 7], y);
    }

    [Fact]
    public void Operands_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Elementwise.Apply<Exp, double>(new double[3], new double[2]));
}
