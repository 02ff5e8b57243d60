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

    public override string Rule => "x' is given";

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => throw new ShapeError(DiagnosticIds.UnsupportedCall, "Inputs are declared with GraphBuilder.Input.");

    public override Dependence DependsOn(Node node, int operand) => Dependence.None;
}
