using System;
using System.Linq;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>Computes one op, at the given indices of the loops around it. Returns 0, or the 1-based pivot at which a factorisation failed; 1 for an iteration that has not converged.</summary>
internal delegate int Kernel<T>(ReadOnlySpan<View<T>> x, Span<T> y, Scope scope)
    where T : unmanaged;

/// <summary>How the operands of a kernel may lie.</summary>
internal enum KernelForm : byte
{
    /// <summary>Dense operands, a result apart from them.</summary>
    Plain,

    /// <summary>Element i depends on elements i: the result may be any operand's memory.</summary>
    Aligned,

    /// <summary>The result may be the first operand's memory.</summary>
    OverFirst,

    /// <summary>The result is the first operand.</summary>
    Alias,
}

/// <summary>A kernel with its attributes and sizes resolved.</summary>
internal readonly struct BoundKernel<T>
    where T : unmanaged
{
    public BoundKernel(KernelForm form, Kernel<T> run)
    {
        Form = form;
        Run = run;
    }

    public KernelForm Form { get; }

    public Kernel<T> Run { get; }
}

/// <summary>What a kernel is bound to: a node, the shapes of its operands and of its result.</summary>
internal sealed class KernelSite
{
    private readonly Func<DimExpr, LateDim> late;

    public KernelSite(Node node, TensorType[] operandTypes, int[][] operands, int[] result, Func<DimExpr, LateDim> late)
    {
        Node = node;
        OperandTypes = operandTypes;
        Operands = operands;
        Result = result;
        this.late = late;
    }

    public Node Node { get; }

    public Attrs Attrs => Node.Attrs;

    public TensorType[] OperandTypes { get; }

    /// <summary>The operands' logical shapes.</summary>
    public int[][] Operands { get; }

    public int[] Result { get; }

    /// <summary>A shape that may mention the indices of loops.</summary>
    public LateDim[] Late(string attribute) => Array.ConvertAll(Attrs.Shape(attribute).ToArray(), d => late(d));

    /// <summary>The attribute axes as bits.</summary>
    public uint AxisMask()
    {
        uint mask = 0;
        foreach (int axis in Attrs.Ints("axes")) mask |= 1u << axis;
        return mask;
    }
}
