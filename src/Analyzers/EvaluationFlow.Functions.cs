using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <content>
/// Through functions of the user's own: a parameter is a bit that stands for whatever is passed, and a call puts what it passes in its place. So
/// one call of a function says nothing about another one.
/// </content>
internal sealed partial class EvaluationFlow
{
    private readonly Dictionary<IParameterSymbol, ulong> bitOfParameter = new(SymbolEqualityComparer.Default);

    /// <summary>Parameters that come into a trace where they are used.</summary>
    private readonly HashSet<IParameterSymbol> sinks = new(SymbolEqualityComparer.Default);

    /// <summary>What functions in the method return, and the method itself.</summary>
    private readonly Dictionary<IMethodSymbol, ulong> results = new(SymbolEqualityComparer.Default);

    /// <summary>What parameters hold that the caller sees, when a function is left.</summary>
    private readonly Dictionary<IParameterSymbol, ulong> given = new(SymbolEqualityComparer.Default);

    /// <summary>The lambda that a variable holds, or null if it is not always the same.</summary>
    private readonly Dictionary<ISymbol, IMethodSymbol?> lambdaOf = new(SymbolEqualityComparer.Default);

    /// <summary>The function that is gone through.</summary>
    private IMethodSymbol? function;

    /// <summary>What a method makes of its parameters.</summary>
    public static EvaluationSummary Summarise(ControlFlowGraph graph, IMethodSymbol method, EvaluationSummaries summaries, CancellationToken cancellation)
    {
        var flow = Run(graph, method, summaries, cancellation);
        ulong evaluations = 0;
        for (int i = 0; i < flow.origins.Count; i++)
        {
            evaluations |= flow.origins[i] is null ? 0 : Bit(i);
        }

        // What only the body knows is said by one word: that it evaluates.
        EvaluationSummary.Flow Described(ulong bits) => new(
            method.Parameters.Where(p => flow.bitOfParameter.TryGetValue(p, out ulong bit) && (bits & bit) != 0).Select(p => p.Ordinal).ToArray(),
            (bits & evaluations) != 0);
        return new EvaluationSummary(
            Described(flow.results.TryGetValue(method, out ulong returned) ? returned : 0),
            method.Parameters.Where(flow.sinks.Contains).Select(p => p.Ordinal).ToArray(),
            flow.given.Where(g => g.Value != 0 && SymbolEqualityComparer.Default.Equals(g.Key.ContainingSymbol, method)).ToDictionary(g => g.Key.Ordinal, g => Described(g.Value)));
    }

    private ulong BitOf(IParameterSymbol parameter)
    {
        if (!bitOfParameter.TryGetValue(parameter, out ulong bit))
        {
            // The last bit is shared by many and could not be replaced at a call.
            bit = origins.Count < MaxOrigins - 1 ? Bit(origins.Count) : 0;
            if (bit != 0)
            {
                origins.Add(null);
            }

            bitOfParameter.Add(parameter, bit);
        }

        return bit;
    }

    private void Sink(ulong bits)
    {
        foreach (var parameter in bitOfParameter)
        {
            if ((bits & parameter.Value) != 0)
            {
                sharedChanged |= sinks.Add(parameter.Key);
            }
        }
    }

    private void Returned(ulong bits)
    {
        if (function is not null)
        {
            ulong known = results.TryGetValue(function, out ulong before) ? before : 0;
            sharedChanged |= (known | bits) != known;
            results[function] = known | bits;
        }
    }

    /// <summary>At the end of a function: what its parameters hold now that they did not hold at the start.</summary>
    private void Left(FlowState? end)
    {
        foreach (var parameter in (IEnumerable<IParameterSymbol>?)function?.Parameters ?? [])
        {
            // A number that is passed by value is the function's own.
            bool isNumber = parameter.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal;
            if (parameter.RefKind is RefKind.Out or RefKind.Ref || (!isNumber && Restrict(parameter.Type, ~Active) != 0))
            {
                ulong held = IsShared(parameter) ? shared.TryGetValue(parameter, out ulong all) ? all : 0 : end is not null && end.TryGet(parameter, out ulong last) ? last : 0;
                ulong known = given.TryGetValue(parameter, out ulong before) ? before : 0;
                ulong now = known | (held & ~Active & ~BitOf(parameter));
                sharedChanged |= now != known;
                given[parameter] = now;
            }
        }
    }

    private void NoteLambda(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is ILocalReferenceOperation { Local: var local } && local.Type.TypeKind == TypeKind.Delegate)
        {
            var value = TraceSymbols.Unconverted(assignment.Value);
            var lambda = (value is IDelegateCreationOperation creation ? creation.Target : value) is IFlowAnonymousFunctionOperation function ? function.Symbol : null;
            lambdaOf[local] = !lambdaOf.TryGetValue(local, out var known) || SymbolEqualityComparer.Default.Equals(known, lambda) ? lambda : null;
        }
    }

    /// <summary>The function in this method that a call runs, if that is known.</summary>
    private IMethodSymbol? Nested(IInvocationOperation invocation) => invocation.TargetMethod.MethodKind switch
    {
        MethodKind.LocalFunction => invocation.TargetMethod.OriginalDefinition,
        MethodKind.DelegateInvoke when invocation.Instance is ILocalReferenceOperation { Local: var local } => lambdaOf.TryGetValue(local, out var lambda) ? lambda : null,
        _ => null,
    };

    private ulong Nested(IInvocationOperation invocation, IMethodSymbol callee, ulong[] arguments, ulong all)
    {
        ulong bits = results.TryGetValue(callee, out ulong returned) ? returned : 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            var parameter = callee.Parameters[invocation.Arguments[i].Parameter!.Ordinal];
            ulong bit = BitOf(parameter);
            Enters(invocation, i, arguments[i], sinks.Contains(parameter));
            bits = Replaced(bits, bit, arguments[i]);
            foreach (var variable in shared.Where(v => bit != 0 && (v.Value & bit) != 0).Select(v => v.Key).ToArray())
            {
                Write(variable, arguments[i]);
            }

            if (given.TryGetValue(parameter, out ulong held) && held != 0 && Root(invocation.Arguments[i].Value) is { } destination)
            {
                Write(destination, held, adds: parameter.RefKind != RefKind.Out);
            }
        }

        return TraceSymbols.IsTraced(invocation.Type) ? Active : Restrict(invocation.Type, bits | (all & Active));
    }

    /// <summary>A call of a method whose body is in sight.</summary>
    private ulong Helper(IInvocationOperation invocation, ulong[] arguments, ulong all)
    {
        var summary = summaries.Of(invocation.TargetMethod, cancellation);
        for (int i = 0; i < arguments.Length; i++)
        {
            Enters(invocation, i, arguments[i], summary.Sinks.Contains(invocation.Arguments[i].Parameter!.Ordinal));
        }

        foreach (var written in summary.Given)
        {
            var argument = invocation.Arguments.FirstOrDefault(a => a.Parameter!.Ordinal == written.Key);
            if (argument is not null && Root(argument.Value) is { } destination)
            {
                Write(destination, Made(invocation, written.Value, arguments, all), adds: argument.Parameter!.RefKind != RefKind.Out);
            }
        }

        return TraceSymbols.IsTraced(invocation.Type) ? Active : Restrict(invocation.Type, Made(invocation, summary.Result, arguments, all) | (all & Active));
    }

    private ulong Getter(IPropertyReferenceOperation property) =>
        property.Property.GetMethod is { } getter && EvaluationSummaries.IsInSight(getter) && !TraceSymbols.IsTraced(property.Type) && summaries.MayEvaluate(property.Property) && summaries.Of(getter, cancellation).Result.Evaluates
            ? Restrict(property.Type, Origin(property))
            : 0;

    /// <summary>What a call makes of its arguments. It evaluates only what has a derivative, if that is passed to it.</summary>
    private ulong Made(IInvocationOperation invocation, EvaluationSummary.Flow made, ulong[] arguments, ulong all)
    {
        ulong bits = 0;
        for (int i = 0; i < arguments.Length; i++)
        {
            bits |= made.From.Contains(invocation.Arguments[i].Parameter!.Ordinal) ? arguments[i] & ~Active : 0;
        }

        bool isPassed = invocation.Arguments.Any(a => TraceSymbols.IsTraced(a.Parameter!.Type));
        return made.Evaluates && ((all & Active) != 0 || !isPassed) ? bits | Origin(invocation) : bits;
    }

    private void Enters(IInvocationOperation invocation, int argument, ulong bits, bool isSink)
    {
        if (isSink && invocation.Arguments[argument].ArgumentKind == ArgumentKind.Explicit)
        {
            Operand(invocation.Arguments[argument].Value, bits, invocation, ReentryKind.Helper);
        }
    }

    private static ulong Replaced(ulong bits, ulong bit, ulong by) => (bits & bit) == 0 ? bits : (bits & ~bit) | by;
}
