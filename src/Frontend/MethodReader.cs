using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <summary>Reads annotated methods of one compilation. A method that another one calls is read once.</summary>
internal sealed partial class MethodReader
{
    private static readonly string[] Unreadable =
    [
        DiagnosticIds.UnsupportedConstruct, DiagnosticIds.UnsupportedCall, DiagnosticIds.UnsupportedSignature, DiagnosticIds.UnsupportedMethodKind,
    ];

    private readonly Compilation compilation;
    private readonly Dictionary<IMethodSymbol, ReadResult> done = new(SymbolEqualityComparer.Default);
    private readonly List<IMethodSymbol> open = [];
    private readonly HashSet<IMethodSymbol> recursive = new(SymbolEqualityComparer.Default);

    private MethodReader(Compilation compilation) => this.compilation = compilation;

    /// <summary>Is told the shape of every expression that is a tensor: the method, the variant, the expression.</summary>
    public Action<IMethodSymbol, int, IOperation, Shape>? OnShape { get; private init; }

    /// <summary>Reads one method, and with it the annotated methods that it calls.</summary>
    public static ReadResult Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation) =>
        new MethodReader(compilation).ReadMethod(method.PartialDefinitionPart ?? method, cancellation);

    /// <summary>Reads one method, and tells the shape of every expression in it that is a tensor; of each variant, and of the methods that it calls.</summary>
    public static ReadResult Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation, Action<IMethodSymbol, int, IOperation, Shape> onShape) =>
        new MethodReader(compilation) { OnShape = onShape }.ReadMethod(method.PartialDefinitionPart ?? method, cancellation);

    /// <summary>Reads one method, and lists the declarations of all that were read with it.</summary>
    public static ReadResult Read(IMethodSymbol method, Compilation compilation, CancellationToken cancellation, out IReadOnlyList<SyntaxNode> declarations)
    {
        var reader = new MethodReader(compilation);
        var result = reader.ReadMethod(method.PartialDefinitionPart ?? method, cancellation);
        declarations = reader.done.Keys.Where(reader.IsInSight)
            .Concat(reader.linearizations)
            .SelectMany(m => m.DeclaringSyntaxReferences.Concat(m.PartialImplementationPart?.DeclaringSyntaxReferences ?? []))
            .Select(r => r.GetSyntax(cancellation))
            .ToArray();
        return result;
    }

    /// <summary>
    /// The calls that lead from a method back to itself, if it is being read: "F calls G calls F". All of them are remembered, since
    /// each is at fault.
    /// </summary>
    public string? Cycle(IMethodSymbol method)
    {
        int first = open.FindIndex(m => SymbolEqualityComparer.Default.Equals(m, method));
        if (first < 0)
        {
            return null;
        }

        recursive.UnionWith(open.Skip(first));
        return string.Join(" calls ", open.Skip(first).Append(method).Select(m => m.Name));
    }

    /// <summary>Whether a method that was read turned out to call itself, directly or through others.</summary>
    public bool IsRecursive(IMethodSymbol method) => recursive.Contains(method);

    /// <summary>Whether the body of a method stands in this compilation.</summary>
    public bool IsInSight(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    /// <summary>Where a name stands in what is declared about a parameter; without a name, where its shape stands; of an integer the parameter itself.</summary>
    public Location PlaceOf(MethodParameter parameter, string? symbol)
    {
        var attributes = parameter.Symbol.GetAttributes();
        var declared = new[] { KnownNames.Shape, KnownNames.Length, KnownNames.Dims }.Select(name => SignatureReader.FindAttribute(attributes, name)).OfType<AttributeData>().ToArray();
        bool Has(AttributeData attribute) => symbol is not null && attribute.ConstructorArguments.FirstOrDefault().Value is string text && DimParser.FindName(text, symbol) >= 0;
        return (declared.FirstOrDefault(Has) ?? SignatureReader.FindAttribute(attributes, KnownNames.Shape))?.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: { Count: 1 } arguments } attribute
            ? LiteralPlace.Of(arguments[0].Expression, SemanticModels.Of(compilation, attribute.SyntaxTree), symbol)
            : parameter.Symbol.Locations.FirstOrDefault() ?? Location.None;
    }

    public ReadResult ReadMethod(IMethodSymbol method, CancellationToken cancellation)
    {
        if (done.TryGetValue(method, out var known))
        {
            return known;
        }

        cancellation.ThrowIfCancellationRequested();
        open.Add(method);
        var result = ReadNew(method, cancellation);
        open.RemoveAt(open.Count - 1);
        done[method] = result;
        return result;
    }

    private ReadResult ReadNew(IMethodSymbol method, CancellationToken cancellation)
    {
        if (!IsInSight(method))
        {
            return CompiledReader.Read(method, compilation);
        }

        var diagnostics = new List<FrontendDiagnostic>();
        var syntax = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        var lines = syntax is null ? new Dictionary<int, string>() : Lines(syntax, cancellation);
        var signature = new SignatureReader(method, syntax, compilation, diagnostics).Read();
        if (signature is null)
        {
            return new ReadResult(null, [], OwnErrors(diagnostics, syntax, cancellation), [], lines);
        }

        var model = SemanticModels.Of(compilation, syntax!.SyntaxTree);
        if (model.GetOperation(syntax, cancellation) is not IMethodBodyOperation { } body || (body.BlockBody ?? body.ExpressionBody) is not { } block)
        {
            return new ReadResult(signature, [], diagnostics, [], lines);
        }

        var graphs = new List<Graph>();
        int count = Variants.Count(signature.Flags);
        var (found, noted) = (new List<FrontendDiagnostic>[count], new List<FrontendDiagnostic>[count]);
        for (int variant = 0; variant < count; variant++)
        {
            (found[variant], noted[variant]) = ([], []);
            var builder = new GraphBuilder(method.Name);
            var reader = new BodyReader(this, builder, signature, variant, found[variant], noted[variant], cancellation);
            if (reader.Read(block, syntax) is { } outputs && found[variant].Count == 0)
            {
                graphs.Add(reader.Finish(builder.Build(outputs, signature.ResultNames)));
            }
        }

        diagnostics.AddRange(Variants.Unite(signature.Flags, found));
        if (graphs.Count == count)
        {
            CheckResults(signature, graphs, syntax, diagnostics);
            CheckCheckpoints(signature, graphs, syntax, diagnostics);
        }

        if (graphs.Count == count && diagnostics.Count == 0)
        {
            graphs = Linearized(signature, graphs, syntax, lines, diagnostics, cancellation);
        }

        // One squiggle for one cause: what is noted about a body that is wrong may be a consequence.
        if (diagnostics.Count > 0 || graphs.Count < count)
        {
            return new ReadResult(signature, [], Readable(signature, OwnErrors(diagnostics, syntax, cancellation)), [], lines);
        }

        return new ReadResult(signature, graphs, [], Readable(signature, signature.Notes.Concat(Variants.Unite(signature.Flags, noted))), lines);
    }

    /// <summary>An unnamed dimension reads as it is written, as long as a message is about no other one.</summary>
    private static List<FrontendDiagnostic> Readable(MethodSignature signature, IEnumerable<FrontendDiagnostic> diagnostics) => diagnostics
        .Select(d => signature.Unnamed.Where(name => DimParser.FindName(d.Message, name) >= 0).ToArray() is { Length: 1 } only
            ? d.WithMessage(Regex.Replace(d.Message, "\\b" + only[0] + "\\b", "_"))
            : d)
        .ToList();

    /// <summary>The forms on concrete tensors have one type for all variants, and numbers and tensors are different types there.</summary>
    private static void CheckResults(MethodSignature signature, List<Graph> graphs, MethodDeclarationSyntax syntax, List<FrontendDiagnostic> diagnostics)
    {
        for (int i = 0; i < signature.ResultNames.Count; i++)
        {
            var numbers = Enumerable.Range(0, graphs.Count).Where(v => graphs[v].TypeOf(graphs[v].Outputs[i]).Rank == 0).ToArray();
            if (numbers.Length > 0 && numbers.Length < graphs.Count)
            {
                string which = signature.ReturnsComposite ? "Result '" + signature.ResultNames[i] + "'" : "The result";
                diagnostics.Add(new FrontendDiagnostic(DiagnosticIds.ReturnShape, syntax.Identifier.GetLocation(), which + " of '" + signature.Method.Name + "' is a number when " + Variants.Describe(signature.Flags, numbers) + ", and a tensor otherwise; the compiled forms return one or the other. Give all cases one rank, by Reshape for instance, or write two methods."));
            }
        }
    }

    private static void CheckCheckpoints(MethodSignature signature, List<Graph> graphs, MethodDeclarationSyntax syntax, List<FrontendDiagnostic> diagnostics)
    {
        if (signature.LoopAttrs.Entries.Count > 0 && !graphs.Any(g => g.AllNodes().Any(Checkpoints.CanReplay)))
        {
            diagnostics.Add(new FrontendDiagnostic(
                DiagnosticIds.CheckpointAttribute,
                Place(signature.Method, KnownNames.Checkpoint) ?? signature.Method.Parameters.Select(p => Place(p, KnownNames.Checkpoint)).FirstOrDefault(p => p is not null) ?? syntax.Identifier.GetLocation(),
                "'" + signature.Method.Name + "' has no loop that could keep less for its gradient; the loops of methods that it calls are theirs. Leave [Checkpoint] away, or write it at the method with the loop."));
        }
    }

    /// <summary>What cannot be read because it does not compile is the compiler's to report; asked only when there is something to report.</summary>
    private List<FrontendDiagnostic> OwnErrors(List<FrontendDiagnostic> diagnostics, MethodDeclarationSyntax? syntax, CancellationToken cancellation)
    {
        if (syntax is null || !diagnostics.Any(d => Unreadable.Contains(d.Id)))
        {
            return diagnostics;
        }

        var errors = SemanticModels.Of(compilation, syntax.SyntaxTree).GetDiagnostics(syntax.FullSpan, cancellation);
        return errors.Any(d => d.Severity == DiagnosticSeverity.Error) ? diagnostics.Where(d => !Unreadable.Contains(d.Id)).ToList() : diagnostics;
    }

    private static Dictionary<int, string> Lines(MethodDeclarationSyntax syntax, CancellationToken cancellation)
    {
        var text = syntax.SyntaxTree.GetText(cancellation);
        var result = new Dictionary<int, string>();
        int first = text.Lines.IndexOf(syntax.SpanStart), last = text.Lines.IndexOf(Math.Max(syntax.SpanStart, syntax.Span.End - 1));
        for (int i = first; i <= last; i++)
        {
            result[i + 1] = text.Lines[i].ToString().Trim();
        }

        return result;
    }
}
