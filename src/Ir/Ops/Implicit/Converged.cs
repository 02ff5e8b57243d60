namespace Costate.Ir;

/// <summary>
/// x, after a look at whether the iteration that made it has converged: a failure ends the call. Operands: x, residual, the bound that it must not exceed, the number of
/// steps. Attribute: of, what was iterated.
/// </summary>
internal sealed class ConvergedOp : Op
{
    public static readonly ConvergedOp Instance = new();

    /// <summary>The iteration of a fixed point.</summary>
    public const string FixedPoint = "fixed point";

    /// <summary>The iteration of the linear system of its derivative.</summary>
    public const string Derivative = "derivative";

    private ConvergedOp()
        : base("Converged", OpClass.Kernel, 4)
    {
    }

    public override string Computes => "x, if the residual does not exceed the bound; otherwise the call fails";

    public override string ShapeRule => "that of x; residual, bound and number of steps are scalars";

    public override string Rule => "x' = x'; the residual has no influence";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        for (int i = 0; i < 4; i++)
        {
            context.RequireFloating(i);
            if (i > 0 && context[i].Rank > 0)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, "Converged needs scalars to compare, got " + context[i] + ".");
            }
        }

        return [context[0]];
    }

    public override Dependence DependsOn(Node node, int operand) => operand == 0 ? Dependence.Linear : Dependence.ZeroByRule;

    public override void Linearize(JvpContext context) => context.Contribute(context.Tangent[0]);
}

internal static class ConvergedBuilder
{
    public static Value Converged(this GraphBuilder b, Value x, Value residual, Value bound, Value steps, string of) =>
        b.Emit(ConvergedOp.Instance, Attrs.Empty.With("of", of), x, residual, bound, steps);
}
