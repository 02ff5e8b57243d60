using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>Applies code fixes as an editor does, in a workspace.</summary>
internal static class FixRun
{
    /// <summary>The titles of what is offered for the first diagnostic that the fix knows.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(CodeFixProvider fix, string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source).Documents.Single();
        return (await ActionsAsync(fix, document, (await DiagnosticsAsync(document.Project, fix)).First())).Select(a => a.Title).ToArray();
    }

    /// <summary>The source after one fix of the first diagnostic.</summary>
    public static async Task<string> OnceAsync(CodeFixProvider fix, string source, string? key = null)
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, source).Documents.Single();
        var actions = await ActionsAsync(fix, document, (await DiagnosticsAsync(document.Project, fix)).First());
        return await TextAsync(await ChangedAsync(actions.First(a => key is null || a.EquivalenceKey == key)), document.Id);
    }

    /// <summary>All sources after fixing all diagnostics of the project.</summary>
    public static async Task<string[]> AllAsync(CodeFixProvider fix, string key, FixAllScope scope, params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        var project = Open(workspace, sources);
        var diagnostics = await DiagnosticsAsync(project, fix);
        var provider = fix.GetFixAllProvider()!;
        Assert.Contains(scope, provider.GetSupportedFixAllScopes());
        var context = new FixAllContext(project.Documents.First(), fix, scope, key, fix.FixableDiagnosticIds, new Given(diagnostics), CancellationToken.None);
        var action = await provider.GetFixAsync(context);
        var solution = await ChangedAsync(action!);
        return await Task.WhenAll(project.DocumentIds.Select(id => TextAsync(solution, id)));
    }

    private static Project Open(AdhocWorkspace workspace, params string[] sources)
    {
        var project = workspace.AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp, compilationOptions: Code.Options, parseOptions: Code.ParseOptions, metadataReferences: Code.References));
        for (int i = 0; i < sources.Length; i++)
        {
            project = project.AddDocument("Source" + i + ".cs", sources[i], filePath: "Source" + i + ".cs").Project;
        }

        return project;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project, CodeFixProvider fix)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var reported = await compilation.WithAnalyzers(Code.Analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return reported.AddRange(compilation.GetDiagnostics()).Where(d => fix.FixableDiagnosticIds.Contains(d.Id)).OrderBy(d => d.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ToImmutableArray();
    }

    private static async Task<IReadOnlyList<CodeAction>> ActionsAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task<Solution> ChangedAsync(CodeAction action) =>
        (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    private static async Task<string> TextAsync(Solution solution, DocumentId document) => (await solution.GetDocument(document)!.GetTextAsync()).ToString();

    /// <summary>The diagnostics that were found already.</summary>
    private sealed class Given(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(d => d.Location.SourceTree!.FilePath == tree!.FilePath);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
