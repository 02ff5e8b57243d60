using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>A layer, by constructor and by properties.</summary>
public sealed partial record Layer([Shape("outputs, inputs")] TracedTensor<double> Weights)
{
    [Shape("outputs")]
    public required TracedTensor<double> Bias { get; init; }

    [Differentiable]
    [return: Shape("batch, outputs")]
    public TracedTensor<double> Apply([Shape("batch, inputs")] TracedTensor<double> x, bool linear = false)
    {
        var y = MatMul(x, Transpose(Weights)) + Bias;
        return linear ? y : Tanh(y);
    }

    [Differentiable]
    public TracedTensor<double> Size() => Sum(Square(Weights)) + Sum(Square(this.Bias));
}

/// <summary>Two layers and a scale.</summary>
public readonly partial record struct Mlp(
    [Dims("outputs = hidden")] Layer Hidden,
    [Dims("inputs = hidden, outputs = classes")] Layer Output,
    [Shape("; classes")] (TracedTensor<double> Scale, TracedTensor<double> Shift) Last);

/// <summary>Methods over records: members, copies, construction, deconstruction, calls, results.</summary>
public static partial class RecordModels
{
    [Differentiable]
    public static TracedTensor<double> Fit(Mlp model, [Shape("batch, inputs")] TracedTensor<double> x, [Shape("batch, classes")] TracedTensor<double> y)
    {
        var hidden = model.Hidden.Apply(x);
        var (_, output, (scale, shift)) = model;
        return Mean(Square(output.Apply(hidden, linear: true) * scale + shift - y));
    }

    [Differentiable]
    public static TracedTensor<double> Penalty(Mlp model, double weight) => weight * (model.Hidden.Size() + Area(model.Output));

    [Differentiable]
    public static TracedTensor<double> Area(Layer layer) => layer.Size();

    [Differentiable]
    [return: Dims("outputs = rows, inputs = columns")]
    public static Layer Made([Shape("rows, columns")] TracedTensor<double> w)
    {
        Layer layer = new(Exp(w)) { Bias = Sum(w, 1) };
        return layer with { Bias = layer.Bias * layer.Bias };
    }

    [Differentiable]
    [return: Shape("; ")]
    public static (Layer Layer, TracedTensor<double> Size) Grown(Layer layer)
    {
        var made = Made(layer.Weights);
        return (layer with { Bias = made.Bias }, made.Size());
    }
}
