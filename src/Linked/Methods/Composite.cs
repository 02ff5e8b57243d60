using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;

namespace Costate.Linking;

/// <summary>Records, tuples and arrays of tensors, put together and taken apart in the order in which the graph has their tensors.</summary>
internal static class Composite
{
    /// <summary>How many inputs of a graph a value of a type is; 1 for a tensor, 0 for what has none.</summary>
    public static int Count(Type type)
    {
        int count = 0;
        TracedValue? Next()
        {
            count++;
            return null;
        }

        if (IsMade(type)) Build(type, Next, () => [Next()]);
        return count;
    }

    /// <summary>A value of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="next">The next input as a tensor.</param>
    /// <param name="rows">The next input as the tensors of the elements of an array.</param>
    public static object? Build(Type type, Func<TracedValue?> next, Func<TracedValue?[]> rows) =>
        typeof(TracedValue).IsAssignableFrom(type) ? next()
        : Contract(type) is { } contract ? Call(nameof(Record), contract, [new Source(next, rows)])
        : type.IsArray ? Elements(type.GetElementType()!, Array(one => Build(type.GetElementType()!, one, rows), rows))
        : Activator.CreateInstance(type, type.GetGenericArguments().Select(t => Build(t, next, rows)).ToArray())!;

    /// <summary>What the outputs of a graph are in a value: each one tensor, or those of the elements of an array.</summary>
    public static IEnumerable<Output> Outputs(object value) =>
        value is TracedValue tensor ? [new([tensor], isArray: false)]
        : Contract(value.GetType()) is { } contract ? (IEnumerable<Output>)Call(nameof(Members), contract, [value])
        : value is ITuple tuple ? Enumerable.Range(0, tuple.Length).SelectMany(i => Outputs(tuple[i]!))
        : value is Array array ? Rows(array.Cast<object>().Select(e => Outputs(e).ToArray()).ToArray())
        : throw new InvalidOperationException($"{value.GetType()} is not made of tensors. Rebuild the project.");

    /// <summary>An output of a graph as a body returns it.</summary>
    public sealed class Output(TracedValue[] tensors, bool isArray)
    {
        /// <summary>The tensor, or one for each element of an array.</summary>
        public TracedValue[] Tensors { get; } = tensors;

        public bool IsArray { get; } = isArray;
    }

    private static IEnumerable<Output> Rows(Output[][] elements) =>
        elements.Length == 0 ? throw new NotSupportedException("The body returns an array without elements, which does not show what an element is made of.")
        : elements[0].Select((_, k) => new Output([.. elements.Select(e => e[k].Tensors[0])], isArray: true));

    private static Type? Contract(Type type) => type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITracedRecord<,>));

    private static object Call(string method, Type contract, object?[] arguments) => typeof(Composite)
        .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
        .MakeGenericMethod(contract.GenericTypeArguments)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static TRecord Record<TRecord, TValues>(RecordTensors tensors)
        where TRecord : ITracedRecord<TRecord, TValues> => TRecord.FromTensors(tensors);

    private static IEnumerable<Output> Members<TRecord, TValues>(TRecord record)
        where TRecord : ITracedRecord<TRecord, TValues>
    {
        var target = new Target();
        record.CopyTensorsTo(target);
        return target.Outputs;
    }

    /// <summary>The elements of an array, made one after the other; each of its tensors is a row of an input.</summary>
    private static T[] Array<T>(Func<Func<TracedValue?>, T> element, Func<TracedValue?[]> rows)
    {
        var inputs = new List<TracedValue?[]>();
        var first = element(() =>
        {
            inputs.Add(rows());
            return inputs[^1][0];
        });
        return [first, .. Enumerable.Range(1, inputs[0].Length - 1).Select(Row)];

        T Row(int row)
        {
            int input = 0;
            return element(() => inputs[input++][row]);
        }
    }

    private static Array Elements(Type type, object?[] elements)
    {
        var array = System.Array.CreateInstance(type, elements.Length);
        elements.CopyTo(array, 0);
        return array;
    }

    /// <summary>Whether values of a type are made of tensors.</summary>
    private static bool IsMade(Type type) => typeof(TracedValue).IsAssignableFrom(type) || Contract(type) is not null
        || (type.IsArray && IsMade(type.GetElementType()!))
        || (typeof(ITuple).IsAssignableFrom(type) && type.GetGenericArguments().All(IsMade));

    /// <summary>Gives a record the tensors that somebody makes.</summary>
    private sealed class Source(Func<TracedValue?> next, Func<TracedValue?[]> rows) : RecordTensors("record")
    {
        // Where tensors are only counted there are none.
        public override TracedTensor<T> Next<T>() => (TracedTensor<T>)next()!;

        public override TElement[] NextArray<TElement>(Func<RecordTensors, TElement> element) => Array(one => element(new Source(one, rows)), rows);
    }

    /// <summary>Takes the tensors of a record, those of each array in it together.</summary>
    private sealed class Target() : RecordTensors("record")
    {
        public List<Output> Outputs { get; } = [];

        public override void Add(TracedValue? tensor) => Outputs.Add(new([tensor!], isArray: false));

        public override void AddArray<TElement>(TElement[]? array, Action<TElement, RecordTensors> members) => Outputs.AddRange(Rows([.. array!.Select(element =>
        {
            var one = new Target();
            members(element, one);
            return one.Outputs.ToArray();
        })]));
    }
}
