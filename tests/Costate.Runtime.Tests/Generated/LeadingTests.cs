using System;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.Runtime.Tests.Trace;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Any number of leading axes: compiled code against the body run op by op on the same tensors, and against central differences.</summary>
public sealed class LeadingTests
{
    /// <summary>No leading axis, one, two and three, with sizes 0, 1 and primes.</summary>
    public static TheoryData<int[]> Leading => [[], [1], [5], [0], [2, 3], [1, 7], [2, 0], [3, 1, 2], [2, 3, 5]];

    [Theory]
    [MemberData(nameof(Leading))]
    public void ACallIsOneNodeAndEqualsTheBodyRunOpByOp(int[] leading)
    {
        AssertSame("Silu", leading, X(1, leading));
        AssertSame("Dense", leading, X(2, leading, 3), X(3, [], 3, 4), X(4, [], 4));
        AssertSame("Attention", leading, X(5, leading, 2, 3), X(6, leading, 5, 3), X(7, leading, 5, 4), 0.7);
        AssertSame("Solved", leading, Regular(8, leading, 3), X(9, leading, 3, 2));
        AssertSame("Shifted", leading, X(10, leading, 4, 3), X(11, [], 4, 1), 3);
        AssertSame("Calls", leading, X(12, leading, 2, 3), X(13, [], 3, 4), X(14, [], 4), X(15, [], 2, 5, 3));
        if (!leading.Contains(0)) AssertSame("Loss", leading, X(16, leading, 3), X(17, [], 3, 4), X(18, [], 4));
    }

    [Theory]
    [MemberData(nameof(Leading))]
    public void DerivativesAreThoseOfDifferencesAndHaveTheShapesOfTheirInputs(int[] leading)
    {
        (double[] Data, int[] Shape) Input(int seed, int[] leads, params int[] rest) => (Check.Numbers(seed, leads.Concat(rest).Aggregate(1, (a, b) => a * b)), [.. leads, .. rest]);
        Check.Derivatives(x => LeadingModels.Silu(x[0]), Input(1, leading));
        Check.Derivatives(x => LeadingModels.Dense(x[0], x[1], x[2]), Input(2, leading, 3), Input(3, [], 3, 4), Input(4, [], 4));
        Check.Derivatives(x => LeadingModels.Attention(x[0], x[1], x[2], 0.7), Input(5, leading, 2, 3), Input(6, leading, 5, 3), Input(7, leading, 5, 4));
        Check.Derivatives(x => LeadingModels.Calls(x[0], x[1], x[2], Constant(Check.Numbers(11, 30), 2, 5, 3)).Longer, Input(8, leading, 2, 3), Input(9, [], 3, 4), Input(10, [], 4));
        Check.Derivatives(x => LeadingModels.Shifted(x[0], x[1], 2), Input(12, leading, 4, 3), Input(13, [], 4, 1));
    }

    [Theory]
    [MemberData(nameof(Leading))]
    public void SecondDerivativesAreThoseOfTheBodyRunOpByOp(int[] leading)
    {
        if (leading.Contains(0)) return;
        var (x, w, b, v) = (X(1, leading, 3), X(2, [], 3, 4), X(3, [], 4), X(4, leading, 3));
        var compiled = Sum(LeadingModels.Loss(x, w, b).Grad(x) * v).Grad(x);
        var plain = Sum(((TracedTensor<double>)Body("Loss").Invoke(null, [x, w, b])!).Grad(x) * v).Grad(x);
        Assert.Equal(x.Shape.ToArray(), compiled.Shape.ToArray());
        AssertNear(Check.Flat(plain), Check.Flat(compiled));

        // Forward over reverse is the same product.
        AssertNear(Check.Flat(compiled), Check.Flat(LeadingModels.Loss(x, w, b).Grad(x).Jvp(x, v)));
    }

    [Theory]
    [MemberData(nameof(Leading))]
    public void TheFormsOnConcreteTensorsTakeTensorsOfEveryRank(int[] leading)
    {
        if (leading.Contains(0)) return;
        var (x, w, b, v) = (X(1, leading, 3), X(2, [], 3, 4), X(3, [], 4), X(4, leading, 3));
        var (tx, tw, tb, tv) = (x.Eval(), w.Eval(), b.Eval(), v.Eval());
        var loss = LeadingModels.Loss(x, w, b);
        Assert.Equal(loss.EvalScalar(), LeadingModels.Loss(tx, tw, tb), 1e-14);
        var (value, dx, dw, db) = LeadingModels.LossValueAndGrad(tx, tw, tb);
        Assert.Equal(loss.EvalScalar(), value, 1e-14);
        var gradients = loss.Grad(x, w, b);
        AssertNear(gradients.Dx1, dx);
        AssertNear(gradients.Dx2, dw);
        AssertNear(gradients.Dx3, db);
        AssertNear(gradients.Dx1, LeadingModels.LossGrad(tx, tw, tb).dx);
        var (zw, zb) = (Tensor.CreateFromShape<double>([3, 4]), Tensor.CreateFromShape<double>([4]));
        Assert.Equal(loss.Jvp(x, v).EvalScalar(), LeadingModels.LossJvp(tx, tw, tb, tv, zw, zb).tangent, 1e-13);
        AssertNear(Sum(gradients.Dx1 * v).Grad(x), LeadingModels.LossHvp(tx, tw, tb, tv, zw, zb).hx);

        // Memory of the caller, of the shape of the input and of no other.
        var (ox, ow, ob) = (Tensor.CreateFromShape<double>(tx.Lengths), Tensor.CreateFromShape<double>([3, 4]), Tensor.CreateFromShape<double>([4]));
        Assert.Equal(value, LeadingModels.LossValueAndGrad(tx, tw, tb, ox, ow, ob));
        AssertNear(gradients.Dx1, ox);
        var other = Assert.Throws<ShapeMismatchException>(() => LeadingModels.LossValueAndGrad(tx, tw, tb, Tensor.CreateFromShape<double>([1, .. tx.Lengths]), ow, ob));
        Assert.Contains("needs 'dx' of shape [" + string.Join(", ", x.Shape.ToArray()) + "], but got [1, ", other.Message);

        // A tensor as a result, its tangent and its cotangent product.
        var dense = LeadingModels.Dense(x, w, b);
        AssertNear(dense, LeadingModels.Dense(tx, tw, tb));
        AssertNear(dense.Jvp(x, v), LeadingModels.DenseJvp(tx, tw, tb, tv, zw, zb).tangent);
        var seed = X(5, leading, 4);
        AssertNear(dense.Vjp(seed, x), LeadingModels.DenseVjp(tx, tw, tb, seed.Eval()).dx);
    }

    [Fact]
    public void TwoArgumentsWithLeadingAxesHaveTheSame()
    {
        var (q, k, v) = (X(1, [2, 3], 4, 5), X(2, [3, 2], 6, 5), X(3, [2, 3], 6, 2));
        var traced = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Attention(q, k, v, 1));
        Assert.StartsWith("COS117: '...' of Attention would be [2, 3] (of 'queries') and [3, 2] (of 'keys', which is [3, 2, 6, 5]). It is one list for all arguments.", traced.Message);
        Assert.Equal(("[2, 3]", "[3, 2]", "keys"), (traced.Expected, traced.Actual, traced.ParamName));
        Assert.Equal(traced.Message, Assert.Throws<ShapeMismatchException>(() => LeadingModels.Attention(q.Eval(), k.Eval(), v.Eval(), 1)).Message);

        // The number of places is the same, the axes are not.
        var flat = X(4, [6], 6, 5);
        Assert.Throws<ShapeMismatchException>(() => LeadingModels.Attention(q, flat, v, 1));
    }

    [Fact]
    public void WhatIsBehindTheLeadingAxesIsCheckedFromTheEnd()
    {
        var (x, w, b) = (X(1, [2, 3], 5), X(2, [], 4, 6), X(3, [], 6));
        var error = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Dense(x, w, b));
        Assert.StartsWith("COS117: Dense declares 'w' as [inputs, outputs], but got [4, 6]: axis 0 should be inputs = 5 and is 4; inputs = 5 comes from axis -1 of 'x'.", error.Message);
        var second = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Solved(X(4, [2, 3], 5, 4), X(5, [2, 3], 5, 1)));
        Assert.StartsWith("COS117: Solved declares 'a' as [..., n, n], but got [2, 3, 5, 4]: axis -1 should be n = 5 and is 4; n = 5 comes from axis -2 of 'a'.", second.Message);
        Assert.Equal(second.Message, Assert.Throws<ShapeMismatchException>(() => LeadingModels.Solved(X(4, [2, 3], 5, 4).Eval(), X(5, [2, 3], 5, 1).Eval())).Message);
        var few = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Solved(X(6, [], 5), X(7, [], 5, 1)));
        Assert.StartsWith("COS102: Solved declares 'a' as [..., n, n] (rank at least 2), but got [5] (rank 1).", few.Message);
        Assert.Equal(few.Message, Assert.Throws<ShapeMismatchException>(() => LeadingModels.Solved(X(6, [], 5).Eval(), X(7, [], 5, 1).Eval())).Message);
        var empty = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Loss(X(8, [2, 0], 4), w, b));
        Assert.Contains("and the inputs are [2, 0, 4], [4, 6], [6].", empty.Message);
    }

    [Fact]
    public void AConcreteTensorHasAnAxis()
    {
        double number = LeadingModels.Silu(Parameter(0.5)).EvalScalar();
        Assert.Equal(number, LeadingModels.Silu(Tensor.Create([0.5]))[0]);
        Assert.StartsWith(
            "COS102: 'x' of Silu has no axis, and a Tensor has at least one. Pass it as [1], or call the method on traced tensors, whose rank may be 0.",
            Assert.Throws<ShapeMismatchException>(() => LeadingModels.Silu(default(ReadOnlyTensorSpan<double>))).Message);
    }

    [Fact]
    public void OneFragmentServesAllRanksAndFindsItsNodes()
    {
        var x = X(1, [2, 3], 4);
        Assert.Same(LeadingModels.Silu(x).Node, LeadingModels.Silu(x).Node);
        var (six, two) = (LeadingModels.Silu(X(2, [6])), LeadingModels.Silu(X(2, [2, 3])));
        Assert.Same(six.Node.Site.Fragment, two.Node.Site.Fragment);
        Assert.Equal([6], six.Shape.ToArray());
        Assert.Equal([2, 3], two.Shape.ToArray());
        Assert.Equal(Check.Flat(six), Check.Flat(two));
    }

    [Theory]
    [MemberData(nameof(Leading))]
    public void TensorsOfRecordsHaveThemToo(int[] leading)
    {
        var (q, p, f) = (X(1, leading, 3), X(2, leading, 3), X(3, leading, 3));
        var next = LeadingModels.Kick(new Phase(q, p), f, 0.5);
        AssertNear(Check.Flat(p + (0.5 * f)), Check.Flat(next.Momentum));
        Assert.Equal(q.Shape.ToArray(), next.Position.Shape.ToArray());
        var energy = LeadingModels.Energy(next);
        Assert.Equal(leading, energy.Shape.ToArray());
        var gradient = Sum(energy).Grad(f);
        AssertNear(Check.Flat((0.25 * next.Position) + (0.5 * next.Momentum)), Check.Flat(gradient));
        if (leading.Contains(0)) return;
        if (leading.Length == 0)
        {
            string message = Assert.Throws<ShapeMismatchException>(() => LeadingModels.Energy(new Phase.Values(q.Eval(), p.Eval()))).Message;
            Assert.StartsWith("COS102: A result declared as [...] has no axis here,", message);
            Assert.Equal(message, Assert.Throws<ShapeMismatchException>(() => LeadingModels.EnergyVjp(new Phase.Values(q.Eval(), p.Eval()), default)).Message);
            return;
        }

        AssertNear(energy, LeadingModels.Energy(new Phase.Values(next.Position.Eval(), next.Momentum.Eval())));
    }

    [Fact]
    public void FloatsHaveThemToo()
    {
        var y = LeadingModels.Spread(Parameter(new float[] { 1, 3, 2, 6, 5, 5, 7, 9 }, 2, 2, 2));
        Assert.Equal([2, 2], y.Shape.ToArray());
        Assert.Equal([1f, 4f, 0f, 1f], y.Eval().ToArray());
    }

    /// <summary>Compares every output of the compiled method with what its body computes op by op.</summary>
    private static void AssertSame(string name, int[] leading, params object[] arguments)
    {
        var expected = Outputs(Body(name).Invoke(null, arguments)!);
        var overload = typeof(LeadingModels).GetMethods().Single(m => m.Name == name && m.IsDefined(typeof(CompilerServices.FragmentCallAttribute)));
        var actual = Outputs(overload.Invoke(null, arguments)!);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.True(expected[i].Shape.SequenceEqual(actual[i].Shape), $"{name} with the leading axes [{string.Join(", ", leading)}]: output {i}");
            AssertNear(Check.Flat(expected[i]), Check.Flat(actual[i]));
        }

        Assert.All(arguments.OfType<TracedTensor<double>>(), x => Assert.Contains(x.Node, Enumerable.Range(0, actual[0].Node.InputCount).Select(actual[0].Node.Input)));
    }

    private static TracedTensor<double>[] Outputs(object result) => result is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => (TracedTensor<double>)tuple[i]!).ToArray() : [(TracedTensor<double>)result];

    private static MethodInfo Body(string name) => typeof(LeadingModels).GetMethods().Single(m => m.Name == name && m.IsDefined(typeof(DifferentiableAttribute)));

    private static TracedTensor<double> X(int seed, int[] leading, params int[] rest)
    {
        int[] shape = [.. leading, .. rest];
        double[] data = Check.Numbers(seed, shape.Aggregate(1, (a, b) => a * b));
        return shape.Length == 0 ? Parameter(data[0]) : Parameter(data, shape);
    }

    private static TracedTensor<double> Regular(int seed, int[] leading, int n)
    {
        int[] shape = [.. leading, n, n];
        double[] data = Check.Numbers(seed, shape.Aggregate(1, (a, b) => a * b));
        for (int i = 0; i < data.Length; i++)
        {
            if (i % (n * n) % (n + 1) == 0) data[i] += 2 * n;
        }

        return Parameter(data, shape);
    }

    private static void AssertNear(TracedTensor<double> expected, Tensor<double> actual)
    {
        Assert.Equal(expected.Shape.ToArray().Select(s => (nint)s), actual.Lengths.ToArray());
        var flat = new double[(int)actual.FlattenedLength];
        actual.FlattenTo(flat);
        AssertNear(Check.Flat(expected), flat);
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Check.Near(expected[i], actual[i], 1e-12);
    }
}
