using System.Collections.Generic;
using System.Linq;

namespace Costate.Generator;

/// <summary>
/// Everything that the text for one differentiable method depends on: strings and numbers only, compared by content, so that an
/// edit that changes none of it stops here.
/// </summary>
internal sealed record MethodModel
{
    /// <summary>The namespace, or an empty string.</summary>
    public required string Namespace { get; init; }

    /// <summary>The partial types around the method, outermost first.</summary>
    public required EquatableArray<TypeModel> Types { get; init; }

    public required string Name { get; init; }

    /// <summary>public, internal, private and so on, with static.</summary>
    public required string Modifiers { get; init; }

    /// <summary>The record that an instance method belongs to; its tensors are the first inputs. Null for a static method.</summary>
    public ValueModel? Self { get; init; }

    /// <summary>Whether it is an extension method; x.F() finds only overloads that are.</summary>
    public bool IsExtension { get; init; }

    /// <summary>double or float.</summary>
    public required string ElementType { get; init; }

    public required EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>The tensors that are returned.</summary>
    public required EquatableArray<OutputModel> Outputs { get; init; }

    /// <summary>What the result is made of.</summary>
    public required ValueModel Result { get; init; }

    /// <summary>The records of this compilation that parameters and results are made of, and those in them.</summary>
    public EquatableArray<RecordModel> Records { get; init; }

    /// <summary>Whether another overload that needs a mark would have the same generic overload; see <see cref="OverloadPrinter"/>.</summary>
    public bool SharesGenericOverload { get; init; }

    /// <summary>One for each combination of the values of the bool parameters; the only one where there are none.</summary>
    public required EquatableArray<VariantModel> Variants { get; init; }

    /// <summary>The lines of source that nodes of the graphs refer to.</summary>
    public required EquatableArray<SourceLine> Lines { get; init; }

    /// <summary>The file of the method as the compiler writes it down, after its path map; empty if it has none.</summary>
    public string SourcePath { get; init; } = string.Empty;

    /// <summary>Methods of the same type that a member on concrete tensors would be declared twice with: the name, a slash, the number of parameters.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>Up to which order derivatives are compiled.</summary>
    public int Order { get; init; } = 1;

    /// <summary>The inner XML of the user's summary, or null.</summary>
    public string? Summary { get; init; }

    /// <summary>The name of the generated file, unique without regard to case.</summary>
    public required string HintName { get; init; }

    /// <summary>The same method on concrete tensors, where an array is what its elements are, with an axis more.</summary>
    public MethodModel Concrete => this with { Self = Self?.Stored, Result = Result.Stored, Parameters = new(Parameters.Select(p => p.Concrete)) };

    /// <summary>The inputs of the graph, in order.</summary>
    public IReadOnlyList<InputModel> Inputs => InputModel.Of(this);
}

/// <summary>A partial type declaration: "partial class" and the name.</summary>
internal sealed record TypeModel(string Keyword, string Name);

internal enum ParameterKind
{
    /// <summary>A traced tensor of the method's element type.</summary>
    Tensor,

    /// <summary>A traced tensor of booleans.</summary>
    Mask,

    /// <summary>A plain number; an input of rank 0 without a derivative.</summary>
    Number,

    /// <summary>An integer; a dimension symbol of the graph.</summary>
    Integer,

    /// <summary>A bool; it chooses the variant.</summary>
    Flag,

    /// <summary>A record or tuple of tensors; as many inputs as it has tensors.</summary>
    Composite,
}

/// <param name="Name">The C# name.</param>
/// <param name="Kind">What it is to the graph.</param>
/// <param name="ElementType">double, float, bool or int.</param>
/// <param name="Default">The C# text of the default value, or null.</param>
/// <param name="Summary">The inner XML of its documentation, or null.</param>
/// <param name="Value">What a composite is made of; null for all else.</param>
internal sealed record ParameterModel(string Name, ParameterKind Kind, string ElementType, string? Default, string? Summary, ValueModel? Value = null)
{
    /// <summary>The parameter in forms on concrete tensors.</summary>
    public ParameterModel Concrete => Value?.Stored switch
    {
        null => this,
        { IsComposite: true } stored => this with { Value = stored },
        _ => this with { Kind = ParameterKind.Tensor, Value = null },
    };

    /// <summary>Whether it is one input of the graph.</summary>
    public bool IsInput => Kind is not (ParameterKind.Integer or ParameterKind.Flag or ParameterKind.Composite);
}

/// <param name="FragmentName">The name of the nested class of the fragment.</param>
/// <param name="DisplayName">What messages and printed traces call it.</param>
/// <param name="Flags">The values of the bool parameters, in order.</param>
/// <param name="GraphText">The graph in its text form.</param>
internal sealed record VariantModel(string FragmentName, string DisplayName, EquatableArray<bool> Flags, string GraphText);

/// <param name="ElementType">double, float or bool.</param>
/// <param name="Name">The name in the tuple or record, as an identifier, or null.</param>
internal sealed record OutputModel(string ElementType, string? Name);

internal sealed record SourceLine(int Number, string Text);
