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
}

/// <summary>A parameter of a differentiable method.</summary>
internal sealed class MethodParameter(string name, ParameterKind kind, Shape shape, IParameterSymbol symbol)
{
    public string Name { get; } = name;

    public ParameterKind Kind { get; } = kind;

    /// <summary>The declared shape; scalar for numbers and integers.</summary>
    public Shape Shape { get; } = shape;

    public IParameterSymbol Symbol { get; } = symbol;
}

/// <summary>What a differentiable method takes and returns.</summary>
internal sealed class MethodSignature(IMethodSymbol method, DType dtype, IReadOnlyList<MethodParameter> parameters, IReadOnlyList<Shape?> resultShapes, IReadOnlyList<string> resultNames, bool returnsTuple)
{
    public IMethodSymbol Method { get; } = method;

    public DType DType { get; } = dtype;

    public IReadOnlyList<MethodParameter> Parameters { get; } = parameters;

    /// <summary>The declared shapes of the results; null where none is declared.</summary>
    public IReadOnlyList<Shape?> ResultShapes { get; } = resultShapes;

    public IReadOnlyList<string> ResultNames { get; } = resultNames;

    public bool ReturnsTuple { get; } = returnsTuple;

    /// <summary>The parameters that are inputs of the graph, in order: tensors and numbers.</summary>
    public IEnumerable<MethodParameter> GraphInputs => Parameters.Where(p => p.Kind != ParameterKind.Integer);

    public IEnumerable<MethodParameter> Integers => Parameters.Where(p => p.Kind == ParameterKind.Integer);
}
