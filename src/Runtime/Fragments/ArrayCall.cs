using System;
using System.Buffers;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>What generated code does with arrays of tensors and records: a graph has one tensor in the place of one tensor of all elements.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ArrayCall
{
    /// <summary>One tensor of all elements of an array, along a new first axis.</summary>
    /// <param name="array">The array.</param>
    /// <param name="tensor">The tensor in an element.</param>
    /// <param name="name">What messages call the array.</param>
    /// <param name="member">What follows that in the name of the tensor: ".Weights".</param>
    /// <exception cref="ArgumentNullException">The array, an element or a tensor is missing.</exception>
    /// <exception cref="ArgumentException">The array is empty.</exception>
    /// <exception cref="ShapeMismatchException">Two elements have different shapes.</exception>
    public static TracedTensor<T> Stack<TElement, T>(TElement[]? array, Func<TElement, TracedTensor<T>?> tensor, string name, string member)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(array, name);
        if (array.Length == 0) throw Empty(name);
        var parts = new TracedTensor<T>[array.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = tensor(array[i]) ?? throw new ArgumentNullException($"{name}[{i}]{member}");
            if (!parts[i].Shape.SequenceEqual(parts[0].Shape)) throw Unlike(name, i, member, FragmentErrors.Format(parts[0].Shape), FragmentErrors.Format(parts[i].Shape));
        }

        return Ops.Join(Ops.Stack, 0, parts);
    }

    /// <summary>The elements of an array that a call returns.</summary>
    /// <param name="first">A tensor of all elements, along its first axis.</param>
    /// <param name="element">Makes one of them.</param>
    public static TElement[] Unstack<TElement, T>(TracedTensor<T> first, Func<int, TElement> element)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(element);
        var array = new TElement[first.Shape[0]];
        for (int i = 0; i < array.Length; i++) array[i] = element(i);
        return array;
    }

    /// <summary>The tensor of one element.</summary>
    public static TracedTensor<T> Row<T>(TracedTensor<T> stacked, int row)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stacked);
        return stacked[row];
    }

    /// <summary>The number of elements that a tensor stands for.</summary>
    public static int Length<T>(Tensor<T>? stacked, string name)
    {
        ArgumentNullException.ThrowIfNull(stacked, name);
        return stacked.Rank > 0 ? checked((int)stacked.Lengths[0]) : throw new ArgumentException($"'{name}' is a number, where the elements of an array stand along the first axis.", name);
    }

    /// <summary>A copy of one element.</summary>
    public static Tensor<T> Row<T>(Tensor<T>? stacked, int row, int length, string name)
    {
        if (Length(stacked, name) != length) throw Ragged(stacked!, length, name);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, length);
        var lengths = stacked!.Lengths[1..];
        var data = new T[checked((int)(stacked.FlattenedLength / length))];
        var ranges = new NRange[stacked.Rank];
        Array.Fill(ranges, NRange.All);
        ranges[0] = new NRange(row, row + 1);
        stacked.AsReadOnlyTensorSpan().Slice(ranges).FlattenTo(data);
        return Tensor.Create(data, lengths);
    }

    /// <summary>One element that is a number.</summary>
    public static T Number<T>(Tensor<T>? stacked, int row, int length, string name)
    {
        if (Length(stacked, name) != length) throw Ragged(stacked!, length, name);
        return stacked!.Rank == 1 ? stacked[row] : throw new ArgumentException($"'{name}' has {stacked.Rank} axes, where the elements are numbers along one.", name);
    }

    /// <summary>The tensors of several records, along a new first axis.</summary>
    public static Tensor<T> Stack<TElement, T>(TElement[] array, Func<TElement, Tensor<T>?> tensor, string name, string member)
    {
        var first = First(array, tensor, name) ?? throw new ArgumentNullException($"{name}[0]{member}");
        int count = checked((int)first.FlattenedLength);
        var data = new T[checked(array.Length * count)];
        for (int i = 0; i < array.Length; i++)
        {
            var part = tensor(array[i]) ?? throw new ArgumentNullException($"{name}[{i}]{member}");
            if (!part.Lengths.SequenceEqual(first.Lengths)) throw Unlike(name, i, member, Format(first), Format(part));
            part.FlattenTo(data.AsSpan(i * count, count));
        }

        return Tensor.Create(data, [array.Length, .. first.Lengths]);
    }

    /// <summary>The numbers of several records, along an axis.</summary>
    public static Tensor<T> Numbers<TElement, T>(TElement[] array, Func<TElement, T> number, string name)
    {
        First(array, number, name);
        return Tensor.Create(Array.ConvertAll(array, e => number(e)), [array.Length]);
    }

    private static TPart First<TElement, TPart>(TElement[] array, Func<TElement, TPart> part, string name)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        ArgumentNullException.ThrowIfNull(part);
        for (int i = 0; i < array.Length; i++) ArgumentNullException.ThrowIfNull(array[i], $"{name}[{i}]");
        return array.Length > 0 ? part(array[0]) : throw Empty(name);
    }

    private static ArgumentException Empty(string name) =>
        new($"{DiagnosticIds.FactViolated}: '{name}' has no elements. The shapes of an array are read from its first element, so it has at least one.", name);

    private static ShapeMismatchException Unlike(string name, int element, string member, string expected, string actual) => new(
        DiagnosticIds.ShapeMismatch,
        $"'{name}[{element}]{member}' has the shape {actual}, and '{name}[0]{member}' has {expected}. All elements of an array have the same shapes.",
        expected,
        actual,
        name);

    private static ArgumentException Ragged<T>(Tensor<T> stacked, int length, string name) =>
        new($"'{name}' has {stacked.Lengths[0]} elements along its first axis, and another tensor beside it has {length}. Both are of the same elements.", name);

    private static string Format<T>(Tensor<T> tensor)
    {
        int[] shape = new int[tensor.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = checked((int)tensor.Lengths[i]);
        return FragmentErrors.Format(shape);
    }
}
