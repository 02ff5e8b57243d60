using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Costate.Generator.Tests.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>What an .editorconfig says about an id is obeyed, for each id of an analyzer, on the failing code of its page.</summary>
public sealed class SeverityTests
{
    public static IEnumerable<object[]> Ids => Descriptors.All.Concat(UsageDescriptors.All).Select(d => new object[] { d.Id });

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnEditorconfigIsObeyed(string id)
    {
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(Found(id, ReportDiagnostic.Error)).Severity);
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(Found(id, ReportDiagnostic.Warn)).Severity);
        Assert.Equal(DiagnosticSeverity.Info, Assert.Single(Found(id, ReportDiagnostic.Info)).Severity);
        Assert.Empty(Found(id, ReportDiagnostic.Suppress));
    }

    private static IEnumerable<Diagnostic> Found(string id, ReportDiagnostic severity)
    {
        var provider = new EditorconfigOptions(new Dictionary<string, ReportDiagnostic> { [id] = severity });
        return (IsUsage(id) ? OfCode(id, provider) : OfSource(id, provider)).Where(d => d.Id == id);
    }

    private static bool IsUsage(string id) => UsageDescriptors.All.Any(d => d.Id == id);

    private static ImmutableArray<Diagnostic> OfCode(string id, EditorconfigOptions provider)
    {
        var code = Code.Whole(PagesTests.Usings + PagesTests.Block(id, "Failing code", "csharp"));
        return code.With(code.Compilation.Options.WithSyntaxTreeOptionsProvider(provider)).Analyze();
    }

    private static ImmutableArray<Diagnostic> OfSource(string id, EditorconfigOptions provider)
    {
        // Only the page about the language version is about a project that has an old one.
        var source = Source.Whole(PagesTests.Usings + PagesTests.Block(id, "Failing code", "csharp"), id == Descriptors.LanguageVersion.Id ? LanguageVersion.CSharp12 : LanguageVersion.CSharp13);
        return source.With(source.Compilation.WithOptions(source.Compilation.Options.WithSyntaxTreeOptionsProvider(provider))).Analyze();
    }
}
