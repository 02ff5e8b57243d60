using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Golden;

/// <summary>The operands and arguments of one case, for the expressions of <see cref="GoldenForms"/>.</summary>
internal sealed class Operands(GoldenCase arguments, TracedTensor<double>[] tensors)
{
    public TracedTensor<double>[] All => tensors;

    public TracedTensor<double> X => tensors[0];

    public TracedTensor<double> Y => tensors[1];

    public TracedTensor<double> this[int i] => tensors[i];

    public int Int(string name) => arguments.Int(name);

    public int[] Ints(string name) => arguments.Ints(name);

    public bool Flag(string name) => arguments.Flag(name);

    public double Number(string name) => arguments.Number(name);

    public string Text(string name) => arguments.Text(name);
}

/// <summary>
/// What each form of the golden file is in C#. The forms are expression trees, so that a test can read off which public methods they
/// call and find the ones that no form calls.
/// </summary>
internal static class GoldenForms
{
    private static readonly Dictionary<string, LambdaExpression> Trees = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, Func<Operands, TracedValue>> Compiled;

    static GoldenForms()
    {
        Elementwise();
        Choices();
        Reductions();
        Shapes();
        LinearAlgebra();
        Compiled = Trees.ToDictionary(t => t.Key, t => (Func<Operands, TracedValue>)t.Value.Compile(), StringComparer.Ordinal);
    }

    public static IReadOnlyCollection<string> Names => Trees.Keys;

    public static TracedValue Call(GoldenCase golden, TracedTensor<double>[] inputs) => Compiled[golden.Form](new Operands(golden, inputs));

    /// <summary>The public methods and operators that a form calls.</summary>
    public static IReadOnlyList<MethodInfo> Methods(string form)
    {
        var finder = new MethodFinder();
        finder.Visit(Trees[form]);
        return finder.Methods;
    }

    private static void Elementwise()
    {
        Add("Exp", a => Exp(a.X));
        Add("Log", a => Log(a.X));
        Add("Log1p", a => Log1p(a.X));
        Add("Expm1", a => Expm1(a.X));
        Add("Sqrt", a => Sqrt(a.X));
        Add("Rsqrt", a => Rsqrt(a.X));
        Add("Tanh", a => Tanh(a.X));
        Add("Sigmoid", a => Sigmoid(a.X));
        Add("Erf", a => Erf(a.X));
        Add("Sin", a => Sin(a.X));
        Add("Cos", a => Cos(a.X));
        Add("Abs", a => Abs(a.X));
        Add("Sign", a => Sign(a.X));
        Add("Floor", a => Floor(a.X));
        Add("Square", a => Square(a.X));
        Add("Relu", a => Relu(a.X));
        Add("Softplus", a => Softplus(a.X));
        Add("Reciprocal", a => Reciprocal(a.X));
        Add("StopGradient", a => StopGradient(a.X));
        Add("Negate", a => -a.X);
        Add("x + y", a => a.X + a.Y);
        Add("x + number", a => a.X + a.Number("y"));
        Add("number + x", a => a.Number("y") + a.X);
        Add("x - y", a => a.X - a.Y);
        Add("x - number", a => a.X - a.Number("y"));
        Add("number - x", a => a.Number("y") - a.X);
        Add("x * y", a => a.X * a.Y);
        Add("x * number", a => a.X * a.Number("y"));
        Add("number * x", a => a.Number("y") * a.X);
        Add("x / y", a => a.X / a.Y);
        Add("x / number", a => a.X / a.Number("y"));
        Add("number / x", a => a.Number("y") / a.X);
        Add("Pow", a => Pow(a.X, a.Y));
        Add("Pow number", a => Pow(a.X, a.Number("y")));
        Add("Pow exponent", a => Pow(a.X, a.Int("exponent")));
        Add("Atan2", a => Atan2(a.X, a.Y));
        Add("Max", a => Max(a.X, a.Y));
        Add("Min", a => Min(a.X, a.Y));
        Add("Clamp", a => Clamp(a.X, a.Number("min"), a.Number("max")));
    }

    private static void Choices()
    {
        Mask("LessThan", a => LessThan(a.X, a.Y));
        Mask("LessThanOrEqual", a => LessThanOrEqual(a.X, a.Y));
        Mask("GreaterThan", a => GreaterThan(a.X, a.Y));
        Mask("GreaterThanOrEqual", a => GreaterThanOrEqual(a.X, a.Y));
        Mask("EqualTo", a => EqualTo(a.X, a.Y));
        Mask("NotEqualTo", a => NotEqualTo(a.X, a.Y));
        Mask("LessThan number", a => LessThan(a.X, a.Number("y")));
        Mask("LessThanOrEqual number", a => LessThanOrEqual(a.X, a.Number("y")));
        Mask("GreaterThan number", a => GreaterThan(a.X, a.Number("y")));
        Mask("GreaterThanOrEqual number", a => GreaterThanOrEqual(a.X, a.Number("y")));
        Mask("EqualTo number", a => EqualTo(a.X, a.Number("y")));
        Mask("NotEqualTo number", a => NotEqualTo(a.X, a.Number("y")));
        Mask("And", a => And(LessThan(a.X, 0.5), GreaterThan(a.Y, -0.5)));
        Mask("Or", a => Or(LessThan(a.X, 0.5), GreaterThan(a.Y, -0.5)));
        Mask("Not", a => Not(LessThan(a.X, 0.5)));
        Add("Select", a => Select(LessThan(a.X, a.Y), a[2], a[3]));
    }

    private static void Reductions()
    {
        Add("Sum all", a => Sum(a.X));
        Add("Sum axes", a => Sum(a.X, a.Ints("axes")));
        Add("Sum axis", a => Sum(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("Mean all", a => Mean(a.X));
        Add("Mean axes", a => Mean(a.X, a.Ints("axes")));
        Add("Mean axis", a => Mean(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("Max over all", a => Max(a.X));
        Add("Max over axes", a => Max(a.X, a.Ints("axes")));
        Add("Max over axis", a => Max(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("Min over all", a => Min(a.X));
        Add("Min over axes", a => Min(a.X, a.Ints("axes")));
        Add("Min over axis", a => Min(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("Norm all", a => Norm(a.X));
        Add("Norm axes", a => Norm(a.X, a.Ints("axes")));
        Add("Norm axis", a => Norm(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("LogSumExp all", a => LogSumExp(a.X));
        Add("LogSumExp axes", a => LogSumExp(a.X, a.Ints("axes")));
        Add("LogSumExp axis", a => LogSumExp(a.X, a.Int("axis"), a.Flag("keepDims")));
        Add("Softmax", a => Softmax(a.X, a.Int("axis")));
        Add("LogSoftmax", a => LogSoftmax(a.X, a.Int("axis")));
    }

    private static void Shapes()
    {
        Add("Reshape", a => Reshape(a.X, a.Ints("shape")));
        Add("Transpose", a => Transpose(a.X));
        Add("Transpose perm", a => Transpose(a.X, a.Ints("perm")));
        Add("BroadcastTo", a => BroadcastTo(a.X, a.Ints("shape")));
        Add("Slice", a => Slice(a.X, a.Int("axis"), a.Int("start"), a.Int("length")));
        Add("Concat", a => Concat(a.Int("axis"), a.All));
        Add("Stack", a => Stack(a.Int("axis"), a.All));
        Add("ExpandDims", a => ExpandDims(a.X, a.Int("axis")));
        Add("Squeeze", a => Squeeze(a.X, a.Int("axis")));
        Add("Zeros", a => Zeros<double>(a.Ints("shape")));
        Add("Ones", a => Ones<double>(a.Ints("shape")));
        Add("Eye", a => Eye<double>(a.Int("n")));
    }

    private static void LinearAlgebra()
    {
        Add("MatMul", a => MatMul(a.X, a.Y));
        Add("Dot", a => Dot(a.X, a.Y));
        Add("Outer", a => Outer(a.X, a.Y));
        Add("Trace", a => TracedTensor.Trace(a.X));
        Add("Tril", a => Tril(a.X, a.Int("k")));
        Add("Triu", a => Triu(a.X, a.Int("k")));
        Add("PackTril", a => PackTril(a.X, a.Flag("strict")));
        Add("PackTriu", a => PackTriu(a.X, a.Flag("strict")));
        Add("UnpackTril", a => UnpackTril(a.X, a.Int("n"), a.Flag("strict")));
        Add("UnpackTriu", a => UnpackTriu(a.X, a.Int("n"), a.Flag("strict")));
        Add("Einsum", a => Einsum(a.Text("spec"), a.All));
        Add("Cholesky", a => Cholesky(a.X));
        Add("SolveTriangular", a => SolveTriangular(a.X, a.Y, a.Flag("lower"), a.Flag("transpose")));
        Add("SolveSpd", a => SolveSpd(a.X, a.Y));
        Add("SolveSpdRight", a => SolveSpdRight(a.X, a.Y));
        Add("Solve", a => Solve(a.X, a.Y));
        Add("SolveRight", a => SolveRight(a.X, a.Y));
    }

    private static void Add(string name, Expression<Func<Operands, TracedTensor<double>>> form) => Trees.Add(name, form);

    private static void Mask(string name, Expression<Func<Operands, TracedTensor<bool>>> form) => Trees.Add(name, form);

    private sealed class MethodFinder : ExpressionVisitor
    {
        public List<MethodInfo> Methods { get; } = [];

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Found(node.Method);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            Found(node.Method);
            return base.VisitBinary(node);
        }

        protected override Expression VisitUnary(UnaryExpression node)
        {
            Found(node.Method);
            return base.VisitUnary(node);
        }

        private void Found(MethodInfo? method)
        {
            if (method is not null && method.DeclaringType != typeof(Operands)) Methods.Add(method.IsGenericMethod ? method.GetGenericMethodDefinition() : method);
        }
    }
}
