using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>
/// Derivatives inside of a body: y.Grad(x), y.Vjp(seed, x) and y.Jvp(x, v). The part of the graph that leads from x to y is differentiated as it stands,
/// and the derivative becomes a part of the graph.
/// </content>
internal sealed partial class BodyReader
{
    private static readonly HashSet<string> Differentiating = new(StringComparer.Ordinal) { "Grad", "GradOrZero", "Vjp", "Jvp" };

    private readonly HiddenPaths paths = new();

    /// <summary>Derivatives whose graph is right only if it shows all ways from x to y, which is known when all loops have been read.</summary>
    private readonly List<(GraphBuilder Builder, Value Y, Value X, IOperation Place, string Text)> taken = [];

    /// <summary>What each call has made: the same call gives the same value, as in a trace.</summary>
    private readonly Dictionary<string, TensorValue[]> made = new(StringComparer.Ordinal);
    private readonly Dictionary<GraphBuilder, int> builders = [];
    private readonly Dictionary<Graph, Graph[]> keeping = [];

    /// <summary>Whether the body differentiates, so that its values need handles.</summary>
    private bool differentiates;
    private long handles;

    internal static bool IsDerivative(IMethodSymbol method) => Differentiating.Contains(method.Name) && SignatureReader.IsHandle(method.ContainingType) && !method.IsStatic;

    /// <summary>The graph as it is when the body has been read.</summary>
    public Graph Finish(Graph read) => differentiates ? ControlCleanup.Run(Handles.Strip(read, keeping)) : read;

    /// <summary>What a call gives, each value with a handle of its own if the body differentiates by such.</summary>
    /// <param name="call">What is called, with all that decides what it computes.</param>
    /// <param name="operands">What it is given.</param>
    /// <param name="compute">Computes it.</param>
    private TensorValue[] Made(string call, IEnumerable<Value> operands, Func<IReadOnlyList<Value>> compute)
    {
        if (!differentiates)
        {
            return compute().Select(Tensor).ToArray();
        }

        string key = call + "(" + string.Join(",", operands.Select(v => Place(builder.Origin(v)))) + ")";
        if (made.TryGetValue(key, out var known) && known.All(k => Encloses(k.Owner, builder)))
        {
            return known.Select(k => Tensor(In(k))).ToArray();
        }

        return made[key] = compute().Select(v => Tensor(builder.TypeOf(v).IsDifferentiable ? builder.Handle(v, handles++) : v)).ToArray();
    }

    private string Place((Value Value, GraphBuilder Owner) origin)
    {
        if (!builders.TryGetValue(origin.Owner, out int number))
        {
            builders.Add(origin.Owner, number = builders.Count);
        }

        return number + ":" + origin.Value;
    }

    private static bool Encloses(GraphBuilder outer, GraphBuilder inner)
    {
        for (var b = inner; b is not null; b = b.Parent)
        {
            if (ReferenceEquals(b, outer))
            {
                return true;
            }
        }

        return false;
    }

    private FrontendValue Derivative(IInvocationOperation invocation, IOperation instance)
    {
        var y = Expression(instance);
        var arguments = invocation.Arguments.Where(a => a.ArgumentKind != ArgumentKind.DefaultValue).OrderBy(a => a.Parameter?.Ordinal ?? 0).Select(a => (Place: a.Value, Value: Expression(a.Value))).ToArray();
        if (IsPoison(y) || arguments.SelectMany(a => LoopState.Flatten(a.Value)).Any(IsPoison))
        {
            return FrontendValue.Poison;
        }

        string name = invocation.TargetMethod.Name;
        var by = name switch
        {
            "Jvp" => arguments.Take(1).ToArray(),
            "Vjp" => arguments.Skip(1).ToArray(),
            _ => arguments,
        };
        if (y is not TensorValue result || arguments.Except(by).Any(a => AsNumber(a.Value) is null))
        {
            return Unsupported(invocation);
        }

        if (Leaves(invocation, by) is not { } leaves)
        {
            return FrontendValue.Poison;
        }

        var own = In(result);
        Value Other(int argument) => arguments[argument].Value is TensorValue t ? In(t) : AsNumber(arguments[argument].Value)!.Value;
        try
        {
            Value seed;
            switch (name)
            {
                case "Jvp":
                    var direction = Other(1);
                    RequireShape(invocation, "The direction", direction, "the value that moves", leaves[0].Own);
                    return Taken(invocation, instance, own, leaves, DirectionOf(leaves[0], direction), null)?[0] ?? FrontendValue.Poison;
                case "Vjp":
                    seed = Other(0);
                    RequireShape(invocation, "The seed", seed, "the value that is differentiated", own);
                    break;
                default:
                    if (result.Type.Rank != 0)
                    {
                        Report(DiagnosticIds.RankMismatch, invocation.Syntax.GetLocation(), "'" + Excerpt(invocation.Syntax) + "' needs a scalar, '" + Excerpt(instance.Syntax) + "' has the shape " + result.Type.Shape + "." + Origins(result.Type.Shape.Symbols) + " Reduce it first, by Sum for example, or give a cotangent with Vjp.");
                        return FrontendValue.Poison;
                    }

                    seed = builder.Const(1, result.Type);
                    break;
            }

            if (Taken(invocation, instance, own, leaves, null, seed) is not { } taken)
            {
                return FrontendValue.Poison;
            }

            IEnumerator<FrontendValue> derivatives = leaves.Select((leaf, i) => PartOf(leaf, taken[i])).ToList().GetEnumerator();
            var formed = by.Select(b => Formed(b.Value, derivatives)).ToArray();
            return formed.Length == 1 ? formed[0] : new ListValue(formed);
        }
        catch (ShapeError error)
        {
            return Report(error, invocation, leaves.Select(l => builder.ShapeOf(l.Own)), string.Empty);
        }
    }

    private void RequireShape(IInvocationOperation invocation, string what, Value value, string whose, Value like)
    {
        var (actual, expected) = (builder.ShapeOf(value), builder.ShapeOf(like));
        string message = what + " has the shape " + actual + ", but it needs that of " + whose + ", " + expected + ".";
        if (actual.Rank != expected.Rank)
        {
            throw new ShapeError(DiagnosticIds.ShapeMismatch, message);
        }

        for (int axis = 0; axis < actual.Rank; axis++)
        {
            builder.RequireEqual(actual[axis], expected[axis], DiagnosticIds.ShapeMismatch, () => message);
        }
    }

    /// <summary>The derivatives of a value: in a direction, or by several values with a cotangent. Null after an error.</summary>
    private FrontendValue[]? Taken(IInvocationOperation invocation, IOperation instance, Value y, IReadOnlyList<Leaf> leaves, Value? direction, Value? seed)
    {
        Value[] xs = leaves.Select(SourceOf).ToArray();
        bool zeros = invocation.TargetMethod.Name == "GradOrZero";
        var (end, owner) = builder.Origin(y);
        var starts = new Value[xs.Length];
        var groups = new List<List<int>>();
        for (int i = 0; i < xs.Length; i++)
        {
            var (x, where) = builder.Origin(xs[i]);
            string? problem = !HiddenPaths.IsActive(builder, xs[i])
                ? Inactive(where, x, leaves[i].Text)
                : Encloses(where, owner) ? null : Independent(instance, leaves[i].Text);
            if (problem is null)
            {
                starts[i] = owner.Import(x, where);
                var flow = Activity.Of(PartialGraph.Of(owner, [starts[i]], end).Graph).At(0, 0);
                if (flow.Dependence >= Dependence.Linear)
                {
                    // What is computed from another one of them is no end of its own: the sweep goes on through it.
                    if (groups.Count == 0 || direction is not null || groups[0].Any(k => IsComputedFrom(owner, starts[i], starts[k]) || IsComputedFrom(owner, starts[k], starts[i])))
                    {
                        groups.Add([i]);
                    }
                    else
                    {
                        groups[0].Add(i);
                    }

                    if (trials == 0)
                    {
                        taken.Add((owner, end, starts[i], invocation, Excerpt(instance.Syntax) + "' by '" + leaves[i].Text));
                    }

                    continue;
                }

                problem = flow.Dependence == Dependence.None ? Independent(instance, leaves[i].Text)
                    : "'" + Excerpt(instance.Syntax) + "' depends on '" + leaves[i].Text + "' only through " + Blocker(flow.Blocker!) + ", whose derivative is zero by rule. If zeros are meant, ask for them with GradOrZero.";
                if (flow.Dependence == Dependence.ZeroByRule && !zeros)
                {
                    Report(DiagnosticIds.ZeroByRule, invocation.Syntax.GetLocation(), problem);
                    return null;
                }
            }

            if (!zeros)
            {
                Report(DiagnosticIds.NoDependence, invocation.Syntax.GetLocation(), problem);
                return null;
            }
        }

        var results = new FrontendValue[xs.Length];
        foreach (var group in groups)
        {
            var part = PartialGraph.Of(owner, group.Select(i => starts[i]).ToArray(), end);
            var program = direction is null ? part.Pullback(group.Count) : part.Pushforward();
            var given = (direction ?? seed)!.Value;
            string call = (direction is null ? "Vjp" : "Jvp") + string.Concat(group.Select(i => " " + Place((starts[i], owner))));
            var values = Made(call, [y, given], () => builder.InlineDerived(program, owner, [.. part.Inputs, given], part.Inputs.Count));
            for (int k = 0; k < group.Count; k++)
            {
                results[group[k]] = values[k];
            }

            if (ReferenceEquals(owner, builder))
            {
                foreach (var pair in part.Keeping.Where(p => !keeping.ContainsKey(p.Key)))
                {
                    keeping.Add(pair.Key, pair.Value);
                }
            }
        }

        for (int i = 0; i < results.Length; i++)
        {
            results[i] ??= Tensor(builder.ZeroLike(xs[i]));
        }

        return results;
    }

    private string Inactive(GraphBuilder where, Value x, string text) => where.NodeOf(x) is { Op: InputOp, Attrs: var attrs } && attrs.Flag("frozen")
        ? "'" + text + "' is a number or excluded from differentiation, so nothing has a derivative with respect to it."
        : "'" + text + "' is a constant, or computed from constants only, so nothing has a derivative with respect to it. Take it with respect to a parameter, or to a value that is computed from one.";

    private static string Independent(IOperation y, string x) =>
        "'" + Excerpt(y.Syntax) + "' does not depend on '" + x + "'. Take the gradient with respect to a value that it was computed from, or ask for zeros with GradOrZero.";

    private static string Blocker(Node node) => node.Op.Describe(node) + (node.Span.IsKnown ? " on line " + node.Span.Line : string.Empty);

    private static bool IsComputedFrom(GraphBuilder owner, Value value, Value from) =>
        value == from || Activity.Of(PartialGraph.Of(owner, [from], value).Graph)[0, 0] >= Dependence.Linear;

    /// <summary>Refuses derivatives that have parts which their graphs do not show.</summary>
    private void CheckPaths()
    {
        foreach (var (owner, y, x, place, text) in taken)
        {
            if (paths.Find(owner, y, x) is { } through)
            {
                Report(
                    DiagnosticIds.HiddenDependence,
                    place.Syntax.GetLocation(),
                    "The derivative of '" + text + "' has a part that goes through '" + through + "', which was computed before the loop or branch, or in an iteration before: it would be another derivative from case to case. Compute '" + through + "' again from it where the derivative is taken, begin a loop with another value than '" + through + "' itself, or write StopGradient(" + through + ") if that part is not meant.");
            }
        }
    }
}
