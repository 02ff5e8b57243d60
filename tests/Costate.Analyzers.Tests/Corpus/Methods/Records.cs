using System.Collections.Immutable;
using Costate;
using static Costate.TracedTensor;

/// <summary>A layer whose methods read its tensors.</summary>
public sealed partial record Layer([Shape("outputs, inputs")] TracedTensor<double> Weights, [Shape("outputs")] TracedTensor<double> Bias)
{
    public TracedTensor<double> Scaled => Weights * 2.0;

    [Differentiable]
    public TracedTensor<double> Apply([Shape("batch, inputs")] TracedTensor<double> x) => MatMul(x, Transpose(Weights)) + Bias;

    [Differentiable]
    public TracedTensor<double> Untransposed([Shape("batch, inputs")] TracedTensor<double> x) => MatMul(x, Weights) + Bias;
    //                                                                                           ^^^^^^^^^^^^^^^^^^ COS101

    [Differentiable]
    public TracedTensor<double> Computed() => Scaled + 1.0;
    //                                        ^^^^^^ COS002

    [Differentiable]
    public TracedTensor<double> Itself() => Sum(this.Weights) + Sum(Apply(Ones<double>(2, Weights.Dim(1))));
}

public partial record struct Mlp([Dims("outputs = hidden")] Layer Hidden, [Dims("inputs = hidden")] Layer Output);

public partial record struct Pair((TracedTensor<double> Left, TracedTensor<double> Right) Both);
//                                                                                        ^^^^ COS107

public partial record Unshaped(TracedTensor<double> Weights);
//                                                  ^^^^^^^ COS107

public partial record Misread([Shape("n, +m")] TracedTensor<double> Weights);
//                                       ^ COS107

public partial record Named([Shape("n")] TracedTensor<double> Weights, string Name);
//                                                                            ^^^^ COS004

public record Closed([Shape("n")] TracedTensor<double> Weights);
//            ^^^^^^ COS001

public partial record Parent([Shape("n")] TracedTensor<double> Weights);

public partial record Child([Shape("n")] TracedTensor<double> Weights, [Shape("n")] TracedTensor<double> More) : Parent(Weights);

public partial record Loop([Shape("n")] TracedTensor<double> Weights, Loop Next);
//                                                                         ^^^^ COS004

public partial record Fixed([Shape("n")] TracedTensor<double> Weights)
{
    [Shape("n")]
    public TracedTensor<double> Bias { get; } = Weights;
}

public partial record Clipped([Shape("n")] TracedTensor<double> Weights)
{
    public TracedTensor<double> Weights { get; init; } = Weights * 2.0;
}

public partial record Hiding([Shape("n")] TracedTensor<double> Weights)
{
    [Shape("n")]
    private TracedTensor<double> Inner { get; init; } = Weights;
}

public partial record Open
{
    [Shape("n")]
    public required TracedTensor<double> First { get; init; }

    [Shape("n")]
    public TracedTensor<double> Second { get; init; } = Ones<double>(1);
}

public partial record Reserved([Shape("n")] TracedTensor<double> Zip);

public partial record Made([Shape("n")] TracedTensor<double> Weights)
{
    public Made(TracedTensor<double> a, TracedTensor<double> b)
        : this(a + b)
    {
    }
}

/// <summary>Records of tensors as parameters, in bodies and as results.</summary>
public static partial class Records
{
    [Differentiable]
    public static TracedTensor<double> TwoLayersWithoutNames(Layer a, Layer b, [Shape("batch, inputs")] TracedTensor<double> x) => b.Apply(a.Apply(x));
    //                                                                                                                             ^^^^^^^^^^^^^^^^^^^ COS117

    [Differentiable]
    public static TracedTensor<double> TwoLayers([Dims("outputs = hidden")] Layer a, [Dims("inputs = hidden")] Layer b, [Shape("batch, inputs")] TracedTensor<double> x) => b.Apply(a.Apply(x));

    [Differentiable]
    public static TracedTensor<double> CallOfOneName([Dims("inputs = n, outputs = m")] Layer a, [Dims("inputs = m, outputs = k")] Layer b) => Both(a, b);
    //                                                                                                                                        ^^^^^^^^^^ COS117

    [Differentiable]
    public static TracedTensor<double> Both(Layer a, Layer b) => Sum(a.Weights * b.Weights);

    [Differentiable]
    public static TracedTensor<double> Network(Mlp model, [Shape("batch, inputs")] TracedTensor<double> x) => model.Output.Apply(Tanh(model.Hidden.Apply(x)));

    [Differentiable]
    public static TracedTensor<double> NetworkTheWrongWay(Mlp model, [Shape("batch, inputs")] TracedTensor<double> x) => model.Output.Apply(x);
    //                                                                                                                   ^^^^^^^^^^^^^^^^^^^^^ COS117

    [Differentiable]
    public static TracedTensor<double> MisspeltDimension([Dims("outptus = hidden")] Layer layer) => Sum(layer.Weights);
    //                                                          ^^^^^^^ COS107

    [Differentiable]
    public static TracedTensor<double> NoEquation([Dims("hidden")] Layer layer) => Sum(layer.Weights);
    //                                                   ^^^^^^ COS107

    [Differentiable]
    public static TracedTensor<double> NoSize([Dims("outputs = 2 h")] Layer layer) => Sum(layer.Weights);
    //                                                           ^ COS107

    [Differentiable]
    public static TracedTensor<double> GivenTwice([Dims("outputs = n, outputs = m")] Layer layer) => Sum(layer.Weights);
    //                                                                ^^^^^^^ COS107

    [Differentiable]
    public static TracedTensor<double> Expressions([Dims("outputs = 2*n, inputs = n")] Layer layer, [Shape("n")] TracedTensor<double> x) => Sum(layer.Apply(ExpandDims(x, 0)));

    [Differentiable]
    public static TracedTensor<double> ShapeOfARecord([Shape("n, m")] Layer layer) => Sum(layer.Weights);
    //                                                        ^ COS107

    [Differentiable]
    public static TracedTensor<double> DimsOfATensor([Shape("n"), Dims("n = m")] TracedTensor<double> x) => Sum(x);
    //                                                            ^^^^^^^^^^^^^ COS107

    [Differentiable]
    public static TracedTensor<double> TakesUnshaped(Unshaped record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> TakesUnshapedTuple(Pair record) => Sum(record.Both.Left);

    [Differentiable]
    public static TracedTensor<double> TakesMisread(Misread record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> TakesNamed(Named record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> TakesClosed(Closed record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> TakesClosedToo(Closed record) => Sum(Exp(record.Weights));

    [Differentiable]
    public static TracedTensor<double> TakesChild(Child record) => Sum(record.Weights);
    //                                                  ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TakesLoop(Loop record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> TakesFixed(Fixed record) => Sum(record.Weights);
    //                                                  ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TakesClipped(Clipped record) => Sum(record.Weights);
    //                                                      ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TakesHiding(Hiding record) => Sum(record.Weights);
    //                                                    ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TakesReserved(Reserved record) => Sum(record.Zip);
    //                                                        ^^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> TakesMade(Made record) => Sum(record.Weights);

    [Differentiable]
    public static TracedTensor<double> ManyLayers(Layer[] layers) => Sum(layers[0].Weights);

    [Differentiable]
    public static TracedTensor<double> LayersOfASize([Length("depth"), Dims("outputs = n, inputs = n")] Layer[] layers, [Shape("batch, n")] TracedTensor<double> x)
    {
        foreach (var layer in layers)
        {
            x = layer.Apply(x);
        }

        return Sum(x);
    }

    [Differentiable]
    public static TracedTensor<double> LayersOfTwoSizes([Length("depth"), Dims("outputs = n")] Layer[] layers, [Shape("batch, inputs")] TracedTensor<double> x)
    {
        foreach (var layer in layers)
        {
            x = layer.Apply(x);
    //      ^^^^^^^^^^^^^^^^^^ COS120
        }

        return Sum(x);
    }

    [Differentiable]
    [return: Dims("outputs = n, inputs = m")]
    public static Layer[] LayersOut([Shape("n, m")] TracedTensor<double> x) => [new Layer(x, Sum(x, 1))];

    [Differentiable]
    public static Layer[] LayersOfNoSize([Shape("n, m")] TracedTensor<double> x) => [new Layer(x, Sum(x, 1))];
    //            ^^^^^^^ COS108

    [Differentiable]
    public static TracedTensor<double> ManyTensors(ImmutableArray<TracedTensor<double>> xs) => Sum(xs[0]);
    //                                                                                  ^^ COS004

    [Differentiable]
    public static TracedTensor<double> AnotherConstructor([Shape("n")] TracedTensor<double> x) => Sum((new Made(x, x)).Weights);
    //                                                                                                 ^^^^^^^^^^^^^^ COS002

    [Differentiable]
    public static TracedTensor<double> PrimaryConstructor([Shape("n")] TracedTensor<double> x) => Sum(new Made(x).Weights);

    [Differentiable]
    public static TracedTensor<double> WithoutAValue([Shape("n")] TracedTensor<double> x) => Sum((new Open { First = x }).First);
    //                                                                                            ^^^^^^^^^^^^^^^^^^^^^^ COS002

    [Differentiable]
    public static TracedTensor<double> WithAllValues([Shape("n")] TracedTensor<double> x)
    {
        var open = new Open { First = x, Second = x } with { First = Exp(x) };
        return Sum(open.First * open.Second);
    }

    [Differentiable]
    public static TracedTensor<double> MemberAssigned(Mlp model)
    {
        model.Hidden = model.Output;
//      ^^^^^^^^^^^^ COS002
        return Sum(model.Hidden.Weights);
    }

    [Differentiable]
    public static TracedTensor<double> Deconstructed(Mlp model)
    {
        var ((weights, _), (_, bias)) = model;
        return Sum(weights) + Sum(bias);
    }

    [Differentiable]
    public static Layer WrongResult([Shape("n, m")] TracedTensor<double> x) => new(x, Sum(x, 1));
    //            ^^^^^ COS108

    [Differentiable]
    [return: Dims("outputs = n, inputs = m")]
    public static Layer RightResult([Shape("n, m")] TracedTensor<double> x) => new(x, Sum(x, 1));

    [Differentiable]
    [return: Dims("outputs = n, inputs = m")]
    public static Layer MisshapenResult([Shape("n, m")] TracedTensor<double> x) => new(x, Sum(x, 0));
    //                                                                                    ^^^^^^^^^ COS104

    [Differentiable]
    [return: Shape("n; ")]
    [return: Dims("; outputs = n, inputs = m")]
    public static (TracedTensor<double> Size, Layer Layer) ResultInATuple([Shape("n, m")] TracedTensor<double> x) => (Sum(x, 1), new Layer(Transpose(x), Sum(x, 1)));
    //                                                                                                                                     ^^^^^^^^^^^^ COS104

    [Differentiable]
    [return: Shape("n")]
    //       ^^^^^^^^^^ COS107
    public static (TracedTensor<double> Size, Layer Layer) TooFewShapes([Shape("inputs, outputs")] TracedTensor<double> x) => (Sum(x), new Layer(Transpose(x), Sum(x, 0)));

    [Differentiable]
    public static TracedTensor<double> TwoSizesInOneBody(Layer layer, Parent parent) => Sum(layer.Bias * parent.Weights);
    //                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS101

    [Differentiable]
    public static TracedTensor<double> OneSizeInOneBody(Layer layer, [Dims("n = outputs")] Parent parent) => Sum(layer.Bias * parent.Weights);

    [Differentiable]
    public static TracedTensor<double> WithADefault(Layer? layer = null) => Sum(layer!.Weights);
    //                                                     ^^^^^ COS004

    [Differentiable]
    public static TracedTensor<double> CallsPlainly(Layer layer) => Sum(layer.Weights) * Plain(layer);
    //                                                                                   ^^^^^^^^^^^^ COS003

    public static TracedTensor<double> Plain(Layer layer) => Sum(layer.Bias);

    [Differentiable]
    public static TracedTensor<double> Unused(Layer layer, [Shape("n")] TracedTensor<double> x) => Sum(x);
    //                                              ^^^^^ COS404

    [Differentiable]
    public static TracedTensor<double> PartlyUsed(Layer layer) => Sum(layer.Weights);

    [Differentiable]
    public static TracedTensor<double> FromTheTuple([Shape("n; n, m")] (TracedTensor<double> Left, TracedTensor<double> Right) pair) => Sum(pair.Left) + Sum(pair.Right);
}
