using System;
using System.Linq;
using Costate.Generator;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>Faults that are put between the stages on purpose; null changes nothing.</summary>
internal sealed record Tampering
{
    /// <summary>Between front end and generator.</summary>
    public Func<Graph, Graph>? Graph { get; init; }

    /// <summary>Between differentiation and what is checked of it.</summary>
    public Func<FragmentPrograms, FragmentPrograms>? Programs { get; init; }

    /// <summary>Between printer and compiler.</summary>
    public Func<string, string>? Text { get; init; }

    internal string Print(MethodModel model)
    {
        if (Graph is { } change)
        {
            model = model with { Variants = new([.. model.Variants.Select(v => v with { GraphText = GraphText.Print(change(GraphText.Parse(v.GraphText))) })]) };
        }

        string text = MethodPrinter.Print(model);
        return Text?.Invoke(text) ?? text;
    }
}
