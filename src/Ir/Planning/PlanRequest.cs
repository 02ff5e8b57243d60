using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>What a plan is made from: a graph, what its inputs and outputs are to the caller, and the masks of the adjoint.</summary>
internal sealed class PlanRequest
{
    public PlanRequest(Graph graph, IReadOnlyList<(BufferRole Role, int Index)> inputs, IReadOnlyList<(BufferRole Role, int Index)> outputs)
    {
        Graph = Calls.Inline(graph);
        Inputs = inputs;
        Outputs = outputs;
    }

    /// <summary>The graph, without calls.</summary>
    public Graph Graph { get; }

    public IReadOnlyList<(BufferRole Role, int Index)> Inputs { get; }

    /// <summary>An output with the role and index of an input shares its memory, which holds the input first.</summary>
    public IReadOnlyList<(BufferRole Role, int Index)> Outputs { get; }

    /// <summary>How the region that is planned stands in what is around it; null for a whole program.</summary>
    public RegionBinding? Region { get; init; }

    /// <summary>What is known of the first inputs: the triangles outside of which they are zero.</summary>
    public IReadOnlyList<AxisOrders> Zeros { get; init; } = [];

    /// <summary>For each node the results it serves; null where all are always wanted.</summary>
    public IReadOnlyList<ulong>? Serves { get; init; }

    /// <summary>For each node the cotangents it depends on.</summary>
    public IReadOnlyList<ulong>? NeedsCt { get; init; }

    /// <summary>
    /// Whether the sum of a value and a contraction may be accumulated into the value's memory. That is another order of rounding,
    /// so the two forward programs, which must agree to the bit, never do it.
    /// </summary>
    public bool Accumulate { get; init; }

    /// <summary>The cache lines of a row, for each size of rows that is padded, where it is no number.</summary>
    public IReadOnlyList<DimExpr> Lines { get; private init; } = [];

    /// <summary>How many of the first outputs must have the bits of the forward programs nevertheless.</summary>
    public int ExactOutputs { get; init; }

    /// <summary>The same for another form of the graph, whose nodes have masks of their own.</summary>
    public PlanRequest Rewritten(Graph graph, IReadOnlyList<ulong>? serves, IReadOnlyList<ulong>? needs, IReadOnlyList<DimExpr>? lines = null) => new(graph, Inputs, Outputs)
    {
        Region = Region,
        Zeros = Zeros,
        Serves = serves,
        NeedsCt = needs,
        Accumulate = Accumulate,
        ExactOutputs = ExactOutputs,
        Lines = lines ?? Lines,
    };
}
