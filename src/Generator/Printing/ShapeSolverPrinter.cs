using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes how the dimension symbols follow from the sizes of the inputs, and what else must hold.</summary>
internal sealed class ShapeSolverPrinter(CodeWriter writer, ProgramPlans plans)
{
    private Graph Graph => plans.Programs.Forward;

    public void Print()
    {
        var declared = Graph.Inputs.Select(v => (Shape?)Graph.TypeOf(v).Shape).ToArray();
        if (!ShapeSolution.TrySolve(declared, Graph.DimParameters, out var solution, out string? undetermined))
        {
            throw new ShapeError(DiagnosticIds.UndeterminedSymbol, "No input of " + Graph.Name + " determines the dimension '" + undetermined + "'.");
        }

        var lines = new List<string>();
        for (int i = 0; i < Graph.DimParameters.Count; i++)
        {
            lines.Add("long " + Name(Graph.DimParameters[i]) + " = dimArgs[" + Number(i) + "];");
        }

        bool canFail = false;
        foreach (var step in solution!.Steps)
        {
            lines.AddRange(Step(step));
            canFail |= step is BindStep b ? !IsPlain(b.Rest) : !IsPlain(((CheckStep)step).Expected);
        }

        foreach (var guard in Graph.Guards)
        {
            canFail |= !IsPlain(guard.Left) || !IsPlain(guard.Right);
            lines.Add("// " + guard.Id + ": " + guard.Message.Replace("\n", " ").Replace("\r", " "));
            lines.Add("if (" + Dim(guard.Left) + (guard.Relation == GuardRelation.Equal ? " != " : " > ") + Dim(guard.Right) + ") return false;");
        }

        for (int i = 0; i < Graph.Symbols.Count; i++)
        {
            lines.Add("dims[" + Number(i) + "] = (int)" + Name(Graph.Symbols[i]) + ";");
        }

        writer.Blank();
        writer.Open("protected override bool TrySolveDims(" + Names.ReadOnlySpan + "<int> flatShapes, " + Names.ReadOnlySpan + "<long> dimArgs, " + Names.Span + "<int> dims)");
        if (canFail)
        {
            // An expression without a value (a division by 0, an overflow) does not fit.
            writer.Open("try");
        }

        foreach (string line in lines)
        {
            writer.Line(line);
        }

        writer.Line("return true;");
        if (canFail)
        {
            writer.Close();
            writer.Open("catch (global::System.ArithmeticException)");
            writer.Line("return false;");
            writer.Close();
        }

        writer.Close();
    }

    private IEnumerable<string> Step(ShapeStep step)
    {
        string actual = "flatShapes[" + Number(Graph.Inputs.Take(step.Input).Sum(v => Graph.TypeOf(v).Rank) + step.Axis) + "]";
        string comment = " // " + Graph.InputName(step.Input) + ", axis " + Number(step.Axis);
        if (step is CheckStep check)
        {
            yield return "if (" + actual + " != " + Dim(check.Expected) + ") return false;" + comment;
            yield break;
        }

        var bind = (BindStep)step;
        string name = Name(bind.Symbol);
        if (bind.Divisor == 1 && bind.Rest.Equals(DimExpr.Zero))
        {
            yield return "long " + name + " = " + actual + ";" + comment;
            yield break;
        }

        string divisor = bind.Divisor.ToString(CultureInfo.InvariantCulture);
        yield return "long " + name + " = checked(" + actual + " - " + Dim(bind.Rest) + ");" + comment + " is " + bind.Declared;
        if (bind.Divisor != 1)
        {
            yield return "if (" + name + " % " + divisor + " != 0) return false;";
            yield return name + " /= " + divisor + ";";
        }

        yield return "if (" + name + " is < 0 or > int.MaxValue) return false;";
    }

    private static bool IsPlain(DimExpr dim) => dim.IsConstant || dim.TryGetSymbol(out _);

    private string Name(string symbol) => plans.DimName(symbol);

    private string Dim(DimExpr dim) => dim.ToCSharp(plans.DimName);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
