using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Frontend;

/// <content>Declared linearizations: the graph of a method that has one is a call of what was read, together with the graph of its linearization.</content>
internal sealed partial class MethodReader
{
    private readonly List<IMethodSymbol> linearizations = [];

    /// <summary>Whether it is a linearization that is being read.</summary>
    public bool IsLinearization(IMethodSymbol method) => linearizations.Contains(method, SymbolEqualityComparer.Default);

    /// <summary>Puts the declared linearization of a method beside each of its graphs.</summary>
    /// <returns>The graphs; those that were given if nothing is declared, or something is wrong with it.</returns>
    private List<Graph> Linearized(MethodSignature signature, List<Graph> graphs, MethodDeclarationSyntax syntax, Dictionary<int, string> lines, List<FrontendDiagnostic> diagnostics, CancellationToken cancellation)
    {
        var declared = Linearizations.Of(signature.Method);
        foreach (var other in declared.Skip(1))
        {
            diagnostics.Add(new FrontendDiagnostic(DiagnosticIds.TwoLinearizations, Linearizations.PlaceOf(other), "'" + other.Name + "' and '" + declared[0].Name + "' both declare the derivative of '" + signature.Method.Name + "'. Keep one of them."));
        }

        if (declared.Count != 1)
        {
            return graphs;
        }

        var method = declared[0];
        linearizations.Add(method);
        open.Add(method);
        var found = new List<FrontendDiagnostic>();
        var own = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        var linear = ReadLinearization(method, own, signature, graphs, found, cancellation);
        open.RemoveAt(open.Count - 1);
        diagnostics.AddRange(OwnErrors(found, own, cancellation));
        if (linear is null)
        {
            return graphs;
        }

        if (signature.LoopAttrs.Entries.Count > 0)
        {
            diagnostics.Add(new FrontendDiagnostic(DiagnosticIds.CheckpointAttribute, Place(signature.Method, KnownNames.Checkpoint) ?? syntax.Identifier.GetLocation(), "The derivative of '" + signature.Method.Name + "' is what '" + method.Name + "' declares, so its own loops keep nothing for it. Write [Checkpoint] at '" + method.Name + "', if that has loops, or leave it away."));
        }

        // Lines are those of one file.
        bool isOneFile = own!.SyntaxTree == syntax.SyntaxTree;
        if (isOneFile)
        {
            foreach (var line in Lines(own, cancellation))
            {
                lines[line.Key] = line.Value;
            }
        }

        return graphs.Zip(linear, (graph, rule) => Joined(graph, isOneFile ? rule : WithoutSpans(rule), BodyReader.SpanOf(syntax.Identifier.GetLocation()))).ToList();
    }

    /// <summary>The linearization for each graph: x..., y..., x'... -> y'.... Null if it cannot be read.</summary>
    private List<Graph>? ReadLinearization(IMethodSymbol method, MethodDeclarationSyntax? syntax, MethodSignature target, List<Graph> graphs, List<FrontendDiagnostic> diagnostics, CancellationToken cancellation)
    {
        var results = new List<Graph>();
        var found = new List<FrontendDiagnostic>[graphs.Count];
        MethodSignature? signature = null;
        for (int variant = 0; variant < graphs.Count; variant++)
        {
            found[variant] = [];
            var reader = new LinearizationSignature(method, syntax, target, compilation, found[variant]);
            signature = reader.Read(graphs[variant]);
            if (signature is null
                || SemanticModels.Of(compilation, syntax!.SyntaxTree).GetOperation(syntax, cancellation) is not IMethodBodyOperation { } body
                || (body.BlockBody ?? body.ExpressionBody) is not { } block)
            {
                break;
            }

            var graph = graphs[variant];
            var builder = new GraphBuilder(method.Name);
            builder.Reserve(graph);
            foreach (var guard in graph.Guards)
            {
                builder.Assume(guard);
            }

            var notes = new List<FrontendDiagnostic>();
            var own = new BodyReader(this, builder, signature, variant, found[variant], notes, cancellation);
            if (own.Read(block, syntax) is not { } outputs || !HasShapes(builder, outputs, method, target, graph, syntax, found[variant]))
            {
                continue;
            }

            var rule = own.Finish(builder.Build(outputs, signature.ResultNames));
            int tangents = CallOp.Moved(graph).Length, arguments = graph.Inputs.Count, first = rule.Inputs.Count - tangents;
            CheckLinear(rule, first, method, target, signature, syntax, found[variant]);
            results.Add(reader.TakesResult ? rule : RegionInputs.Rearrange(
                rule,
                rule.Inputs.Count + graph.Outputs.Count,
                i => i < arguments ? i : i + graph.Outputs.Count,
                i => (graph.OutputNames[i - arguments], graph.TypeOf(graph.Outputs[i - arguments]), false)));
        }

        diagnostics.AddRange(Variants.Unite(target.Flags, found.Select(f => f ?? []).ToArray()));
        if (diagnostics.Count > 0 || results.Count < graphs.Count)
        {
            return null;
        }

        CheckCheckpoints(signature!, results, syntax!, diagnostics);
        return results;
    }

    /// <summary>Whether the tangents have the shapes of the results, as far as that can be decided.</summary>
    private static bool HasShapes(GraphBuilder builder, IReadOnlyList<Value> outputs, IMethodSymbol method, MethodSignature target, Graph graph, MethodDeclarationSyntax syntax, List<FrontendDiagnostic> diagnostics)
    {
        for (int i = 0; i < outputs.Count; i++)
        {
            var (actual, expected) = (builder.ShapeOf(outputs[i]), graph.TypeOf(graph.Outputs[i]).Shape);
            string which = target.ReturnsComposite ? "'" + target.ResultNames[i] + "'" : "the result";
            string message = "'" + method.Name + "' gives " + which + " of '" + target.Method.Name + "' a tangent of the shape " + actual + "; it has the shape " + expected + ", and its tangent has the same.";
            try
            {
                if (actual.Rank != expected.Rank)
                {
                    throw new ShapeError(DiagnosticIds.TangentShape, message);
                }

                for (int axis = 0; axis < actual.Rank; axis++)
                {
                    builder.RequireEqual(actual[axis], expected[axis], DiagnosticIds.TangentShape, () => message);
                }
            }
            catch (ShapeError error)
            {
                diagnostics.Add(new FrontendDiagnostic(error.Id, syntax.Identifier.GetLocation(), error.Message));
                return false;
            }
        }

        return true;
    }

    private static void CheckLinear(Graph rule, int first, IMethodSymbol method, MethodSignature target, MethodSignature signature, MethodDeclarationSyntax syntax, List<FrontendDiagnostic> diagnostics)
    {
        var text = syntax.SyntaxTree.GetText();
        string[] names = Enumerable.Range(first, rule.Inputs.Count - first).Select(rule.InputName).ToArray();
        string tangents = names.Length == 1 ? "'" + names[0] + "'" : string.Join(", ", names.Take(names.Length - 1).Select(n => "'" + n + "'")) + " and '" + names[names.Length - 1] + "'";
        foreach (var fault in Linearity.Check(rule, Enumerable.Range(first, rule.Inputs.Count - first)))
        {
            var span = fault.Node.Span;
            var place = span.IsKnown
                ? Location.Create(syntax.SyntaxTree, TextSpan.FromBounds(text.Lines[span.Line - 1].Start + span.Column - 1, text.Lines[span.EndLine - 1].Start + span.EndColumn - 1))
                : syntax.Identifier.GetLocation();
            if (diagnostics.All(d => d.Location != place))
            {
                string code = Regex.Replace(text.ToString(place.SourceSpan), "\\s+", " ");
                diagnostics.Add(new FrontendDiagnostic(DiagnosticIds.NotLinear, place, "'" + (code.Length <= 80 ? code : code.Substring(0, 77) + "...") + "': " + fault.What + ". '" + method.Name + "' declares the derivative of '" + target.Method.Name + "', which is linear in " + tangents + ": multiply tangents by what does not depend on them, and add them to each other."));
            }
        }
    }

    /// <summary>A call of a graph with its linearization. What either of them demands of sizes is demanded at the entry.</summary>
    private static Graph Joined(Graph graph, Graph rule, SourceSpan place)
    {
        var b = new GraphBuilder(graph.Name);
        foreach (string name in graph.DimParameters)
        {
            b.DimParameter(name);
        }

        foreach (var guard in graph.Guards.Concat(rule.Guards))
        {
            b.AddGuard(guard);
        }

        var arguments = graph.Inputs.Select((v, i) =>
        {
            b.Span = graph.NodeOf(v).Span;
            return b.Input(graph.InputName(i), graph.TypeOf(v), graph.NodeOf(v).Attrs.Flag("frozen"));
        }).ToArray();
        b.Span = place;
        return b.Build(b.Call(arguments, graph.WithoutGuards(), rule.WithoutGuards()), graph.OutputNames);
    }

    private static Graph WithoutSpans(Graph graph) => new(
        graph.Name,
        graph.DimParameters,
        graph.Nodes.Select(n => new Node(n.Id, n.Op, n.Attrs, n.Inputs, n.Types, n.Regions.Select(WithoutSpans).ToArray(), default, n.Name)).ToArray(),
        graph.Inputs,
        graph.Outputs,
        graph.OutputNames,
        graph.Guards);

    private static Location? Place(ISymbol symbol, string attribute) =>
        SignatureReader.FindAttribute(symbol.GetAttributes(), attribute)?.ApplicationSyntaxReference is { } place ? Location.Create(place.SyntaxTree, place.Span) : null;
}
