using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

using Function = Func<TracedTensor<double>[], TracedTensor<double>>;

/// <summary>Every op runs, and every function of the API has the derivatives that differences show.</summary>
public class OperationTests
{
    private static readonly Dictionary<string, (Function F, double Low, double High)> Unaries = new(StringComparer.Ordinal)
    {
        ["Exp"] = (x => Exp(x[0]), -1, 1),
        ["Log"] = (x => Log(x[0]), 0.5, 2),
        ["Log1p"] = (x => Log1p(x[0]), -0.5, 2),
        ["Expm1"] = (x => Expm1(x[0]), -1, 1),
        ["Sqrt"] = (x => Sqrt(x[0]), 0.5, 2),
        ["Rsqrt"] = (x => Rsqrt(x[0]), 0.5, 2),
        ["Tanh"] = (x => Tanh(x[0]), -2, 2),
        ["Sigmoid"] = (x => Sigmoid(x[0]), -2, 2),
        ["Erf"] = (x => Erf(x[0]), -2, 2),
        ["Sin"] = (x => Sin(x[0]), -3, 3),
        ["Cos"] = (x => Cos(x[0]), -3, 3),
        ["Abs"] = (x => Abs(x[0]), 0.1, 2),
        ["Square"] = (x => Square(x[0]), -2, 2),
        ["Relu"] = (x => Relu(x[0]), 0.1, 2),
        ["Softplus"] = (x => Softplus(x[0]), -2, 2),
        ["Reciprocal"] = (x => Reciprocal(x[0]), 0.5, 2),
        ["Negate"] = (x => -x[0], -2, 2),
        ["Clamp"] = (x => Clamp(x[0], -0.05, 5.0), 0, 2),
        ["Cubed"] = (x => Pow(x[0], 3), -2, 2),
        ["InverseSquare"] = (x => Pow(x[0], -2), 0.5, 2),
        ["RootByPow"] = (x => Pow(x[0], 0.5), 0.5, 2),
        ["Pow1.7"] = (x => Pow(x[0], 1.7), 0.5, 2),
        ["PowInteger"] = (x => Pow(x[0], 4.0), -2, 2),
        ["Scaled"] = (x => (2.0 * x[0]) - 1.0, -2, 2),
        ["Over"] = (x => 1.0 / (3.0 + (x[0] / 2.0)), -2, 2),
        ["Stop"] = (x => x[0] * StopGradient(Constant(2.0)), -2, 2),
        ["Sum"] = (x => Sum(x[0]), -2, 2),
        ["Mean"] = (x => Mean(x[0]), -2, 2),
        ["Max"] = (x => Max(x[0]), -2, 2),
        ["Min"] = (x => Min(x[0]), -2, 2),
        ["Norm"] = (x => Norm(x[0]), 0.5, 2),
        ["LogSumExp"] = (x => LogSumExp(x[0]), -2, 2),
    };

    public static TheoryData<string> UnaryNames => new(Unaries.Keys);

    public static IEnumerable<object[]> OpNames => OpTable.All.Select(op => new object[] { op.Name });

    [Theory]
    [MemberData(nameof(OpNames))]
    public void EveryOpIsExecutable(string name)
    {
        var op = OpTable.Get(name);
        if (op.Class == OpClass.Control)
        {
            // It has no kernel but runs those of its regions; ControlTests runs each such graph, and its derivatives.
            Assert.Contains(Costate.Ir.Tests.Derivatives.ControlCases.All.Concat(Costate.Ir.Tests.Derivatives.CallCases.All).Concat(Costate.Ir.Tests.Derivatives.ImplicitCases.All), c => c.Graph().AllNodes().Any(n => n.Op == op));
            return;
        }

        bool source = op.Class == OpClass.Source;
        Assert.NotEqual(source, OpKernels<double>.Has(op));
        Assert.NotEqual(source, OpKernels<float>.Has(op));
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void UnaryDerivativesAgreeWithDifferences(string name)
    {
        var (f, low, high) = Unaries[name];
        foreach (int[] shape in new int[][] { [], [1], [7], [3, 5], [2, 1, 17] })
        {
            int count = shape.Aggregate(1, (n, s) => n * s);
            Check.Derivatives(f, (Check.Numbers(3, count, low, high), shape));
        }
    }

    public static TheoryData<int[], int[]> Broadcasts => new()
    {
        { [], [] }, { [5], [] }, { [], [5] }, { [5], [5] }, { [3, 5], [5] }, { [3, 5], [3, 1] }, { [3, 1], [1, 5] }, { [2, 1, 5], [3, 1] }, { [1], [4] }, { [3, 3], [3] },
    };

    [Theory]
    [MemberData(nameof(Broadcasts))]
    public void BinaryDerivativesAgreeWithDifferencesAtEveryBroadcast(int[] left, int[] right)
    {
        (double[], int[]) x = (Check.Numbers(1, Count(left), 0.5, 2), left), y = (Check.Numbers(2, Count(right), 0.5, 2), right);
        Check.Derivatives(a => a[0] + a[1], x, y);
        Check.Derivatives(a => a[0] - a[1], x, y);
        Check.Derivatives(a => a[0] * a[1], x, y);
        Check.Derivatives(a => a[0] / a[1], x, y);
        Check.Derivatives(a => Pow(a[0], a[1]), x, y);
        Check.Derivatives(a => Atan2(a[0], a[1]), x, y);
        Check.Derivatives(a => Max(a[0], a[1]), x, y);
        Check.Derivatives(a => Min(a[0], a[1]), x, y);
        Check.Derivatives(a => Select(LessThan(a[0], a[1]), a[0] * a[1], a[0] + a[1]), x, y);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void ReductionsOverAnAxisAgreeWithDifferences(int axis)
    {
        var x = (Check.Numbers(4, 2 * 3 * 5, 0.5, 2), new[] { 2, 3, 5 });
        foreach (bool keep in new[] { false, true })
        {
            Check.Derivatives(a => Sum(a[0], axis, keep), x);
            Check.Derivatives(a => Mean(a[0], axis, keep), x);
            Check.Derivatives(a => Max(a[0], axis, keep), x);
            Check.Derivatives(a => Min(a[0], axis, keep), x);
            Check.Derivatives(a => Norm(a[0], axis, keep), x);
            Check.Derivatives(a => LogSumExp(a[0], axis, keep), x);
        }

        Check.Derivatives(a => Softmax(a[0], axis), x);
        Check.Derivatives(a => LogSoftmax(a[0], axis), x);
        Check.Derivatives(a => Sum(a[0], axis, axis == 0 ? 1 : 0), x);
    }

    [Fact]
    public void ShapeFunctionsAgreeWithDifferences()
    {
        var x = (Check.Numbers(5, 24), new[] { 2, 3, 4 });
        Check.Derivatives(a => Reshape(a[0], 6, 4), x);
        Check.Derivatives(a => Reshape(a[0], 24), x);
        Check.Derivatives(a => Transpose(a[0]), x);
        Check.Derivatives(a => Transpose(a[0], 2, 0, 1), x);
        Check.Derivatives(a => BroadcastTo(Reshape(a[0], 2, 1, 12), 3, 2, 5, 12), x);
        Check.Derivatives(a => Slice(a[0], 1, 1, 2), x);
        Check.Derivatives(a => Slice(a[0], -1, 0, 1), x);
        Check.Derivatives(a => Slice(a[0], 2, 4, 0), x);
        Check.Derivatives(a => ExpandDims(a[0], 1), x);
        Check.Derivatives(a => Squeeze(ExpandDims(a[0], -1), 3), x);
        Check.Derivatives(a => Concat(1, a[0], a[1], a[0]), x, (Check.Numbers(6, 16), [2, 2, 4]));
        Check.Derivatives(a => Stack(0, a[0], a[1]), x, (Check.Numbers(6, 24), [2, 3, 4]));
        Check.Derivatives(a => Stack(-1, a[0], a[1]), x, (Check.Numbers(6, 24), [2, 3, 4]));
    }

    [Fact]
    public void ManyPartsAreJoinedInGroups()
    {
        var parts = Enumerable.Range(0, 100).Select(i => Parameter([i, i + 0.5], 2)).ToArray();
        Assert.Equal(Enumerable.Range(0, 200).Select(i => i / 2.0), Check.Flat(Concat(0, parts)));
        var stacked = Stack(1, parts);
        Assert.Equal([2, 100], stacked.Shape.ToArray());
        Assert.Equal(99.5, Check.Flat(stacked)[199]);
        Assert.Equal([199.0, 199.0], Check.Flat(Sum(Square(stacked) + stacked).Grad(parts[99])).Select((g, i) => g - i));
    }

    [Fact]
    public void LinearAlgebraAgreesWithDifferences()
    {
        (double[], int[]) a = (Check.Numbers(1, 12), [3, 4]), b = (Check.Numbers(2, 20), [4, 5]), v = (Check.Numbers(3, 4), [4]), w = (Check.Numbers(4, 3), [3]);
        Check.Derivatives(x => MatMul(x[0], x[1]), a, b);
        Check.Derivatives(x => MatMul(x[0], x[1]), a, v);
        Check.Derivatives(x => MatMul(x[0], x[1]), w, a);
        Check.Derivatives(x => MatMul(x[0], x[1]), (Check.Numbers(5, 24), [2, 3, 4]), b);
        Check.Derivatives(x => MatMul(x[0], x[1]), (Check.Numbers(5, 24), [2, 3, 4]), (Check.Numbers(6, 40), [2, 4, 5]));
        Check.Derivatives(x => MatMul(x[0], x[1]), (Check.Numbers(5, 24), [2, 1, 3, 4]), (Check.Numbers(6, 60), [3, 4, 5]));
        Check.Derivatives(x => MatMul(Transpose(x[0]), x[0]), a);
        Check.Derivatives(x => Dot(x[0], x[0]), v);
        Check.Derivatives(x => Outer(x[0], x[1]), v, w);
        Check.Derivatives(x => Einsum("ijk,jr,kr->ir", x), (Check.Numbers(7, 24), [2, 3, 4]), (Check.Numbers(8, 15), [3, 5]), (Check.Numbers(9, 20), [4, 5]));
        Check.Derivatives(x => Einsum("ii->i", x[0]), (Check.Numbers(7, 9), [3, 3]));
        Check.Derivatives(x => Einsum("ij->", x[0]), a);

        (double[], int[]) square = (Check.Numbers(10, 9), [3, 3]), rhs = (Check.Numbers(11, 6), [3, 2]), left = (Check.Numbers(11, 6), [2, 3]);
        Check.Derivatives(x => TracedTensor.Trace(x[0]), square);
        Check.Derivatives(x => Tril(x[0], -1) + Triu(x[0], 1), square);
        TracedTensor<double> Definite(TracedTensor<double> m) => MatMul(m, Transpose(m)) + Eye<double>(3);
        Check.Derivatives(x => Cholesky(Definite(x[0])), square);
        Check.Derivatives(x => SolveSpd(Definite(x[0]), x[1]), square, rhs);
        Check.Derivatives(x => SolveSpd(Definite(x[0]), x[1]), square, w);
        Check.Derivatives(x => SolveSpdRight(x[1], Definite(x[0])), square, left);
        Check.Derivatives(x => Solve(x[0] + (2.0 * Eye<double>(3)), x[1]), square, rhs);
        Check.Derivatives(x => SolveRight(x[1], x[0] + (2.0 * Eye<double>(3))), square, left);
        foreach (bool lower in new[] { true, false })
        {
            foreach (bool transpose in new[] { true, false }) Check.Derivatives(x => SolveTriangular(x[0] + (2.0 * Eye<double>(3)), x[1], lower, transpose), square, rhs);
        }
    }

    [Fact]
    public void FloatsComputeAsDoublesDo()
    {
        var x = Parameter([0.5f, -1.25f, 2f], 3);
        var y = Sum(Exp(x) * x);
        Assert.Equal((Math.Exp(0.5) * 0.5) - (Math.Exp(-1.25) * 1.25) + (Math.Exp(2) * 2), y.EvalScalar(), 1e-5);
        var gradient = y.Grad(x).Eval();
        Assert.Equal(Math.Exp(0.5) * 1.5, gradient[0], 1e-5);
        Assert.Equal(Math.Exp(2) * 3, gradient[2], 1e-5);
        Assert.Equal(3f, Sum(Ones<float>(3)).EvalScalar());
    }

    [Fact]
    public void MasksAreBooleansAndCrossElementTypes()
    {
        var f = Parameter([1f, 2f, 3f], 3);
        var mask = GreaterThan(f, 1.5f);
        Assert.Equal([false, true, true], [mask.Eval()[0], mask.Eval()[1], mask.Eval()[2]]);
        var x = Parameter([10.0, 20.0, 30.0], 3);
        var chosen = Select(And(mask, Not(EqualTo(x, 30.0))), x * x, -x);
        Assert.Equal([-10.0, 400.0, -30.0], Check.Flat(chosen));
        Assert.Equal([-1.0, 40.0, -1.0], Check.Flat(Sum(chosen).Grad(x)));
        Assert.Equal([true, false, true], [Or(Not(mask), EqualTo(x, 30.0)).Eval()[0], Or(Not(mask), EqualTo(x, 30.0)).Eval()[1], Or(Not(mask), EqualTo(x, 30.0)).Eval()[2]]);
        Assert.True(LessThanOrEqual(Parameter(1.0), 1.0).EvalScalar());
    }

    [Fact]
    public void SourcesHaveTheSizesThatWereAskedFor()
    {
        Assert.Equal([1.0, 0, 0, 0, 1, 0, 0, 0, 1], Check.Flat(Eye<double>(3)));
        Assert.Equal([1.0], Check.Flat(Eye<double>(1)));
        Assert.Equal([2, 0, 3], Zeros<double>(2, 0, 3).Shape.ToArray());
        Assert.Equal(1.0, Ones<double>().EvalScalar());
        Assert.Equal([1.0, 1, 1, 1], Check.Flat(Ones<double>(2, 2)));
    }

    [Fact]
    public void EveryPublicFunctionNamesItsLibraryFunction()
    {
        var members = typeof(TracedTensor).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Concat(typeof(TracedTensor<double>).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.Name is not ("Parameter" or "Constant" or "Evaluate"));
        foreach (var member in members)
        {
            var attribute = member.GetCustomAttribute<LibraryFunctionAttribute>();
            Assert.True(attribute is not null, member + " names no library function.");
            Assert.True(Library.Find(attribute.Name) is not null, attribute.Name);
        }
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (n, s) => n * s);
}
