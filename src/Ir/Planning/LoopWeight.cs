using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>How much machine code the body of a fused loop becomes, in operations on a vector: the JIT inlines only so much into one method.</summary>
internal static class LoopWeight
{
    /// <summary>Beyond this a loop is split.</summary>
    public const int Most = 480;

    /// <summary>Beyond this only one copy of the body fits into a method, so the tails of rows get one of their own.</summary>
    public const int Heavy = 100;

    /// <summary>The weight of an op: an elementary function is a polynomial, a product with a strong zero has two comparisons and a selection.</summary>
    public static int Of(Op op) => op.Cost >= 10 ? 3 * op.Cost : op is MulZOp ? 3 : 1;

    public static int Of(Graph graph, IEnumerable<int> members) => members.Sum(m => Of(graph.Nodes[m].Op));
}
