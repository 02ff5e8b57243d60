using System;
using System.ComponentModel;
using System.Numerics.Tensors;

namespace Costate.CompilerServices;

/// <summary>What generated members of concrete records share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecordCall
{
    /// <summary>A tensor of a record as a span; a member that is null is named.</summary>
    public static ReadOnlyTensorSpan<T> Read<T>(Tensor<T> tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.AsReadOnlyTensorSpan();
    }

    /// <summary>A tensor of a record as memory for a result; a member that is null is named.</summary>
    public static TensorSpan<T> Write<T>(Tensor<T> tensor, string name)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.AsTensorSpan();
    }

    /// <summary>A function of tensors on a number, which is handed over as a tensor of one element.</summary>
    public static T Select<T>(T value, Func<Tensor<T>, Tensor<T>> selector, string name) => Single(selector(One(value)), name);

    /// <summary>A function of two tensors on two numbers, which are handed over as tensors of one element.</summary>
    public static T Zip<T>(T first, T second, Func<Tensor<T>, Tensor<T>, Tensor<T>> resultSelector, string name) => Single(resultSelector(One(first), One(second)), name);

    private static Tensor<T> One<T>(T value) => Tensor.Create(new[] { value }, [1]);

    private static T Single<T>(Tensor<T> result, string name)
    {
        if (result.FlattenedLength != 1) throw new ArgumentException($"'{name}' is a number, which is handed over as a tensor of one element, but a tensor of {result.FlattenedLength} elements came back.", name);
        Span<T> element = new T[1];
        result.FlattenTo(element);
        return element[0];
    }
}
