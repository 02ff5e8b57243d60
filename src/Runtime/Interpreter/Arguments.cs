using System;
using System.Numerics;

namespace Costate.Execution;

/// <summary>Collects the inputs and outputs of one run of a program.</summary>
internal struct Arguments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly View<T>[] inputs;
    private readonly View<T>[] outputs;
    private int inputCount;
    private int outputCount;

    public Arguments(int inputs, int outputs)
    {
        this.inputs = new View<T>[inputs];
        this.outputs = new View<T>[outputs];
    }

    public void Add(ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays) inputs[inputCount++] = new View<T>((T[]?)array);
    }

    public void Add(Array? pack, ReadOnlySpan<int> sizes) => Split(pack, sizes, inputs, ref inputCount);

    public void AddResults(ReadOnlySpan<Array?> arrays)
    {
        foreach (var array in arrays) outputs[outputCount++] = new View<T>((T[]?)array);
    }

    public void AddResults(Array? pack, ReadOnlySpan<int> sizes) => Split(pack, sizes, outputs, ref outputCount);

    public readonly void Run(GraphProgram program, ReadOnlySpan<int> dims, ulong want = ulong.MaxValue) =>
        program.Run(dims, (ReadOnlySpan<View<T>>)inputs, outputs, want);

    private static void Split(Array? pack, ReadOnlySpan<int> sizes, View<T>[] into, ref int count)
    {
        int offset = 0;
        foreach (int size in sizes)
        {
            into[count++] = new View<T>((T[])pack!, offset, size);
            offset += size;
        }
    }
}
