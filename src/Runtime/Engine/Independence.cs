using System.Collections.Generic;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>Finds out why a derivative is zero: because there is no dependence, or because all of it goes through ops whose derivative is zero by rule.</summary>
internal static class Independence
{
    public static GradientException Explain(TracedValue y, TracedValue x)
    {
        if (!x.Node.Active)
        {
            return new GradientException(
                DiagnosticIds.NoDependence,
                $"{Describe(x)} is a constant, or computed from constants only, so nothing has a derivative with respect to it. Make it with Parameter instead of Constant.");
        }

        // Only one of the blockers on the way to each value is remembered; any of them explains the zero.
        var seen = new Dictionary<(TraceNode, int), string?> { [(y.Node, y.Slot)] = null };
        var open = new Stack<(TraceNode Node, int Slot)>();
        open.Push((y.Node, y.Slot));
        while (open.TryPop(out var at))
        {
            if (at.Node.IsLeaf) continue;
            var fragment = at.Node.Site.Fragment!;
            for (int i = 0; i < at.Node.GraphInputCount; i++)
            {
                if (fragment.Activity[at.Slot, i] == Dependence.None || at.Node.GraphInput(i, out int slot) is not { } input) continue;
                string? blocker = fragment.Activity[at.Slot, i] == Dependence.ZeroByRule ? Blocker(fragment, at.Slot, i) : seen[at];
                if (seen.TryAdd((input, slot), blocker)) open.Push((input, slot));
            }
        }

        return seen.TryGetValue((x.Node, x.Slot), out string? found) && found is not null
            ? new GradientException(
                DiagnosticIds.ZeroByRule,
                $"{Describe(y)} depends on {Describe(x)} only through {found}, whose derivative is zero by rule. If zeros are meant, ask for them with GradOrZero.")
            : new GradientException(
                DiagnosticIds.NoDependence,
                $"{Describe(y)} does not depend on {Describe(x)}. Take the gradient with respect to a value that it was computed from, or ask for zeros with GradOrZero.");
    }

    /// <summary>The error for a derivative of which an excluded input would take a part away.</summary>
    public static GradientException Excluded(TracedValue y, TracedValue x, CompilerServices.Fragment fragment, int input)
    {
        string name = fragment.Graph.InputName(input);
        return new GradientException(
            DiagnosticIds.ExcludedPath,
            $"a part of the derivative of {Describe(y)} by {Describe(x)} goes through the parameter '{name}' of {fragment.Name}, which [NoGradient] excludes from differentiation. Pass StopGradient of the argument if that part is not meant, or take [NoGradient] away.");
    }

    private static string Blocker(CompilerServices.Fragment fragment, int output, int input)
    {
        var node = fragment.Activity.Blocker(output, input);
        string op = node?.Op.Describe(node) ?? "an op";
        string where = node is { Span.IsKnown: true } ? " on line " + node.Span.Line : string.Empty;
        return op == fragment.Name ? op : $"{op}{where} in {fragment.Name}";
    }

    private static string Describe(TracedValue value) => "the value " + value;
}
