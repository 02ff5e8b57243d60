using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The adjoint of a loop: a For over the iterations that were run, in the other direction. Its carries are the cotangents of the loop's carries and
/// the partials of the invariants, which each iteration extends, and arrays that each iteration restores; it reads the stacks that the loop kept.
/// </summary>
internal sealed class LoopReverse : ReverseForm
{
    private readonly LoopLayout layout;
    private readonly Graph adjoint;

    // By place in the region: carries, entries, invariants.
    private readonly int[] activeInputs;
    private readonly int[] activeOutputs;
    private readonly int outputs;
    private readonly int kept;
    private readonly IReadOnlyList<int> undone;

    // The body that keeps carries, of a loop that runs again for its adjoint.
    private readonly Graph? replayed;

    private LoopReverse(LoopLayout layout, Graph adjoint, int[] activeInputs, int[] activeOutputs, int outputs, int kept, IReadOnlyList<int> undone, Graph? replayed)
    {
        this.replayed = replayed;
        this.undone = undone;
        this.layout = layout;
        this.adjoint = adjoint;
        this.activeInputs = activeInputs;
        this.activeOutputs = activeOutputs;
        this.outputs = outputs;
        this.kept = kept;
        ActiveOperands = activeInputs.Select(i => i + layout.Steering).ToArray();
        ActiveSlots = activeOutputs.Select(layout.Slot).ToArray();
    }

    public override IReadOnlyList<int> ActiveSlots { get; }

    public override IReadOnlyList<int> ActiveOperands { get; }

    public override bool Extends(int operand) => operand >= layout.Stack(0);

    /// <summary>Makes the body that keeps and the adjoint of a loop; null if no result has a derivative.</summary>
    public static (Graph[] Regions, ReverseForm Form)? Make(Node node, bool[] active)
    {
        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        var (inputs, results) = Active(body, layout, active);
        if (results.Length == 0)
        {
            return null;
        }

        var keeping = KeepingGraph.Of(body, inputs);
        var joint = Adjoint.Joint(keeping, inputs, results, inputs.Where(i => i >= layout.Carries).ToArray());
        bool keepsStates = Checkpoints.CanReplay(node), again = keepsStates && !Checkpoints.Records(node);
        var split = Split.Make(keeping.Graph, joint, i => i < layout.Carries ? Availability.Gone : i < layout.Carries + layout.Stacks ? Availability.There : Availability.Invariant, outputsAreThere: false, keepsStates);
        return (
            [.. node.Regions.Take(node.Regions.Count - 1), again ? Checkpoints.Copy(body) : split.Keeping],
            new LoopReverse(layout, split.Adjoint, inputs, results, body.Outputs.Count, split.Residuals.Count, split.Undone, again ? split.Keeping : null));
    }

    public override IReadOnlyList<Value?> Emit(GraphBuilder b, Node node, IReadOnlyList<Value> operands, IReadOnlyList<Value> outputs, IReadOnlyList<Value?> cotangents, IReadOnlyList<Value?> partials)
    {
        var counts = adjoint.UseCounts();
        var region = b.Region(adjoint.Name);
        var arguments = new Value?[adjoint.Inputs.Count];
        var keptStacks = replayed is null ? outputs.Skip(layout.Slot(this.outputs)).ToArray() : Checkpoints.Replay(b, node, operands, outputs, replayed);
        var (carries, stacks, invariants) = (new List<Value>(), new List<Value>(), new List<Value>());

        // The adjoint's inputs: entries, invariants, carries to be restored, what was kept, cotangents of active results, partials of active entries and invariants.
        int entry = 0, invariant = layout.Stacks, undo = invariant + layout.Invariants, residual = undo + undone.Count, cotangent = residual + kept, partial = cotangent + activeOutputs.Length;
        string Name(int input) => adjoint.InputName(input);
        bool IsRead(int input) => counts[adjoint.Inputs[input].Node] > 0;
        Value Declare(int input) => region.Input(Name(input), adjoint.TypeOf(adjoint.Inputs[input]), !adjoint.IsDifferentiable(input));
        void Carry(int input, Value? begin)
        {
            carries.Add(begin ?? b.Zero(adjoint.TypeOf(adjoint.Inputs[input])));
            arguments[input] = Declare(input);
        }

        void Stack(int input, Value? stack)
        {
            if (stack is { } value && IsRead(input))
            {
                stacks.Add(value);
                arguments[input] = Declare(input);
            }
        }

        int[] carried = Enumerable.Range(0, activeOutputs.Length).Where(k => activeOutputs[k] < layout.Carries).ToArray();
        int[] extended = Enumerable.Range(0, activeInputs.Length).Where(k => activeInputs[k] >= layout.Carries).ToArray();
        int PartialInput(int k) => partial + System.Array.IndexOf(extended, k);
        bool IsInvariant(int k) => activeInputs[k] >= layout.Carries + layout.Stacks;
        foreach (int k in carried)
        {
            Carry(cotangent + k, cotangents[layout.Slot(activeOutputs[k])]);
        }

        foreach (int k in extended.Where(IsInvariant))
        {
            Carry(PartialInput(k), partials[activeInputs[k] + layout.Steering]);
        }

        for (int k = 0; k < undone.Count; k++)
        {
            Carry(undo + k, outputs[undone[k]]);
        }

        for (int k = 0; k < layout.Stacks; k++)
        {
            Stack(entry + k, operands[layout.Stack(k)]);
        }

        for (int k = 0; k < kept; k++)
        {
            Stack(residual + k, keptStacks[k]);
        }

        for (int k = 0; k < activeOutputs.Length; k++)
        {
            if (activeOutputs[k] >= layout.Carries)
            {
                Stack(cotangent + k, cotangents[layout.Slot(activeOutputs[k])]);
            }
        }

        foreach (int k in extended.Where(k => !IsInvariant(k)))
        {
            Stack(PartialInput(k), partials[activeInputs[k] + layout.Steering]);
        }

        for (int k = 0; k < layout.Invariants; k++)
        {
            if (IsRead(invariant + k))
            {
                invariants.Add(operands[layout.Invariant(k)]);
                arguments[invariant + k] = Declare(invariant + k);
            }
        }

        var results = Copy(region, adjoint, arguments);
        int[] order =
        [
            .. Enumerable.Range(0, activeInputs.Length).Where(k => activeInputs[k] < layout.Carries),
            .. extended.Where(IsInvariant),
            .. Enumerable.Range(activeInputs.Length, undone.Count),


            // Entries that are stacks themselves stay Zero where nothing was added to them: an empty place would be read as a stack.
            .. extended.Where(k => !IsInvariant(k) && region.NodeOf(results[k]).Op is not UndefinedOp),
        ];
        var attrs = Attrs.Empty.With("index", node.Attrs.Dim("index")).With("carries", (long)carries.Count).With("stacks", (long)stacks.Count);
        attrs = node.Attrs.Flag("reverse") ? attrs : attrs.With("reverse", true);
        var (steering, trips) = node.Op is WhileOp ? (attrs.With("counted", true), outputs[layout.Carries])
            : node.Attrs.Flag("counted") ? (attrs.With("counted", true), operands[0])
            : (attrs.With("count", node.Attrs.Dim("count")), (Value?)null);
        Value[] all = [.. trips is { } count ? [count] : System.Array.Empty<Value>(), .. carries, .. stacks, .. invariants];
        var emitted = b.EmitMany(ForOp.Instance, steering, all, [region.Build(order.Select(k => results[k]).ToArray(), order.Select(k => adjoint.OutputNames[k]).ToArray())]);
        return Enumerable.Range(0, activeInputs.Length).Select(k => System.Array.IndexOf(order, k) is >= 0 and var at ? (Value?)emitted[at] : null).ToArray();
    }

    /// <summary>The inputs and outputs of a body that have tangents in some iteration.</summary>
    private static (int[] Inputs, int[] Outputs) Active(Graph body, LoopLayout layout, bool[] active)
    {
        var activity = Activity.Of(body);
        var inputs = Enumerable.Range(0, body.Inputs.Count).Select(i => active[i + layout.Steering] && body.IsDifferentiable(i)).ToArray();
        bool Reached(int output) => body.TypeOf(body.Outputs[output]).IsDifferentiable &&
            Enumerable.Range(0, inputs.Length).Any(i => inputs[i] && activity[output, i] >= Dependence.Linear);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int k = 0; k < layout.Carries; k++)
            {
                if (!inputs[k] && Reached(k))
                {
                    inputs[k] = changed = true;
                }
            }
        }

        return (
            Enumerable.Range(0, inputs.Length).Where(i => inputs[i]).ToArray(),
            Enumerable.Range(0, body.Outputs.Count).Where(o => o < layout.Carries ? inputs[o] : Reached(o)).ToArray());
    }
}
