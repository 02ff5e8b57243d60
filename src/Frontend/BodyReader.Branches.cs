using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Branches that are chosen when the method runs: both are read, each into a region, and what they leave different is an output of If.</content>
internal sealed partial class BodyReader
{
    /// <summary>Where variables are read; a variable that is not read behind a branch is not a result of it.</summary>
    private readonly Dictionary<ISymbol, List<SyntaxNode>> reads = new(SymbolEqualityComparer.Default);

    /// <summary>The loops that are being read, outermost first.</summary>
    private readonly List<ILoopOperation> loops = [];

    /// <summary>One of two branches after it was read.</summary>
    private sealed class Side(GraphBuilder region, Dictionary<object, FrontendValue> variables, bool hasLeft, bool hasReturned)
    {
        public GraphBuilder Region { get; } = region;

        public Dictionary<object, FrontendValue> Variables { get; } = variables;

        /// <summary>Whether it ends with a jump behind which no integer is read.</summary>
        public bool HasLeft { get; } = hasLeft;

        /// <summary>Whether it ends with a return, behind which no variable is read.</summary>
        public bool HasReturned { get; } = hasReturned;

        public List<Value> Outputs { get; } = [];

        public FrontendValue? Of(object key) => Variables.TryGetValue(key, out var value) ? value : null;
    }

    private void FindReads(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is ILocalFunctionOperation local)
            {
                localFunctions[local.Symbol] = local;
            }

            differentiates |= operation is IInvocationOperation { TargetMethod: var called } && IsDerivative(called);
            ISymbol? symbol = operation switch
            {
                ILocalReferenceOperation variable => variable.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is not null && !(operation.Parent is ISimpleAssignmentOperation { Target: var target } && ReferenceEquals(target, operation)))
            {
                if (!reads.TryGetValue(symbol, out var places))
                {
                    reads.Add(symbol, places = []);
                }

                places.Add(operation.Syntax);
            }
        }
    }

    /// <summary>Whether what a key holds may be read after the statements in a scope.</summary>
    private bool IsAlive(object key, IOperation scope)
    {
        if (key is not (ILocalSymbol or IParameterSymbol))
        {
            return true;
        }

        var symbol = (ISymbol)key;
        if (symbol.DeclaringSyntaxReferences.Any(r => Within(r.GetSyntax(), scope.Syntax)))
        {
            return false;
        }

        // The next iteration of a loop may read what stands before the scope in the text.
        return reads.TryGetValue(symbol, out var places) && places.Any(place => !Within(place, scope.Syntax)
            || loops.Any(loop => Within(scope.Syntax, loop.Syntax) && Within(place, loop.Syntax) && !symbol.DeclaringSyntaxReferences.Any(r => Within(r.GetSyntax(), loop.Body.Syntax))));
    }

    private static bool Within(SyntaxNode inner, SyntaxNode outer) => inner.SyntaxTree == outer.SyntaxTree && outer.FullSpan.Contains(inner.Span);

    /// <summary>An expression with a condition.</summary>
    private FrontendValue Choice(IConditionalOperation conditional, IOperation whenFalse)
    {
        var condition = Expression(conditional.Condition);
        switch (condition)
        {
            case FlagValue { Flag: var taken }:
                return Expression(taken ? conditional.WhenTrue : whenFalse);
            case OpenFlag open when IsInteger(conditional.Type):
                // An integer is a size, and one graph knows one formula for it.
                open.Report();
                return FrontendValue.Poison;
            case OpenFlag or TensorValue:
                return Chosen(conditional, condition, () => Expression(conditional.WhenTrue), () => Expression(whenFalse));
            default:
                return FrontendValue.Poison;
        }
    }

    private static bool IsInteger(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int16 or SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_UInt16 or SpecialType.System_Int64;

    /// <summary>The value of one of two expressions.</summary>
    private FrontendValue Chosen(IOperation operation, FrontendValue condition, Func<FrontendValue> whenTrue, Func<FrontendValue> whenFalse)
    {
        object key = new();
        Choose(operation, operation, condition, () => variables[key] = whenTrue(), () => variables[key] = whenFalse());
        var value = variables[key];
        variables.Remove(key);
        return Held(value, operation);
    }

    /// <summary>Reads two branches and joins what they leave.</summary>
    /// <param name="scope">What the branches contain.</param>
    /// <param name="place">Where a message about it stands.</param>
    private void Choose(IOperation scope, IOperation place, FrontendValue condition, Action whenTrue, Action whenFalse)
    {
        var truth = Truth(condition);
        var before = variables;
        Side t = ReadSide("then", truth, true, whenTrue), e = ReadSide("else", truth, false, whenFalse);
        var names = new List<string>();
        var joins = new List<(object Key, Func<Value[], FrontendValue> Value)>();
        foreach (object key in t.Variables.Keys.Concat(e.Variables.Keys).Distinct(KeyComparer.Instance).ToArray())
        {
            var (p, q) = (t.Of(key), e.Of(key));
            if (!ReferenceEquals(p, q) && IsAlive(key, scope))
            {
                bool isJump = targets.Any(target => ReferenceEquals(target.Key, key) || KeyComparer.Instance.Equals(target.Key, key));
                var missing = isJump ? new FlagValue(false) : null;
                joins.Add((key, Join(NameOf(key), p ?? missing, q ?? missing, before.TryGetValue(key, out var old) ? old : null, !isJump && !ReferenceEquals(key, function.Result), t, e, names)));
            }
        }

        Value[]? outputs = [];
        if (names.Count > 0)
        {
            try
            {
                outputs = builder.If(truth, t.Region, t.Outputs, e.Region, e.Outputs, names);
            }
            catch (ShapeError error)
            {
                Report(error, place);
                outputs = null;
            }
        }

        foreach (var (key, value) in joins)
        {
            variables[key] = outputs is null ? FrontendValue.Poison : value(outputs);
        }
    }

    private Side ReadSide(string name, Value condition, bool holds, Action read)
    {
        var (outer, before) = (builder, variables);
        builder = outer.Region(name);
        builder.Facts = IfBuilder.Assume(outer, condition, holds, builder.Facts);
        variables = new Dictionary<object, FrontendValue>(before, KeyComparer.Instance);
        try
        {
            read();
            var open = Possible.ToArray();
            bool hasLeft = variables.Remove(left) || open.Any(t => Flag(t.Key) is FlagValue { Flag: true });
            return new Side(builder, variables, hasLeft && open.All(t => t.IsEnd), Flag(function) is FlagValue { Flag: true });
        }
        finally
        {
            (builder, variables) = (outer, before);
        }
    }

    /// <summary>What stands for two values, or for one where the other branch has none: the same, an output of If, or unknown.</summary>
    private Func<Value[], FrontendValue> Join(string name, FrontendValue? p, FrontendValue? q, FrontendValue? old, bool isVariable, Side t, Side e, List<string> names)
    {
        if (isVariable && t.HasReturned != e.HasReturned)
        {
            p = t.HasReturned ? null : p;
            q = e.HasReturned ? null : q;
        }

        if (p is null && q is null)
        {
            return _ => FrontendValue.Poison;
        }

        if (ReferenceEquals(p, q) || (p is not null && q is not null && IsSame(p, q)))
        {
            return _ => p!;
        }

        if (p is { } a && IsPoison(a) || q is { } b && IsPoison(b))
        {
            return _ => FrontendValue.Poison;
        }

        if (p is ArrayValue or ListValue && q is ArrayValue or ListValue && (p is ArrayValue != q is ArrayValue || p.Parts.Count != q.Parts.Count))
        {
            // An array that is written out in one branch is what the other one has.
            (p, q) = (Whole(p, t), Whole(q, e));
        }

        var some = p ?? q!;
        if (some.Parts.Count > 0 && (p is null || q is null || p.Parts.Count == q.Parts.Count))
        {
            var parts = some.Parts.Select((_, i) => Join(name, p?.Parts[i], q?.Parts[i], old is { } o && o.Parts.Count == some.Parts.Count ? o.Parts[i] : null, isVariable, t, e, names)).ToArray();
            bool isGiven = p is ArrayValue { IsGiven: true } || q is ArrayValue { IsGiven: true };
            return outputs => parts.Select(part => part(outputs)).ToArray() is var joined && some is ArrayValue ? new ArrayValue(joined[0], isGiven) : some.With(joined);
        }

        if (p is null || q is null)
        {
            if (some is not TensorValue tensor)
            {
                return _ => some;
            }

            var stand = old is TensorValue kept && kept.Type.Equals(tensor.Type) ? kept : null;
            return Output(name, region => p is null ? StandIn(region, stand, tensor) : region.Import(tensor.Value, tensor.Owner), region => q is null ? StandIn(region, stand, tensor) : region.Import(tensor.Value, tensor.Owner), t, e, names);
        }

        if (p is UnknownValue or DimValue or TextValue || q is UnknownValue or DimValue or TextValue)
        {
            if (t.HasLeft != e.HasLeft)
            {
                return _ => t.HasLeft ? q : p;
            }

            var unknown = p as UnknownValue ?? q as UnknownValue ?? new UnknownValue("'" + name + "' is " + Describe(p) + " after one branch and " + Describe(q) + " after the other, and which one runs is decided by data; an integer must follow from sizes alone. Compute it by Math.Min and Math.Max, decide by sizes that facts prove, or keep it as a double if it is only a number.");
            return _ => unknown;
        }

        return IsTruth(p) || IsTruth(q)
            ? Output(name, region => TruthIn(region, p), region => TruthIn(region, q), t, e, names)
            : Output(name, region => NumberIn(region, p), region => NumberIn(region, q), t, e, names);
    }

    /// <summary>An array as tensors with an axis more, made in a branch.</summary>
    private FrontendValue Whole(FrontendValue array, Side side)
    {
        var outer = builder;
        builder = side.Region;
        try
        {
            return array is ListValue { Items: { Count: > 0 } items } ? Stacked(items) : array;
        }
        finally
        {
            builder = outer;
        }
    }

    private Func<Value[], FrontendValue> Output(string name, Func<GraphBuilder, Value> whenTrue, Func<GraphBuilder, Value> whenFalse, Side t, Side e, List<string> names)
    {
        int index = names.Count;
        names.Add(name);
        t.Outputs.Add(whenTrue(t.Region));
        e.Outputs.Add(whenFalse(e.Region));
        var owner = builder;
        return outputs => new TensorValue(outputs[index], owner);
    }

    /// <summary>A value that is not read: what the variable held before costs nothing.</summary>
    private static Value StandIn(GraphBuilder region, TensorValue? old, TensorValue like) => old is not null ? region.Import(old.Value, old.Owner) : region.Zero(like.Type);

    private static bool IsSame(FrontendValue p, FrontendValue q) => (p, q) switch
    {
        (TensorValue a, TensorValue b) => ReferenceEquals(a.Owner, b.Owner) && a.Value.Equals(b.Value),
        (NumberValue a, NumberValue b) => BitConverter.DoubleToInt64Bits(a.Number) == BitConverter.DoubleToInt64Bits(b.Number),
        (DimValue a, DimValue b) => a.Dim.Equals(b.Dim),
        (FlagValue a, FlagValue b) => a.Flag == b.Flag,
        (TextValue a, TextValue b) => a.Text == b.Text,
        _ => false,
    };

    private static string Describe(FrontendValue value) => value switch
    {
        DimValue d => d.Dim.ToString(),
        TextValue t => "\"" + t.Text + "\"",
        _ => "something else",
    };

    private static string NameOf(object key) => key is ISymbol { Name.Length: > 0 } symbol and not ILabelSymbol ? symbol.Name : "result";

    private static bool IsTruth(FrontendValue value) => value is FlagValue or OpenFlag;

    private Value Truth(FrontendValue value) => TruthIn(builder, value);

    private static Value TruthIn(GraphBuilder region, FrontendValue value) => value switch
    {
        FlagValue { Flag: var flag } => region.Const(flag ? 1 : 0, new TensorType(DType.Bool, Shape.Scalar)),
        OpenFlag open => open.Truth(region),
        _ => region.Import(((TensorValue)value).Value, ((TensorValue)value).Owner),
    };

    private Value NumberIn(GraphBuilder region, FrontendValue value) => value switch
    {
        NumberValue { Number: var number } => region.Const(number, new TensorType(signature.DType, Shape.Scalar)),
        _ => region.Import(((TensorValue)value).Value, ((TensorValue)value).Owner),
    };
}
