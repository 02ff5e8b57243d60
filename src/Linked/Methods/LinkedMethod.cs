using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>A differentiable method of an assembly: what the user wrote, and the fragment that was generated from it.</summary>
internal sealed class LinkedMethod
{
    // The method whose derivative this one declares.
    private LinkedMethod? parent;

    public LinkedMethod(string name, MethodInfo body, Fragment fragment, int variant = 0)
    {
        Name = name;
        Body = body;
        Fragment = fragment;
        Variant = variant;
    }

    /// <summary>Type and method.</summary>
    public string Name { get; }

    /// <summary>The method as it was written; the generated overload wins in every call but not here.</summary>
    public MethodInfo Body { get; }

    /// <summary>What was generated for these values of its bool parameters.</summary>
    public Fragment Fragment { get; }

    /// <summary>The values of the bool parameters, the first in the lowest bit; each choice has a graph of its own.</summary>
    public int Variant { get; }

    public Graph Graph => Fragment.Graph;

    /// <summary>The graph with what it calls in the places of the calls: the derivative that is declared for a method is no part of its value.</summary>
    public Graph Called => field ??= new Calls().In(Graph);

    /// <summary>The element type of its tensors.</summary>
    public DType DType => Graph.Inputs.Select(Graph.TypeOf).Concat(Graph.Outputs.Select(Graph.TypeOf)).FirstOrDefault(t => t.IsFloating)?.DType ?? DType.F64;

    /// <summary>The names of the methods, of this one and of those that it calls, whose derivatives are declared.</summary>
    public IReadOnlyList<string> DeclaredDerivatives => Graph.AllNodes().Where(n => n.Op is CallOp).Select(n => CallOp.Body(n).Name).Distinct().Order(StringComparer.Ordinal).ToArray();

    /// <summary>The dimension that an integer parameter of the body is.</summary>
    public string SizeOf(ParameterInfo parameter) => parent is null ? parameter.Name! : parent.Body.GetParameters()[parameter.Position].Name!;

    /// <summary>The method that declares the derivative of this one, with the graph that was read from it; null if none does.</summary>
    public LinkedMethod? Linearization()
    {
        if (Graph.Nodes.SingleOrDefault(n => n.Op is CallOp) is not { } call) return null;

        // A method that does not take the result has no parameter for it; the graph has an input nevertheless.
        var rule = CallOp.Linearization(call);
        int arguments = call.Inputs.Count, results = call.Types.Count;
        var parameters = Body.GetParameters().Select(p => p.ParameterType).ToArray();
        var method = Body.DeclaringType!.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(m => m.GetCustomAttribute<LinearizationAttribute>()?.Method == Body.Name && m.Name == rule.Name)
            .FirstOrDefault(m => rule.Inputs.Count - Inputs(m) is var missing && (missing == 0 || missing == results) && m.GetParameters().Select(p => p.ParameterType).Take(parameters.Length).SequenceEqual(parameters));
        if (method is null) return null;
        var graph = Inputs(method) == rule.Inputs.Count ? rule : RegionInputs.Select(rule, Enumerable.Range(0, rule.Inputs.Count).Where(i => i < arguments || i >= arguments + results).ToArray());
        graph = new Graph(graph.Name, Graph.DimParameters, graph.Nodes, graph.Inputs, graph.Outputs, graph.OutputNames, Graph.Guards);
        return new LinkedMethod(Name + "." + method.Name, method, new InterpretedFragment(graph), Variant) { parent = this };
    }

    /// <summary>All differentiable methods, in the order of their names.</summary>
    public static List<LinkedMethod> In(Assembly assembly)
    {
        var found = new List<LinkedMethod>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                // One for each variant, in the order of the variants. A generic overload only passes on to another one.
                if (method.IsGenericMethodDefinition) continue;
                var calls = method.GetCustomAttributes<FragmentCallAttribute>().ToArray();
                for (int variant = 0; variant < calls.Length; variant++) found.Add(Of(method, calls[variant], variant));
            }
        }

        return found.OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
    }

    private static LinkedMethod Of(MethodInfo overload, FragmentCallAttribute call, int variant)
    {
        string name = overload.DeclaringType!.FullName!.Replace('+', '.') + "." + overload.Name;
        Type[] parameters = overload.GetParameters().Where(p => p.ParameterType != typeof(CompiledCall)).Select(p => Declared(p.ParameterType)).ToArray();
        var body = overload.DeclaringType.GetMethods((overload.IsStatic ? BindingFlags.Static : BindingFlags.Instance) | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .FirstOrDefault(m => m.Name == overload.Name && m.GetCustomAttribute<DifferentiableAttribute>() is not null && m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters))
            ?? throw new InvalidOperationException($"{name} has a generated overload and no method that it was generated from. Rebuild the project.");
        RuntimeHelpers.RunClassConstructor(call.Fragment.TypeHandle);
        var instance = call.Fragment.GetField("Instance", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null) as Fragment
            ?? throw new InvalidOperationException($"{call.Fragment} of {name} is no fragment. Rebuild the project.");
        string[] flags = body.GetParameters().Where(p => p.ParameterType == typeof(bool)).Select((p, i) => p.Name + ": " + ((variant >> i & 1) != 0 ? "true" : "false")).ToArray();
        return new LinkedMethod(flags.Length == 0 ? name : name + "(" + string.Join(", ", flags) + ")", body, instance, variant);
    }

    /// <summary>How many inputs of a graph the parameters of a method are.</summary>
    private static int Inputs(MethodInfo method) => (method.IsStatic ? 0 : Composite.Count(method.DeclaringType!))
        + method.GetParameters().Sum(p => p.ParameterType == typeof(double) || p.ParameterType == typeof(float) ? 1 : Composite.Count(p.ParameterType));

    private static Type Declared(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TracedValue<>)
        ? typeof(TracedTensor<>).MakeGenericType(type.GenericTypeArguments)
        : type;
}
