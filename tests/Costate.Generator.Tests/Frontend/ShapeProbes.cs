using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>
/// The annotated methods of a source, each expression of a tensor in them wrapped in a probe that notes the shape that is really there
/// when the body runs, operation by operation.
/// </summary>
internal sealed class ShapeProbes
{
    private const string Probe = """
        public static class ShapeProbe
        {
            public static System.Action<int, int[], System.Func<int[]>>? Seen;

            public static Costate.TracedTensor<T> At<T>(int place, Costate.TracedTensor<T> value)
                where T : unmanaged
            {
                Seen?.Invoke(place, value.Shape.ToArray(), () => Lengths(value));
                return value;
            }

            /// <summary>The lengths of the data; reading a number shows that there is exactly one.</summary>
            private static int[] Lengths<T>(Costate.TracedTensor<T> value)
                where T : unmanaged
            {
                if (value.Rank == 0)
                {
                    value.EvalScalar();
                    return [];
                }

                return System.Array.ConvertAll(value.Eval().Lengths.ToArray(), n => (int)n);
            }
        }
        """;

    private const int Enough = 500;

    private readonly Assembly assembly;

    private ShapeProbes(Assembly assembly, IReadOnlyList<Method> methods)
    {
        this.assembly = assembly;
        Methods = methods;
    }

    public IReadOnlyList<Method> Methods { get; }

    /// <summary>An annotated method.</summary>
    /// <param name="Type">The type's metadata name.</param>
    /// <param name="Index">Which of the type's annotated methods it is.</param>
    /// <param name="Read">What the front end reads in it.</param>
    /// <param name="Expected">For each variant the shape that the front end gives each place.</param>
    internal sealed record Method(string Type, int Index, ReadResult Read, IReadOnlyList<IReadOnlyDictionary<int, (string Code, Shape Shape)>> Expected)
    {
        public string Name => Type + "." + Read.Signature!.Method.Name;
    }

    /// <summary>What a run of a method showed: place, shape of the handle, and a way to ask for the lengths of the data.</summary>
    public List<(int Place, int[] Shape, Func<int[]> Lengths)> Run(Method method, object? target, object?[] arguments)
    {
        var seen = new List<(int, int[], Func<int[]>)>();
        var field = assembly.GetType("ShapeProbe")!.GetField("Seen")!;
        field.SetValue(null, (Action<int, int[], Func<int[]>>)((place, shape, lengths) =>
        {
            // A loop that data end need not end for the data here; what it does so often it does with the same shapes.
            if (seen.Count == Enough)
            {
                throw new OperationCanceledException();
            }

            seen.Add((place, shape, lengths));
        }));
        try
        {
            Body(method).Invoke(target, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is OperationCanceledException && method.Read.Graphs.Any(g => g.Nodes.Any(n => n.Regions.Count > 0)))
        {
        }
        finally
        {
            field.SetValue(null, null);
        }

        return seen;
    }

    public MethodInfo Body(Method method) => assembly.GetType(method.Type)!
        .GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(m => m.GetCustomAttribute<DifferentiableAttribute>() is not null)
        .OrderBy(m => m.MetadataToken)
        .ElementAt(method.Index);

    /// <summary>The error at a derivative by what is not yet a record of tensors.</summary>
    private const string UnknownRecord = "CS0619";

    /// <summary>The probes of a whole source.</summary>
    /// <param name="text">Other members than annotated methods and what those need are left away, so that little has to be there to compile it.</param>
    /// <param name="leavesOut">Whether methods that do not compile without other members are left out too.</param>
    public static ShapeProbes Of(string text, bool leavesOut = false)
    {
        var root = (CompilationUnitSyntax)new Reducer().Visit(CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp13)).GetRoot())!;
        var source = Source.Whole("global using System;\nglobal using Costate;\nglobal using static Costate.TracedTensor;\n" + root.ToFullString());
        if (leavesOut)
        {
            var errors = source.Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != UnknownRecord).ToArray();
            var all = source.Compilation.SyntaxTrees[0].GetRoot();
            source = Source.Whole(all.RemoveNodes(all.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(m => errors.Any(e => m.FullSpan.Contains(e.Location.SourceSpan))), SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString());
        }

        // What makes a record one of tensors is generated, and derivatives by records need it.
        var generated = source.Compilation.GetDiagnostics().Any(d => d.Id == UnknownRecord)
            ? CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)source.Compilation.SyntaxTrees[0].Options).RunGenerators(source.Compilation).GetRunResult().GeneratedTrees
            : [];
        source.With(source.Compilation.AddSyntaxTrees(generated)).AssertCompiles();
        var tree = source.Compilation.SyntaxTrees[0];
        var model = source.Compilation.GetSemanticModel(tree);
        var places = new Dictionary<SyntaxNode, int>();
        var methods = new List<Method>();
        var indices = new Dictionary<string, int>();
        foreach (var syntax in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var symbol = model.GetDeclaredSymbol(syntax)!;
            if (!SignatureReader.HasAttribute(symbol, KnownNames.Differentiable))
            {
                continue;
            }

            string type = symbol.ContainingType.ContainingType is { } outer ? Metadata(outer) + "+" + symbol.ContainingType.MetadataName : Metadata(symbol.ContainingType);
            int index = indices[type] = indices.GetValueOrDefault(type, -1) + 1;
            var expected = new SortedDictionary<int, Dictionary<int, (string, Shape)>>();
            var read = MethodReader.Read(symbol, source.Compilation, CancellationToken.None, (owner, variant, operation, shape) =>
            {
                if (SymbolEqualityComparer.Default.Equals(owner, symbol) && operation.Syntax is ExpressionSyntax code && model.GetTypeInfo(code).Type is { } own && SignatureReader.TracedElement(own) is not null && !IsWritten(code))
                {
                    int place = places.TryGetValue(code, out int known) ? known : places[code] = places.Count;
                    expected.TryAdd(variant, []);
                    expected[variant][place] = (code.ToString(), shape);
                }
            });

            // What is refused has no shapes.
            if (read.Graphs.Count > 0)
            {
                methods.Add(new Method(type, index, read, Enumerable.Range(0, read.Graphs.Count).Select(v => (IReadOnlyDictionary<int, (string, Shape)>)expected.GetValueOrDefault(v, [])).ToArray()));
            }
        }

        var probed = tree.GetRoot().ReplaceNodes(places.Keys, (original, rewritten) => SyntaxFactory.ParseExpression("global::ShapeProbe.At(" + places[original] + ", " + rewritten.WithoutTrivia().ToFullString() + ")").WithTriviaFrom(original));
        var compilation = Source.Whole(probed.ToFullString()).Compilation
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(Probe, (CSharpParseOptions)tree.Options))
            .AddSyntaxTrees(generated)
            .WithAssemblyName("Probed" + Guid.NewGuid().ToString("N"));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return new ShapeProbes(Assembly.Load(stream.ToArray()), methods);
    }

    /// <summary>Whether a source has an annotated method at all; texts in it are none.</summary>
    public static bool HasMethods(string text) =>
        text.Contains("[Differentiable", StringComparison.Ordinal) && CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Any(Reducer.IsAnnotated);

    /// <summary>A place that is assigned is no value.</summary>
    private static bool IsWritten(ExpressionSyntax code) => code.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == code,
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => !code.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression),
        _ => false,
    };

    private static string Metadata(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? Metadata(outer) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;

    /// <summary>Keeps annotated methods, constants and records, and the types that they stand in.</summary>
    private sealed class Reducer : CSharpSyntaxRewriter
    {
        public static bool IsAnnotated(MethodDeclarationSyntax method) => method.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Differentiable" or "Costate.Differentiable");

        public override SyntaxNode? VisitUsingDirective(UsingDirectiveSyntax node) =>
            node.Name?.ToString() is "Costate" or "Costate.TracedTensor" or "System" or "System.Numerics" ? base.VisitUsingDirective(node) : null;

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) => IsAnnotated(node) ? node : null;

        public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node.Modifiers.Any(m => m.IsKind(SyntaxKind.ConstKeyword)) ? node : null;

        public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node) => node.Parent is RecordDeclarationSyntax && node.AccessorList is not null ? node : null;

        public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) => null;

        public override SyntaxNode? VisitGlobalStatement(GlobalStatementSyntax node) => null;

        public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) =>
            node.DescendantNodes().OfType<MethodDeclarationSyntax>().Any(IsAnnotated) ? ((ClassDeclarationSyntax)base.VisitClassDeclaration(node)!).WithBaseList(null) : null;

        public override SyntaxNode? VisitInterfaceDeclaration(InterfaceDeclarationSyntax node) => null;

        public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => null;

        public override SyntaxNode? VisitDelegateDeclaration(DelegateDeclarationSyntax node) => null;
    }
}
