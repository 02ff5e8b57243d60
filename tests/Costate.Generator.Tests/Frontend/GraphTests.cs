using System.Linq;
using Costate.Ir;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

public sealed class GraphTests
{
    [Fact]
    public void ALayerBecomesItsOps()
    {
        var read = Source.InClass("""
            [Differentiable]
            [return: Shape("batch, outer")]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("inner, outer")] TracedTensor<double> w, [Shape("outer")] TracedTensor<double> b)
            {
                var h = MatMul(x, w);
                return Tanh(h + b);
            }
            """).Read();
        Assert.Empty(read.Diagnostics);
        Assert.Equal(["Input", "Input", "Input", "Contract", "Broadcast", "Add", "Tanh"], read.Graph!.Nodes.Select(n => n.Op.Name));
        Assert.Equal("[batch, outer]", read.Graph.TypeOf(read.Graph.Outputs[0]).Shape.ToString());
    }
}
