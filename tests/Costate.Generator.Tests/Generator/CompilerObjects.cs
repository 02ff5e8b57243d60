using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>Walks over everything that can be reached from a value by fields.</summary>
internal static class CompilerObjects
{
    /// <summary>Fails if a value of the pipeline holds on to the compiler: a symbol, a node, a location keeps whole compilations alive.</summary>
    public static void AssertNone(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<object>([root]);
        while (open.TryPop(out object? value))
        {
            if (!seen.Add(value) || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum)
            {
                continue;
            }

            Assert.False(
                value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or IOperation or Location or Diagnostic,
                "A " + value.GetType() + " is reachable from a model of the pipeline.");
            if (value is IEnumerable list && value.GetType().IsArray)
            {
                foreach (object? item in list)
                {
                    if (item is not null)
                    {
                        open.Push(item);
                    }
                }
            }

            for (var type = value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (field.GetValue(value) is { } inner)
                    {
                        open.Push(inner);
                    }
                }
            }
        }
    }
}
