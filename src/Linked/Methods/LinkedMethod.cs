using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Linking;

/// <summary>A differentiable method of an assembly: what the user wrote, and the fragment that was generated from it.</summary>
internal sealed class LinkedMethod
{
    public LinkedMethod(string name, MethodInfo body, Fragment fragment)
    {
        Name = name;
        Body = body;
        Fragment = fragment;
    }

    /// <summary>Type and method.</summary>
    public string Name { get; }

    /// <summary>The method as it was written; the generated overload wins in every call but not here.</summary>
    public MethodInfo Body { get; }

    public Fragment Fragment { get; }

    public Graph Graph => Fragment.Graph;

    /// <summary>The element type of its tensors.</summary>
    public DType DType => Graph.Inputs.Select(Graph.TypeOf).Concat(Graph.Outputs.Select(Graph.TypeOf)).FirstOrDefault(t => t.IsFloating)?.DType ?? DType.F64;

    /// <summary>All differentiable methods, in the order of their names.</summary>
    public static List<LinkedMethod> In(Assembly assembly)
    {
        var found = new List<LinkedMethod>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (method.GetCustomAttribute<FragmentCallAttribute>() is { } call) found.Add(Of(method, call));
            }
        }

        return found.OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
    }

    private static LinkedMethod Of(MethodInfo overload, FragmentCallAttribute call)
    {
        string name = overload.DeclaringType!.FullName!.Replace('+', '.') + "." + overload.Name;
        Type[] parameters = overload.GetParameters().Select(p => Declared(p.ParameterType)).ToArray();
        var body = overload.DeclaringType.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .FirstOrDefault(m => m.Name == overload.Name && m.GetCustomAttribute<DifferentiableAttribute>() is not null && m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters))
            ?? throw new InvalidOperationException($"{name} has a generated overload and no method that it was generated from. Rebuild the project.");
        RuntimeHelpers.RunClassConstructor(call.Fragment.TypeHandle);
        var instance = call.Fragment.GetField("Instance", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null) as Fragment
            ?? throw new InvalidOperationException($"{call.Fragment} of {name} is no fragment. Rebuild the project.");
        return new LinkedMethod(name, body, instance);
    }

    private static Type Declared(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(TracedValue<>)
        ? typeof(TracedTensor<>).MakeGenericType(type.GenericTypeArguments)
        : type;
}
