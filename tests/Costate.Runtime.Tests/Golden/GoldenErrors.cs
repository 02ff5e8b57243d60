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
        ["Atan2"] = 7,
        ["BroadcastTo"] = 0.8,
        ["Cholesky"] = 2,
        ["Cos"] = 0.9,
        ["Divide"] = 2,
        ["Einsum"] = 6,
        ["Erf"] = 2,
        ["Exp"] = 1,
        ["Expm1"] = 1,
        ["IntegerPower"] = 3,
        ["Log"] = 1,
        ["Log1p"] = 1,
        ["LogSoftmax"] = 7,

        // Rows of large numbers, where PyTorch takes the exponential of a difference to the rounded result.
        ["LogSumExp"] = 80,
        ["MatMul"] = 6,
        ["Mean"] = 2,
        ["Min"] = 0.8,
        ["Multiply"] = 0.5,
        ["Norm"] = 4,
        ["Pow"] = 2,
        ["ReduceMax"] = 0.7,
        ["ReduceMin"] = 0.3,
        ["Rsqrt"] = 0.9,
        ["Sigmoid"] = 2,
        ["Sin"] = 2,
        ["Softmax"] = 20,
        ["Softplus"] = 2,
        ["Solve"] = 10,
        ["SolveRight"] = 3,
        ["SolveSpd"] = 7,
        ["SolveSpdRight"] = 4,
        ["SolveTriangular"] = 6,
        ["Sqrt"] = 2,
        ["Subtract"] = 0.5,
        ["Sum"] = 4,
        ["Tanh"] = 10,
    };

    private static readonly HashSet<string> Elementwise =
    [
        "Abs", "Add", "And", "Atan2", "Clamp", "Cos", "Divide", "EqualTo", "Erf", "Exp", "Expm1", "Floor", "GreaterThan", "GreaterThanOrEqual", "IntegerPower", "LessThan", "LessThanOrEqual", "Log", "Log1p",
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
