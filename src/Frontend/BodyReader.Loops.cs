using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>
/// Loops. Tensors, numbers and truth values that an iteration changes are carries; everything else is an invariant. A loop whose number of iterations
/// follows from sizes is a For; one that data may end is a While.
/// </content>
internal sealed partial class BodyReader
{
    /// <summary>How many loops are being read on trial, whose shapes are not those of the method.</summary>
    private int trials;

    /// <summary>What is declared about the loop that is being read.</summary>
    private Attrs LoopAttrs => loops.Count == 1 ? signature.LoopAttrs : Attrs.Empty;

    private void Loop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                foreach (var statement in counted.Before)
                {
                    Statement(statement);
                }

                Loop(new LoopForm(counted, counted.Condition, true, counted.AtLoopBottom));
                break;
            case IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } open:
                Loop(new LoopForm(open, condition, open.ConditionIsTop, []));
                break;
            case IForEachLoopOperation each:
                ForEach(each);
                break;
            default:
                Unsupported(loop);
                Forget(loop);
                break;
        }
    }

    private void Loop(LoopForm form)
    {
        var loop = form.Operation;
        targets.Add(new Target(loop.ExitLabel, isEnd: true));
        targets.Add(new Target(loop.ContinueLabel, isEnd: false));
        loops.Add(loop);
        var span = builder.Span;
        builder.Span = SpanOf(loop.Syntax.GetLocation());
        try
        {
            if (!Iterate(form))
            {
                Forget(loop);
            }
        }
        finally
        {
            builder.Span = span;
            targets.RemoveRange(targets.Count - 2, 2);
            loops.RemoveAt(loops.Count - 1);
            variables.Remove(loop.ExitLabel);
            variables.Remove(loop.ContinueLabel);
        }
    }

    /// <returns>Whether the loop could be read.</returns>
    private bool Iterate(LoopForm form)
    {
        bool exits = form.HasBreak || form.HasReturn;
        if (States(form) is not { } state)
        {
            return false;
        }

        var counter = state.Leaves.FirstOrDefault(l => l.Before is DimValue && l.Gain is { } gain && gain.Equals(DimExpr.One));
        string index = builder.FreshSymbol(counter is { Before: DimValue { Dim: var first } } && first.Equals(DimExpr.Zero) && DimParser.IsIdentifier(counter.Name) ? counter.Name : "k");
        var k = DimExpr.Symbol(index);
        if (Trips(form, state, k) is not { } trips)
        {
            return false;
        }

        if (trips.IsWhole && !exits)
        {
            return Counted(form, state, index, trips);
        }

        if (!form.TestsFirst)
        {
            // The test at the end of an iteration says whether there is another one.
            state.Add(form, "again", new FlagValue(true));
        }

        return Open(form, state, index, trips);
    }

    /// <summary>The variables that the loop changes, with the formulas of integers; null after an error.</summary>
    private LoopState? States(LoopForm form)
    {
        var state = new LoopState();
        var missing = new List<object>();
        foreach (var symbol in form.Assignments.SelectMany(LoopForm.Changed).Distinct(SymbolEqualityComparer.Default).OfType<ISymbol>())
        {
            if (form.Parts.Any(p => symbol.DeclaringSyntaxReferences.Any(r => Within(r.GetSyntax(), p.Syntax))))
            {
                continue;
            }

            if (variables.TryGetValue(symbol, out var before))
            {
                if (IsPoison(before))
                {
                    return null;
                }

                state.Add(symbol, symbol.Name, before);
            }
            else if (IsAlive(symbol, form.Operation))
            {
                missing.Add(symbol);
            }
        }

        if (form.HasBreak)
        {
            state.Add(form.Operation.ExitLabel, "done", new FlagValue(false));
        }

        if (form.HasReturn)
        {
            state.Add(function, "returned", Flag(function));
            if (variables.TryGetValue(function.Result, out var result))
            {
                state.Add(function.Result, "result", result);
            }
            else
            {
                missing.Add(function.Result);
            }
        }

        foreach (var leaf in state.Leaves.Where(l => l.Before is TextValue))
        {
            leaf.Reason = "'" + leaf.Name + "' changes in a loop, and only numbers, truth values and tensors are followed there.";
        }

        foreach (var (variable, leaf) in state.Variables.SelectMany(v => v.Leaves.Select(l => (v, l))).Where(x => x.l.Before is DimValue))
        {
            leaf.Gain = Step(form, variable.Key);
        }

        return missing.Count == 0 && state.Leaves.All(l => l.Before is not DimValue || l.Gain is not null) || Try(form, state, missing) ? state : null;
    }

    /// <summary>What the only assignment of an integer, at the end of each iteration, adds to it.</summary>
    private static DimExpr? Step(LoopForm form, object key)
    {
        var places = form.Assignments.Where(a => LoopForm.Changed(a).Any(s => KeyComparer.Instance.Equals(s, key))).ToArray();
        return places.Length == 1 && form.Bottom.Any(b => b is IExpressionStatementOperation { Operation: var step } && ReferenceEquals(step, places[0]))
            ? places[0] switch
            {
                IIncrementOrDecrementOperation { OperatorMethod: null } step => step.Kind == OperationKind.Increment ? DimExpr.One : -DimExpr.One,
                ICompoundAssignmentOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Value.ConstantValue: { HasValue: true, Value: int by } } step =>
                    step.OperatorKind == BinaryOperatorKind.Add ? DimExpr.Constant(by) : DimExpr.Constant(-(long)by),
                _ => null,
            }
            : null;
    }

    /// <summary>
    /// Reads an iteration on trial, to see what integers gain and which shapes the variables have that get their first value in the loop.
    /// </summary>
    private bool Try(LoopForm form, LoopState state, List<object> missing)
    {
        var (outer, before, reported, noted, wasSilenced, returnedAt) = (builder, variables, diagnostics.Count, notes.Count, silenced, function.ReturnedAt);
        var undo = builder.OnTrial();
        builder = outer.Region("trial");
        var index = DimExpr.Symbol(builder.FreshSymbol("k"));
        var symbols = new Dictionary<LoopLeaf, string>();
        foreach (var leaf in state.Leaves.Where(l => l.Before is DimValue))
        {
            symbols[leaf] = builder.FreshSymbol("k");
            builder.Facts = builder.Facts.WithLowerBound(symbols[leaf], int.MinValue);
        }

        var region = builder;
        variables = Started(state, leaf => leaf.IsCarry ? new TensorValue(region.Input(leaf.Name, TypeOf(leaf, outer)), region) : symbols.TryGetValue(leaf, out string symbol) ? new DimValue(DimExpr.Symbol(symbol)) : leaf.After(DimExpr.Zero));
        Dictionary<object, FrontendValue> after;
        trials++;
        try
        {
            Iteration(form, index);
            after = variables;
        }
        finally
        {
            trials--;
            (builder, variables, silenced, function.ReturnedAt) = (outer, before, wasSilenced, returnedAt);
            undo();
        }

        // What is wrong is said when the loop is read in earnest, about its real sizes.
        diagnostics.RemoveRange(reported, diagnostics.Count - reported);
        notes.RemoveRange(noted, notes.Count - noted);
        Gains(state, symbols, after);
        foreach (object key in missing)
        {
            if (after.TryGetValue(key, out var value) && Blank(value) is { } blank)
            {
                state.Add(key, NameOf(key), blank);
            }
        }

        return true;
    }

    /// <summary>An integer that is the same plus something invariant after an iteration has a formula.</summary>
    private void Gains(LoopState state, Dictionary<LoopLeaf, string> symbols, Dictionary<object, FrontendValue> after)
    {
        var next = new Dictionary<LoopLeaf, FrontendValue>();
        foreach (var variable in state.Variables)
        {
            var values = after.TryGetValue(variable.Key, out var value) ? variable.After(value) : null;
            for (int i = 0; values is not null && i < values.Count; i++)
            {
                next[variable.Leaves[i]] = values[i];
            }
        }

        DimExpr Invariant(DimExpr dim) => dim.Substitute(s => symbols.Where(p => p.Value == s && next.TryGetValue(p.Key, out var v) && v is DimValue { Dim: var d } && d.Equals(DimExpr.Symbol(s))).Select(p => ((DimValue)p.Key.Before).Dim).FirstOrDefault());
        foreach (var pair in symbols)
        {
            var (leaf, symbol) = (pair.Key, DimExpr.Symbol(pair.Value));
            if (next.TryGetValue(leaf, out var value) && value is DimValue { Dim: var dim } && Invariant(dim - symbol) is var gain && !gain.Symbols.Any(s => symbols.ContainsValue(s)))
            {
                leaf.Gain = gain;
                continue;
            }

            leaf.Gain = null;
            leaf.Reason = value is UnknownValue unknown
                ? unknown.Reason
                : "'" + leaf.Name + "' " + (value is DimValue { Dim: var becomes } ? "becomes " + becomes.Substitute(s => symbols.Where(p => p.Value == s).Select(p => DimExpr.Symbol(p.Key.Name)).FirstOrDefault()) + " in each iteration" : "changes from iteration to iteration")
                    + "; one graph serves all iterations, so an integer must gain the same amount in each. Compute it from the index of a 'for' loop, or keep it as a double if it is only a number.";
        }
    }

    /// <summary>A value of the same kind for a variable that has none yet; nobody reads it. Null if there is none.</summary>
    private FrontendValue? Blank(FrontendValue value) => value switch
    {
        TensorValue tensor => tensor.Type.Shape.Symbols.All(builder.Knows) ? Tensor(builder.Zero(tensor.Type)) : null,
        NumberValue => new NumberValue(0),
        FlagValue or OpenFlag => new FlagValue(false),
        _ when IsPoison(value) => null,
        { Parts.Count: > 0 } => value.Parts.Select(Blank).ToArray() is var parts && parts.All(p => p is not null) ? value.With(parts!) : null,
        _ => null,
    };

    private Dictionary<object, FrontendValue> Started(LoopState state, Func<LoopLeaf, FrontendValue> value)
    {
        var started = new Dictionary<object, FrontendValue>(variables, KeyComparer.Instance);
        foreach (var variable in state.Variables)
        {
            started[variable.Key] = variable.Of(value);
        }

        return started;
    }

    private TensorType TypeOf(LoopLeaf leaf, GraphBuilder outer) => leaf.Before switch
    {
        TensorValue tensor => tensor.Type,
        NumberValue => new TensorType(signature.DType, Shape.Scalar),
        _ => new TensorType(DType.Bool, Shape.Scalar),
    };
}
