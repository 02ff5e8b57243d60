using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Frontend;
using Costate.Generator.Tests.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Analyzers.Tests.Corpus;

/// <summary>One mistake and, if it has one, its near miss, wherever it is written down.</summary>
/// <param name="Mistake">The marked code.</param>
/// <param name="NearMiss">The code that is quiet.</param>
/// <param name="Analyze">Analyses either: the text without marks, the marked places, and what is reported.</param>
internal sealed record CorpusCase(string Id, string? Mistake, string? NearMiss, DiagnosticSeverity Severity, Func<string, (string Text, ImmutableArray<TextSpan> Marks, ImmutableArray<Diagnostic> Found)> Analyze)
{
    private readonly Lazy<(string Text, ImmutableArray<TextSpan> Marks, ImmutableArray<Diagnostic> Found)> reported = new(() => Analyze(Mistake!));

    /// <summary>The mistake, analysed once.</summary>
    public (string Text, ImmutableArray<TextSpan> Marks, ImmutableArray<Diagnostic> Found) Reported => reported.Value;

    /// <summary>All cases that stand in lists, each with the analyzers that it is about.</summary>
    public static IReadOnlyList<CorpusCase> All { get; } =
    [
        .. DiagnosticCases.All.Select(c => new CorpusCase(c.Id, c.Wrong, c.Right, c.Severity ?? Descriptors.Get(c.Id).DefaultSeverity, members => Of(members == c.Wrong ? c.WrongSource : c.RightSource, compiles: members == c.Right))),
        .. RuleCases.All.Select(c => new CorpusCase(c.Id, c.Wrong, c.Right, SeverityOf(c.Id), members => Of(members == c.Wrong ? c.WrongCode : c.RightCode))),
        .. ((IEnumerable<object[]>)EvaluatedValueTests.Reported).Select(r => InHost(UsageIds.EvaluatedValueReenters, (string)r[0], null)),
        .. ((IEnumerable<object[]>)EvaluatedValueTests.Quiet).Select(r => InHost(UsageIds.EvaluatedValueReenters, null, (string)r[0])),
    ];

    private static CorpusCase InHost(string id, string? mistake, string? nearMiss) => new(id, mistake, nearMiss, SeverityOf(id), members => Of(Code.InHost(members)));

    private static DiagnosticSeverity SeverityOf(string id) => UsageDescriptors.All.Single(d => d.Id == id).DefaultSeverity;

    private static (string, ImmutableArray<TextSpan>, ImmutableArray<Diagnostic>) Of(Source source, bool compiles)
    {
        if (compiles)
        {
            source.AssertCompiles();
        }

        return (source.Text, source.Marks, source.Analyze());
    }

    private static (string, ImmutableArray<TextSpan>, ImmutableArray<Diagnostic>) Of(Code code)
    {
        code.AssertCompiles();
        return (code.Text, code.Marks, code.Analyze());
    }
}
