using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

internal enum ParameterKind
{
    /// <summary>A tensor, differentiated.</summary>
    Traced,

    /// <summary>A plain number, a rank-0 input that is not differentiated.</summary>
    Number,

    /// <summary>An integer: a dimension symbol that the caller passes.</summary>
    Integer,

    /// <summary>A bool: each of its values has a graph of its own, in which it is a constant.</summary>
    Flag,
}

/// <summary>A parameter of a differentiable method.</summary>
internal sealed class MethodParameter(string name, ParameterKind kind, Shape shape, IParameterSymbol symbol)
{
    public string Name { get; } = name;

    public ParameterKind Kind { get; } = kind;

    /// <summary>The declared shape; scalar for numbers, integers and flags.</summary>
    public Shape Shape { get; } = shape;

    public IParameterSymbol Symbol { get; } = symbol;

    /// <summary>Whether it is an input of the graph: a tensor or a number.</summary>
    public bool IsInput => Kind is ParameterKind.Traced or ParameterKind.Number;
}

/// <summary>What a differentiable method takes and returns.</summary>
internal sealed class MethodSignature(IMethodSymbol method, DType dtype, IReadOnlyList<MethodParameter> parameters, IReadOnlyList<Shape?> resultShapes, IReadOnlyList<string> resultNames, bool returnsTuple, IReadOnlyList<DeclaredFact> facts, IReadOnlyList<string> unnamed, IReadOnlyList<FrontendDiagnostic> notes)
{
    public IMethodSymbol Method { get; } = method;

    public DType DType { get; } = dtype;

    public IReadOnlyList<MethodParameter> Parameters { get; } = parameters;

    /// <summary>The declared shapes of the results; null where none is declared.</summary>
    public IReadOnlyList<Shape?> ResultShapes { get; } = resultShapes;

    public IReadOnlyList<string> ResultNames { get; } = resultNames;

    public bool ReturnsTuple { get; } = returnsTuple;

    /// <summary>What is declared about the dimensions: assumed in the body, checked at the entry.</summary>
    public IReadOnlyList<DeclaredFact> Facts { get; } = facts;

    /// <summary>The names made for dimensions that are declared as _.</summary>
    public IReadOnlyList<string> Unnamed { get; } = unnamed;

    /// <summary>What is worth saying about the signature although it is right.</summary>
    public IReadOnlyList<FrontendDiagnostic> Notes { get; } = notes;

    /// <summary>The parameters that are inputs of the graph, in order: tensors and numbers.</summary>
    public IEnumerable<MethodParameter> GraphInputs => Parameters.Where(p => p.IsInput);

    public IEnumerable<MethodParameter> Integers => Parameters.Where(p => p.Kind == ParameterKind.Integer);

    /// <summary>The names of the bool parameters, in order.</summary>
    public IReadOnlyList<string> Flags { get; } = parameters.Where(p => p.Kind == ParameterKind.Flag).Select(p => p.Name).ToArray();
}
