using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>What a method that is not annotated would have to declare so that this call of it could be read.</content>
internal sealed partial class BodyReader
{
    private ImmutableDictionary<string, string?> ShapesFor(IInvocationOperation invocation)
    {
        // What is wrong with the arguments is not the question here.
        var (reported, wasSilenced) = (diagnostics.Count, silenced);
        var shapes = new Shape?[invocation.TargetMethod.Parameters.Length];
        foreach (var argument in invocation.Arguments)
        {
            shapes[argument.Parameter!.Ordinal] = Expression(argument.Value) is TensorValue { Value: var value } ? builder.ShapeOf(value) : null;
        }

        diagnostics.RemoveRange(reported, diagnostics.Count - reported);
        silenced = wasSilenced;

        // The names are the caller's; an expression needs each of its symbols alone somewhere, and an int parameter is a symbol of its own.
        var taken = new HashSet<string>(invocation.TargetMethod.Parameters.Where(p => p.Type.SpecialType == SpecialType.System_Int32).Select(p => p.Name), StringComparer.Ordinal);
        var alone = new HashSet<string>(shapes.SelectMany(s => s ?? Shape.Scalar).Select(d => d.TryGetSymbol(out string name) ? name : string.Empty).Where(n => !taken.Contains(n)), StringComparer.Ordinal);
        var renamed = new Dictionary<DimExpr, string>();
        string Name(DimExpr dim)
        {
            if (dim.Symbols.All(alone.Contains))
            {
                return dim.ToString();
            }

            if (!renamed.TryGetValue(dim, out string? name))
            {
                int number = renamed.Count;
                do
                {
                    name = "d" + number++;
                }
                while (alone.Contains(name) || taken.Contains(name) || renamed.ContainsValue(name));
                renamed.Add(dim, name);
            }

            return name;
        }

        return ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Shapes, string.Join(";", shapes.Select(s => s is null ? "?" : string.Join(", ", s.Select(Name)))));
    }
}
