using System;
using System.Numerics;
using Costate.CompilerServices;

namespace Costate.Execution;

/// <summary>Collects the inputs and outputs of one run of a program, in memory that the thread uses again for the next.</summary>
internal ref struct Arguments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static View<T>[]? cache;

    private readonly View<T>[] views;
    private readonly int inputs;
    private int inputCount;
    private int outputCount;

    public Arguments(int inputs, int outputs)
    {
        // Taken away while it is in use: a fragment that runs within another one gets its own.
        var views = cache;
        cache = null;
        if (views is null || views.Length < inputs + outputs) views = new View<T>[Math.Max(16, inputs + outputs)];
        this.views = views;
        this.inputs = inputs;
        outputCount = inputs;
    }

    public void Add(ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays) views[inputCount++] = new View<T>((T[]?)array);
    }

    /// <summary>Residuals to be read.</summary>
    public void Add(in FragmentFrame frame, ReadOnlySpan<int> sizes) => Split(frame, sizes, ref inputCount);

    public void AddResults(ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays) views[outputCount++] = new View<T>((T[]?)array);
    }

    /// <summary>Residuals to be written.</summary>
    public void AddResults(in FragmentFrame frame, ReadOnlySpan<int> sizes) => Split(frame, sizes, ref outputCount);

    public readonly void Run(GraphProgram program, in FragmentFrame frame, ulong want = ulong.MaxValue)
    {
        program.Run<T>(frame.Dims, views.AsSpan(0, inputs), views.AsSpan(inputs, outputCount - inputs), want, frame.Token);
        Array.Clear(views, 0, outputCount);
        cache = views;
    }

    /// <summary>The parts of the pack, and the entries in the log where a size is negative.</summary>
    private readonly void Split(in FragmentFrame frame, ReadOnlySpan<int> sizes, ref int count)
    {
        int offset = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            int size = sizes[i];
            views[count++] = size < 0 ? new View<T>(frame.Log!.Entries<T>(i)) : new View<T>((T[]?)frame.Residuals, offset, size);
            offset += Math.Max(size, 0);
        }
    }
}
