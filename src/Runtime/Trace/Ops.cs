using System;

namespace Costate.Tracing;

/// <summary>The library functions that the API calls, and the ways to call them.</summary>
internal static class Ops
{
    public static readonly LibraryOp Abs = new("Abs");
    public static readonly LibraryOp Add = new("Add");
    public static readonly LibraryOp And = new("And");
    public static readonly LibraryOp Atan2 = new("Atan2");
    public static readonly LibraryOp BroadcastTo = new("BroadcastTo");
    public static readonly LibraryOp Cholesky = new("Cholesky");
    public static readonly LibraryOp Clamp = new("Clamp");
    public static readonly LibraryOp Concat = new("Concat");
    public static readonly LibraryOp Cos = new("Cos");
    public static readonly LibraryOp Divide = new("Divide");
    public static readonly LibraryOp Dot = new("Dot");
    public static readonly LibraryOp EqualTo = new("EqualTo");
    public static readonly LibraryOp Erf = new("Erf");
    public static readonly LibraryOp Exp = new("Exp");
    public static readonly LibraryOp ExpandDims = new("ExpandDims");
    public static readonly LibraryOp Expm1 = new("Expm1");
    public static readonly LibraryOp Eye = new("Eye");
    public static readonly LibraryOp Floor = new("Floor");
    public static readonly LibraryOp GreaterThan = new("GreaterThan");
    public static readonly LibraryOp GreaterThanOrEqual = new("GreaterThanOrEqual");
    public static readonly LibraryOp IntegerPower = new("IntegerPower");
    public static readonly LibraryOp LessThan = new("LessThan");
    public static readonly LibraryOp LessThanOrEqual = new("LessThanOrEqual");
    public static readonly LibraryOp Log = new("Log");
    public static readonly LibraryOp Log1p = new("Log1p");
    public static readonly LibraryOp LogSoftmax = new("LogSoftmax");
    public static readonly LibraryOp LogSumExp = new("LogSumExp");
    public static readonly LibraryOp MatMul = new("MatMul");
    public static readonly LibraryOp Max = new("Max");
    public static readonly LibraryOp Mean = new("Mean");
    public static readonly LibraryOp Min = new("Min");
    public static readonly LibraryOp Multiply = new("Multiply");
    public static readonly LibraryOp Negate = new("Negate");
    public static readonly LibraryOp Norm = new("Norm");
    public static readonly LibraryOp Not = new("Not");
    public static readonly LibraryOp NotEqualTo = new("NotEqualTo");
    public static readonly LibraryOp Ones = new("Ones");
    public static readonly LibraryOp Or = new("Or");
    public static readonly LibraryOp Outer = new("Outer");
    public static readonly LibraryOp PackTril = new("PackTril");
    public static readonly LibraryOp PackTriu = new("PackTriu");
    public static readonly LibraryOp Permute = new("Permute");
    public static readonly LibraryOp Pow = new("Pow");
    public static readonly LibraryOp Reciprocal = new("Reciprocal");
    public static readonly LibraryOp ReduceMax = new("ReduceMax");
    public static readonly LibraryOp ReduceMin = new("ReduceMin");
    public static readonly LibraryOp Relu = new("Relu");
    public static readonly LibraryOp Reshape = new("Reshape");
    public static readonly LibraryOp Rsqrt = new("Rsqrt");
    public static readonly LibraryOp Select = new("Select");
    public static readonly LibraryOp Sigmoid = new("Sigmoid");
    public static readonly LibraryOp Sign = new("Sign");
    public static readonly LibraryOp Sin = new("Sin");
    public static readonly LibraryOp Slice = new("Slice");
    public static readonly LibraryOp Softmax = new("Softmax");
    public static readonly LibraryOp Softplus = new("Softplus");
    public static readonly LibraryOp Solve = new("Solve");
    public static readonly LibraryOp SolveRight = new("SolveRight");
    public static readonly LibraryOp SolveSpd = new("SolveSpd");
    public static readonly LibraryOp SolveSpdRight = new("SolveSpdRight");
    public static readonly LibraryOp SolveTriangular = new("SolveTriangular");
    public static readonly LibraryOp Sqrt = new("Sqrt");
    public static readonly LibraryOp Square = new("Square");
    public static readonly LibraryOp Squeeze = new("Squeeze");
    public static readonly LibraryOp Stack = new("Stack");
    public static readonly LibraryOp StopGradient = new("StopGradient");
    public static readonly LibraryOp Subtract = new("Subtract");
    public static readonly LibraryOp Sum = new("Sum");
    public static readonly LibraryOp Tanh = new("Tanh");
    public static readonly LibraryOp Trace = new("Trace");
    public static readonly LibraryOp Transpose = new("Transpose");
    public static readonly LibraryOp Tril = new("Tril");
    public static readonly LibraryOp Triu = new("Triu");
    public static readonly LibraryOp UnpackTril = new("UnpackTril");
    public static readonly LibraryOp UnpackTriu = new("UnpackTriu");
    public static readonly LibraryOp Zeros = new("Zeros");

    /// <summary>Derivative masks hold 64 inputs; more operands than this are joined in groups.</summary>
    private const int Group = 32;

    public static TracedTensor<T> Unary<T>(LibraryOp op, TracedTensor<T> x, ReadOnlySpan<OpArgument> arguments = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        return new(op.Call(ElementKinds.Of<T>(), [x], arguments), 0);
    }

    public static TracedTensor<T> Binary<T>(LibraryOp op, TracedTensor<T> x, TracedTensor<T> y, ReadOnlySpan<OpArgument> arguments = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return new(op.Call(ElementKinds.Of<T>(), [x, y], arguments), 0);
    }

    public static TracedTensor<bool> Compare<T>(LibraryOp op, TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return new(op.Call(ElementKinds.Of<T>(), [x, y]), 0);
    }

    public static TracedTensor<bool> Logic(LibraryOp op, TracedTensor<bool> x, TracedTensor<bool>? y = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new(y is null ? op.Call(x.Node.Site.Kind, [x]) : op.Call(x.Node.Site.Kind, [x, y]), 0);
    }

    public static TracedTensor<T> Source<T>(LibraryOp op, ReadOnlySpan<OpArgument> arguments)
        where T : unmanaged => new(op.Call(ElementKinds.Of<T>(), [], arguments), 0);

    public static TracedTensor<T> Many<T>(LibraryOp op, TracedTensor<T>[] operands, ReadOnlySpan<OpArgument> arguments = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(operands);
        foreach (var operand in operands) ArgumentNullException.ThrowIfNull(operand, nameof(operands));
        return new(op.Call(ElementKinds.Of<T>(), operands, arguments), 0);
    }

    /// <summary>Joins any number of tensors: <paramref name="first"/> is applied to groups, whose results are concatenated.</summary>
    public static TracedTensor<T> Join<T>(LibraryOp first, int axis, TracedTensor<T>[] parts)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parts);
        var op = first;
        while (parts.Length > Group)
        {
            var joined = new TracedTensor<T>[(parts.Length + Group - 1) / Group];
            for (int i = 0; i < joined.Length; i++) joined[i] = Many(op, parts[(i * Group)..Math.Min((i + 1) * Group, parts.Length)], [OpArgument.Of("axis", axis)]);
            (parts, op) = (joined, Concat);
        }

        return Many(op, parts, [OpArgument.Of("axis", axis)]);
    }
}
