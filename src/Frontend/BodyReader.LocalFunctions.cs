using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Local functions, and lambdas that a fixed point is given: read in the place of each call, with what they capture as it is there.</content>
internal sealed partial class BodyReader
{
    private readonly Dictionary<ISymbol, ILocalFunctionOperation> localFunctions = new(SymbolEqualityComparer.Default);
    private readonly List<ISymbol> openFunctions = [];

    private FrontendValue LocalCall(IInvocationOperation invocation)
    {
        if (LocalBody(invocation, invocation.TargetMethod) is not { } local)
        {
            return FrontendValue.Poison;
        }

        var arguments = invocation.Arguments.ToDictionary(a => a.Parameter!.Ordinal, a => Expression(a.Value));
        return arguments.Values.Any(IsPoison) ? FrontendValue.Poison : Inlined(invocation, local.Symbol, local.Body!, arguments);
    }

    /// <summary>The local function that is called, if it can be read; null after an error.</summary>
    private ILocalFunctionOperation? LocalBody(IOperation call, IMethodSymbol method)
    {
        if (!localFunctions.TryGetValue(method, out var local) || local.Body is null || method.IsGenericMethod || method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None))
        {
            // One report for the function, however often it is called.
            Report(DiagnosticIds.UnsupportedConstruct, method.DeclaringSyntaxReferences[0].GetSyntax(cancellation).GetLocation(), "The local function '" + method.Name + "' cannot be read in a differentiable method: it is generic or asynchronous, or takes an argument by reference. Make it a method of its own, marked [Differentiable].");
            return null;
        }

        if (openFunctions.Contains(method, SymbolEqualityComparer.Default))
        {
            Report(DiagnosticIds.RecursiveCall, call.Syntax.GetLocation(), "'" + Excerpt(call.Syntax) + "' is a recursion ('" + method.Name + "' calls itself), which has no finite graph. Write a loop instead.");
            return null;
        }

        return local;
    }

    /// <summary>What a local function or a lambda gives, read in the place of its call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">The function.</param>
    /// <param name="body">Its body.</param>
    /// <param name="arguments">What it is given, by the ordinals of its parameters.</param>
    private FrontendValue Inlined(IOperation call, IMethodSymbol method, IBlockOperation body, IReadOnlyDictionary<int, FrontendValue> arguments)
    {
        string name = method.MethodKind == MethodKind.LocalFunction ? "local function '" + method.Name + "'" : "lambda '" + Excerpt(method.DeclaringSyntaxReferences[0].GetSyntax(cancellation)) + "'";
        foreach (var assignment in body.Descendants().Where(LoopForm.IsAssignment))
        {
            if (LoopForm.Changed(assignment).FirstOrDefault(s => !IsOwn(s, method)) is { } captured)
            {
                return Refused(assignment, "The " + name + " changes '" + captured.Name + "', which belongs to the method around it. Return the new value and assign it where " + (method.MethodKind == MethodKind.LocalFunction ? "'" + method.Name + "'" : "it") + " is called.");
            }
        }

        foreach (var argument in arguments)
        {
            // The original parameter is the one that the body knows.
            variables[method.Parameters[argument.Key]] = argument.Value;
        }

        var (caller, callee) = (function, new Function());
        function = callee;
        targets.Add(new Target(callee, isEnd: true));
        openFunctions.Add(method);
        FrontendValue result;
        try
        {
            Block(body);
            result = variables.TryGetValue(callee.Result, out var returned) ? Held(returned, call) : Silence();
        }
        finally
        {
            function = caller;
            targets.RemoveAt(targets.Count - 1);
            openFunctions.RemoveAt(openFunctions.Count - 1);
            variables.Remove(callee);
            variables.Remove(callee.Result);
            foreach (object own in variables.Keys.Where(k => k is ISymbol symbol && IsOwn(symbol, method)).ToArray())
            {
                variables.Remove(own);
            }
        }

        return result;
    }

    private static bool IsOwn(ISymbol symbol, IMethodSymbol function) => SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, function);
}
