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

    /// <summary>A record or tuple of tensors: as many inputs as it has tensors.</summary>
    Composite,
}

/// <summary>A parameter of a differentiable method.</summary>
internal sealed class MethodParameter(string name, ParameterKind kind, Shape shape, ISymbol symbol, Structure? structure = null, MethodParameter? owner = null)
{
    public string Name { get; } = name;

    public ParameterKind Kind { get; } = kind;

    /// <summary>The declared shape; scalar for numbers, integers, flags and composites.</summary>
    public Shape Shape { get; } = shape;

    /// <summary>The parameter of the method, or the record that an instance method belongs to.</summary>
    public ISymbol Symbol { get; } = symbol;

    /// <summary>The position among the method's parameters; -1 for the record of an instance method.</summary>
    public int Ordinal => Symbol is IParameterSymbol parameter ? parameter.Ordinal : -1;

    /// <summary>What a composite is made of; null for all else.</summary>
    public Structure? Structure { get; } = structure;

    /// <summary>The composite that this is a tensor of; null for a parameter of its own.</summary>
    public MethodParameter? Owner { get; } = owner;

    /// <summary>Whether it is excluded from differentiation.</summary>
    public bool IsExcluded { get; } = symbol is IParameterSymbol parameter && SignatureReader.HasAttribute(parameter, KnownNames.NoGradient);

    /// <summary>Whether it is an input of the graph: a tensor or a number.</summary>
    public bool IsInput => Kind is ParameterKind.Traced or ParameterKind.Number;

    /// <summary>The inputs of the graph that it stands for, with names such as "layer.Weights"; none for sizes and flags.</summary>
    public IEnumerable<MethodParameter> Inputs => Structure is { } parts
        ? parts.Paths(Ordinal < 0 ? string.Empty : Name).Select(p => new MethodParameter(p.Path, ParameterKind.Traced, p.Tensor.Shape!, Symbol, owner: this))
        : IsInput ? [this] : [];
}

/// <summary>What a differentiable method takes and returns.</summary>
internal sealed class MethodSignature(IMethodSymbol method, DType dtype, IReadOnlyList<MethodParameter> parameters, Structure result, IReadOnlyList<DeclaredFact> facts, IReadOnlyList<string> unnamed, IReadOnlyList<FrontendDiagnostic> notes)
{
    public IMethodSymbol Method { get; } = method;

    public DType DType { get; } = dtype;

    public IReadOnlyList<MethodParameter> Parameters { get; } = parameters;

    public Structure Result { get; } = result;

    /// <summary>The declared shapes of the tensors that are returned; null where none is declared.</summary>
    public IReadOnlyList<Shape?> ResultShapes { get; } = result.Tensors.Select(t => t.Shape).ToArray();

    public IReadOnlyList<string> ResultNames { get; } = result.IsTensor ? ["result"] : result.Paths(string.Empty).Select(p => p.Path.Length == 0 ? "result" : p.Path).ToArray();

    /// <summary>Whether a record or a tuple is returned, or an array of either, so that the results have names.</summary>
    public bool ReturnsComposite => !(Result.IsArray ? Result.Element : Result).IsTensor;

    /// <summary>What is declared about the dimensions: assumed in the body, checked at the entry.</summary>
    public IReadOnlyList<DeclaredFact> Facts { get; } = facts;

    /// <summary>What is declared about the outermost loops, as attributes of their ops.</summary>
    public Attrs LoopAttrs { get; init; } = Attrs.Empty;

    /// <summary>Up to which order derivatives are compiled.</summary>
    public int Order { get; init; } = 1;

    /// <summary>The names made for dimensions that are declared as _.</summary>
    public IReadOnlyList<string> Unnamed { get; } = unnamed;

    /// <summary>What is worth saying about the signature although it is right.</summary>
    public IReadOnlyList<FrontendDiagnostic> Notes { get; } = notes;

    /// <summary>The inputs of the graph, in order: tensors, those of records and tuples among them, and numbers.</summary>
    public IReadOnlyList<MethodParameter> GraphInputs { get; } = parameters.SelectMany(p => p.Inputs).ToArray();

    public IEnumerable<MethodParameter> Integers => Parameters.Where(p => p.Kind == ParameterKind.Integer);

    /// <summary>The names of the bool parameters, in order.</summary>
    public IReadOnlyList<string> Flags { get; } = parameters.Where(p => p.Kind == ParameterKind.Flag).Select(p => p.Name).ToArray();
}
