using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Copies that a loop makes on its way: where a loop reads the elements that are copied, or the copy itself, it has them in registers, and
/// one store more costs less than a call that moves a few of them. It is what a loop of the user's does with each state that the adjoint will
/// read.
/// </summary>
internal static class CopyFusion
{
    /// <param name="statements">The statements of a region, in which loops may go beyond their rows where there is room.</param>
    public static void Run(List<PlanStatement> statements)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (Copy.Of(statements[i]) is { } copy && (Fuse(statements, i, copy, 1) || Fuse(statements, i, copy, -1)))
            {
                i--;
            }
        }
    }

    /// <summary>Looks for the loop after the copy, or before it, with nothing between them that one of the two must not pass.</summary>
    private static bool Fuse(List<PlanStatement> statements, int at, Copy copy, int step)
    {
        for (int i = at + step; i >= 0 && i < statements.Count && !statements[i].IsControl; i += step)
        {
            if (statements[i] is LoopStatement loop && loop.Serves == copy.Statement.Serves && loop.NeedsCt == copy.Statement.NeedsCt && With(loop, copy, isBefore: step > 0) is { } fused)
            {
                statements[i] = fused;
                fused.Begins.AddRange(loop.Begins.Concat(copy.Statement.Begins));
                statements.RemoveAt(at);
                return true;
            }

            // By their memory: where one value dies another may have its place at once.
            if (StatementAccess.Writes(statements[i]).Any(w => w.SharesMemory(copy.Source.Buffer) || w.SharesMemory(copy.Target.Buffer)) ||
                StatementAccess.Reads(statements[i]).Any(r => r.SharesMemory(copy.Target.Buffer)))
            {
                return false;
            }
        }

        return false;
    }

    private static LoopStatement? With(LoopStatement loop, Copy copy, bool isBefore)
    {
        bool isRow = !loop.IsScalar && loop.Outer.Count == 0 && loop.Rows.Equals(DimExpr.One) && loop.Cols.Equals(copy.Source.Count);
        if (!isRow || loop.Outputs.Count == Fusion.MaxOutputs || loop.Targets.Any(t => t.SharesMemory(copy.Target.Buffer)) || loop.RowSum?.Target.Buffer!.SharesMemory(copy.Source.Buffer) == true)
        {
            return null;
        }

        int source = Find(loop.Inputs, copy.Source), target = Find(loop.Inputs, copy.Target);
        bool isReadElsewhere = loop.Inputs.Where((_, k) => k != target).Any(o => o.Buffer?.SharesMemory(copy.Target.Buffer) == true);
        if (isReadElsewhere || (source < 0 && target < 0) || (target >= 0 && !isBefore))
        {
            return null;
        }

        // The loop may write the source where it is at that very element; after it a copy would find what was written.
        var written = loop.Outputs.Where(o => o.Buffer!.SharesMemory(copy.Source.Buffer)).ToArray();
        if (written.Length > 0 && (!isBefore || !written.All(o => o.Offset.Equals(copy.Source.Offset) || AreApart(o.Offset, copy.Source.Offset, copy.Source.Count))))
        {
            return null;
        }

        var inputs = loop.Inputs.ToList();
        var body = loop.Body;
        var results = loop.Results;
        var sum = loop.RowSum;
        if (target >= 0 && source >= 0)
        {
            // Both are read: the copy is the source by another name.
            LoopRef Renamed(LoopRef r) => r.Kind != LoopRefKind.Input ? r : LoopRef.Input(r.Index == target ? source - (source > target ? 1 : 0) : r.Index - (r.Index > target ? 1 : 0));
            body = [.. body.Select(op => new LoopOp(op.Op, [.. op.Operands.Select(Renamed)], op.Name))];
            results = [.. results.Select(Renamed)];
            sum = sum is null ? null : new RowSum(sum.Target, Renamed(sum.Term));
            inputs.RemoveAt(target);
            source -= source > target ? 1 : 0;
        }
        else if (target >= 0)
        {
            inputs[target] = Operand(copy.Source, BufferRoom.Read);
            source = target;
        }

        return new LoopStatement(loop.Outer, loop.Rows, loop.Cols, inputs, [.. loop.Outputs, Operand(copy.Target, BufferRoom.Write)], body, [.. results, LoopRef.Input(source)])
        {
            Serves = loop.Serves,
            NeedsCt = loop.NeedsCt,
            Lines = [.. loop.Lines.Concat(copy.Statement.Lines).Distinct().OrderBy(l => l)],
            IsHeavy = loop.IsHeavy,
            RowSum = sum,
        };
    }

    private static int Find(IReadOnlyList<LoopOperand> inputs, BufferView view)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Buffer == view.Buffer && inputs[i].AlongColumns && inputs[i].Offset.Equals(view.Offset))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool AreApart(DimExpr a, DimExpr b, DimExpr count) =>
        Window.AreDisjoint(Shape.Of(a), Shape.Of(count), Shape.Of(b), Shape.Of(count), DimFacts.None);

    private static LoopOperand Operand(BufferView view, BufferRoom needed) =>
        new(view.Buffer, view.Offset, [], DimExpr.Zero, alongColumns: true) { HasRoom = view.Buffer.Room >= needed };

    /// <summary>Elements that are neighbours in both places.</summary>
    private sealed class Copy(PlanStatement statement, BufferView source, BufferView target)
    {
        public PlanStatement Statement { get; } = statement;

        public BufferView Source { get; } = source;

        public BufferView Target { get; } = target;

        public static Copy? Of(PlanStatement statement)
        {
            var copy = statement switch
            {
                CopyStatement s => new Copy(s, s.Source, new BufferView(s.Target, DimExpr.Zero, s.Target.Count)),
                WindowStatement { Kind: WindowKind.Read, Offset: { } offset } s => new Copy(s, new BufferView(s.Whole.Buffer, s.Whole.Offset + offset, s.PartShape.ElementCount), s.Part),
                _ => null,
            };
            return copy is null || copy.Source.Buffer.Role == BufferRole.Log || copy.Target.Buffer.Role == BufferRole.Log || !copy.Target.IsWhole ? null : copy;
        }
    }
}
