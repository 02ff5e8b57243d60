using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Generator.Tests;

/// <summary>Compiles graphs that no method body belongs to.</summary>
internal static class HandmadeFragment
{
    public static MethodModel Model(Graph graph, string name = "F")
    {
        string element = graph.Inputs.Any(v => graph.TypeOf(v).DType == DType.F32) ? "float" : "double";
        var tensors = graph.Inputs.Select((v, i) => graph.TypeOf(v).DType == DType.Bool
            ? new ParameterModel(graph.InputName(i), ParameterKind.Mask, "bool", null, null)
            : new ParameterModel(graph.InputName(i), graph.IsDifferentiable(i) ? ParameterKind.Tensor : ParameterKind.Number, element, null, null));
        var integers = graph.DimParameters.Select(p => new ParameterModel(p, ParameterKind.Integer, "int", null, null));
        return new MethodModel
        {
            Namespace = "Handmade",
            Types = new([new TypeModel("static partial class", "Holder")]),
            Name = name,
            Modifiers = "public static",
            ElementType = element,
            Parameters = new(tensors.Concat(integers)),
            Result = Result(graph),
            Outputs = new(graph.Outputs.Select(v => new OutputModel(graph.TypeOf(v).DType == DType.Bool ? "bool" : element, null))),
            Variants = new([new VariantModel(name + "Fragment", name, new([]), GraphText.Print(graph))]),
            Lines = new([]),
            HintName = name,
        };
    }

    private static ValueModel Result(Graph graph)
    {
        var tensors = graph.Outputs.Select(v => graph.TypeOf(v).DType == DType.Bool ? ValueModel.Tensor with { Type = "bool" } : ValueModel.Tensor).ToArray();
        return tensors.Length == 1 ? tensors[0] : new ValueModel(ValueKind.Tuple, string.Empty, false, new(tensors.Select((t, i) => new PartModel("Item" + (i + 1), t, false, false, null))));
    }

    /// <summary>One assembly for all graphs, because starting the compiler costs more than what it compiles.</summary>
    public static Assembly Compile(IReadOnlyDictionary<string, Graph> graphs)
    {
        var sources = new List<string>();
        foreach (var pair in graphs)
        {
            var model = Model(pair.Value, pair.Key);
            sources.Add(Declaration(model));
            sources.Add(MethodPrinter.Print(model));
        }

        return GeneratedCompilation.Load(GeneratedCompilation.Create([.. sources]));
    }

    public static Fragment Fragment(Assembly assembly, string name = "F") => (Fragment)assembly
        .GetType("Handmade.Holder+" + name + "Fragment", throwOnError: true)!
        .GetField("Instance", BindingFlags.NonPublic | BindingFlags.Static)!
        .GetValue(null)!;

    public static Assembly Compile(Graph graph) => Compile(new Dictionary<string, Graph> { ["F"] = graph });

    /// <summary>What the user would have written, without a body.</summary>
    public static string Declaration(MethodModel model)
    {
        string parameters = string.Join(", ", model.Parameters.Select(p => p.Kind switch
        {
            ParameterKind.Integer => "int " + p.Name,
            ParameterKind.Number => p.ElementType + " " + p.Name,
            _ => "Costate.TracedTensor<" + p.ElementType + "> " + p.Name,
        }));
        string[] types = model.Outputs.Select(o => "Costate.TracedTensor<" + o.ElementType + ">").ToArray();
        string result = types.Length == 1 ? types[0] : "(" + string.Join(", ", types) + ")";
        return $$"""
            #nullable enable
            #pragma warning disable CS1591
            namespace Handmade
            {
                public static partial class Holder
                {
                    public static {{result}} {{model.Name}}({{parameters}}) => throw new System.NotSupportedException();
                }
            }
            """;
    }
}
