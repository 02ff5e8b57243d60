using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Local functions: read in the place of each call, with what they capture as it is there.</content>
internal sealed partial class BodyReader
{
    private readonly Dictionary<ISymbol, ILocalFunctionOperation> localFunctions = new(SymbolEqualityComparer.Default);
    private readonly List<ISymbol> openFunctions = [];

    private FrontendValue LocalCall(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (!localFunctions.TryGetValue(method, out var local) || local.Body is not { } body || method.IsGenericMethod || method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None))
        {
            // One report for the function, however often it is called.
            Report(DiagnosticIds.UnsupportedConstruct, method.DeclaringSyntaxReferences[0].GetSyntax(cancellation).GetLocation(), "The local function '" + method.Name + "' cannot be read in a differentiable method: it is generic or asynchronous, or takes an argument by reference. Make it a method of its own, marked [Differentiable].");
            return FrontendValue.Poison;
        }

        if (openFunctions.Contains(method, SymbolEqualityComparer.Default))
        {
            Report(DiagnosticIds.RecursiveCall, invocation.Syntax.GetLocation(), "'" + Excerpt(invocation.Syntax) + "' is a recursion ('" + method.Name + "' calls itself), which has no finite graph. Write a loop instead.");
            return FrontendValue.Poison;
        }

        foreach (var assignment in body.Descendants().Where(LoopForm.IsAssignment))
        {
            if (LoopForm.Changed(assignment).FirstOrDefault(s => !IsOwn(s, method)) is { } captured)
            {
                return Refused(assignment, "The local function '" + method.Name + "' changes '" + captured.Name + "', which belongs to the method around it. Return the new value and assign it where '" + method.Name + "' is called.");
            }
        }

        var arguments = invocation.Arguments.Select(a => (a.Parameter!, Expression(a.Value))).ToArray();
        if (arguments.Any(a => IsPoison(a.Item2)))
        {
            return FrontendValue.Poison;
        }

        foreach (var (parameter, value) in arguments)
        {
            // The original parameter is the one that the body knows.
            variables[local.Symbol.Parameters[parameter.Ordinal]] = value;
        }

        var (caller, callee) = (function, new Function());
        function = callee;
        targets.Add(new Target(callee, isEnd: true));
        openFunctions.Add(method);
        FrontendValue result;
        try
        {
            Block(body);
            result = variables.TryGetValue(callee.Result, out var returned) ? Held(returned, invocation) : Silence();
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
