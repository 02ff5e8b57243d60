using System;
using System.Collections.Generic;

namespace Costate.Tests.Programs;

/// <content>
/// Plain numbers and truth values that are computed and carried. What is evaluated, or comes from a function of Math, steers and enters no tensor:
/// the body computes it to a number, which the link of bodies does not follow in a graph.
/// </content>
internal sealed partial class ProgramMaker
{
    private string MathClass => isSingle ? "MathF" : "Math";

    /// <summary>A number from evaluated tensors or other numbers.</summary>
    private bool Number()
    {
        if (Chance(0.5) && Tensor(t => t.Range.Magnitude <= 10) is { } x)
        {
            string value = Any("Norm({0})", "Sum({0})");
            return Add(new Step { Text = value + ".EvalScalar()", Kind = StepKind.Number, Range = steps[x].Range.Summed(AxisSize).Or(new(0, steps[x].Range.Magnitude * AxisSize)), Operands = [x], IsEvaluated = true });
        }

        if (Pick(s => s.Kind == StepKind.Number && s.Range.Magnitude <= 20) is not { } p) return false;
        return Add(new Step { Text = Any($"{MathClass}.Sin({{0}})", $"{MathClass}.Tanh({{0}})", $"{MathClass}.Cos({{0}} + {Literal(0.3)})"), Kind = StepKind.Number, Range = new(-1, 1), Operands = [p], IsEvaluated = true });
    }

    /// <summary>A number or a truth value that a block is to change.</summary>
    private int? Scalar()
    {
        if (Chance(0.3))
        {
            steps.Add(new Step { Text = Any("false", "true"), Form = StepForm.Variable, Kind = StepKind.Flag });
            return steps.Count - 1;
        }

        var step = Chance(0.5) && Pick(s => s.Kind == StepKind.Number && s.Range.Magnitude <= 20) is { } p
            ? new Step { Text = "{0}", Range = steps[p].Range.Or(new(-1.3, 1.3)), Operands = [p], Form = StepForm.Variable, Kind = StepKind.Number }
            : new Step { Text = Literal(Any(0.5, -1, 1, 0.25)), Range = new(-1.3, 1.3), Form = StepForm.Variable, Kind = StepKind.Number };
        return Add(step with { IsEvaluated = step.IsEvaluated || Chance(0.3) }) ? steps.Count - 1 : null;
    }

    private void UpdateScalar(int variable)
    {
        var operands = new List<int>();
        if (steps[variable].Kind == StepKind.Flag)
        {
            string truth = Chance(0.4) ? "!{0}" : Simple(operands = [variable]);
            Assign(variable, $"{{0}} = {truth};", false, operands.Count > 1 ? [.. operands[1..]] : []);
        }
        else if (steps[variable].IsEvaluated && Tensor(t => t.Range.Magnitude <= 10) is { } x && Chance(0.6))
        {
            Assign(variable, Any($"{{0}} = {MathClass}.Tanh(Norm({{1}}).EvalScalar());", $"{{0}} = {MathClass}.Sin(Sum({{1}}).EvalScalar());"), false, x);
        }
        else
        {
            string half = Literal(0.5);
            Assign(variable, Any($"{{0}} = {half} * {{0}} + {Literal(0.25)};", $"{{0}} *= {half};", "{0} = -{0};", steps[variable].IsEvaluated ? $"{{0}} = {MathClass}.Sin({{0}} + {Literal(1)});" : "{0} -= {0} * " + half + ";"), false);
        }

        used.Remove(variable);
    }
}
