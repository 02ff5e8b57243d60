using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>How often a loop runs: a formula where its test compares integers that have formulas.</content>
internal sealed partial class BodyReader
{
    /// <summary>What a loop's test says about the number of iterations.</summary>
    /// <param name="count">The number, or the largest possible one; null if sizes do not bound it.</param>
    /// <param name="isWhole">Whether nothing else ends the loop, jumps aside.</param>
    /// <param name="facts">What holds of sizes in each iteration.</param>
    private sealed class LoopTrips(DimExpr? count, bool isWhole, IReadOnlyList<DimFact> facts)
    {
        public DimExpr? Count { get; } = count;

        public bool IsWhole { get; } = isWhole;

        public IReadOnlyList<DimFact> Facts { get; } = facts;
    }

    private LoopTrips? Trips(LoopForm form, LoopState state, DimExpr k)
    {
        if (form.Rows is { } rows)
        {
            return new LoopTrips(LengthOf(rows), true, []);
        }

        if (form.Test is null)
        {
            return new LoopTrips(null, false, []);
        }

        // A test at the end sees what the iteration before it has left.
        var before = variables;
        variables = Started(state, leaf => leaf.After(form.TestsFirst ? k : k + 1));
        try
        {
            return Trips(form, k);
        }
        finally
        {
            variables = before;
        }
    }

    private LoopTrips? Trips(LoopForm form, DimExpr k)
    {
        DimExpr? least = null;
        bool isWhole = true;
        var facts = new List<DimFact>();
        foreach (var part in Conjuncts(form.Test!))
        {
            if (part is not IBinaryOperation { OperatorMethod: null } comparison || !IsInteger(comparison.LeftOperand.Type) || !IsInteger(comparison.RightOperand.Type)
                || Silently(comparison.LeftOperand) is not DimValue { Dim: var left } || Silently(comparison.RightOperand) is not DimValue { Dim: var right})
            {
                isWhole = false;
                continue;
            }

            DimExpr? count;
            try
            {
                count = Until(comparison.OperatorKind, left, right, k);
            }
            catch (ShapeError error)
            {
                Report(error, comparison);
                return null;
            }

            if (count is null)
            {
                isWhole = false;
                continue;
            }

            count = form.TestsFirst ? count : count + 1;
            least = least is null ? count : DimExpr.Min(least, count);
            if (form.TestsFirst && Relation(comparison.OperatorKind) is var (relation, _))
            {
                facts.Add(new DimFact(left, relation, right));
            }
        }

        return new LoopTrips(least, isWhole && least is not null, facts);
    }

    private static IEnumerable<IOperation> Conjuncts(IOperation test) => test is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, OperatorMethod: null } both
        ? Conjuncts(both.LeftOperand).Concat(Conjuncts(both.RightOperand))
        : [test];

    /// <summary>The value of an expression that is read again in its place, where errors are reported.</summary>
    private FrontendValue Silently(IOperation operation)
    {
        var (reported, noted, wasSilenced) = (diagnostics.Count, notes.Count, silenced);
        var value = Expression(operation);
        diagnostics.RemoveRange(reported, diagnostics.Count - reported);
        notes.RemoveRange(noted, notes.Count - noted);
        silenced = wasSilenced;
        return value;
    }

    /// <summary>The first iteration for which a comparison fails; null if it does not depend on the iteration, or comes true with it.</summary>
    private DimExpr? Until(BinaryOperatorKind kind, DimExpr left, DimExpr right, DimExpr k)
    {
        // The comparison holds as long as this is at least 1, or for != as long as it is not 0.
        DimExpr? slack = kind switch
        {
            BinaryOperatorKind.LessThan or BinaryOperatorKind.NotEquals => right - left,
            BinaryOperatorKind.LessThanOrEqual => right - left + 1,
            BinaryOperatorKind.GreaterThan => left - right,
            BinaryOperatorKind.GreaterThanOrEqual => left - right + 1,
            _ => null,
        };
        if (slack is null || !k.TryGetSymbol(out string index))
        {
            return null;
        }

        DimExpr At(DimExpr iteration) => slack.Substitute(s => s == index ? iteration : null);
        var first = At(DimExpr.Zero);
        var gain = At(DimExpr.One) - first;
        if (!(first + (gain * k)).Equals(slack) || gain.Equals(DimExpr.Zero))
        {
            return null;
        }

        if (kind == BinaryOperatorKind.NotEquals)
        {
            return gain.TryGetConstant(out long by) ? Exactly(by < 0 ? first : -first, DimExpr.Constant(Math.Abs(by))) : null;
        }

        var step = -gain;
        if (builder.Ask(new DimFact(DimExpr.One, DimRelation.LessOrEqual, step)).Decision != DimDecision.Yes)
        {
            return null;
        }

        return NotNegative(DimExpr.FloorDiv(first + step - 1, step));
    }

    /// <summary>The number of steps that end exactly at a bound; a loop that misses it would never end.</summary>
    private DimExpr Exactly(DimExpr distance, DimExpr step)
    {
        builder.RequireLessOrEqual(DimExpr.Zero, distance, DiagnosticIds.UnsupportedConstruct, () => "The loop begins behind its end: the distance is " + distance + ".");
        if (!step.Equals(DimExpr.One))
        {
            builder.RequireEqual(DimExpr.Mod(distance, step), DimExpr.Zero, DiagnosticIds.UnsupportedConstruct, () => "The loop steps over its end: the distance " + distance + " is no multiple of the step " + step + ".");
        }

        return DimExpr.FloorDiv(distance, step);
    }

    private DimExpr NotNegative(DimExpr count) =>
        builder.Ask(new DimFact(DimExpr.Zero, DimRelation.LessOrEqual, count)).Decision == DimDecision.Yes ? count : DimExpr.Max(DimExpr.Zero, count);
}
