using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

internal enum StepKind
{
    Tensor,
    Mask,

    /// <summary>A plain number.</summary>
    Number,

    /// <summary>A plain integer, which may stand for a size.</summary>
    Size,

    /// <summary>A bool parameter; each of its values makes a graph of its own.</summary>
    Flag,

    /// <summary>What a method with several results returns.</summary>
    Tuple,

    /// <summary>Nothing: a part of a block, an assignment or a jump.</summary>
    Statement,
}

/// <summary>What a step is in the text.</summary>
internal enum StepForm
{
    /// <summary>A parameter, or an expression, which becomes a local variable or stands where it is used.</summary>
    Value,

    /// <summary>A local variable that is assigned again, with its first value if it has one.</summary>
    Variable,

    /// <summary>A parameter of a local function.</summary>
    Argument,

    /// <summary>The head of a block; its value is what the block counts or runs over.</summary>
    Open,

    /// <summary>What divides a block: else, or the label of a section.</summary>
    Middle,

    /// <summary>The end of a block.</summary>
    Close,

    /// <summary>The first operand gets a value.</summary>
    Assign,

    /// <summary>break, continue or return, which ends what it stands in.</summary>
    Jump,
}

/// <summary>What is done with the statements of a block.</summary>
internal enum BlockKind
{
    Loop,
    Branch,
    Switch,
    Function,
}

/// <summary>One value of a program: a parameter, or an expression over earlier values.</summary>
internal sealed record Step
{
    /// <summary>The name of a parameter; of other values C# in which {0}, {1}, ... stand for the operands and {@} for the name of a block's value.</summary>
    public required string Text { get; init; }

    public bool IsParameter { get; init; }

    public StepKind Kind { get; init; }

    public StepForm Form { get; init; }

    /// <summary>Of the head of a block.</summary>
    public BlockKind Block { get; init; }

    /// <summary>Of the head of a block that has a value: the value where the block runs once.</summary>
    public string Once { get; init; } = string.Empty;

    /// <summary>Whether a loop would not end without it.</summary>
    public bool IsEssential { get; init; }

    /// <summary>Of plain numbers: whether tensors were evaluated for it, so that no derivative goes through it.</summary>
    public bool IsEvaluated { get; init; }

    /// <summary>Of tensors and masks.</summary>
    public Shape Shape { get; init; } = Shape.Scalar;

    /// <summary>Of integers.</summary>
    public DimExpr Size { get; init; } = DimExpr.Zero;

    public IReadOnlyList<int> Operands { get; init; } = [];

    /// <summary>The operator of an expression that needs parentheses inside of others; otherwise '\0'.</summary>
    public char Operator { get; init; }

    /// <summary>Between which numbers the elements are expected, which keeps later steps inside of their domains.</summary>
    public Range Range { get; init; } = Range.Data;

    /// <summary>Whether differences would show another derivative by intent.</summary>
    public bool StopsGradient { get; init; }

    /// <summary>Whether no parameter's elements are in it, only sizes.</summary>
    public bool IsConstant { get; init; }

    public int Rank => Shape.Rank;
}

/// <summary>An interval; the arithmetic is coarse.</summary>
internal readonly record struct Range(double Low, double High)
{
    public static readonly Range Data = new(-1.3, 1.3);

    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    /// <summary>Whether a reciprocal is harmless.</summary>
    public bool IsAwayFromZero => Low >= 0.2 || High <= -0.2;

    public static Range operator +(Range a, Range b) => new(a.Low + b.Low, a.High + b.High);

    public static Range operator -(Range a, Range b) => new(a.Low - b.High, a.High - b.Low);

    public static Range operator *(Range a, Range b) => Hull(a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High);

    public static Range operator /(Range a, Range b) => a * Hull(1 / b.Low, 1 / b.High);

    public static Range Hull(params double[] points) => new(points.Min(), points.Max());

    public Range Or(Range other) => Hull(Low, High, other.Low, other.High);

    /// <summary>A sum of some number of such elements.</summary>
    public Range Summed(double count) => new(Math.Min(0, Low * count), Math.Max(0, High * count));

    public bool Contains(Range other) => Low <= other.Low && other.High <= High;
}
