using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Fragments without generated code, as an annotated method would give them.</summary>
internal static class Steps
{
    /// <summary>a cos(x) / (1 + exp(x)): a scalar step whose adjoint needs a residual.</summary>
    public static InterpretedFragment Damped()
    {
        var b = new GraphBuilder("Damped");
        var type = new TensorType(DType.F64, Costate.Shape.Scalar);
        var (a, x) = (b.Input("a", type), b.Input("x", type));
        var y = b.Div(b.Mul(a, b.Cos(x)), b.Add(b.ConstLike(1, x), b.Exp(x)));
        return new InterpretedFragment(b.Build([y]));
    }

    public static TracedTensor<double> Call(this Fragment fragment, params TracedValue[] inputs) => TraceCall.Invoke<double>(fragment, inputs);
}
