namespace Costate.Ir;

/// <summary>
/// The identity, as the mark of a value that has a handle. The front end puts it around what each call gives while it reads a body that differentiates: a
/// derivative is with respect to a handle, and two calls whose values are equal have two of them. No finished graph contains it (see
/// <see cref="Handles"/>). Attribute: id.
/// </summary>
internal sealed class HandleOp : Op
{
    public static readonly HandleOp Instance = new();

    private HandleOp()
        : base("Handle", OpClass.Elementwise, 1)
    {
    }

    public override string Computes => "x, as a value of its own";

    public override string ShapeRule => "that of the operand";

    public override string Rule => "y' = x'";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => [context[0]];

    public override Dependence DependsOn(Node node, int operand) => Dependence.Linear;

    public override void Linearize(JvpContext context) => context.Contribute(context.Tangent[0]);
}

internal static class HandleBuilder
{
    public static Value Handle(this GraphBuilder b, Value x, long id) => b.Emit(HandleOp.Instance, Attrs.Empty.With("id", id), x);
}
