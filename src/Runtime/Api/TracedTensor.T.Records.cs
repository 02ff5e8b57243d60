using System;
using System.Linq;
using Costate.CompilerServices;

namespace Costate;

public sealed partial class TracedTensor<T>
{
    /// <summary>The gradient of this scalar with respect to all tensors of a record, as a record of the same type; they share one reverse sweep.</summary>
    /// <param name="x">A record of values that it was computed from.</param>
    /// <exception cref="GradientException">As for one value.</exception>
    public TRecord Grad<TRecord, TValues>(ITracedRecord<TRecord, TValues> x)
        where TRecord : ITracedRecord<TRecord, TValues> => Reverse(ScalarSeed(nameof(Grad)), x, zeros: false);

    /// <summary>The gradient of this scalar with respect to a record, with zeros where there is no dependence or where its derivative is zero by rule.</summary>
    /// <param name="x">A record of any values.</param>
    /// <exception cref="GradientException">This is no scalar.</exception>
    public TRecord GradOrZero<TRecord, TValues>(ITracedRecord<TRecord, TValues> x)
        where TRecord : ITracedRecord<TRecord, TValues> => Reverse(ScalarSeed(nameof(GradOrZero)), x, zeros: true);

    /// <summary>The products of a cotangent of this tensor with its Jacobians by the tensors of a record, as a record of the same type.</summary>
    /// <param name="seed">The cotangent: a tensor of this shape.</param>
    /// <param name="x">A record of values that this was computed from.</param>
    /// <exception cref="ShapeMismatchException">The seed has another shape.</exception>
    /// <exception cref="GradientException">As for one value.</exception>
    public TRecord Vjp<TRecord, TValues>(TracedTensor<T> seed, ITracedRecord<TRecord, TValues> x)
        where TRecord : ITracedRecord<TRecord, TValues> => Reverse(Seed(seed), x, zeros: false);

    /// <summary>The gradient of this scalar with respect to all tensors of several records, as records of the same type; they share one reverse sweep.</summary>
    /// <param name="x">Records of values that it was computed from.</param>
    /// <exception cref="GradientException">As for one value.</exception>
    public TRecord[] Grad<TRecord>(TRecord[] x)
        where TRecord : ITracedTensors<TRecord> => Reverse(ScalarSeed(nameof(Grad)), x, zeros: false);

    /// <summary>The gradient of this scalar with respect to several records, with zeros where there is no dependence or where its derivative is zero by rule.</summary>
    /// <param name="x">Records of any values.</param>
    /// <exception cref="GradientException">This is no scalar.</exception>
    public TRecord[] GradOrZero<TRecord>(TRecord[] x)
        where TRecord : ITracedTensors<TRecord> => Reverse(ScalarSeed(nameof(GradOrZero)), x, zeros: true);

    /// <summary>The products of a cotangent of this tensor with its Jacobians by the tensors of several records, as records of the same type.</summary>
    /// <param name="seed">The cotangent: a tensor of this shape.</param>
    /// <param name="x">Records of values that this was computed from.</param>
    /// <exception cref="ShapeMismatchException">The seed has another shape.</exception>
    /// <exception cref="GradientException">As for one value.</exception>
    public TRecord[] Vjp<TRecord>(TracedTensor<T> seed, TRecord[] x)
        where TRecord : ITracedTensors<TRecord> => Reverse(Seed(seed), x, zeros: false);

    private TRecord Reverse<TRecord, TValues>(TracedTensor<T> seed, ITracedRecord<TRecord, TValues> x, bool zeros)
        where TRecord : ITracedRecord<TRecord, TValues> => TRecord.FromTensors(Reverse(seed, TracedRecord.Tensors(x, nameof(x)), zeros, typeof(TRecord)));

    private TRecord[] Reverse<TRecord>(TracedTensor<T> seed, TRecord[] x, bool zeros)
        where TRecord : ITracedTensors<TRecord>
    {
        var tensors = new RecordTensors(nameof(x));
        tensors.AddArray(x, static (record, tensors) => (record ?? throw new ArgumentNullException(nameof(x), "A record of the array is missing.")).CopyTensorsTo(tensors));
        return Reverse(seed, tensors, zeros, typeof(TRecord)).NextArray(TRecord.FromTensors);
    }

    private RecordTensors Reverse(TracedTensor<T> seed, RecordTensors tensors, bool zeros, Type record)
    {
        var xs = tensors.All
            .Select(t => t as TracedTensor<T> ?? throw new ArgumentException($"The tensors of a {record.Name} have another element type than {typeof(T).Name}, which is differentiated.", "x"))
            .ToArray();
        tensors.Replace(Reverse(seed, xs, zeros));
        return tensors;
    }
}
