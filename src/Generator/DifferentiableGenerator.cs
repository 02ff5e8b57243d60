using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Generator;

/// <summary>
/// Generates the compiled forms of methods marked [Differentiable]. A method with mistakes gives nothing here: the analyzer
/// reports them, on the live tree, where they obey #pragma.
/// </summary>
/// <remarks>
/// The transform runs again for every annotated method whenever the compilation changes, because a body may call others whose
/// bodies are inlined; its result is compared by content, so what has not changed is neither planned nor printed again.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class DifferentiableGenerator : IIncrementalGenerator
{
    internal const string ModelStep = "Model";
    internal const string FileStep = "File";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "Costate.DifferentiableAttribute",
                static (node, _) => node is MethodDeclarationSyntax,
                static (site, cancellation) => ModelReader.Read((IMethodSymbol)site.TargetSymbol, site.SemanticModel.Compilation, cancellation))
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ModelStep);
        var files = models
            .Select(static (model, _) => new GeneratedFile(model.HintName, MethodPrinter.Print(model)))
            .WithTrackingName(FileStep);
        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8)));
    }
}
