using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>A parameter of the graph. Attributes: index, name.</summary>
internal sealed class InputOp : Op
{
    public static readonly InputOp Instance = new();

    private InputOp()
        : base("Input", OpClass.Source, 0)
    {
    }

    public override string Computes => "a parameter of the graph";

    public override string ShapeRule => "the declared shape";

    public override string Rule => "x' is given";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Source;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => throw new ShapeError(DiagnosticIds.UnsupportedCall, "Inputs are declared with GraphBuilder.Input.");

    public override Dependence DependsOn(Node node, int operand) => Dependence.None;
}
