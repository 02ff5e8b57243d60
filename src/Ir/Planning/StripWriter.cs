using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Turns the statements of a group into one that runs them strip by strip.</summary>
internal sealed class StripWriter(StripSizes sizes, PlanNames names)
{
    private readonly Dictionary<PlanBuffer, StripView> views = [];
    private readonly HashSet<PlanBuffer> written = [];
    private readonly HashSet<PlanBuffer> fixedOperands = [];

    public StripStatement Write(IReadOnlyList<(PlanStatement Statement, bool Sums)> statements)
    {
        written.UnionWith(statements.SelectMany(s => StatementAccess.Writes(s.Statement)));
        var body = new List<PlanStatement>();
        var begins = new List<PlanBuffer>();
        foreach (var (statement, isSum) in statements)
        {
            var strip = Rewrite(statement, isSum);
            foreach (var buffer in statement.Begins)
            {
                (IsLocal(buffer) ? strip.Begins : begins).Add(buffer);
            }

            strip.ClearedIfSkipped.AddRange(statement.ClearedIfSkipped.Select(In));
            body.Add(strip);
        }

        sizes.FixedElements = fixedOperands.Aggregate(DimExpr.Zero, (a, b) => a + b.Count);
        var result = new StripStatement(sizes, body, views.Values.ToArray());
        result.Begins.AddRange(begins);
        return result;
    }

    private PlanStatement Rewrite(PlanStatement statement, bool isSum)
    {
        switch (statement)
        {
            case LoopStatement s:
                return new LoopStatement(s.Outer.Select(sizes.InStrip).ToArray(), sizes.InStrip(s.Rows), sizes.InStrip(s.Cols), s.Inputs.Select(In).ToArray(), s.Outputs.Select(In).ToArray(), s.Body, s.Results)
                {
                    Serves = s.Serves,
                    NeedsCt = s.NeedsCt,
                    Lines = s.Lines,
                    IsHeavy = s.IsHeavy,
                };
            case CopyStatement s:
                return new CopyStatement(In(s.Source), In(s.Target)) { Serves = s.Serves, NeedsCt = s.NeedsCt, Lines = s.Lines };
            case FillStatement s:
                return new FillStatement(In(s.Target), s.Value) { Serves = s.Serves, NeedsCt = s.NeedsCt, Lines = s.Lines };
            case ContractStatement s:
                fixedOperands.UnionWith(new[] { s.A.Buffer, s.B.Buffer, s.Target }.Where(b => !IsLocal(b) && !StripGroup.Mentions(b.Count, sizes.Symbol)));
                return new ContractStatement(s.Spec, s.Extents.Select(sizes.InStrip).ToArray(), In(s.A), In(s.B), In(s.Target), s.Accumulate)
                {
                    Serves = s.Serves,
                    NeedsCt = s.NeedsCt,
                    Lines = s.Lines,
                    ContinuesAfter = isSum && !s.Accumulate ? sizes : null,
                };
            case ReduceStatement s:
                return new ReduceStatement(s.Maximum, In(s.Source), sizes.InStrip(s.Shape), s.Axes, In(s.Target), s.Accumulate)
                {
                    Serves = s.Serves,
                    NeedsCt = s.NeedsCt,
                    Lines = s.Lines,
                    ContinuesAfter = isSum && !s.Accumulate ? sizes : null,
                };
            case TransposeStatement s:
                return new TransposeStatement(In(s.Source), sizes.InStrip(s.Shape), s.Permutation, In(s.Target)) { Serves = s.Serves, NeedsCt = s.NeedsCt, Lines = s.Lines };
            default:
                throw new InvalidOperationException("A " + statement.GetType().Name + " does not run in strips.");
        }
    }

    private BufferView In(BufferView view) => new(In(view.Buffer), view.Offset, sizes.InStrip(view.Count));

    private LoopOperand In(LoopOperand operand) => operand.Buffer is { } buffer
        ? new LoopOperand(In(buffer), operand.Offset, operand.OuterStrides, operand.RowStride, operand.AlongColumns)
        : operand;

    private PlanBuffer In(PlanBuffer buffer)
    {
        if (!StripGroup.Mentions(buffer.Count, sizes.Symbol))
        {
            return buffer;
        }

        if (!views.TryGetValue(buffer, out var view))
        {
            var strip = new PlanBuffer(buffer.Role, buffer.Index, names.Take(buffer.Name + "Strip"), sizes.InStrip(buffer.Shape), sizes.InStrip(buffer.Count), buffer.Writable);
            views.Add(buffer, view = new StripView(buffer, strip, sizes.OfOne(buffer.Count), written.Contains(buffer)));
        }

        return view.Strip;
    }

    private bool IsLocal(PlanBuffer buffer) => StripGroup.Mentions(buffer.Count, sizes.Length);
}
