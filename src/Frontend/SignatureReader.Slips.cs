using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>Names that were probably meant to be one.</content>
internal sealed partial class SignatureReader
{
    /// <summary>
    /// A name that stands once and differs from another one by a slip is two sizes to the build, whatever was meant. One that is used again
    /// is there on purpose.
    /// </summary>
    private List<FrontendDiagnostic> Slips(IReadOnlyList<MethodParameter> parameters, IReadOnlyList<Shape?> results)
    {
        var times = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string name in parameters.SelectMany(p => p.Shape).Concat(results.Where(r => r is not null).SelectMany(r => r!)).SelectMany(d => d.Symbols).Where(s => s != LeadingAxes.Name).Concat(parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name)))
        {
            times[name] = times.TryGetValue(name, out int before) ? before + 1 : 1;
        }

        var notes = new List<FrontendDiagnostic>();
        foreach (var parameter in parameters)
        {
            foreach (string name in parameter.Shape.Symbols.Where(s => s != LeadingAxes.Name && times[s] == 1))
            {
                // Of two names that stand once, the later one is the slip.
                var others = times.Keys.Where(o => times[o] > 1 || IsBefore(parameters, o, parameter));
                if (NearMiss.Of(name, others) is { } meant && FindAttribute(parameter.Symbol.GetAttributes(), KnownNames.Shape) is { } attribute)
                {
                    string text = (string)attribute.ConstructorArguments[0].Value!;
                    var place = Inside(attribute, DimParser.FindName(text, name), name.Length);
                    notes.Add(new FrontendDiagnostic(DiagnosticIds.MisspeltName, place, "'" + name + "' and '" + meant + "' are two sizes. Did you mean '" + meant + "' here? If not, names that differ by more say so.") { Properties = Respelt(place, name, meant) });
                }
            }
        }

        return notes;
    }

    private static bool IsBefore(IReadOnlyList<MethodParameter> parameters, string name, MethodParameter later) =>
        parameters.TakeWhile(p => p != later).Any(p => p.Shape.Symbols.Contains(name) || (p.Kind == ParameterKind.Integer && p.Name == name));
}
