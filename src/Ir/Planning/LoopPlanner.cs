using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Turns a cluster of elementwise nodes into a loop: merges axes, numbers operands, lists the body.</summary>
/// <param name="isRepeated">
/// Whether the loop is part of another one. Elsewhere the tail of a row runs once for a call, and that several programs share a kernel is worth more than
/// what its masks cost.
/// </param>
internal sealed class LoopPlanner(Graph graph, ValueAccess access, Fusion fusion, Storage storage, PlanNames methodNames, bool isRepeated)
{
    public LoopStatement Plan(Cluster cluster, ulong serves, ulong needsCt, IReadOnlyList<int> lines)
    {
        var shape = graph.Nodes[cluster.Last].Types[0].Shape;
        var inputs = new List<AccessPath>();
        var outputs = new List<int>();
        var results = new List<LoopRef>();
        var body = new List<LoopOp>();
        var refs = new Dictionary<int, LoopRef>();
        var names = PlanNames.ForLoop();
        foreach (int id in cluster.Members)
        {
            var node = graph.Nodes[id];
            if (IsFoldedNeg(cluster, node))
            {
                continue;
            }

            refs[id] = Op(cluster, node, inputs, body, refs, names);
            if (fusion.Leaves(id))
            {
                outputs.Add(id);
                results.Add(refs[id]);
            }
        }

        var axes = fusion.AxesOf(cluster, cluster.Sums);
        results.AddRange(cluster.Updates.Select(u => refs[fusion.Written(u)]));
        int[] rowSums = cluster.Sums.Where(sum => fusion.IsRowSum(cluster, sum)).ToArray(), columnSums = cluster.Sums.Except(rowSums).ToArray();
        results.AddRange(columnSums.Select(sum => refs[graph.Nodes[sum].Inputs[0].Node]));
        var loop = new LoopStatement(
            axes.Outer,
            axes.Rows,
            axes.Cols,
            inputs.Select(p => p.Number is { } n ? new LoopOperand(n, axes.Outer.Count) : Operand(storage.Of(p.Root), p.Offset, p.Strides, axes, needed: BufferRoom.Read)).ToArray(),
            [
                .. outputs.Select(o => Operand(storage.Of(o), DimExpr.Zero, ValueAccess.RowMajor(shape), axes, needed: axes.IsOneRow ? BufferRoom.Write : null)),
                .. cluster.Updates.Select(u => Operand(storage.Of(u), ValueAccess.WindowOffset(graph.Nodes[u]), ValueAccess.RowMajor(shape), axes, needed: axes.IsOneRow && PaddedRows.IsPadded(graph.Nodes[u]) ? BufferRoom.None : null, graph.Nodes[u].Op is AddAtOp ? LoopAccess.Add : LoopAccess.Set)),
                .. columnSums.Select(sum => Operand(storage.Of(sum), DimExpr.Zero, fusion.SumStrides(sum), axes, needed: null, LoopAccess.Add)),
            ],
            body,
            results)
        {
            Serves = serves,
            NeedsCt = needsCt,
            Lines = lines,
            RowSum = rowSums.Length == 0 ? null : new RowSum(Operand(storage.Of(rowSums[0]), DimExpr.Zero, fusion.SumStrides(rowSums[0]), axes, needed: null), refs[graph.Nodes[rowSums[0]].Inputs[0].Node]),
            IsHeavy = LoopWeight.Of(graph, cluster.Members) > LoopWeight.Heavy,
        };
        if (loop.IsScalar)
        {
            NameVariables(body, results);
        }

        return loop;
    }

    // Plain arithmetic is one expression, with variables for what it needs twice, or must know before it writes.
    private void NameVariables(List<LoopOp> body, List<LoopRef> results)
    {
        for (int i = 0; i < body.Count; i++)
        {
            bool IsThis(LoopRef r) => r.Kind == LoopRefKind.Local && r.Index == i;
            int uses = body.Sum(op => op.Operands.Count(IsThis)) + results.Count(IsThis);
            bool isVariable = uses > 1 || (results.Count > 1 && results.Any(IsThis));
            body[i] = new LoopOp(body[i].Op, body[i].Operands, isVariable ? methodNames.Take(body[i].Name.TrimStart('@')) : string.Empty);
        }
    }

    private LoopRef Op(Cluster cluster, Node node, List<AccessPath> inputs, List<LoopOp> body, Dictionary<int, LoopRef> refs, PlanNames names)
    {
        LoopRef Operand(int value) => refs.TryGetValue(value, out var known) ? known : Read(access.Path(value), inputs);
        if (node.Op.Class != OpClass.Elementwise)
        {
            return Read(access.Path(node.Id), inputs);
        }

        int[] operands = node.Inputs.Select(v => v.Node).ToArray();
        if (node.Op is StopOp || (node.Op is ConvertOp && node.Types[0].DType != DType.Bool))
        {
            return Operand(operands[0]);
        }

        LoopRef[] arguments;
        string op = node.Op.Name;
        if (node.Op is ConvertOp)
        {
            (op, arguments) = (CompareOp.NotEqual.Name, [Operand(operands[0]), LoopRef.Number(0)]);
        }
        else if (node.Op is AddOp && FoldedNeg(cluster, node) is >= 0 and var side)
        {
            (op, arguments) = ("Sub", [Operand(operands[1 - side]), Operand(graph.Nodes[operands[side]].Inputs[0].Node)]);
        }
        else
        {
            arguments = operands.Select(Operand).ToArray();
        }

        body.Add(new LoopOp(op, arguments, names.Take(Storage.NameOf(node))));
        return LoopRef.Local(body.Count - 1);
    }

    private static LoopRef Read(AccessPath path, List<AccessPath> inputs)
    {
        if (path.Constant is { } constant)
        {
            return LoopRef.Number(constant);
        }

        int index = inputs.FindIndex(p => p.Root == path.Root && Equals(p.Number, path.Number) && p.Offset.Equals(path.Offset) && (path.Number is not null || p.Strides.SequenceEqual(path.Strides)));
        if (index < 0)
        {
            index = inputs.Count;
            inputs.Add(path);
        }

        return LoopRef.Input(index);
    }

    // a + (-b) is a - b to the bit.
    private int FoldedNeg(Cluster cluster, Node add)
    {
        for (int side = 1; side >= 0; side--)
        {
            var operand = graph.NodeOf(add.Inputs[side]);
            if (operand.Op is NegOp && fusion.ClusterOf(operand.Id) == cluster.Id && access.Users(operand.Id).Count == 1 && !fusion.Leaves(operand.Id))
            {
                return side;
            }
        }

        return -1;
    }

    private bool IsFoldedNeg(Cluster cluster, Node node)
    {
        if (node.Op is not NegOp || access.Users(node.Id).Count != 1 || fusion.Leaves(node.Id))
        {
            return false;
        }

        var user = graph.Nodes[access.Users(node.Id)[0]];
        return user.Op is AddOp && FoldedNeg(cluster, user) is >= 0 and var side && user.Inputs[side].Node == node.Id;
    }

    /// <param name="needed">The room behind the buffer that lets vectors go beyond a row; null if there are other rows or elements, which must stay as they are.</param>
    private LoopOperand Operand(PlanBuffer buffer, DimExpr offset, DimExpr[] strides, LoopAxes axes, BufferRoom? needed, LoopAccess access = LoopAccess.Whole)
    {
        DimExpr Stride(int axis) => axis < 0 ? DimExpr.Zero : strides[axis];
        bool isAlongColumns = axes.ColAxis < 0 || strides[axes.ColAxis].Equals(DimExpr.One);
        return new LoopOperand(buffer, offset, axes.OuterAxes.Select(Stride).ToArray(), Stride(axes.RowAxis), isAlongColumns)
        {
            Access = access,
            HasRoom = isRepeated && isAlongColumns && buffer.Room >= needed,
        };
    }
}
