using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>The plans of all programs of a fragment, with one set of names for the dimensions.</summary>
internal sealed class ProgramPlans
{
    /// <summary>Names that the printed cores use for themselves.</summary>
    private static readonly string[] Reserved = ["want", "present", "token", "residual", "arena", "arenaBlock", "frame", "flatShapes", "dimArgs", "dims", "slot", "Place", "Pad", "Room", "Swap", "Count", "Apply", "MulZ", "log", "Instance", "Text"];

    private readonly FragmentPrograms programs;
    private PlanNames? taken;
    private readonly Dictionary<string, string> dimNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Name, int Line)> trips = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Index, bool IsKept), (string Name, int Line, StateRoom Room)> replays = [];

    private ProgramPlans(FragmentPrograms programs)
    {
        this.programs = programs = programs.Lowered();
        bool isScalar = DirectPrograms.Exist(programs);
        var (valueAndGradient, hessianVector) = isScalar ? (ImplicitLoops.Lower(DirectPrograms.ValueAndGradient(programs)), ImplicitLoops.Lower(DirectPrograms.HessianVector(programs))) : (null, null);
        var graph = programs.Forward;
        var names = new PlanNames();
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            names.Take(graph.InputName(i));
        }

        foreach (string reserved in Reserved)
        {
            names.Take(reserved);
        }

        // An int parameter keeps its name, so the leading axes, whose symbol is no name, come last.
        foreach (string symbol in graph.Symbols.OrderBy(s => s == LeadingAxes.Name))
        {
            dimNames.Add(symbol, names.Take(symbol == LeadingAxes.Name ? "leading" : symbol));
        }

        Graph?[] all = [graph, programs.ForwardKeeping, programs.Adjoint, programs.Tangent, valueAndGradient, hessianVector];
        foreach (var loop in all.OfType<Graph>().SelectMany(g => g.AllNodes()).Where(n => n.Op is IterationOp))
        {
            string index = ((IterationOp)loop.Op).Index(loop.Attrs);
            if (!dimNames.ContainsKey(index))
            {
                dimNames.Add(index, names.Take(index));
            }

            // Loops of one index, made from one loop of the user's, need not have all of these.
            if ((loop.Op is WhileOp || loop.Attrs.Flag("counted")) && !trips.ContainsKey(index))
            {
                trips.Add(index, (names.Take("trips"), loop.Span.Line));
            }

            if ((Checkpoints.CanReplay(loop) || Checkpoints.IsReplayed(loop)) && !replays.ContainsKey((index, false)))
            {
                replays.Add((index, false), (names.Take("replays"), loop.Span.Line, StateRoom.Of(loop.Attrs)!.Value));
                replays.Add((index, true), (names.Take("again"), loop.Span.Line, StateRoom.Of(loop.Attrs)!.Value));
            }
        }

        // The engine knows by its pack what a call has kept, so the pack of one that only has a log is not empty.
        Residuals = programs.Residuals.Select(t => t.IsRagged ? DimExpr.One : t.PlannedCount).ToArray();
        var x = Places(BufferRole.Input, graph.Inputs.Count);
        var y = Places(BufferRole.Output, graph.Outputs.Count);
        var r = Places(BufferRole.Residual, Residuals.Count);
        var wanted = programs.DifferentiableInputs;
        Forward = Make(new PlanRequest(graph, x, y));
        var keeping = new PlanRequest(programs.ForwardKeeping, x, [.. y, .. r]);
        ForwardKeeping = Make(keeping);
        Adjoint = Make(AdjointRequest(programs, [.. new AxisOrders[x.Length], .. Triangles.OfOutputs(keeping.Graph)]));
        var v = Places(BufferRole.Tangent, wanted.Length);
        Tangent = Make(new PlanRequest(programs.Tangent, [.. x, .. v], Places(BufferRole.OutputTangent, y.Length)) { Accumulate = true });
        if (isScalar)
        {
            var g = Places(BufferRole.Gradient, wanted.Length);
            ValueAndGradient = Make(new PlanRequest(valueAndGradient!, x, [.. y, .. g]) { Accumulate = true, ExactOutputs = 1 });
            HessianVector = Make(new PlanRequest(hessianVector!, [.. x, .. v], g) { Accumulate = true });
        }
    }

    public FragmentPrograms Programs => programs;

    public Plan Forward { get; }

    public Plan ForwardKeeping { get; }

    public Plan Adjoint { get; }

    public Plan Tangent { get; }

    /// <summary>Value and gradient in one program; null unless <see cref="IsScalarFunction"/>.</summary>
    public Plan? ValueAndGradient { get; }

    /// <summary>The Hessian times a vector; null unless <see cref="IsScalarFunction"/>.</summary>
    public Plan? HessianVector { get; }

    /// <summary>Whether there is one result, a floating-point scalar, and something to differentiate by.</summary>
    public bool IsScalarFunction => DirectPrograms.Exist(programs);

    /// <summary>Whether stacks are kept whose size only their loops know.</summary>
    public bool HasLog => programs.Residuals.Any(t => t.IsRagged);

    /// <summary>Sizes of the slices of the residual pack, each of which begins at a multiple of <see cref="Plan.Alignment"/>.</summary>
    public IReadOnlyList<DimExpr> Residuals { get; }

    /// <summary>What the programs cost.</summary>
    public PlanCost Cost => new(this);

    public static ProgramPlans Build(FragmentPrograms programs) => new(programs);

    /// <summary>What the adjoint is planned from.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="zeros">What is known of the arguments, the results, and what is kept.</param>
    public static PlanRequest AdjointRequest(FragmentPrograms programs, IReadOnlyList<AxisOrders>? zeros = null)
    {
        int outputs = programs.Forward.Outputs.Count;
        var partials = Places(BufferRole.Partial, programs.DifferentiableInputs.Length);
        (BufferRole, int)[] inputs =
        [
            .. Places(BufferRole.Input, programs.Forward.Inputs.Count), .. Places(BufferRole.Output, outputs),
            .. Places(BufferRole.Residual, programs.Residuals.Count), .. Places(BufferRole.Cotangent, outputs), .. partials,
        ];
        return new PlanRequest(programs.Adjoint, inputs, partials) { Serves = programs.Serves, NeedsCt = programs.NeedsCt, Accumulate = true, Zeros = zeros ?? [] };
    }

    /// <summary>The C# name of a dimension symbol: its own, unless an input has it.</summary>
    public string DimName(string symbol) => dimNames[symbol];

    /// <summary>In formulas, the number of iterations of a loop for which data decide it, by the loop's index; and where the loop stands.</summary>
    public (string Name, int Line) TripsOf(string index) => trips[index];

    /// <summary>All such numbers, in the order of the loops.</summary>
    public IEnumerable<(string Name, int Line)> Trips => trips.Values.OrderBy(t => t.Line);

    /// <summary>In formulas, how many iterations run again of a loop that keeps few of its states, by the loop's index: all but the last, or without those of a first run that kept states.</summary>
    public (string Name, int Line, StateRoom Room) ReplaysOf(string index, bool isKept) => replays[(index, isKept)];

    /// <summary>All such numbers, in the order of the loops.</summary>
    public IEnumerable<(string Name, int Line, StateRoom Room, bool IsKept)> AllReplays => replays.Select(r => (r.Value.Name, r.Value.Line, r.Value.Room, r.Key.IsKept)).OrderBy(t => t.Line).ThenBy(t => t.IsKept);

    /// <summary>A plan with the names of this fragment.</summary>
    public Plan Make(PlanRequest request)
    {
        if (taken is null)
        {
            taken = new PlanNames();
            foreach (string reserved in Reserved.Concat(dimNames.Values))
            {
                taken.Take(reserved.TrimStart('@'));
            }
        }

        return Planner.Make(request, taken.Copy());
    }

    private static (BufferRole, int)[] Places(BufferRole role, int count) => Enumerable.Range(0, count).Select(i => (role, i)).ToArray();
}
