using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <content>Loops and branches, iteration by iteration.</content>
internal sealed partial class TextbookInterpreter<T, TArithmetic>
{
    private IReadOnlyList<Dense<T>> Control(Node node, Dense<T>[] x, SizedGraph sized) => node.Op switch
    {
        ForOp => For(node, x, sized),
        WhileOp => While(node, x, sized),
        IfOp => If(node, x, sized),
        CallOp => a is ITangentArithmetic<T> tangents ? tangents.Call(node, sized, x) : RunRegion(sized.Region(node, 0, 0), x),
        _ => throw new ArgumentException("The op " + node.Op.Name + " has no textbook definition."),
    };

    private Dense<T>[] RunRegion(SizedGraph region, IReadOnlyList<Dense<T>> inputs) => RunsInside is not { } runs
        ? Run(region, inputs)
        : Outputs(region.Graph, Values(region, inputs, (node, _) => node.Op is InputOp || runs(region.Graph, node) ? null
            : node.Op is RegionOp ? new Dense<T>(node.Types.Select((type, slot) => Garbage(type, region.Shape(node.Out(slot)))).ToArray())
            : Garbage(node.Types[0], region.Shapes[node.Id])));

    private Dense<T> Garbage(TensorType type, int[] shape) => type.IsStack ? Dense<T>.Nothing : Filled(shape, a.Constant(double.NaN));

    private List<Dense<T>> For(Node node, Dense<T>[] x, SizedGraph sized)
    {
        int count = node.Attrs.Flag("counted") ? x[0].Trips : checked((int)node.Attrs.Dim("count").Evaluate(s => sized.Sizes[s]));
        var loop = new Iterations(node, x);
        for (int i = 0; i < count; i++)
        {
            int index = node.Attrs.Flag("reverse") ? count - 1 - i : i;
            loop.Next(index, RunRegion(sized.Region(node, 0, index), loop.Arguments(index)));
        }

        return loop.Results(count);
    }

    private List<Dense<T>> While(Node node, Dense<T>[] x, SizedGraph sized)
    {
        int? script = a.Trips(((IterationOp)node.Op).Index(node.Attrs), sized.Sizes);
        if (script is not null && WhileOp.Limit(node.Attrs) is { } limit)
        {
            script = (int)Math.Min(script.Value, Math.Max(0, limit.Evaluate(s => sized.Sizes[s])));
        }

        var loop = new Iterations(node, x);
        int trips = 0;
        while (script is { } many ? trips < many : a.Decide(RunRegion(sized.Region(node, 0, trips), loop.Arguments(trips))[0].Data[0]) == true)
        {
            loop.Next(trips, RunRegion(sized.Region(node, 1, trips), loop.Arguments(trips)));
            trips++;
        }

        var results = loop.Results(trips);
        results.Insert(new LoopLayout(node).Carries, new Dense<T>(trips, a.Integer(trips)));
        return results;
    }

    private Dense<T>[] If(Node node, Dense<T>[] x, SizedGraph sized)
    {
        Dense<T>[] Branch(int region) => RunRegion(sized.Region(node, region, 0), x.Skip(1).ToArray());

        // What sizes decide is a decision too: whoever follows the decisions asks nobody else.
        bool? known = Known(sized, sized.Graph.NodeOf(node.Inputs[0]));
        bool? decided = a.Decide(known is { } size ? a.Constant(size ? 1 : 0) : x[0].Data[0]);
        if ((known ?? decided) is { } holds)
        {
            return Branch(holds ? 0 : 1);
        }

        // A branch that cannot run at these sizes is not meant to.
        Dense<T>[]? Possible(int region)
        {
            try
            {
                return Branch(region);
            }
            catch (InterpretationException)
            {
                return null;
            }
        }

        var (whenTrue, whenFalse) = (Possible(0), Possible(1));
        if (whenTrue is null || whenFalse is null)
        {
            return whenTrue ?? whenFalse ?? Branch(0);
        }

        return whenTrue.Zip(whenFalse, (p, q) => p.Data.Length != q.Data.Length || p.Parts.Count > 0 || q.Parts.Count > 0 ? (p.Parts.Count > 0 ? p : q) : new Dense<T>(p.Shape, p.Data.Select((e, i) => a.Select(x[0].Data[0], e, q.Data[i])).ToArray())).ToArray();
    }

    /// <summary>What a truth value is because of sizes alone, whatever the arithmetic makes of an order of numbers; null if data take part.</summary>
    private static bool? Known(SizedGraph sized, Node node)
    {
        bool? Of(int operand) => Known(sized, sized.Graph.NodeOf(node.Inputs[operand]));
        switch (node.Op)
        {
            case DimValOp when node.Types[0].DType == DType.Bool:
                return DimValBuilder.ValueOf(node, s => sized.Sizes[s]) != 0;
            case ConstOp when node.Types[0] is { DType: DType.Bool, Rank: 0 }:
                return node.Attrs.Number("value") != 0;
            case LogicOp when ReferenceEquals(node.Op, LogicOp.Not):
                return !Of(0);
            case LogicOp when node.Types[0].Rank == 0:
                // What one operand decides needs no other.
                bool deciding = ReferenceEquals(node.Op, LogicOp.Or);
                bool? left = Of(0), right = Of(1);
                return left == deciding || right == deciding ? deciding : left is null || right is null ? null : !deciding;
            case CompareOp when Number(0) is { } x && Number(1) is { } y:
                return node.Op.Name switch
                {
                    "Less" => x < y,
                    "LessEqual" => x <= y,
                    "Equal" => x == y,
                    _ => x != y,
                };
            default:
                return null;
        }

        double? Number(int operand)
        {
            var source = sized.Graph.NodeOf(node.Inputs[operand]);
            return source.Types[0].Rank > 0 ? null
                : source.Op is DimValOp ? DimValBuilder.ValueOf(source, s => sized.Sizes[s])
                : source.Op is ConstOp && sized.Graph.NodeOf(node.Inputs[1 - operand]).Op is DimValOp ? source.Attrs.Number("value")
                : null;
        }
    }

    /// <summary>The state of a loop: its carries, and the entries of the stacks that it has written.</summary>
    private sealed class Iterations
    {
        private readonly LoopLayout layout;
        private readonly Dense<T>[] x;
        private readonly Dense<T>[] carries;
        private readonly SortedDictionary<int, Dense<T>>[] entries;

        public Iterations(Node node, Dense<T>[] x)
        {
            layout = new LoopLayout(node);
            this.x = x;
            carries = x.Skip(layout.Steering).Take(layout.Carries).ToArray();
            entries = Enumerable.Range(0, layout.Entries).Select(_ => new SortedDictionary<int, Dense<T>>()).ToArray();
        }

        /// <summary>What an iteration is given; of a stack that nobody is meant to read there are no entries.</summary>
        public Dense<T>[] Arguments(int index) =>
        [
            .. carries,
            .. Enumerable.Range(0, layout.Stacks).Select(k => x[layout.Stack(k)]).Select(stack => ReferenceEquals(stack, Dense<T>.Nothing) ? stack : stack.Parts[index]),
            .. x.Skip(layout.Invariant(0)),
        ];

        public void Next(int index, Dense<T>[] outputs)
        {
            Array.Copy(outputs, carries, carries.Length);
            for (int k = 0; k < entries.Length; k++)
            {
                entries[k].Add(index, outputs[carries.Length + k]);
            }
        }

        public List<Dense<T>> Results(int count) => [.. carries, .. entries.Select(e => new Dense<T>(Enumerable.Range(0, count).Select(i => e[i]).ToArray()))];
    }
}
