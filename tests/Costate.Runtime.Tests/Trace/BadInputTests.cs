using System;
using System.Numerics.Tensors;
using System.Threading;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Empty, strided and wrong input; NaN; cancellation.</summary>
public class BadInputTests
{
    [Fact]
    public void AMismatchOfAnOperationNamesBothShapes()
    {
        TracedTensor<double> x = Parameter(new double[6], 2, 3), y = Parameter(new double[20], 4, 5);
        foreach (Func<object> wrong in new Func<object>[] { () => MatMul(x, y), () => x + y, () => Einsum("ij,jk->ik", x, y), () => Concat(0, x, y) })
        {
            var e = Assert.Throws<ShapeMismatchException>(wrong);
            Assert.Equal("COS101", e.Id);
            Assert.Contains("[2, 3]", e.Message);
            Assert.Contains("[4, 5]", e.Message);
            Assert.Equal("[2, 3] and [4, 5]", e.Actual);
        }
    }

    [Theory]
    [InlineData("COS103")]
    public void AnAxisThatIsNotThereIsNamed(string id)
    {
        var x = Parameter(new double[6], 2, 3);
        foreach (Func<object> wrong in new Func<object>[] { () => Sum(x, 2), () => Sum(x, -3), () => Softmax(x, 5), () => Transpose(x, 0, 0), () => ExpandDims(x, 4) })
        {
            Assert.Equal(id, Assert.Throws<ShapeMismatchException>(wrong).Id);
        }
    }

    [Fact]
    public void WindowsAndElementCountsAreCheckedWithTheirNumbers()
    {
        var x = Parameter(new double[6], 2, 3);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => Slice(x, 1, 2, 2)).Id);
        Assert.Contains("[2, 3]", Assert.Throws<ShapeMismatchException>(() => Slice(x, 1, 2, 2)).Message);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => Slice(x, 1, -1, 2)).Id);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => Slice(x, 1, 0, -1)).Id);
        Assert.Equal("COS105", Assert.Throws<ShapeMismatchException>(() => Reshape(x, 7)).Id);
        Assert.Equal("COS105", Assert.Throws<ShapeMismatchException>(() => Parameter(new double[5], 2, 3)).Id);
        Assert.Equal("COS101", Assert.Throws<ShapeMismatchException>(() => Squeeze(x, 0)).Id);
        Assert.Equal("COS106", Assert.Throws<ShapeMismatchException>(() => Einsum("ij,jk", x)).Id);
        Assert.Equal("COS110", Assert.Throws<ShapeMismatchException>(() => Max(Zeros<double>(0))).Id);
        Assert.Equal("COS110", Assert.Throws<ShapeMismatchException>(() => Mean(Zeros<double>(3, 0), 1)).Id);

        // The same pattern with sizes that fit is fine afterwards, and wrong again after that.
        Assert.Equal([2, 2], Slice(x, 1, 1, 2).Shape.ToArray());
        Assert.Throws<ShapeMismatchException>(() => Slice(x, 1, 2, 2));
    }

    [Fact]
    public void AFragmentNamesParameterShapesAndTheOriginOfTheSymbol()
    {
        TensorType Type(string shape) => new(DType.F64, Costate.Shape.Parse(shape));
        TraceOutputs Call(params TracedValue[] inputs) => TraceCall.InvokeMany<double>(Fragment(), inputs);
        Fragment Fragment()
        {
            var g = new GraphBuilder("Layer");
            var (x, w, c) = (g.Input("x", Type("i, k")), g.Input("w", Type("k, 2*j + 1")), g.Input("c", Type("j")));
            return new InterpretedFragment(g.Build([g.Contract("ab,bc->ac", x, w), c]));
        }

        var fine = Call(Parameter(new double[6], 2, 3), Parameter(new double[21], 3, 7), Parameter(new double[3], 3));
        Assert.Equal([2, 7], fine.Tensor<double>(0).Shape.ToArray());

        var e = Assert.Throws<ShapeMismatchException>(() => Call(Parameter(new double[6], 2, 3), Parameter(new double[28], 4, 7), Parameter(new double[3], 3)));
        Assert.Equal(("COS117", "[k, 2*j + 1]", "[4, 7]", "w"), (e.Id, e.Expected, e.Actual, e.ParamName));
        Assert.Contains("Layer declares 'w' as [k, 2*j + 1], but got [4, 7]: axis 0 should be k = 3 and is 4; k = 3 comes from axis 1 of 'x'.", e.Message);

        e = Assert.Throws<ShapeMismatchException>(() => Call(Parameter(new double[6], 2, 3), Parameter(new double[24], 3, 8), Parameter(new double[3], 3)));
        Assert.Contains("axis 1", e.Message);
        e = Assert.Throws<ShapeMismatchException>(() => Call(Parameter(new double[6], 6), Parameter(new double[21], 3, 7), Parameter(new double[3], 3)));
        Assert.Equal(("COS102", "x"), (e.Id, e.ParamName));
        Assert.Throws<ArgumentNullException>("w", () => Call(Parameter(new double[6], 2, 3), null!, Parameter(new double[3], 3)));
    }

    [Fact]
    public void DerivativesThatAreZeroSayWhy()
    {
        TracedTensor<double> x = Parameter(0.3), z = Parameter(0.4), c = Constant(2.0);
        var e = Assert.Throws<GradientException>(() => Sin(x).Grad(z));
        Assert.Equal("COS201", e.Id);
        e = Assert.Throws<GradientException>(() => (Floor(x) * z).Grad(x));
        Assert.Equal("COS202", e.Id);
        Assert.Contains("Floor", e.Message);
        e = Assert.Throws<GradientException>(() => Exp(StopGradient(Sin(x))).Grad(x));
        Assert.Equal("COS202", e.Id);
        Assert.Contains("Stop", e.Message);
        e = Assert.Throws<GradientException>(() => (c * x).Grad(c));
        Assert.Contains("Parameter", e.Message);
        Assert.Throws<GradientException>(() => Sin(x).Jvp(z, Constant(1.0)));
        Assert.Equal("COS202", Assert.Throws<GradientException>(() => Sign(x).Jvp(x, Constant(1.0))).Id);
        Assert.Equal("COS202", Assert.Throws<GradientException>(() => Select(LessThan(x, 1.0), z, -z).Grad(x)).Id);

        var gradients = (Floor(x) * z).GradOrZero(x, z, c);
        Assert.Equal([0.0, 0.0, 0.0], [gradients[0].EvalScalar(), gradients[1].EvalScalar(), gradients[2].EvalScalar()]);

        // The derivative of something linear does not depend on where it is taken.
        Assert.Equal("COS201", Assert.Throws<GradientException>(() => (3.0 * x).Grad(x).Grad(x)).Id);
        Assert.Equal("COS102", Assert.Throws<GradientException>(() => Parameter(new double[3], 3).Grad(x)).Id);
    }

    [Fact]
    public void SeedsAndDirectionsNeedTheRightShape()
    {
        var x = Parameter(new double[3], 3);
        var e = Assert.Throws<ShapeMismatchException>(() => Exp(x).Vjp(Constant(new double[4], 4), x));
        Assert.Equal(("seed", "[3]", "[4]"), (e.ParamName, e.Expected, e.Actual));
        Assert.Equal("v", Assert.Throws<ShapeMismatchException>(() => Exp(x).Jvp(x, Constant(1.0))).ParamName);
    }

#pragma warning disable COS402 // What the warning says is tested here.
    [Fact]
    public void ScalarsAndTensorsAreReadByTheirOwnMethods()
    {
        Assert.Contains("EvalScalar", Assert.Throws<InvalidOperationException>(() => Parameter(1.0).Eval()).Message);
        Assert.Contains("[3]", Assert.Throws<InvalidOperationException>(() => Parameter(new double[3], 3).EvalScalar()).Message);
        Assert.Throws<InvalidOperationException>(() => Parameter(1.0).EvalTo(new TensorSpan<double>(new double[1])));
        var e = Assert.Throws<ShapeMismatchException>(() => Parameter(new double[3], 3).EvalTo(new TensorSpan<double>(new double[4])));
        Assert.Equal(("[3]", "[4]"), (e.Expected, e.Actual));
    }
#pragma warning restore COS402

    [Fact]
    public void EmptyTensorsHaveEmptyValuesAndGradients()
    {
        var x = Parameter(Tensor.CreateFromShape<double>([0, 3]));
        Assert.Equal([0, 3], x.Shape.ToArray());
        var y = Exp(x) * 2.0;
        Assert.Equal(0, y.Eval().FlattenedLength);
        Assert.Equal([0, 3], [(int)y.Eval().Lengths[0], (int)y.Eval().Lengths[1]]);
        Assert.Equal(0.0, Sum(y).EvalScalar());
        Assert.Equal([0, 3], Sum(y).Grad(x).Shape.ToArray());
        Assert.Equal(0, Sum(y).Grad(x).Eval().FlattenedLength);
        Assert.Equal([0.0, 0.0, 0.0], Check.Flat(Sum(y, 0)));
        y.EvalTo(Tensor.CreateFromShape<double>([0, 3]).AsTensorSpan());

        var product = MatMul(Parameter(new double[0], 2, 0), Parameter(new double[0], 0, 3));
        Assert.Equal(new double[6], Check.Flat(product));
        var solved = Solve(Parameter(new double[0], 0, 0), Parameter(new double[0], 0, 2));
        Assert.Equal([0, 2], solved.Shape.ToArray());
        Assert.Equal(0.0, Sum(solved).EvalScalar());
        Assert.Equal(0, Cholesky(Parameter(new double[0], 3, 0, 0)).Eval().FlattenedLength);
    }

    [Fact]
    public void StridedTensorsAreReadAndWrittenByTheirStrides()
    {
        var whole = Tensor.Create([0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [3, 4]);
        var x = Parameter(whole.AsReadOnlyTensorSpan()[0..3, 1..3]);
        Assert.Equal([1.0, 2, 5, 6, 9, 10], Check.Flat(x));
        var columns = new ReadOnlyTensorSpan<double>([0.0, 1, 2, 3, 4, 5], [2, 3], [1, 2]);
        Assert.Equal([0.0, 2, 4, 1, 3, 5], Check.Flat(Parameter(columns)));

        var target = Tensor.CreateFromShape<double>([3, 4]);
        (x * 10.0).EvalTo(target.AsTensorSpan()[0..3, 1..3]);
        Assert.Equal(100.0, target[2, 2]);
        Assert.Equal(0.0, target[2, 3]);
        (x * 10.0).EvalTo(target.AsTensorSpan()[0..3, 0..2]);
        Assert.Equal(50.0, target[1, 0]);
    }

    [Fact]
    public void DataIsCopiedInAndOut()
    {
        double[] data = [1, 2, 3];
        var tensor = Tensor.Create(data);
        TracedTensor<double> x = Parameter(data, 3), t = Parameter(tensor);
        data[0] = 100;
        Assert.Equal([1.0, 2, 3], Check.Flat(x));
        Assert.Equal([1.0, 2, 3], Check.Flat(t));
        var value = x.Eval();
        value[0] = 7;
        Assert.Equal(1.0, x.Eval()[0]);
        int[] shape = [3];
        var s = Parameter(new double[3], shape);
        shape[0] = 5;
        Assert.Equal([3], s.Shape.ToArray());
    }

    [Fact]
    public void NotANumberIsPropagated()
    {
        var x = Parameter([1.0, double.NaN, 3.0], 3);
        Assert.True(double.IsNaN(Sum(x).EvalScalar()));
        Assert.True(double.IsNaN(Max(x).EvalScalar()));
        Assert.True(double.IsNaN(Min(x).EvalScalar()));
        Assert.True(double.IsNaN(LogSumExp(x).EvalScalar()));
        double[] values = Check.Flat(Relu(x) + Clamp(x, 0.0, 2.0));
        Assert.Equal([2.0, double.NaN, 5.0], values);
        double[] gradient = Check.Flat(Sum(x * x).Grad(x));
        Assert.Equal([2.0, double.NaN, 6.0], gradient);
        var m = Parameter([double.NaN, 0, 0, 1], 2, 2);
        Assert.True(double.IsNaN(Sum(Cholesky(m)).EvalScalar()));
    }

    [Fact]
    public void FailedFactorisationsNameTheOperationAndThePivot()
    {
        var m = Parameter([1.0, 0, 0, -1], 2, 2);
        var e = Assert.Throws<FactorizationException>(() => Cholesky(m).Eval());
        Assert.Equal(("Cholesky", "Cholesky", 2), (e.Fragment, e.Operation, e.Pivot));
        e = Assert.Throws<FactorizationException>(() => SolveSpd(m, Parameter(new double[2], 2)).Eval());
        Assert.Equal(("SolveSpd", "Cholesky", 2), (e.Fragment, e.Operation, e.Pivot));
        e = Assert.Throws<FactorizationException>(() => Solve(Parameter([1.0, 2, 2, 4], 2, 2), Parameter(new double[2], 2)).Eval());
        Assert.Equal(("Solve", "LU", 2), (e.Fragment, e.Operation, e.Pivot));

        // What does not depend on it goes on.
        Assert.Equal(1.0, Sum(m * m).EvalScalar() - 1);
    }

    [Fact]
    public void ACancelledEvaluationKeepsWhatIsDone()
    {
        using var source = new CancellationTokenSource();
        var step = new Cancelling(source, 10);
        TracedTensor<double> x = Parameter(1.0);
        for (int i = 0; i < 20; i++) x = TraceCall.Invoke<double>(step, x);
        Assert.ThrowsAny<OperationCanceledException>(() => x.EvalScalar(source.Token));
        Assert.Equal(10, step.Calls);
        Assert.Equal(21.0, x.EvalScalar());
        Assert.Equal(20, step.Calls);
        Assert.ThrowsAny<OperationCanceledException>(() => (x + 1.0).EvalScalar(source.Token));
    }

    /// <summary>x + 1, as generated code would be; cancels at a given call.</summary>
    private sealed class Cancelling(CancellationTokenSource source, int at) : Fragment("AddOne", "unused", "unused")
    {
        public int Calls { get; private set; }

        public override int OutputCount => 1;

        public override int SymbolCount => 0;

        public override ReadOnlySpan<byte> InputRanks => [0];

        public override int[] OutputShape(int slot, ReadOnlySpan<int> dims) => [];

        public override int ResidualCount(ReadOnlySpan<int> dims) => 0;

        public override void Forward(in FragmentFrame frame)
        {
            frame.Output<double>(0)[0] = frame.Input<double>(0)[0] + 1;
            if (++Calls == at) source.Cancel();
        }

        public override void ForwardKeeping(in FragmentFrame frame) => Forward(frame);

        public override void Adjoint(in FragmentFrame frame) => frame.Partial<double>(0)[0] += frame.Cotangent<double>(0)[0];

        public override void Tangent(in FragmentFrame frame) => frame.Output<double>(0)[0] = frame.Tangent<double>(0)[0];

        protected override bool TrySolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims) => true;
    }
}
