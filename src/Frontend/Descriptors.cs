using System.Collections.Generic;
using System.Collections.Immutable;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>Every diagnostic of the front end and of the generator. The message is composed where the facts are; the descriptor carries id, title and page.</summary>
internal static class Descriptors
{
    private const string Pages = "https://github.com/costate/costate/blob/main/docs/diagnostics/";

    public static readonly DiagnosticDescriptor TypeNotPartial = Error(DiagnosticIds.TypeNotPartial, "The type of a differentiable method must be partial");
    public static readonly DiagnosticDescriptor UnsupportedConstruct = Error(DiagnosticIds.UnsupportedConstruct, "The construct cannot be differentiated");
    public static readonly DiagnosticDescriptor UnsupportedCall = Error(DiagnosticIds.UnsupportedCall, "The call cannot be differentiated");
    public static readonly DiagnosticDescriptor UnsupportedSignature = Error(DiagnosticIds.UnsupportedSignature, "The signature of a differentiable method is not supported");
    public static readonly DiagnosticDescriptor AmbiguousOverload = Error(DiagnosticIds.AmbiguousOverload, "An overload of the same name is not differentiable");
    public static readonly DiagnosticDescriptor LanguageVersion = Error(DiagnosticIds.LanguageVersion, "C# 13 or later is needed");
    public static readonly DiagnosticDescriptor RecursiveCall = Error(DiagnosticIds.RecursiveCall, "A differentiable method calls itself");
    public static readonly DiagnosticDescriptor UnsupportedMethodKind = Error(DiagnosticIds.UnsupportedMethodKind, "The kind of method cannot be differentiable");
    public static readonly DiagnosticDescriptor CheckpointAttribute = Error(DiagnosticIds.CheckpointAttribute, "The declared checkpoints do not fit");
    public static readonly DiagnosticDescriptor ShapeMismatch = Error(DiagnosticIds.ShapeMismatch, "Shapes do not fit");
    public static readonly DiagnosticDescriptor RankMismatch = Error(DiagnosticIds.RankMismatch, "Ranks do not fit");
    public static readonly DiagnosticDescriptor AxisOutOfRange = Error(DiagnosticIds.AxisOutOfRange, "There is no such axis");
    public static readonly DiagnosticDescriptor ReturnShape = Error(DiagnosticIds.ReturnShape, "The result does not have the declared shape");
    public static readonly DiagnosticDescriptor ElementCount = Error(DiagnosticIds.ElementCount, "The number of elements changes");
    public static readonly DiagnosticDescriptor EinsumSpec = Error(DiagnosticIds.EinsumSpec, "The einsum string does not fit");
    public static readonly DiagnosticDescriptor ShapeAttribute = Error(DiagnosticIds.ShapeAttribute, "The declared shape is missing or malformed");
    public static readonly DiagnosticDescriptor UndeterminedSymbol = Error(DiagnosticIds.UndeterminedSymbol, "No input determines the dimension");
    public static readonly DiagnosticDescriptor WindowOutOfRange = Error(DiagnosticIds.WindowOutOfRange, "A window lies outside of its tensor");
    public static readonly DiagnosticDescriptor EmptyReduction = Error(DiagnosticIds.EmptyReduction, "A reduction needs at least one element");
    public static readonly DiagnosticDescriptor ElementType = Error(DiagnosticIds.ElementType, "Element types do not fit");
    public static readonly DiagnosticDescriptor FactAttribute = Error(DiagnosticIds.FactAttribute, "The declared fact is malformed");
    public static readonly DiagnosticDescriptor FactViolated = Error(DiagnosticIds.FactViolated, "A declared fact does not hold");
    public static readonly DiagnosticDescriptor ContradictoryFacts = Error(DiagnosticIds.ContradictoryFacts, "The declared facts contradict each other");
    public static readonly DiagnosticDescriptor UndecidedCondition = Error(DiagnosticIds.UndecidedCondition, "The facts do not decide a condition on sizes");
    public static readonly DiagnosticDescriptor ConstantNeeded = Error(DiagnosticIds.ConstantNeeded, "A constant is needed");
    public static readonly DiagnosticDescriptor TwoSizes = Error(DiagnosticIds.TwoSizes, "One name would stand for two sizes");
    public static readonly DiagnosticDescriptor SuspiciousBroadcast = Warning(DiagnosticIds.SuspiciousBroadcast, "Operands broadcast in a way that is rarely meant");
    public static readonly DiagnosticDescriptor MisspeltName = Warning(DiagnosticIds.MisspeltName, "Two names of dimensions differ by a slip");
    public static readonly DiagnosticDescriptor CarryShape = Error(DiagnosticIds.CarryShape, "A loop changes the shape of a variable");
    public static readonly DiagnosticDescriptor LeadingAxes = Error(DiagnosticIds.LeadingAxes, "It depends on the number of leading axes");
    public static readonly DiagnosticDescriptor BranchShape = Error(DiagnosticIds.BranchShape, "Two branches leave different shapes");
    public static readonly DiagnosticDescriptor StepShape = Error(DiagnosticIds.StepShape, "The step of a fixed point changes a shape");

    public static readonly DiagnosticDescriptor NoDependence = Error(DiagnosticIds.NoDependence, "The value does not depend on it");
    public static readonly DiagnosticDescriptor ZeroByRule = Error(DiagnosticIds.ZeroByRule, "The derivative is zero by rule");
    public static readonly DiagnosticDescriptor HiddenDependence = Error(DiagnosticIds.HiddenDependence, "A derivative has a part that goes through earlier iterations");
    public static readonly DiagnosticDescriptor ExcludedPath = Error(DiagnosticIds.ExcludedPath, "A derivative has a part that goes through an excluded parameter");
    public static readonly DiagnosticDescriptor NonlinearGauge = Error(DiagnosticIds.NonlinearGauge, "The gauge of a fixed point is not linear");
    public static readonly DiagnosticDescriptor LinearizedMethod = Error(DiagnosticIds.LinearizedMethod, "There is no such method to linearize");
    public static readonly DiagnosticDescriptor LinearizationSignature = Error(DiagnosticIds.LinearizationSignature, "The signature of a linearization does not fit");
    public static readonly DiagnosticDescriptor NotLinear = Error(DiagnosticIds.NotLinear, "A linearization is not linear in its tangents");
    public static readonly DiagnosticDescriptor TangentShape = Error(DiagnosticIds.TangentShape, "The tangent does not have the shape of the result");
    public static readonly DiagnosticDescriptor TwoLinearizations = Error(DiagnosticIds.TwoLinearizations, "A method has two linearizations");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        TypeNotPartial, UnsupportedConstruct, UnsupportedCall, UnsupportedSignature, AmbiguousOverload, LanguageVersion, RecursiveCall,
        UnsupportedMethodKind, CheckpointAttribute, ShapeMismatch, RankMismatch, AxisOutOfRange, ReturnShape, ElementCount, EinsumSpec, ShapeAttribute,
        UndeterminedSymbol, WindowOutOfRange, EmptyReduction, ElementType, FactAttribute, FactViolated, ContradictoryFacts,
        UndecidedCondition, ConstantNeeded, TwoSizes, SuspiciousBroadcast, MisspeltName, CarryShape, LeadingAxes, BranchShape, StepShape,
        NoDependence, ZeroByRule, HiddenDependence, ExcludedPath, NonlinearGauge,
        LinearizedMethod, LinearizationSignature, NotLinear, TangentShape, TwoLinearizations,
    ];

    /// <summary>What the generator says about its own work; the analyzer has no part in it.</summary>
    public static readonly ImmutableArray<DiagnosticDescriptor> OfTheBuild =
    [
        Error(DiagnosticIds.WrongDerivative, "A derivative would be wrong"),
        new(DiagnosticIds.DerivativeNotChecked, "The derivatives were not checked", "{0}", "Costate", DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Page(DiagnosticIds.DerivativeNotChecked)),
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Index();

    public static DiagnosticDescriptor Get(string id) => ById[id];

    private static DiagnosticDescriptor Warning(string id, string title) =>
        new(id, title, "{0}", "Costate", DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Page(id));

    private static DiagnosticDescriptor Error(string id, string title) =>
        new(id, title, "{0}", "Costate", DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Page(id));

    private static string Page(string id) => Pages + id + ".md";

    private static Dictionary<string, DiagnosticDescriptor> Index()
    {
        var result = new Dictionary<string, DiagnosticDescriptor>(System.StringComparer.Ordinal);
        foreach (var descriptor in All.AddRange(OfTheBuild))
        {
            result.Add(descriptor.Id, descriptor);
        }

        return result;
    }
}
