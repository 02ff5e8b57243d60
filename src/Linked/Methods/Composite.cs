using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;

namespace Costate.Linking;

/// <summary>Records and tuples of tensors, put together and taken apart in the order in which the graph has their tensors.</summary>
internal static class Composite
{
    /// <summary>How many tensors a value of a type has; 1 for a tensor, 0 for what has none.</summary>
    public static int Count(Type type) =>
        typeof(TracedValue).IsAssignableFrom(type) ? 1
        : Contract(type) is { } contract ? (int)Call(nameof(RecordCount), contract, [])
        : typeof(ITuple).IsAssignableFrom(type) ? type.GetGenericArguments().Sum(Count)
        : 0;

    /// <summary>A value of a type, made of the next tensors.</summary>
    public static object Build(Type type, Queue<TracedValue> tensors)
    {
        if (typeof(TracedValue).IsAssignableFrom(type)) return tensors.Dequeue();
        return Contract(type) is { } contract
            ? Call(nameof(Record), contract, [Enumerable.Range(0, Count(type)).Select(_ => tensors.Dequeue()).ToArray()])
            : Activator.CreateInstance(type, type.GetGenericArguments().Select(t => Build(t, tensors)).ToArray())!;
    }

    /// <summary>The tensors of a value.</summary>
    public static IEnumerable<TracedValue> Tensors(object value) =>
        value is TracedValue tensor ? [tensor]
        : Contract(value.GetType()) is { } contract ? (TracedValue[])Call(nameof(Members), contract, [value])
        : value is ITuple tuple ? Enumerable.Range(0, tuple.Length).SelectMany(i => Tensors(tuple[i]!))
        : throw new InvalidOperationException($"{value.GetType()} is not made of tensors. Rebuild the project.");

    private static Type? Contract(Type type) => type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITracedRecord<,>));

    private static object Call(string method, Type contract, object?[] arguments) => typeof(Composite)
        .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(contract.GenericTypeArguments)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static int RecordCount<TRecord, TValues>()
        where TRecord : ITracedRecord<TRecord, TValues> => TRecord.TensorCount;

    private static TRecord Record<TRecord, TValues>(TracedValue[] tensors)
        where TRecord : ITracedRecord<TRecord, TValues> => TRecord.FromTensors(tensors);

    private static TracedValue[] Members<TRecord, TValues>(TRecord record)
        where TRecord : ITracedRecord<TRecord, TValues>
    {
        var tensors = new TracedValue[TRecord.TensorCount];
        record.CopyTensorsTo(tensors);
        return tensors;
    }
}
