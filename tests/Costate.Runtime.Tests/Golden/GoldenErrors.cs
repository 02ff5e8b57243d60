using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.CompilerServices;

namespace Costate.Runtime.Tests.Golden;

/// <summary>
/// The largest error of each library function against PyTorch, over value, VJP, JVP and second order of all its cases, in units of the
/// last place and rounded up to one digit. Functions that are not named agree to the bit.
/// </summary>
internal static class GoldenErrors
{
    private static readonly Dictionary<string, double> Ulps = new(StringComparer.Ordinal)
    {
        ["Add"] = 2,
        ["BroadcastTo"] = 0.6,
        ["Cholesky"] = 2,
        ["Cos"] = 1,
        ["Divide"] = 2,
        ["Dot"] = 0.6,
        ["Einsum"] = 8,
        ["Exp"] = 1,
        ["Expm1"] = 1,
        ["IntegerPower"] = 4,
        ["Log"] = 1,
        ["Log1p"] = 2,
        ["LogSoftmax"] = 5,

        // Rows of large numbers, where PyTorch takes the exponential of a difference to the rounded result.
        ["LogSumExp"] = 80,
        ["MatMul"] = 3,
        ["Mean"] = 2,
        ["Min"] = 4,
        ["Multiply"] = 1,
        ["Norm"] = 5,
        ["Outer"] = 0.3,
        ["Pow"] = 3,
        ["ReduceMax"] = 0.9,
        ["ReduceMin"] = 0.2,
        ["Rsqrt"] = 2,
        ["Sigmoid"] = 2,
        ["Sin"] = 2,
        ["Softmax"] = 20,
        ["Softplus"] = 1,
        ["Solve"] = 9,
        ["SolveRight"] = 2,
        ["SolveSpd"] = 30,
        ["SolveSpdRight"] = 4,
        ["SolveTriangular"] = 3,
        ["Sqrt"] = 1,
        ["Subtract"] = 0.6,
        ["Sum"] = 3,
        ["Tanh"] = 10,
    };

    private static readonly HashSet<string> Elementwise =
    [
        "Abs", "Add", "And", "Clamp", "Cos", "Divide", "EqualTo", "Exp", "Expm1", "Floor", "GreaterThan", "GreaterThanOrEqual", "IntegerPower", "LessThan", "LessThanOrEqual", "Log", "Log1p",
        "Max", "Min", "Multiply", "Negate", "Not", "NotEqualTo", "Or", "Pow", "Reciprocal", "Relu", "Rsqrt", "Select", "Sigmoid", "Sign", "Sin", "Softplus", "Sqrt", "Square", "StopGradient",
        "Subtract", "Tanh",
    ];

    public static IEnumerable<string> Functions => Ulps.Keys.Concat(Elementwise);

    /// <summary>The library function that a form is about: the one that it calls last.</summary>
    public static string Function(string form) => GoldenForms.Methods(form)[0].GetCustomAttribute<LibraryFunctionAttribute>()!.Name;

    /// <summary>The documented bound, in units of the last place; 0 where nothing is rounded.</summary>
    public static double Bound(string function) => Ulps.GetValueOrDefault(function);

    /// <summary>Whether each element of the value comes from one element of each operand.</summary>
    public static bool IsElementwise(string form) => Elementwise.Contains(Function(form));
}
