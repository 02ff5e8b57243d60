using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <content>Windows at places that loops count.</content>
internal sealed partial class ProgramMaker
{
    private readonly List<Index> indices = [];

    /// <summary>What is known of a loop's index: it is at least <see cref="Low"/> and less than <see cref="Bound"/> - <see cref="Margin"/>.</summary>
    private sealed record Index(int Step, DimExpr Symbol, DimExpr Bound, int Low, int Margin);

    /// <summary>x[i], x[i..], SetSlice and AddSlice.</summary>
    private bool Windowed()
    {
        var inScope = indices.Where(i => IsVisible(i.Step)).ToArray();
        if (inScope.Length == 0) return false;
        var index = Any(inScope);
        bool Has(Step t) => t.Shape.Any(d => Fits(index, d));
        if ((Chance(0.5) ? Tensor(t => t.Form == StepForm.Variable && Has(t)) : null) is not { } x)
        {
            if (Tensor(Has) is not { } any) return false;
            x = any;
        }

        var (s, r) = (steps[x].Shape, steps[x].Range);
        var (places, operands, shape) = (new List<string>(), new List<int> { x }, new List<DimExpr>());
        bool isFixed = false;
        for (int axis = 0; axis < s.Rank; axis++)
        {
            var fitting = inScope.Where(i => Fits(i, s[axis])).ToArray();
            if (fitting.Length > 0 && (Chance(0.8) || (!isFixed && axis == s.Rank - 1)))
            {
                Place(Any(fitting), s[axis], operands, places, shape);
                isFixed = true;
            }
            else
            {
                places.Add("..");
                shape.Add(s[axis]);
            }
        }

        if (!isFixed) return false;
        string at = string.Join(", ", places);
        var window = Shape.Of(shape);
        bool Read() => Add($"{{0}}[{at}]", window, r, [.. operands]);
        if (Chance(0.45)) return Read();

        // Something of the window's shape is written there.
        if (Tensor(t => t.Shape.Equals(window) && t.Range.Magnitude <= 20) is not { } value)
        {
            if (!Read() || !Add(Any("Sin({0})", "Tanh({0})", "-{0}", "Square({0})"), window, new Range(-1, 1).Or(r * r).Or(r).Or(new(-r.High, -r.Low)), steps.Count - 1)) return false;
            value = steps.Count - 1;
        }

        operands.Add(value);
        string values = "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
        return Chance(0.6)
            ? Add($"SetSlice({{0}}, {values}, {at})", s, r.Or(steps[value].Range), [.. operands])
            : Add($"AddSlice({{0}}, {values}, {at})", s, r + steps[value].Range.Or(new(0, 0)), [.. operands]);
    }

    /// <summary>Whether an index lies inside of an axis.</summary>
    private static bool Fits(Index index, DimExpr size) => index.Bound.Equals(size) || (index.Bound.TryGetConstant(out long bound) && size.TryGetConstant(out long constant) && bound <= constant);

    /// <summary>A place on an axis.</summary>
    private void Place(Index index, DimExpr size, List<int> operands, List<string> places, List<DimExpr> shape)
    {
        operands.Add(index.Step);
        string i = "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
        DimExpr at = index.Symbol;
        switch (random.Next(12))
        {
            case 0:
                places.Add($"^({i} + 1)");
                break;
            case 1 or 2 when index.Low > 0:
                places.Add($"{i} - 1");
                break;
            case 3 or 4 when index.Margin > 0:
                places.Add($"{i} + 1");
                break;
            case 5:
                places.Add($"{i}..");
                shape.Add(size - at);
                break;
            case 6:
                places.Add($"..{i}");
                shape.Add(at);
                break;
            case 7:
                places.Add($"{i}..({i} + 1)");
                shape.Add(DimExpr.One);
                break;
            case 8:
                places.Add($"..({i} + 1)");
                shape.Add(at + 1);
                break;
            default:
                places.Add(i);
                break;
        }
    }
}
