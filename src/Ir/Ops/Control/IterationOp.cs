using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// What For and While share: carries that an iteration replaces, invariants, an index that is a dimension symbol inside of the regions,
/// and stacks, which get one entry in each iteration and are read back by another loop. Attributes: index, carries.
/// </summary>
internal abstract class IterationOp(string name) : RegionOp(name)
{
    public override string Kinks => "the number of iterations has no derivative";

    public string Index(Attrs attrs) => attrs.Dim("index").TryGetSymbol(out string name) ? name : throw new ShapeError(DiagnosticIds.UnsupportedCall, Name + " needs an index that is a symbol.");

    /// <summary>Tells the builder of a region in which range the index lies.</summary>
    public abstract void AssumeRange(GraphBuilder region, Attrs attrs);

    /// <summary>The region that makes the next carries, and then the entries of stacks.</summary>
    public abstract Graph Body(Node node);

    public override Flow[,] Flows(Node node)
    {
        var layout = new LoopLayout(node);
        var body = Activity.Of(Body(node));
        int outputs = Body(node).Outputs.Count;
        var flows = new Flow[node.Types.Count, node.Inputs.Count];
        for (int k = 0; k < layout.Carries; k++)
        {
            flows[k, layout.Carry(k)] = new Flow(Dependence.Linear, null);
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            for (int output = 0; output < outputs; output++)
            {
                int slot = layout.Slot(output);
                for (int operand = layout.Steering; operand < node.Inputs.Count; operand++)
                {
                    var flow = operand < layout.Stack(0) ? default : body.At(output, operand - layout.Steering);
                    for (int k = 0; k < layout.Carries; k++)
                    {
                        flow = flow.Or(flows[k, operand].Then(body.At(output, k)));
                    }

                    var known = flows[slot, operand];
                    flows[slot, operand] = known.Or(flow);
                    changed |= flows[slot, operand].Dependence != known.Dependence;
                }
            }
        }

        Steer(node, flows);
        return flows;
    }

    /// <summary>Adds what decides how often the loop runs.</summary>
    protected abstract void Steer(Node node, Flow[,] flows);

    protected static TensorType[] Infer(InferContext context, LoopLayout layout, Graph body, DimExpr? count)
    {
        var types = new List<TensorType>();
        for (int k = 0; k < layout.Carries; k++)
        {
            CheckSame(context, body.InputName(k), context[layout.Carry(k)], body.TypeOf(body.Outputs[k]));
            types.Add(context[layout.Carry(k)]);
        }

        if (layout.CountsTrips)
        {
            types.Add(TensorType.TripCount);
        }

        string index = context.Attrs.Dim("index").Symbols.Single();
        for (int i = layout.Carries; i < body.Outputs.Count; i++)
        {
            var entry = body.TypeOf(body.Outputs[i]);
            types.Add(entry.Stacked(entry.Mentions(index) || entry.IsRagged ? null : count));
        }

        return types.ToArray();
    }
}

/// <summary>Which operand of a loop is what.</summary>
internal readonly struct LoopLayout
{
    public LoopLayout(Node node)
        : this((RegionOp)node.Op, node.Attrs, ((IterationOp)node.Op).Body(node), node.Inputs.Count)
    {
    }

    public LoopLayout(RegionOp op, Attrs attrs, Graph body, int operands)
    {
        Steering = op.Steering(attrs);
        Carries = attrs.Int("carries");
        Stacks = attrs.Int("stacks", 0);
        Invariants = operands - Steering - Carries - Stacks;
        Entries = body.Outputs.Count - Carries;
        CountsTrips = op is WhileOp;
    }

    /// <summary>Whether the slot behind the carries is the number of iterations.</summary>
    public bool CountsTrips { get; }

    /// <summary>Leading operands that reach no region.</summary>
    public int Steering { get; }

    public int Carries { get; }

    /// <summary>Stacks that the loop reads.</summary>
    public int Stacks { get; }

    public int Invariants { get; }

    /// <summary>Stacks that the loop writes; their slots come last.</summary>
    public int Entries { get; }

    /// <summary>The slot of an output of the body.</summary>
    public int Slot(int output) => output < Carries || !CountsTrips ? output : output + 1;

    /// <summary>The operand that a carry begins with; its slot and its place in the region are <paramref name="k"/>.</summary>
    public int Carry(int k) => Steering + k;

    /// <summary>The operand of a stack that is read.</summary>
    public int Stack(int k) => Steering + Carries + k;

    public int Invariant(int k) => Steering + Carries + Stacks + k;
}
