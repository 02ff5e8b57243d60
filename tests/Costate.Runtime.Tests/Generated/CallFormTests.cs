using System;
using Costate.Tracing;
using Xunit;
using static Costate.Runtime.Tests.Generated.Models;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Every way to write a call reaches the compiled fragment: one node, not one for each operation.</summary>
public sealed unsafe class CallFormTests
{
    private readonly TracedTensor<double> x = Parameter([1.0, 2.0, 3.0], 3);
    private readonly TracedTensor<double> y = Parameter([0.5, -0.5, 2.0], 3);

    [Fact]
    public void ByUsingStatic() => AssertOneNode("Nested", Nested(x, y));

    [Fact]
    public void Qualified() => AssertOneNode("Nested", Models.Nested(x, y));

    [Fact]
    public void WithNamedArguments() => AssertOneNode("Nested", Models.Nested(y: y, x: x));

    [Fact]
    public void WithDefaultArguments() => AssertOneNode("Window", Models.Window(x, 0.5));

    [Fact]
    public void InALambda()
    {
        Func<TracedTensor<double>, TracedTensor<double>> f = v => Nested(v, y);
        AssertOneNode("Nested", f(x));
    }

    [Fact]
    public void AsAMethodGroup()
    {
        Func<TracedTensor<double>, TracedTensor<double>, TracedTensor<double>> f = Models.Nested;
        AssertOneNode("Nested", f(x, y));
    }

    [Fact]
    public void AsAFunctionPointer()
    {
        delegate*<TracedTensor<double>, TracedTensor<double>, TracedTensor<double>> f = &Nested;
        AssertOneNode("Nested", f(x, y));
    }

    [Fact]
    public void AsAnExtensionMethod()
    {
        AssertOneNode("Squash", x.Squash(), "NotCentred");
        AssertOneNode("Squash", x.Squash(centred: true), "Centred");
        AssertOneNode("Squash", Exp(x).Squash(3.0), "NotCentred");
        AssertOneNode("Squash", Models.Squash(x), "NotCentred");
        AssertOneNode("Against", x.Against(y).Squashed);
        Assert.Equal(2 * (Math.Tanh(1) + Math.Tanh(2) + Math.Tanh(3)), x.Squash().EvalScalar(), 1e-12);
    }

    [Fact]
    public void AsAMethodGroupOfAnExtensionMethod()
    {
        Func<double, bool, TracedTensor<double>> f = x.Squash;
        AssertOneNode("Squash", f(1.0, true), "Centred");
        Func<TracedTensor<double>, (TracedTensor<double>, TracedTensor<double>)> g = x.Against;
        AssertOneNode("Against", g(y).Item1);
    }

    [Fact]
    public void ThroughANullConditional()
    {
        TracedTensor<double>? some = x;
        AssertOneNode("Squash", some?.Squash()!, "NotCentred");
    }

    [Fact]
    public void WithSeveralResults()
    {
        var (sum, product) = Models.Pair(x, y);
        AssertOneNode("Pair", sum);
        Assert.Same(sum.Node, product.Node);
        Assert.Equal([Math.Exp(1) * 0.5, Math.Exp(2) * -0.5, Math.Exp(3) * 2], ToArray(product), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void InSinglePrecision()
    {
        var v = Parameter([1f, -2f, 0f], 3);
        var loss = Models.Single(v, 2f);
        AssertOneNode("Single", loss);
        Assert.Equal(2 * (Math.Tanh(1) - Math.Tanh(2)), loss.EvalScalar(), 1e-6);
        Assert.Equal(2f, ToArray(loss.Grad(v))[2]);
    }

    [Fact]
    public void TheGradientThroughTheTraceIsRight()
    {
        // sum((e^x + y) e^x y): the derivative by y is e^x (e^x + 2 y).
        var gradient = ToArray(Nested(x, y).Grad(y));
        for (int i = 0; i < 3; i++)
        {
            double e = Math.Exp(i + 1), v = new[] { 0.5, -0.5, 2.0 }[i];
            Assert.Equal(e * (e + (2 * v)), gradient[i], 1e-10);
        }
    }

    private static T[] ToArray<T>(TracedTensor<T> value)
        where T : unmanaged
    {
        var tensor = value.Eval();
        var array = new T[tensor.FlattenedLength];
        tensor.FlattenTo(array);
        return array;
    }

    private static void AssertOneNode<T>(string method, TracedTensor<T> result, string variant = "")
        where T : unmanaged
    {
        Assert.Equal(NodeKind.Call, result.Node.Kind);
        Assert.Same(CompiledFragments.Of(method, variant), result.Node.Site.Fragment);
    }
}
