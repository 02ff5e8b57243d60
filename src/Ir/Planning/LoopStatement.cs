using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A fused elementwise loop over axes that were merged as far as all operands allow: at most <see cref="Rows"/> by
/// <see cref="Cols"/> for the kernel, and further axes around it.
/// </summary>
internal sealed class LoopStatement(IReadOnlyList<DimExpr> outer, DimExpr rows, DimExpr cols, IReadOnlyList<LoopOperand> inputs, IReadOnlyList<LoopOperand> outputs, IReadOnlyList<LoopOp> body, IReadOnlyList<LoopRef> results) : PlanStatement
{
    public IReadOnlyList<DimExpr> Outer { get; } = outer;

    public DimExpr Rows { get; } = rows;

    public DimExpr Cols { get; } = cols;

    public IReadOnlyList<LoopOperand> Inputs { get; } = inputs;

    public IReadOnlyList<LoopOperand> Outputs { get; } = outputs;

    public IReadOnlyList<LoopOp> Body { get; } = body;

    /// <summary>The buffers that it writes.</summary>
    public IEnumerable<PlanBuffer> Targets => Outputs.Select(o => o.Buffer!).Concat(RowSum is { } sum ? [sum.Target.Buffer!] : []);

    /// <summary>Whether it has one element: plain arithmetic.</summary>
    public bool IsScalar => Outer.Count == 0 && Rows.Equals(DimExpr.One) && Cols.Equals(DimExpr.One);

    /// <summary>Whether it is one row, of which all operands may be read and written in whole vectors.</summary>
    public bool IsWhole => !IsScalar && Outer.Count == 0 && Rows.Equals(DimExpr.One) && Inputs.All(i => i.HasRoom || !i.AlongColumns) && Outputs.All(o => o.HasRoom);

    /// <summary>For each output what is stored there.</summary>
    public IReadOnlyList<LoopRef> Results { get; } = results;

    /// <summary>The sum of each row; null if there is none.</summary>
    public RowSum? RowSum { get; init; }

    /// <summary>Whether the body is more than the compiler inlines twice into one method.</summary>
    public bool IsHeavy { get; init; }
}

/// <summary>The sum along each row of a fused loop.</summary>
internal sealed class RowSum(LoopOperand target, LoopRef term)
{
    /// <summary>Where the sum of a row goes.</summary>
    public LoopOperand Target { get; } = target;

    /// <summary>What is summed.</summary>
    public LoopRef Term { get; } = term;
}

/// <summary>What a fused loop reads or writes in memory, or a dimension that it reads as a number.</summary>
internal sealed class LoopOperand
{
    public LoopOperand(PlanBuffer buffer, DimExpr offset, IReadOnlyList<DimExpr> outerStrides, DimExpr rowStride, bool alongColumns)
    {
        Buffer = buffer;
        Offset = offset;
        OuterStrides = outerStrides;
        RowStride = rowStride;
        AlongColumns = alongColumns;
    }

    public LoopOperand(DimExpr number, int outer)
    {
        Number = number;
        Offset = DimExpr.Zero;
        RowStride = DimExpr.Zero;
        var strides = new DimExpr[outer];
        for (int i = 0; i < outer; i++)
        {
            strides[i] = DimExpr.Zero;
        }

        OuterStrides = strides;
    }

    /// <summary>What an output does to the buffer.</summary>
    public LoopAccess Access { get; init; }

    /// <summary>Null for a dimension.</summary>
    public PlanBuffer? Buffer { get; }

    public DimExpr? Number { get; }

    public DimExpr Offset { get; }

    public IReadOnlyList<DimExpr> OuterStrides { get; }

    public DimExpr RowStride { get; }

    /// <summary>Whether the last vector of a row may go beyond the row, so that it needs no mask.</summary>
    public bool HasRoom { get; init; }

    /// <summary>Whether neighbours along a row are neighbours in memory; otherwise one element serves the whole row.</summary>
    public bool AlongColumns { get; }
}

internal enum LoopAccess : byte
{
    /// <summary>It is what the loop makes, all of it.</summary>
    Whole,

    /// <summary>A window of it is replaced.</summary>
    Set,

    /// <summary>A window of it is added to, or all of it once for each row.</summary>
    Add,
}

internal enum LoopRefKind : byte
{
    /// <summary>An input register.</summary>
    Input,

    /// <summary>The result of an earlier op of the body.</summary>
    Local,

    /// <summary>A number.</summary>
    Constant,
}

/// <summary>An operand of an op in the body of a loop.</summary>
internal readonly struct LoopRef
{
    private LoopRef(LoopRefKind kind, int index, double constant)
    {
        Kind = kind;
        Index = index;
        Constant = constant;
    }

    public LoopRefKind Kind { get; }

    public int Index { get; }

    public double Constant { get; }

    public static LoopRef Input(int index) => new(LoopRefKind.Input, index, 0);

    public static LoopRef Local(int index) => new(LoopRefKind.Local, index, 0);

    public static LoopRef Number(double value) => new(LoopRefKind.Constant, -1, value);
}

/// <summary>One op of the body of a loop.</summary>
internal sealed class LoopOp(string op, IReadOnlyList<LoopRef> operands, string name)
{
    /// <summary>The name of the op, which is the name of its kernel; Sub stands for Add of a Neg that nothing else reads.</summary>
    public string Op { get; } = op;

    public IReadOnlyList<LoopRef> Operands { get; } = operands;

    /// <summary>The name in the printed text, unique in its loop; where the loop is plain arithmetic unique in the method, and empty if it has no variable.</summary>
    public string Name { get; } = name;
}
