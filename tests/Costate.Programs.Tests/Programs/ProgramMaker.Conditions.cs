using System;
using System.Collections.Generic;
using System.Globalization;

namespace Costate.Tests.Programs;

/// <content>Conditions: on sizes, indices, parameters and evaluated values.</content>
internal sealed partial class ProgramMaker
{
    /// <summary>A condition as text; the operands are appended.</summary>
    private string Condition(List<int> operands)
    {
        return random.Next(12) switch
        {
            0 => $"!({Condition(operands)})",
            1 => $"{Simple(operands)} && {Simple(operands)}",
            2 => $"{Simple(operands)} || {Simple(operands)}",
            _ => Simple(operands),
        };
    }

    private string Simple(List<int> operands) => random.Next(10) switch
    {
        < 3 => Sizes(operands),
        3 when Reference(operands, s => s.Kind == StepKind.Flag) is { } flag => Chance(0.5) ? flag : "!" + flag,
        4 when Reference(operands, s => s.Kind == StepKind.Number) is { } number => $"{number} {Any("<", ">", "<=", ">=")} {Literal(Threshold(0.2, 1.4))}",
        _ => Evaluated(operands),
    };

    /// <summary>A comparison of sizes and indices.</summary>
    private string Sizes(List<int> operands)
    {
        string left = Integer(operands) ?? "3";
        return random.Next(5) switch
        {
            0 => $"{left} % 2 {Any("==", "!=")} {Any(0, 1)}",
            1 => $"{left} {Any("==", "!=")} {random.Next(4)}",
            2 when Integer(operands) is { } right => $"{left} {Any("<", ">", "<=", ">=", "==")} {right}",
            _ => $"{left} {Any("<", ">", "<=", ">=")} {random.Next(1, 5)}",
        };
    }

    private string? Integer(List<int> operands)
    {
        if (Chance(0.6) && Reference(operands, s => s.Kind == StepKind.Size) is { } size) return size;
        if (OfRank(1) is not { } x) return Reference(operands, s => s.Kind == StepKind.Size);
        operands.Add(x);
        return $"{{{operands.Count - 1}}}.Dim({Axis(random.Next(steps[x].Rank), steps[x].Rank)})";
    }

    /// <summary>A comparison of what a tensor comes to; no bound is a number that a tensor of ones or of zeros comes to.</summary>
    private string Evaluated(List<int> operands)
    {
        if (Reference(operands, s => s.Kind == StepKind.Tensor && s.Range.Magnitude <= 20) is not { } x) return "true";
        string value = Any($"Norm({x})", $"Sum({x})", $"Sum(Square({x}))");
        return $"{value}.EvalScalar() {Any("<", ">", "<=", ">=")} {Literal(value[0] == 'N' ? Threshold(0.2, 1.6) : Threshold(-0.5, 1.5))}";
    }

    private double Threshold(double low, double high) => Math.Round(low + ((high - low) * random.NextDouble()), 2) + 0.0037;

    private string? Reference(List<int> operands, Func<Step, bool> fits)
    {
        if (Pick(fits) is not { } step) return null;
        operands.Add(step);
        return "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
    }
}
