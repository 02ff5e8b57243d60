namespace Costate.Generator.Tests.Frontend;

/// <summary>The public surface that bodies are written against, without behaviour: the front end reads names, attributes and types only.</summary>
internal static class ApiStub
{
    public const string Source = """
        using System;
        using Costate.CompilerServices;

        namespace Costate;

        [AttributeUsage(AttributeTargets.Method)]
        public sealed class DifferentiableAttribute : Attribute { public int Order { get; set; } = 1; }

        [AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
        public sealed class ShapeAttribute(string dimensions) : Attribute { public string Dimensions { get; } = dimensions; }

        public abstract class TracedValue
        {
            public int Rank => throw null!;
            public ReadOnlySpan<int> Shape => throw null!;
            public int Dim(int axis) => throw null!;
        }

        public abstract class TracedValue<T> : TracedValue where T : unmanaged;

        public sealed class TracedTensor<T> : TracedValue<T> where T : unmanaged
        {
            public T EvalScalar() => throw null!;
            public TracedTensor<T> Grad(TracedTensor<T> x) => throw null!;
            [LibraryFunction("Add")] public static TracedTensor<T> operator +(TracedTensor<T> x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Add")] public static TracedTensor<T> operator +(TracedTensor<T> x, T y) => throw null!;
            [LibraryFunction("Add")] public static TracedTensor<T> operator +(T x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Subtract")] public static TracedTensor<T> operator -(TracedTensor<T> x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Subtract")] public static TracedTensor<T> operator -(TracedTensor<T> x, T y) => throw null!;
            [LibraryFunction("Subtract")] public static TracedTensor<T> operator -(T x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Multiply")] public static TracedTensor<T> operator *(TracedTensor<T> x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Multiply")] public static TracedTensor<T> operator *(TracedTensor<T> x, T y) => throw null!;
            [LibraryFunction("Multiply")] public static TracedTensor<T> operator *(T x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Divide")] public static TracedTensor<T> operator /(TracedTensor<T> x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Divide")] public static TracedTensor<T> operator /(TracedTensor<T> x, T y) => throw null!;
            [LibraryFunction("Divide")] public static TracedTensor<T> operator /(T x, TracedTensor<T> y) => throw null!;
            [LibraryFunction("Negate")] public static TracedTensor<T> operator -(TracedTensor<T> x) => throw null!;
        }

        public static class TracedTensor
        {
            public static TracedTensor<T> Parameter<T>(T[] data, params int[] shape) where T : unmanaged => throw null!;
            [LibraryFunction("Exp")] public static TracedTensor<T> Exp<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Log")] public static TracedTensor<T> Log<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Log1p")] public static TracedTensor<T> Log1p<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Expm1")] public static TracedTensor<T> Expm1<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Sqrt")] public static TracedTensor<T> Sqrt<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Rsqrt")] public static TracedTensor<T> Rsqrt<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Tanh")] public static TracedTensor<T> Tanh<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Sigmoid")] public static TracedTensor<T> Sigmoid<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Sin")] public static TracedTensor<T> Sin<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Cos")] public static TracedTensor<T> Cos<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Abs")] public static TracedTensor<T> Abs<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Sign")] public static TracedTensor<T> Sign<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Floor")] public static TracedTensor<T> Floor<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Square")] public static TracedTensor<T> Square<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Relu")] public static TracedTensor<T> Relu<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Softplus")] public static TracedTensor<T> Softplus<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Reciprocal")] public static TracedTensor<T> Reciprocal<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("StopGradient")] public static TracedTensor<T> StopGradient<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Pow")] public static TracedTensor<T> Pow<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("Pow")] public static TracedTensor<T> Pow<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("IntegerPower")] public static TracedTensor<T> Pow<T>(TracedTensor<T> x, int exponent) where T : unmanaged => throw null!;
            [LibraryFunction("Max")] public static TracedTensor<T> Max<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMax")] public static TracedTensor<T> Max<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMax")] public static TracedTensor<T> Max<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMax")] public static TracedTensor<T> Max<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("Min")] public static TracedTensor<T> Min<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMin")] public static TracedTensor<T> Min<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMin")] public static TracedTensor<T> Min<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("ReduceMin")] public static TracedTensor<T> Min<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("Sum")] public static TracedTensor<T> Sum<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Sum")] public static TracedTensor<T> Sum<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("Sum")] public static TracedTensor<T> Sum<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("Mean")] public static TracedTensor<T> Mean<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Mean")] public static TracedTensor<T> Mean<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("Mean")] public static TracedTensor<T> Mean<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("Norm")] public static TracedTensor<T> Norm<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Norm")] public static TracedTensor<T> Norm<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("Norm")] public static TracedTensor<T> Norm<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("LogSumExp")] public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("LogSumExp")] public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x, params int[] axes) where T : unmanaged => throw null!;
            [LibraryFunction("LogSumExp")] public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x, int axis, bool keepDims) where T : unmanaged => throw null!;
            [LibraryFunction("LessThan")] public static TracedTensor<bool> LessThan<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("LessThan")] public static TracedTensor<bool> LessThan<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("LessThanOrEqual")] public static TracedTensor<bool> LessThanOrEqual<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("LessThanOrEqual")] public static TracedTensor<bool> LessThanOrEqual<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("GreaterThan")] public static TracedTensor<bool> GreaterThan<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("GreaterThan")] public static TracedTensor<bool> GreaterThan<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("GreaterThanOrEqual")] public static TracedTensor<bool> GreaterThanOrEqual<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("GreaterThanOrEqual")] public static TracedTensor<bool> GreaterThanOrEqual<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("EqualTo")] public static TracedTensor<bool> EqualTo<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("EqualTo")] public static TracedTensor<bool> EqualTo<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("NotEqualTo")] public static TracedTensor<bool> NotEqualTo<T>(TracedTensor<T> x, TracedTensor<T> y) where T : unmanaged => throw null!;
            [LibraryFunction("NotEqualTo")] public static TracedTensor<bool> NotEqualTo<T>(TracedTensor<T> x, T y) where T : unmanaged => throw null!;
            [LibraryFunction("And")] public static TracedTensor<bool> And(TracedTensor<bool> x, TracedTensor<bool> y) => throw null!;
            [LibraryFunction("Or")] public static TracedTensor<bool> Or(TracedTensor<bool> x, TracedTensor<bool> y) => throw null!;
            [LibraryFunction("Not")] public static TracedTensor<bool> Not(TracedTensor<bool> x) => throw null!;
            [LibraryFunction("Select")] public static TracedTensor<T> Select<T>(TracedTensor<bool> condition, TracedTensor<T> whenTrue, TracedTensor<T> whenFalse) where T : unmanaged => throw null!;
            [LibraryFunction("Clamp")] public static TracedTensor<T> Clamp<T>(TracedTensor<T> x, T min, T max) where T : unmanaged => throw null!;
            [LibraryFunction("Softmax")] public static TracedTensor<T> Softmax<T>(TracedTensor<T> x, int axis = -1) where T : unmanaged => throw null!;
            [LibraryFunction("LogSoftmax")] public static TracedTensor<T> LogSoftmax<T>(TracedTensor<T> x, int axis = -1) where T : unmanaged => throw null!;
            [LibraryFunction("Reshape")] public static TracedTensor<T> Reshape<T>(TracedTensor<T> x, params int[] shape) where T : unmanaged => throw null!;
            [LibraryFunction("Transpose")] public static TracedTensor<T> Transpose<T>(TracedTensor<T> x) where T : unmanaged => throw null!;
            [LibraryFunction("Permute")] public static TracedTensor<T> Transpose<T>(TracedTensor<T> x, params int[] perm) where T : unmanaged => throw null!;
            [LibraryFunction("BroadcastTo")] public static TracedTensor<T> BroadcastTo<T>(TracedTensor<T> x, params int[] shape) where T : unmanaged => throw null!;
            [LibraryFunction("Slice")] public static TracedTensor<T> Slice<T>(TracedTensor<T> x, int axis, int start, int length) where T : unmanaged => throw null!;
            [LibraryFunction("Concat")] public static TracedTensor<T> Concat<T>(int axis, params TracedTensor<T>[] parts) where T : unmanaged => throw null!;
            [LibraryFunction("Stack")] public static TracedTensor<T> Stack<T>(int axis, params TracedTensor<T>[] parts) where T : unmanaged => throw null!;
            [LibraryFunction("ExpandDims")] public static TracedTensor<T> ExpandDims<T>(TracedTensor<T> x, int axis) where T : unmanaged => throw null!;
            [LibraryFunction("Squeeze")] public static TracedTensor<T> Squeeze<T>(TracedTensor<T> x, int axis) where T : unmanaged => throw null!;
            [LibraryFunction("MatMul")] public static TracedTensor<T> MatMul<T>(TracedTensor<T> a, TracedTensor<T> b) where T : unmanaged => throw null!;
            [LibraryFunction("Dot")] public static TracedTensor<T> Dot<T>(TracedTensor<T> a, TracedTensor<T> b) where T : unmanaged => throw null!;
            [LibraryFunction("Outer")] public static TracedTensor<T> Outer<T>(TracedTensor<T> a, TracedTensor<T> b) where T : unmanaged => throw null!;
            [LibraryFunction("Cholesky")] public static TracedTensor<T> Cholesky<T>(TracedTensor<T> a) where T : unmanaged => throw null!;
            [LibraryFunction("SolveSpd")] public static TracedTensor<T> SolveSpd<T>(TracedTensor<T> a, TracedTensor<T> b) where T : unmanaged => throw null!;
            [LibraryFunction("Solve")] public static TracedTensor<T> Solve<T>(TracedTensor<T> a, TracedTensor<T> b) where T : unmanaged => throw null!;
            [LibraryFunction("SolveSpdRight")] public static TracedTensor<T> SolveSpdRight<T>(TracedTensor<T> b, TracedTensor<T> a) where T : unmanaged => throw null!;
            [LibraryFunction("SolveRight")] public static TracedTensor<T> SolveRight<T>(TracedTensor<T> b, TracedTensor<T> a) where T : unmanaged => throw null!;
            [LibraryFunction("Einsum")] public static TracedTensor<T> Einsum<T>(string spec, params TracedTensor<T>[] operands) where T : unmanaged => throw null!;
            [LibraryFunction("Trace")] public static TracedTensor<T> Trace<T>(TracedTensor<T> a) where T : unmanaged => throw null!;
            [LibraryFunction("Tril")] public static TracedTensor<T> Tril<T>(TracedTensor<T> a, int k = 0) where T : unmanaged => throw null!;
            [LibraryFunction("Triu")] public static TracedTensor<T> Triu<T>(TracedTensor<T> a, int k = 0) where T : unmanaged => throw null!;
            [LibraryFunction("Eye")] public static TracedTensor<T> Eye<T>(int n) where T : unmanaged => throw null!;
            [LibraryFunction("Zeros")] public static TracedTensor<T> Zeros<T>(params int[] shape) where T : unmanaged => throw null!;
            [LibraryFunction("Ones")] public static TracedTensor<T> Ones<T>(params int[] shape) where T : unmanaged => throw null!;
            [LibraryFunction("SolveTriangular")] public static TracedTensor<T> SolveTriangular<T>(TracedTensor<T> l, TracedTensor<T> b, bool lower = true, bool transpose = false) where T : unmanaged => throw null!;
        }
        """;

    public const string Services = """
        using System;

        namespace Costate.CompilerServices;

        [AttributeUsage(AttributeTargets.Method)]
        public sealed class LibraryFunctionAttribute(string name) : Attribute { public string Name { get; } = name; }

        [AttributeUsage(AttributeTargets.Method)]
        public sealed class FragmentCallAttribute(Type fragment) : Attribute { public Type Fragment { get; } = fragment; }
        """;
}
