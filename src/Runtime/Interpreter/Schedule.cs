using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>
/// The steps that compute the wanted outputs, in the order of the graph, and where every value lies: in an input, an output, or
/// a temporary. A step runs in place where an operand dies with it, so that a partial is extended and not copied.
/// </summary>
internal sealed class Schedule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Temporaries up to this many elements in all stay with the schedule; larger ones come from the shared pool.</summary>
    private const long MaxKept = 1 << 14;

    private const int MaxConstant = 1 << 12;

    private readonly Plan<T> plan;
    private readonly List<Step> steps = [];
    private readonly List<int> temporaries = [];
    private readonly List<(Place From, int Output)> copies = [];
    private int maxOperands;
    private Workspace? idleWorkspace;

    public Schedule(Plan<T> plan, ulong want, ulong absent)
    {
        this.plan = plan;
        Want = want;
        Absent = absent;
        new Builder(this).Build();
    }

    /// <summary>The outputs to be computed, as bits.</summary>
    public ulong Want { get; }

    /// <summary>The cotangents that are Zero, as bits.</summary>
    public ulong Absent { get; }

    public void Run(ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs)
    {
        var workspace = Interlocked.Exchange(ref idleWorkspace, null) ?? new Workspace(temporaries, maxOperands);
        var (buffers, operands) = (workspace.Buffers, workspace.Operands);
        try
        {
            if (!workspace.Keeps) workspace.Rent(temporaries);
            foreach (var step in steps)
            {
                for (int k = 0; k < step.Operands.Length; k++) operands[k] = Locate(step.Operands[k], inputs, outputs, buffers);
                int status = step.Kernel.Run(operands.AsSpan(0, step.Operands.Length), Locate(step.Result, inputs, outputs, buffers).Span);
                if (status != 0) throw Failure(step.Node, status);
            }

            foreach (var (from, output) in copies)
            {
                var target = outputs[output].Span;
                if (from.Kind == PlaceKind.Splat)
                {
                    target.Fill(from.Constant![0]);
                }
                else
                {
                    Locate(from, inputs, outputs, buffers).Span.CopyTo(target);
                }
            }
        }
        finally
        {
            if (!workspace.Keeps) workspace.Return();
            Array.Clear(operands);
            idleWorkspace = workspace;
        }
    }

    private static View<T> Locate(Place place, ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, T[][] buffers) => place.Kind switch
    {
        PlaceKind.Input => inputs[place.Index],
        PlaceKind.Output => outputs[place.Index],
        PlaceKind.Temporary => new View<T>(buffers[place.Index], 0, place.Count),
        _ => new View<T>(place.Constant),
    };

    private FactorizationException Failure(int node, int pivot)
    {
        var at = plan.Program.Graph.Nodes[node];
        string operation = at.Op is CholeskyOp || at.Types[0].Factor == FactorKind.Cholesky ? "Cholesky" : "LU";
        return new FactorizationException(plan.Program.Name, operation, pivot, at.Span.IsKnown ? "line " + at.Span.Line : null);
    }

    /// <summary>What one run at a time uses.</summary>
    private sealed class Workspace
    {
        public Workspace(List<int> temporaries, int operands)
        {
            Operands = new View<T>[operands];
            Buffers = new T[temporaries.Count][];
            long total = 0;
            foreach (int count in temporaries) total += count;
            Keeps = total <= MaxKept;
            for (int i = 0; Keeps && i < Buffers.Length; i++) Buffers[i] = new T[temporaries[i]];
        }

        public bool Keeps { get; }

        public T[][] Buffers { get; }

        public View<T>[] Operands { get; }

        public void Rent(List<int> temporaries)
        {
            for (int i = 0; i < Buffers.Length; i++) Buffers[i] = ArrayPool<T>.Shared.Rent(temporaries[i]);
        }

        public void Return()
        {
            for (int i = 0; i < Buffers.Length; i++)
            {
                if (Buffers[i] is { } buffer) ArrayPool<T>.Shared.Return(buffer);
                Buffers[i] = null!;
            }
        }
    }

    private enum PlaceKind : byte
    {
        None,
        Input,
        Output,
        Temporary,

        /// <summary>A constant tensor, all elements of it.</summary>
        Constant,

        /// <summary>A constant tensor as one element, where it is only copied to an output.</summary>
        Splat,
    }

    private readonly record struct Place(PlaceKind Kind, int Index, int Count, T[]? Constant = null);

    private readonly record struct Step(int Node, BoundKernel<T> Kernel, Place[] Operands, Place Result);

    private sealed class Builder
    {
        private readonly Schedule<T> schedule;
        private readonly Plan<T> plan;
        private readonly Graph graph;
        private readonly GraphProgram program;
        private readonly bool[] needed;
        private readonly bool[] zero;
        private readonly int[] root;
        private readonly Place[] placeOf;
        private readonly Dictionary<Place, int> uses = [];
        private readonly Dictionary<int, List<int>> idle = [];
        private readonly Dictionary<(ulong Bits, int Count), T[]> dense = [];

        public Builder(Schedule<T> schedule)
        {
            this.schedule = schedule;
            plan = schedule.plan;
            program = plan.Program;
            graph = program.Graph;
            needed = new bool[graph.Nodes.Count];
            zero = new bool[graph.Nodes.Count];
            root = new int[graph.Nodes.Count];
            placeOf = new Place[graph.Nodes.Count];
        }

        public void Build()
        {
            FindZeros();
            FindNeeded();
            var uses = CountUses();
            var target = ChooseTargets();
            PlaceInputs(uses);
            foreach (var node in graph.Nodes)
            {
                if (!needed[node.Id] || zero[node.Id] || root[node.Id] != node.Id || plan.Constant(node.Id) is not null || node.Op is InputOp) continue;
                AddStep(node, uses, target);
            }

            CopyOutputs();
        }

        private bool Wanted(int output) => output >= 64 || (schedule.Want >> output & 1) != 0;

        /// <summary>A linear node is Zero where everything linear that it reads is; sums and choices need that of all operands.</summary>
        private void FindZeros()
        {
            foreach (var node in graph.Nodes)
            {
                if (!plan.IsLinear(node.Id)) continue;
                zero[node.Id] = node.Op switch
                {
                    InputOp => node.Attrs.Int("index") < program.FirstPartial
                        && (schedule.Absent >> (node.Attrs.Int("index") - program.FirstCotangent) & 1) != 0,
                    AddOp or AddAtOp or SetAtOp or ConcatOp => node.Inputs.All(IsZero),
                    SelectOp => IsZero(node.Inputs[1]) && IsZero(node.Inputs[2]),
                    _ => node.Inputs.Any(v => plan.IsLinear(v.Node) && zero[v.Node]),
                };
            }
        }

        private bool IsZero(Value v) => zero[v.Node] || (graph.NodeOf(v).Op is ConstOp && plan.Constant(v.Node) == T.Zero);

        private void FindNeeded()
        {
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (Wanted(i)) needed[graph.Outputs[i].Node] = true;
            }

            for (int id = graph.Nodes.Count - 1; id >= 0; id--)
            {
                if (!needed[id] || zero[id]) continue;
                foreach (var operand in graph.Nodes[id].Inputs) needed[operand.Node] = true;
            }

            foreach (var node in graph.Nodes) root[node.Id] = Root(node);
        }

        /// <summary>The node whose memory holds this one's value: that of its operand where the op changes no bit.</summary>
        private int Root(Node node)
        {
            if (!needed[node.Id] || zero[node.Id] || plan.Constant(node.Id) is not null || node.Op is InputOp) return node.Id;
            if (node.Op is AddOp && plan.IsLinear(node.Id))
            {
                if (zero[node.Inputs[0].Node]) return root[node.Inputs[1].Node];
                if (zero[node.Inputs[1].Node]) return root[node.Inputs[0].Node];
            }

            // An operand that is a constant stays apart: its view has the operand's shape.
            return plan.Kernel(node.Id).Form == KernelForm.Alias && !zero[node.Inputs[0].Node] && plan.Constant(root[node.Inputs[0].Node]) is null
                ? root[node.Inputs[0].Node]
                : node.Id;
        }

        private int[] CountUses()
        {
            var counts = new int[graph.Nodes.Count];
            foreach (var node in graph.Nodes)
            {
                if (!needed[node.Id] || zero[node.Id] || root[node.Id] != node.Id) continue;
                foreach (var operand in node.Inputs) counts[root[operand.Node]]++;
            }

            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (Wanted(i)) counts[root[graph.Outputs[i].Node]]++;
            }

            return counts;
        }

        /// <summary>For each root the output whose memory it should be written to, or -1.</summary>
        private int[] ChooseTargets()
        {
            var target = new int[graph.Nodes.Count];
            Array.Fill(target, -1);
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                int node = root[graph.Outputs[i].Node];
                if (Wanted(i) && target[node] < 0) target[node] = i;
            }

            return target;
        }

        private void PlaceInputs(int[] counts)
        {
            for (int i = 0; i < graph.Inputs.Count; i++)
            {
                int node = graph.Inputs[i].Node, partial = i - program.FirstPartial;
                placeOf[node] = partial >= 0 && Wanted(partial)
                    ? new Place(PlaceKind.Output, partial, plan.Count(node))
                    : new Place(PlaceKind.Input, i, plan.Count(node));
                uses[placeOf[node]] = counts[node];
            }
        }

        private void AddStep(Node node, int[] counts, int[] target)
        {
            var kernel = plan.Kernel(node.Id);
            var operands = new Place[node.Inputs.Count];
            for (int k = 0; k < operands.Length; k++) operands[k] = Operand(node.Inputs[k]);
            var result = ChooseResult(node, kernel.Form, operands, target[node.Id]);
            foreach (var operand in operands) Release(operand, result);
            placeOf[node.Id] = result;
            uses[result] = counts[node.Id];
            schedule.steps.Add(new Step(node.Id, kernel, operands, result));
            schedule.maxOperands = Math.Max(schedule.maxOperands, operands.Length);
        }

        private Place Operand(Value value)
        {
            if (ConstantOf(value.Node) is not { } constant) return placeOf[root[value.Node]];
            int count = plan.Count(value.Node);
            if (count > MaxConstant)
            {
                // Too large to be kept for ever: filled anew each time, in a buffer that others use too.
                var place = Temporary(count);
                uses[place] = 1;
                var fill = new BoundKernel<T>(KernelForm.Plain, (_, y) =>
                {
                    y.Fill(constant);
                    return 0;
                });
                schedule.steps.Add(new Step(value.Node, fill, [], place));
                return place;
            }

            var key = (BitConverter.DoubleToUInt64Bits(double.CreateTruncating(constant)), count); // -0.0 is not 0.0 here.
            if (!dense.TryGetValue(key, out var array))
            {
                array = new T[count];
                Array.Fill(array, constant);
                dense.Add(key, array);
            }

            return new Place(PlaceKind.Constant, 0, count, array);
        }

        private T? ConstantOf(int node) => zero[node] ? T.Zero : plan.Constant(node);

        private Place ChooseResult(Node node, KernelForm form, Place[] operands, int target)
        {
            int count = plan.Count(node.Id);
            var output = new Place(PlaceKind.Output, target, count);
            if (target >= 0 && uses.GetValueOrDefault(output) == 0) return output;
            int candidates = form switch
            {
                KernelForm.Aligned => operands.Length,
                KernelForm.OverFirst => 1,
                _ => 0,
            };
            for (int k = 0; k < candidates; k++)
            {
                var place = operands[k];

                // An output that lay in another output's memory could be overwritten before it is copied.
                bool owned = place.Kind == PlaceKind.Temporary || (place.Kind == PlaceKind.Output && (target < 0 || target == place.Index));
                int reads = operands.Count(o => o == place);
                bool aligned = form == KernelForm.Aligned || reads == 1;
                if (owned && aligned && uses[place] == reads && place.Count == count) return place;
            }

            return Temporary(count);
        }

        private Place Temporary(int count)
        {
            if (!idle.TryGetValue(count, out var free)) idle.Add(count, free = []);
            int index;
            if (free.Count > 0)
            {
                index = free[^1];
                free.RemoveAt(free.Count - 1);
            }
            else
            {
                index = schedule.temporaries.Count;
                schedule.temporaries.Add(count);
            }

            return new Place(PlaceKind.Temporary, index, count);
        }

        private void Release(Place place, Place result)
        {
            if (place.Kind is PlaceKind.Constant or PlaceKind.Splat or PlaceKind.None || --uses[place] > 0) return;
            if (place.Kind == PlaceKind.Temporary && place != result) idle[place.Count].Add(place.Index);
        }

        private void CopyOutputs()
        {
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (!Wanted(i)) continue;
                int id = graph.Outputs[i].Node;
                var from = ConstantOf(root[id]) is { } constant ? new Place(PlaceKind.Splat, 0, 1, [constant]) : placeOf[root[id]];
                if (from.Kind != PlaceKind.Output || from.Index != i) schedule.copies.Add((from, i));
            }
        }
    }
}
