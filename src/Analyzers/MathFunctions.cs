using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>Functions of numbers that this library has for tensors, under the same name.</summary>
internal static class MathFunctions
{
    private static readonly Dictionary<string, int> Arity = new(System.StringComparer.Ordinal)
    {
        ["Abs"] = 1, ["Clamp"] = 3, ["Cos"] = 1, ["Exp"] = 1, ["Floor"] = 1, ["Log"] = 1, ["Pow"] = 2, ["Sign"] = 1, ["Sin"] = 1, ["Sqrt"] = 1, ["Tanh"] = 1,
    };

    /// <summary>The name of the op, if there is one with as many operands.</summary>
    public static string? Op(string containingType, string name, int arguments) =>
        containingType is "Math" or "MathF" or "Double" or "Single" && Arity.TryGetValue(name, out int arity) && arity == arguments ? name : null;

    /// <summary>The name of the op that an operation should be.</summary>
    public static string? Op(IOperation operation) => operation is IInvocationOperation { TargetMethod: { ContainingNamespace.Name: "System" } method } call
        ? Op(method.ContainingType.Name, method.Name, call.Arguments.Length)
        : null;
}
