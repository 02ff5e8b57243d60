using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Loops whose carries are known: their iterations become the region of a For or of a While.</content>
internal sealed partial class BodyReader
{
    /// <summary>The statements of an iteration.</summary>
    private void Iteration(LoopForm form, DimExpr index)
    {
        // Only what has not jumped comes here.
        KnowHere();
        if (form.Rows is { } rows)
        {
            AssignElement((IForEachLoopOperation)form.Operation, Row(rows, index));
        }

        Sequence([form.Body], 0, form.Body);
        variables.Remove(form.Operation.ContinueLabel);
        if (form.CountsAtBottom)
        {
            // Nobody reads an integer behind a jump out of the loop, so a jump need not keep the step from being taken.
            foreach (var step in form.Bottom)
            {
                Statement(step);
            }
        }
        else if (form.Bottom.Count > 0)
        {
            Sequence(form.Bottom, 0, form.Bottom[0]);
        }

        if (!form.TestsFirst && variables.ContainsKey(form))
        {
            // After a break nobody asks.
            variables[form] = Left() is FlagValue { Flag: true } ? new FlagValue(false) : form.Test is { } test ? Expression(test) : new FlagValue(true);
        }
    }

    /// <summary>A loop whose number of iterations is known when it begins.</summary>
    private bool Counted(LoopForm form, LoopState state, string index, LoopTrips trips)
    {
        var k = DimExpr.Symbol(index);
        if (Carries(form, state) is not { } first)
        {
            return false;
        }

        var (region, next) = Body(form, state, index, first, facts => trips.Facts.Aggregate(facts.Assume(k, DimRelation.LessThan, trips.Count!), (known, fact) => known.Assume(fact)));
        return next is not null && Finish(form, state, trips.Count, () => builder.For(trips.Count!, index, first, region, next, LoopAttrs));
    }

    /// <summary>A loop that runs as long as something holds that only data decide.</summary>
    private bool Open(LoopForm form, LoopState state, string index, LoopTrips trips)
    {
        var k = DimExpr.Symbol(index);
        if (Carries(form, state) is not { } first)
        {
            return false;
        }

        var condition = builder.Region("condition");
        var (outer, before, carries) = (builder, variables, state.Carries);
        builder = condition;
        var inputs = carries.ToDictionary(c => c, c => (FrontendValue)new TensorValue(condition.Input(c.Name, TypeOf(c, outer)), condition));
        variables = Started(state, leaf => leaf.IsCarry ? inputs[leaf] : leaf.After(k));
        FrontendValue holds;
        try
        {
            holds = variables.TryGetValue(form, out var again) ? again
                : form.Rows is not null ? new OpenFlag(b => b.IsAtMost(k + 1, trips.Count!), () => { })
                : form.Test is { } test ? Expression(test)
                : new FlagValue(true);
            foreach (object jump in new object[] { form.Operation.ExitLabel, function }.Where(j => state.Variables.Any(v => ReferenceEquals(v.Key, j))))
            {
                holds = IsPoison(holds) ? holds : And(Not(Flag(jump)), holds);
            }

            if (IsPoison(holds))
            {
                return false;
            }

            if (holds is FlagValue { Flag: true })
            {
                (builder, variables) = (outer, before);
                Refused(form.Operation, "Nothing ends the loop at '" + Excerpt(form.Test?.Syntax ?? form.Operation.Syntax) + "': its condition always holds, and it has no break or return.");
                return false;
            }

            holds = Tensor(Truth(holds));
        }
        finally
        {
            (builder, variables) = (outer, before);
        }

        var truth = ((TensorValue)holds).Value;
        var (region, next) = Body(form, state, index, first, facts => IfBuilder.Assume(condition, truth, true, trips.Count is { } limit ? facts.Assume(k, DimRelation.LessThan, limit) : facts));
        if (next is null || !Finish(form, state, null, () => builder.While(index, first, condition, truth, region, next, trips.Count, LoopAttrs)))
        {
            return false;
        }

        if (form.HasReturn && !form.HasBreak && form.Test?.ConstantValue is null or { HasValue: true, Value: true } && form.Rows is null)
        {
            // Nothing but a return ends it.
            Jump(function);
        }

        return true;
    }

    /// <summary>What the carries begin with, in the graph around the loop.</summary>
    private Value[]? Carries(LoopForm form, LoopState state)
    {
        foreach (var variable in state.Variables)
        {
            if (variable.Key is ILocalSymbol { Type.SpecialType: SpecialType.System_Double } or IParameterSymbol { Type.SpecialType: SpecialType.System_Double } && signature.DType == DType.F32)
            {
                Refused(form.LastAssignment(variable.Key), "'" + variable.Name + "' is a double that changes in a loop, and '" + signature.Method.Name + "' works on float throughout. Declare it as a float.");
                return null;
            }
        }

        return state.Carries.Select(c => IsTruth(c.Before) ? Truth(c.Before) : NumberIn(builder, c.Before)).ToArray();
    }

    private (GraphBuilder Region, Value[]? Next) Body(LoopForm form, LoopState state, string index, Value[] first, Func<DimFacts, DimFacts> assume)
    {
        var k = DimExpr.Symbol(index);
        var (outer, before, carries) = (builder, variables, state.Carries);
        var region = builder.Region("body");
        region.Index = index;
        region.Facts = assume(region.Facts);
        var inputs = carries.ToDictionary(c => c, c => (FrontendValue)new TensorValue(region.Input(c.Name, TypeOf(c, outer)), region));
        variables = Started(state, leaf => leaf.IsCarry ? inputs[leaf] : leaf.After(k));
        builder = region;
        try
        {
            Iteration(form, k);
            return (region, Next(form, state, k, outer, first));
        }
        finally
        {
            (builder, variables) = (outer, before);
        }
    }

    /// <summary>The carries after an iteration; null after an error.</summary>
    private Value[]? Next(LoopForm form, LoopState state, DimExpr k, GraphBuilder outer, Value[] first)
    {
        var next = new List<Value>();
        foreach (var variable in state.Variables)
        {
            if (!variables.TryGetValue(variable.Key, out var value) && !targets.Any(t => KeyComparer.Instance.Equals(t.Key, variable.Key)))
            {
                return null;
            }

            value ??= new FlagValue(false);
            if (IsPoison(value))
            {
                return null;
            }

            if (variable.After(value) is not { } values)
            {
                Refused(form.LastAssignment(variable.Key), "'" + variable.Name + "' is made of other parts after an iteration than before the loop; it must stay what it is.");
                return null;
            }

            if (HasGiven(value) && !HasGiven(variable.Of(l => l.Before)))
            {
                Refused(form.LastAssignment(variable.Key), "'" + variable.Name + "' is an array of its own before the loop, and becomes one that '" + signature.Method.Name + "' was given. Assign a copy of that, as in [.. layers].");
                return null;
            }

            for (int i = 0; i < values.Count; i++)
            {
                var leaf = variable.Leaves[i];
                if (IsPoison(values[i]))
                {
                    return null;
                }

                if (!leaf.IsCarry)
                {
                    if (leaf.Gain is not null && !(values[i] is DimValue { Dim: var dim } && dim.Equals(((DimValue)leaf.After(k + 1)).Dim)))
                    {
                        Refused(form.LastAssignment(variable.Key), (values[i] as UnknownValue)?.Reason ?? "'" + leaf.Name + "' does not gain the same amount in each iteration; one graph serves all of them.");
                        return null;
                    }

                    continue;
                }

                if (values[i] is UnknownValue unknown)
                {
                    Refused(form.LastAssignment(variable.Key), unknown.Reason);
                    return null;
                }

                next.Add(TypeOf(leaf, outer).DType == DType.Bool && IsTruth(values[i]) ? Truth(values[i]) : NumberIn(builder, values[i]));
                try
                {
                    LoopBuilder.RequireCarry(outer, first[next.Count - 1], builder, next.Count - 1, next[next.Count - 1]);
                }
                catch (ShapeError error)
                {
                    Report(error, form.LastAssignment(variable.Key));
                    return null;
                }
            }
        }

        paths.Add(builder, first, next);
        return next.ToArray();
    }

    /// <summary>Emits the loop and gives the variables what they hold behind it.</summary>
    private bool Finish(LoopForm form, LoopState state, DimExpr? count, Func<Value[]> emit)
    {
        Value[] outputs;
        try
        {
            outputs = emit();
        }
        catch (ShapeError error)
        {
            Report(error, form.Operation);
            return false;
        }

        int at = 0;
        var results = state.Carries.ToDictionary(c => c, _ => (FrontendValue)Tensor(outputs[at++]));
        foreach (var variable in state.Variables.Where(v => !ReferenceEquals(v.Key, form)))
        {
            variables[variable.Key] = variable.Of(leaf => results.TryGetValue(leaf, out var result) ? result
                : count is not null ? leaf.After(count)
                : leaf.Gain is { } gain && gain.Equals(DimExpr.Zero) ? leaf.Before
                : new UnknownValue(leaf.Reason ?? "How often the loop runs is decided by data, so the value of '" + leaf.Name + "' behind it is not known; an integer must follow from sizes alone. Count in a double, if it is only a number."));
        }

        return true;
    }
}
