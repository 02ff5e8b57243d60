namespace Costate.Ir;

/// <summary>Where a buffer of a plan comes from.</summary>
internal enum BufferRole : byte
{
    /// <summary>An input of the primal; read only.</summary>
    Input,

    /// <summary>An output of the primal: written by the forward programs, read by the adjoint.</summary>
    Output,

    /// <summary>A slice of the residual pack: written by the forward that keeps residuals, read by the adjoint.</summary>
    Residual,

    /// <summary>The cotangent of an output; read only.</summary>
    Cotangent,

    /// <summary>The partial cotangent of an input: holds what there is already and is extended in place.</summary>
    Partial,

    /// <summary>The tangent of an input; read only.</summary>
    Tangent,

    /// <summary>The tangent of an output; written.</summary>
    OutputTangent,

    /// <summary>A derivative by an input, for a direct call; written.</summary>
    Gradient,

    /// <summary>A slice of an arena that is rented for one call, or for one loop.</summary>
    Scratch,

    /// <summary>A stack that grows while its loop runs: a residual by its index, or -1 for one of the call.</summary>
    Log,

    /// <summary>A variable inside of a loop or branch: a carry, an entry of a stack, a view of something outside.</summary>
    Local,
}

/// <summary>What may be done with the memory behind the elements of a buffer, as far as the widest vector goes beyond its last element.</summary>
internal enum BufferRoom : byte
{
    /// <summary>Nothing: it may be another's, or not be there.</summary>
    None,

    /// <summary>It may be read; what is found there means nothing.</summary>
    Read,

    /// <summary>It may be overwritten: nothing is there yet, or nothing ever.</summary>
    Write,
}

/// <summary>A dense block of elements that statements read and write.</summary>
internal sealed class PlanBuffer
{
    private BufferRoom room;

    public PlanBuffer(BufferRole role, int index, string name, Shape shape, DimExpr count, bool writable, PlanArena? arena = null)
    {
        Arena = arena;
        Role = role;
        Index = index;
        Name = name;
        Shape = shape;
        Count = count;
        Writable = writable;
    }

    public BufferRole Role { get; }

    /// <summary>The position among the buffers of the same role; for <see cref="BufferRole.Scratch"/> the slot of the arena.</summary>
    public int Index { get; }

    /// <summary>Whether both have the same place: one buffer, or values in one slot of an arena, of which only one is alive at a time.</summary>
    public bool SharesMemory(PlanBuffer other) =>
        ReferenceEquals(this, other) || (Role == BufferRole.Scratch && other.Role == BufferRole.Scratch && Index == other.Index && ReferenceEquals(Arena, other.Arena));

    /// <summary>The name in the printed text, unique in its plan.</summary>
    public string Name { get; }

    /// <summary>The shape of the value that gives the buffer its name.</summary>
    public Shape Shape { get; }

    public DimExpr Count { get; }

    public bool Writable { get; }

    /// <summary>For a <see cref="BufferRole.Log"/> the loops around each other that write it; 0 if it is the view of one of them.</summary>
    public int Levels { get; init; }

    /// <summary>Where the slot lies, for <see cref="BufferRole.Scratch"/>.</summary>
    public PlanArena? Arena { get; }

    /// <summary>The memory that it is a part of, where it has no variable of its own.</summary>
    public BufferView? Within { get; init; }

    /// <summary>Elements of it, in the buffer that has a variable.</summary>
    public BufferView At(DimExpr offset, DimExpr count) => Within is { } memory ? memory.Buffer.At(memory.Offset + offset, count) : new BufferView(this, offset, count);

    /// <summary>What loops may do with the memory behind it, so that the last elements of a row need no masks.</summary>
    public BufferRoom Room
    {
        get => room;
        init => room = value;
    }

    /// <summary>Takes back what was promised: the variable may come to stand for memory with less room.</summary>
    public void Narrow(BufferRoom other) => room = (BufferRoom)System.Math.Min((byte)room, (byte)other);

    public override string ToString() => Name;
}

/// <summary>A buffer from some element on, or to the end of the value that is read there.</summary>
internal readonly struct BufferView
{
    public BufferView(PlanBuffer buffer, DimExpr offset, DimExpr count)
    {
        Buffer = buffer;
        Offset = offset;
        Count = count;
    }

    public PlanBuffer Buffer { get; }

    public DimExpr Offset { get; }

    public DimExpr Count { get; }

    public bool IsWhole => Offset.Equals(DimExpr.Zero) && Count.Equals(Buffer.Count);
}
