using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>
/// The front end reads by whitelist. Every <see cref="OperationKind"/> is in one of three tables here: read, refused (with code
/// that has it), or never met in the body of a C# method. A kind that a later compiler adds belongs to none and fails.
/// </summary>
public sealed class ConstructCoverageTests
{
    /// <summary>Bodies that are read; together they have every kind of <see cref="Read"/> and no other.</summary>
    private static readonly string[] Bodies =
    [
        "{ return x; }",
        "{ ; const double c = 0.5; TracedTensor<double> y = -x, z; z = y; z += x * c; if (true) { return z; } }",
        "{ var (a, b) = (x, (x)); (_, a) = (a, b); return a / b; }",
        "{ return x.Rank == 1 ? Reshape(x, new int[] { x.Dim(0), 1 + 0 * Limit }) : Reshape(x, [x.Dim(0)]); }",
        "{ var p = (x, x); return p.Item1 * (double)x.Dim(axis: 0); }",
        "{ int k = 1; k++; --k; return x * k; }",
        "{ var s = nameof(x); return x * default(double) * sizeof(int); }",
        "{ for (int i = 0; i < 3; i++) { if (Sum(x).EvalScalar() > 2) break; x = x * x; } return x; }",
        "{ switch (x.Rank) { case 1: x = x[..^1]; break; case > 2 and < 5: return x; case not (3 or 4): return x; default: return x; } return x; }",
        "{ return x.Rank switch { 1 => x, _ => x }; }",
        "{ if (x.Dim(0) is > 2) { x = L(x); } return x; static TracedTensor<double> L(TracedTensor<double> y) => y; }",
        "{ var p = new Pair(x) { B = x } with { A = -x }; return p.A + p.B; }",
    ];

    private static readonly HashSet<OperationKind> Read =
    [
        OperationKind.Block, OperationKind.Empty, OperationKind.Return, OperationKind.ExpressionStatement, OperationKind.Conditional,
        OperationKind.VariableDeclarationGroup, OperationKind.VariableDeclaration, OperationKind.VariableDeclarator,
        OperationKind.VariableInitializer, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment,
        OperationKind.DeconstructionAssignment, OperationKind.DeclarationExpression, OperationKind.Discard, OperationKind.Tuple,
        OperationKind.Literal, OperationKind.Conversion, OperationKind.Unary, OperationKind.Binary, OperationKind.LocalReference,
        OperationKind.ParameterReference, OperationKind.FieldReference, OperationKind.PropertyReference, OperationKind.Invocation,
        OperationKind.Argument, OperationKind.ArrayCreation, OperationKind.ArrayInitializer, OperationKind.CollectionExpression,
        OperationKind.MethodBody, OperationKind.Increment, OperationKind.Decrement, OperationKind.ObjectCreation,
        OperationKind.ObjectOrCollectionInitializer, OperationKind.With, OperationKind.InstanceReference, OperationKind.Loop, OperationKind.Branch,
        OperationKind.Switch, OperationKind.SwitchCase, OperationKind.CaseClause, OperationKind.SwitchExpression, OperationKind.SwitchExpressionArm,
        OperationKind.LocalFunction, OperationKind.IsPattern, OperationKind.ConstantPattern, OperationKind.RelationalPattern,
        OperationKind.BinaryPattern, OperationKind.NegatedPattern, OperationKind.DiscardPattern, OperationKind.Range,
    ];

    /// <summary>Constants are read whatever they are made of.</summary>
    private static readonly HashSet<OperationKind> ReadIfConstant = [OperationKind.DefaultValue, OperationKind.SizeOf, OperationKind.NameOf];

    /// <summary>Code that is refused; each has one error, however many kinds it is made of.</summary>
    private static readonly string[] Refused =
    [
        "{ foreach (var i in Array) { x = x * x; } return x; }",
        "{ while (Flag) { x = x * x; } return x; }",
        "{ goto end; end: return x; }",
        "{ lock (Lock) { } return x; }",
        "{ try { x = x * x; } catch (Exception e) when (e.Message is null) { } return x; }",
        "{ using (Resource()) { } return x; }",
        "{ using var r = Resource(); return x; }",
        "{ Func<int> f = static () => 3; return x; }",
        "{ Action a = Act; return x; }",
        "{ throw new InvalidOperationException(); }",
        "{ Event += Act; return x; }",
        "{ Event?.Invoke(); return x; }",
        "{ return x * Array[0]; }",
        "{ return x * Shared.Items[^1]; }",
        "{ var r = Array[0..1]; return x; }",
        "{ var i = ^1; return x; }",
        "{ var r = 1..2; return x; }",
        "{ return Maybe ?? x; }",
        "{ Maybe ??= x; return x; }",
        "{ var l = Maybe?.Rank; return x; }",
        "{ var o = new object(); return x; }",
        "{ var o = new Record { Size = 3, Items = { 1 }, Inner = { Size = 2 } }; return x; }",
        "{ var o = Shared with { Size = 4 }; return x; }",
        "{ var o = new { Size = 3 }; return x; }",
        "{ var s = $\"a{x.Rank}\"; return x; }",
        "{ Log($\"a {x.Rank} b\"); return x; }",
        "{ var t = Text.Append($\"a {x.Rank}\"); return x; }",
        "{ var s = \"a\"u8; return x; }",
        "{ var t = typeof(int); return x; }",
        "{ bool b = Shared is Record; return x; }",
        "{ bool b = Shared is { Size: > 3 } and not null; return x; }",
        "{ bool b = Array is [1, .. var rest]; return x; }",
        "{ bool b = (1, Array.Length) == (2, 3); return x; }",
        "{ int k = 0; return x * k++; }",
        "{ dynamic d = Shared; return x; }",
        "{ Dynamic.F = 3; return x; }",
        "{ Dynamic.F(3); return x; }",
        "{ var v = Dynamic[0]; return x; }",
        "{ var v = new Inside(Dynamic); return x; }",
        "{ var q = from i in Query select i; return x; }",
        "{ int[] a = [1, .. Array]; return Reshape(x, a); }",
        "{ var k = Ring[0]; return x; }",
        "{ unsafe { int k = 3; int* p = &k; } return x; }",
        "{ unsafe { int k = Pointer(); } return x; }",
        "{ Span<int> s = stackalloc int[3]; return x; }",
        "{ ref int k = ref Array[0]; return x; }",
        "{ var v = Flag; return x; }",
        "{ Act(); return x; }",
        "{ var e = Event; return x; }",
        "{ return null!; }",
        "{ return default!; }",
    ];

    /// <summary>Kinds that the refused code above has; those that only parts of it have, such as the arms of a switch, included.</summary>
    private static readonly HashSet<OperationKind> RefusedKinds =
    [
        OperationKind.None, OperationKind.Labeled, OperationKind.Lock, OperationKind.Try,
        OperationKind.CatchClause, OperationKind.Using, OperationKind.UsingDeclaration, OperationKind.Throw,
        OperationKind.AnonymousFunction, OperationKind.DelegateCreation, OperationKind.MethodReference,
        OperationKind.EventReference, OperationKind.EventAssignment, OperationKind.ConditionalAccess, OperationKind.ConditionalAccessInstance,
        OperationKind.ArrayElementReference, OperationKind.ImplicitIndexerReference, OperationKind.Coalesce,
        OperationKind.CoalesceAssignment, OperationKind.MemberInitializer, OperationKind.AnonymousObjectCreation,
        OperationKind.InterpolatedString, OperationKind.InterpolatedStringText, OperationKind.Interpolation,
        OperationKind.InterpolatedStringHandlerCreation, OperationKind.InterpolatedStringAppendLiteral,
        OperationKind.InterpolatedStringAppendFormatted, OperationKind.InterpolatedStringHandlerArgumentPlaceholder,
        OperationKind.Utf8String, OperationKind.TypeOf, OperationKind.IsType,
        OperationKind.DeclarationPattern, OperationKind.RecursivePattern, OperationKind.PropertySubpattern, OperationKind.ListPattern,
        OperationKind.SlicePattern, OperationKind.TupleBinary,
        OperationKind.DynamicMemberReference, OperationKind.DynamicInvocation, OperationKind.DynamicIndexerAccess,
        OperationKind.DynamicObjectCreation, OperationKind.TranslatedQuery, OperationKind.Spread, OperationKind.InlineArrayAccess,
        OperationKind.AddressOf, OperationKind.FunctionPointerInvocation,
    ];

    private static readonly Dictionary<OperationKind, string> NeverMet = new()
    {
        [OperationKind.Invalid] = "code that does not compile is the compiler's",
        [OperationKind.Await] = "an async method is no differentiable one, nor is its function inside",
        [OperationKind.YieldReturn] = "an iterator returns no tensor",
        [OperationKind.YieldBreak] = "an iterator returns no tensor",
        [OperationKind.TypeParameterObjectCreation] = "neither the method nor its type is generic",
        [OperationKind.ConstructorBody] = "a constructor is not an ordinary method",
        [OperationKind.FieldInitializer] = "outside of methods",
        [OperationKind.PropertyInitializer] = "outside of methods",
        [OperationKind.ParameterInitializer] = "outside of the body",
        [OperationKind.Attribute] = "outside of the body",
        [OperationKind.InterpolatedStringAddition] = "a part of an interpolated string, which is refused",
        [OperationKind.InterpolatedStringAppendInvalid] = "code that does not compile",
        [OperationKind.TypePattern] = "a part of a pattern, which is refused",
        [OperationKind.OmittedArgument] = "Visual Basic",
        [OperationKind.Parenthesized] = "Visual Basic; C# leaves parentheses out of the tree",
        [Enum.Parse<OperationKind>("CollectionElementInitializer")] = "obsolete",
        [OperationKind.RaiseEvent] = "Visual Basic",
        [OperationKind.Stop] = "Visual Basic",
        [OperationKind.End] = "Visual Basic",
        [OperationKind.ReDim] = "Visual Basic",
        [OperationKind.ReDimClause] = "Visual Basic",
        [OperationKind.FlowCapture] = "control-flow graphs, which are not used",
        [OperationKind.FlowCaptureReference] = "control-flow graphs",
        [OperationKind.FlowAnonymousFunction] = "control-flow graphs",
        [OperationKind.IsNull] = "control-flow graphs",
        [OperationKind.CaughtException] = "control-flow graphs",
        [OperationKind.StaticLocalInitializationSemaphore] = "control-flow graphs",
    };

    [Fact]
    public void EveryKindIsInOneTable()
    {
        foreach (var kind in Enum.GetValues<OperationKind>().Distinct())
        {
            int tables = new[] { Read.Contains(kind), ReadIfConstant.Contains(kind), RefusedKinds.Contains(kind), NeverMet.ContainsKey(kind) }.Count(t => t);
            Assert.True(tables == 1, "OperationKind." + kind + " is in " + tables + " tables.");
        }
    }

    [Fact]
    public void WhatTheTableCallsReadIsRead()
    {
        var met = new HashSet<OperationKind>();
        foreach (string body in Bodies)
        {
            var source = In(body);
            source.AssertCompiles();
            Assert.Empty(source.Analyze().Select(d => body + ": " + d.GetMessage()));
            Assert.NotNull(source.ReadAnyway().Graph);
            met.UnionWith(Kinds(source));
        }

        Assert.Equal(Names(Read.Union(ReadIfConstant)), Names(met));
    }

    [Fact]
    public void WhatTheTableCallsRefusedIsOneError()
    {
        var met = new HashSet<OperationKind>();
        var wrong = new List<string>();
        foreach (string body in Refused)
        {
            var source = In(body);
            source.AssertCompiles();
            var diagnostics = source.Analyze();
            if (diagnostics.Length != 1 || diagnostics[0].Id is not ("COS002" or "COS003") || source.ReadAnyway().Graph is not null)
            {
                wrong.Add(body + " has " + diagnostics.Length + " errors: " + string.Join(" ", diagnostics.Select(d => d.Id + " " + d.GetMessage())));
            }

            met.UnionWith(Kinds(source));
        }

        Assert.Equal([], wrong);
        Assert.Equal([], Names(RefusedKinds.Except(met)));
        Assert.Equal([], Names(met.Except(RefusedKinds).Except(Read).Except(ReadIfConstant)));
    }

    private static string[] Names(IEnumerable<OperationKind> kinds) => kinds.Select(k => k.ToString()).OrderBy(k => k, StringComparer.Ordinal).ToArray();

    private static IEnumerable<OperationKind> Kinds(Source source)
    {
        var tree = source.Compilation.SyntaxTrees[0];
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First(m => m.Identifier.Text == "F");
        return source.Compilation.GetSemanticModel(tree).GetOperation(method)!.DescendantsAndSelf().Select(o => o.Kind);
    }

    private static Source In(string body) => Source.InClass("""
        [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
        
        """ + body + """

        private const int Limit = 3;
        private static bool Flag => false;
        private static readonly object Lock = new();
        private static readonly Record Shared = new();
        private static int[] Array = [1, 2, 3];
        private static TracedTensor<double>? Maybe;
        private static dynamic Dynamic = 3;
        private static event Action? Event;
        private static void Act() { }
        private static void Log(ref System.Runtime.CompilerServices.DefaultInterpolatedStringHandler text) { }
        private static IDisposable Resource() => throw null!;
        private sealed record Record { public int Size { get; set; } public System.Collections.Generic.List<int> Items { get; } = []; public Record Inner => this; }
        private sealed record Pair(TracedTensor<double> A) { public TracedTensor<double> B { get; init; } = null!; }
        private static readonly System.Text.StringBuilder Text = new();
        private static Buffer Ring;
        private static unsafe delegate*<int> Pointer;
        private static readonly Sequence Query = new();
        private sealed class Sequence { public Sequence Select(Func<int, int> f) => this; }
        private sealed class Inside { public Inside(int k) { } public Inside(string s) { } }
        [System.Runtime.CompilerServices.InlineArray(3)] private struct Buffer { private int first; }
        """);
}
