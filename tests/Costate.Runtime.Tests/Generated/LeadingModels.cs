using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>A pair of tensors with the same leading axes.</summary>
public sealed partial record Phase([Shape("..., n")] TracedTensor<double> Position, [Shape("..., n")] TracedTensor<double> Momentum);

/// <summary>Methods for any number of leading axes, and methods that call them.</summary>
public static partial class LeadingModels
{
    /// <summary>The logistic function times its argument, for tensors of every shape.</summary>
    [Differentiable]
    [return: Shape("...")]
    public static TracedTensor<double> Silu([Shape("...")] TracedTensor<double> x) => x * Sigmoid(x);

    /// <summary>A dense layer.</summary>
    [Differentiable]
    [return: Shape("..., outputs")]
    public static TracedTensor<double> Dense(
        [Shape("..., inputs")] TracedTensor<double> x,
        [Shape("inputs, outputs")] TracedTensor<double> w,
        [Shape("outputs")] TracedTensor<double> b) => Tanh(MatMul(x, w) + b);

    /// <summary>The mean square of a dense layer.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss(
        [Shape("..., inputs")] TracedTensor<double> x,
        [Shape("inputs, outputs")] TracedTensor<double> w,
        [Shape("outputs")] TracedTensor<double> b) => Mean(Square(Dense(x, w, b)));

    /// <summary>Attention with a fixed number of positions.</summary>
    [Differentiable]
    [return: Shape("..., q, v")]
    public static TracedTensor<double> Attention(
        [Shape("..., q, d")] TracedTensor<double> queries,
        [Shape("..., k, d")] TracedTensor<double> keys,
        [Shape("..., k, v")] TracedTensor<double> values,
        double scale) => MatMul(Softmax(scale * MatMul(queries, Transpose(keys)), -1), values);

    /// <summary>Two systems of equations with one matrix, in a batch.</summary>
    [Differentiable]
    [return: Shape("..., n, m; ...")]
    public static (TracedTensor<double> Solution, TracedTensor<double> Norms) Solved(
        [Shape("..., n, n")] TracedTensor<double> a,
        [Shape("..., n, m")] TracedTensor<double> b)
    {
        var x = Solve(a, b);
        return (x, Norm(x, -1, -2));
    }

    /// <summary>Slices, joins and reductions of the axes behind the leading ones, with a tensor that has none of them.</summary>
    [Differentiable]
    public static TracedTensor<double> Shifted([Shape("..., n, 3")] TracedTensor<double> x, [Shape("n, 1")] TracedTensor<double> column, int k)
    {
        var first = Slice(x, -1, 0, 2) + column;
        var both = Concat(-1, first, ExpandDims(Sum(x, -1), -1));
        return k * Mean(both, -2) + ExpandDims(Max(x, -2, -1), -1);
    }

    /// <summary>Calls with no leading axis, with one, with two and with its own.</summary>
    [Differentiable]
    [return: Shape("..., m; m; p, q, m; ..., p, m")]
    public static (TracedTensor<double> Own, TracedTensor<double> None, TracedTensor<double> Two, TracedTensor<double> Longer) Calls(
        [Shape("..., p, n")] TracedTensor<double> x,
        [Shape("n, m")] TracedTensor<double> w,
        [Shape("m")] TracedTensor<double> b,
        [Shape("p, q, n")] TracedTensor<double> y) =>
        (Dense(Sum(x, -2), w, b), Dense(Sum(w, 1), w, b), Dense(y, w, b), Dense(Silu(x), w, b));

    /// <summary>A step of a record whose tensors have leading axes, as the force has.</summary>
    [Differentiable]
    public static Phase Kick(Phase state, [Shape("..., n")] TracedTensor<double> force, double time)
    {
        var momentum = state.Momentum + time * force;
        return new Phase(state.Position + time * momentum, momentum);
    }

    /// <summary>The energies of the degrees of freedom together.</summary>
    [Differentiable]
    [return: Shape("...")]
    public static TracedTensor<double> Energy(Phase state) => 0.5 * Sum(Square(state.Momentum) + Square(state.Position), -1);

    /// <summary>In floats, one more and one less.</summary>
    [Differentiable]
    public static TracedTensor<float> Spread([Shape("..., n")] TracedTensor<float> x) => Mean(Square(x - Mean(x, -1, keepDims: true)), -1);
}
