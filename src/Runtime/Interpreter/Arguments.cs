using System;
using System.Numerics;

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

    public void Add(Array? pack, ReadOnlySpan<int> sizes) => Split(pack, sizes, ref inputCount);

    public void AddResults(ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays) views[outputCount++] = new View<T>((T[]?)array);
    }

    public void AddResults(Array? pack, ReadOnlySpan<int> sizes) => Split(pack, sizes, ref outputCount);

    public readonly void Run(GraphProgram program, ReadOnlySpan<int> dims, ulong want = ulong.MaxValue)
    {
        program.Run<T>(dims, views.AsSpan(0, inputs), views.AsSpan(inputs, outputCount - inputs), want);
        Array.Clear(views, 0, outputCount);
        cache = views;
    }

    private readonly void Split(Array? pack, ReadOnlySpan<int> sizes, ref int count)
    {
        int offset = 0;
        foreach (int size in sizes)
        {
            views[count++] = new View<T>((T[])pack!, offset, size);
            offset += size;
        }
    }
}
