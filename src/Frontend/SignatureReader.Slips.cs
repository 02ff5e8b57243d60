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
    private List<FrontendDiagnostic> Slips(IReadOnlyList<MethodParameter> parameters, IReadOnlyList<Shape?> results, IReadOnlyList<DeclaredFact> facts)
    {
        var times = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var axes = parameters.SelectMany(p => p.Shape).Concat(results.Where(r => r is not null).SelectMany(r => r!)).SelectMany(d => d.Symbols).Where(s => s != LeadingAxes.Name);
        var integers = parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name);
        foreach (string name in axes.Concat(integers).Concat(facts.SelectMany(f => f.Fact.Symbols)))
        {
            times[name] = times.TryGetValue(name, out int before) ? before + 1 : 1;
        }

        var notes = new List<FrontendDiagnostic>();
        foreach (var parameter in parameters)
        {
            if (parameter.Kind == ParameterKind.Integer && times[parameter.Name] == 1 && Meant(parameter.Name, parameter) is { } axis)
            {
                notes.Add(new FrontendDiagnostic(DiagnosticIds.MisspeltName, parameter.Symbol.Locations.FirstOrDefault() ?? Here, Message(parameter.Name, axis)));
            }

            foreach (string name in parameter.Shape.Symbols.Where(s => s != LeadingAxes.Name && times[s] == 1))
            {
                if (Meant(name, parameter) is { } meant && FindAttribute(parameter.Symbol.GetAttributes(), KnownNames.Shape) is { } attribute)
                {
                    string text = (string)attribute.ConstructorArguments[0].Value!;
                    var place = Inside(attribute, DimParser.FindName(text, name), name.Length);
                    notes.Add(new FrontendDiagnostic(DiagnosticIds.MisspeltName, place, Message(name, meant)) { Properties = Respelt(place, name, meant) });
                }
            }
        }

        return notes;

        // Of two names that stand once, the later one is the slip.
        string? Meant(string name, MethodParameter parameter) => NearMiss.Of(name, times.Keys.Where(o => times[o] > 1 || IsBefore(parameters, o, parameter)));

        static string Message(string name, string meant) => "'" + name + "' and '" + meant + "' are two sizes. Did you mean '" + meant + "' here? If not, names that differ by more say so.";
    }

    private static bool IsBefore(IReadOnlyList<MethodParameter> parameters, string name, MethodParameter later) =>
        parameters.TakeWhile(p => p != later).Any(p => p.Shape.Symbols.Contains(name) || (p.Kind == ParameterKind.Integer && p.Name == name));
}
