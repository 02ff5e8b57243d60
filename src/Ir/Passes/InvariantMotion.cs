using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Moves what is the same in each iteration out of a loop. It may then be computed for a loop that never runs, so it must be unable to fail there, and its shape
/// rule must hold by what is known outside. Repetitions, constants and windows cost nothing where they are read and stay where they are.
/// </summary>
internal static class InvariantMotion
{
    /// <summary>Emits before the loop what can be computed there.</summary>
    /// <param name="b">The builder of what is around the loop.</param>
    /// <param name="region">A region of the loop.</param>
    /// <param name="index">The index of the loop.</param>
    /// <param name="outside">The value outside that an input of the region is; null if it differs between iterations.</param>
    /// <returns>Values of the region, and what they are outside.</returns>
    public static Dictionary<Value, Value> Move(GraphBuilder b, Graph region, string index, Func<int, Value?> outside)
    {
        var known = new Dictionary<Value, Value>();
        var moved = new Dictionary<Value, Value>();
        if (region.Guards.Count > 0)
        {
            // What a guard of the region promises is not promised outside.
            return moved;
        }

        foreach (var node in region.Nodes)
        {
            if (node.Op is InputOp)
            {
                if (outside(node.Attrs.Int("index")) is { } value)
                {
                    known.Add(node.Out(), value);
                }
            }
            else if (CannotFail(node) && node.Inputs.All(known.ContainsKey) && !Mentions(node, index) && HoldsOutside(b, region, node))
            {
                var value = b.Clone(node, node.Inputs.Select(v => known[v]).ToArray())[0];
                known.Add(node.Out(), value);
                if (!IsFree(node) && b.NodeOf(value).Op.Class != OpClass.Source)
                {
                    moved.Add(node.Out(), value);
                }
            }
        }

        return moved;
    }

    /// <summary>Whether an op has a value for all operands of its shapes. Factorisations meet matrices that have none, regions may do so or may not end.</summary>
    public static bool CannotFail(Node node) => node.Op is not NestedOp and not FactorOp and not CholeskyOp and not ConvergedOp and not UndefinedOp;

    private static bool IsFree(Node node) => node.Op.Class == OpClass.Source || node.Op is BroadcastOp or ReshapeOp or ReadAtOp;

    private static bool Mentions(Node node, string index)
    {
        bool found = node.Types.Any(t => t.Mentions(index));
        node.Attrs.MapDims(d =>
        {
            found |= d.Symbols.Contains(index);
            return d;
        });
        return found;
    }

    /// <summary>Whether the shape rule has nothing to ask that is open outside, where perhaps no iteration runs.</summary>
    private static bool HoldsOutside(GraphBuilder b, Graph region, Node node)
    {
        bool isOpen = false;
        var asked = new GraphBuilder(region.Name) { Facts = b.Facts, OnGuard = (_, _) => isOpen = true };
        try
        {
            var types = node.Op.Infer(new InferContext(node.Op.Name, node.Inputs.Select(region.TypeOf).ToArray(), node.Attrs, asked));
            return !isOpen && types.SelectMany(t => t.Shape).All(d => DimExpr.DimLessOrEqual(DimExpr.Zero, d, b.Facts).Decision == DimDecision.Yes);
        }
        catch (ShapeError)
        {
            return false;
        }
    }
}
