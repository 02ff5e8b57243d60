using System;
using System.Diagnostics;
using System.Linq;
using Costate.Ir;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Generator.Tests;

/// <summary>Planning and printing run at every edit of a body, so long bodies must not make them slow.</summary>
public sealed class GrowthTests(ITestOutputHelper output)
{
    [Fact]
    public void ALongBodyIsPlannedInTimeThatGrowsWithIt()
    {
        Measure(20);
        double small = Measure(40), large = Measure(160);
        output.WriteLine($"40 layers: {small:F0} ms, 160 layers: {large:F0} ms.");

        // Linear would be 4; cubic would be 64.
        Assert.InRange(large / small, 0, 30);
    }

    private static double Measure(int layers)
    {
        var b = new GraphBuilder("Deep");
        DimExpr n = DimExpr.Symbol("n"), m = DimExpr.Symbol("m");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Of(n, m)));
        var w = b.Input("w", new TensorType(DType.F64, Shape.Of(m, m)));
        var bias = b.Input("b", new TensorType(DType.F64, Shape.Of(m)));
        for (int i = 0; i < layers; i++)
        {
            x = b.Emit(TanhOp.Instance, b.Add(b.Contract("ab,bc->ac", x, w), b.Broadcast(bias, Shape.Of(n, m), 1)));
        }

        var graph = b.Build([b.ReduceSumAll(b.Emit(MulOp.Instance, x, x))], ["loss"]);
        var model = HandmadeFragment.Model(graph);
        var watch = Stopwatch.StartNew();
        Assert.Contains("Tanh", MethodPrinter.Print(model), StringComparison.Ordinal);
        return watch.Elapsed.TotalMilliseconds;
    }
}
