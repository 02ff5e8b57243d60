using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// The semantic models of the files that were read last. A model keeps the bodies that it has bound, so a method that several others
/// inline is bound once; a few files at a time, since all the bodies of a project at once are too much memory.
/// </summary>
internal static class SemanticModels
{
    private const int Most = 8;

    private static readonly ConditionalWeakTable<Compilation, Dictionary<SyntaxTree, SemanticModel>> Compilations = new();

    public static SemanticModel Of(Compilation compilation, SyntaxTree tree)
    {
        var models = Compilations.GetValue(compilation, static _ => []);
        lock (models)
        {
            if (!models.TryGetValue(tree, out var model))
            {
                if (models.Count == Most)
                {
                    models.Clear();
                }

                models.Add(tree, model = compilation.GetSemanticModel(tree));
            }

            return model;
        }
    }
}
