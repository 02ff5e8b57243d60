using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A value that nobody reads: what a branch returns for the residuals of the other one. It costs nothing. Attributes: dtype, shape, factor,
/// depth, level0 and so on.
/// </summary>
internal sealed class UndefinedOp : Op
{
    public static readonly UndefinedOp Instance = new();

    private UndefinedOp()
        : base("Undefined", OpClass.Source, 0)
    {
    }

    public override string Computes => "a value that nobody reads";

    public override string ShapeRule => "the type named by the attributes";

    public override string Rule => "y' = 0";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Source;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var attrs = context.Attrs;
        var levels = Enumerable.Range(0, attrs.Int("depth")).Select(i => attrs.Has("level" + i) ? attrs.Dim("level" + i) : null).ToArray();
        return [new TensorType(TensorType.ParseDType(attrs.Text("dtype")), attrs.Shape("shape"), (FactorKind)attrs.Int("factor"), levels)];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.None;
}

internal static class UndefinedBuilder
{
    public static Value Undefined(this GraphBuilder b, TensorType type)
    {
        var attrs = Attrs.Empty.With("dtype", TensorType.Name(type.DType)).With("shape", type.Shape).With("factor", (long)type.Factor).With("depth", (long)type.Levels.Count);
        for (int i = 0; i < type.Levels.Count; i++)
        {
            attrs = type.Levels[i] is { } level ? attrs.With("level" + i, level) : attrs;
        }

        return b.Emit(UndefinedOp.Instance, attrs);
    }
}
