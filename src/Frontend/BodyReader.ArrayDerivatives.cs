using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>
/// Derivatives by arrays and by what stands in them. To the graph an array is one tensor for each tensor of an element, and everything that reads an element is
/// a window of it; so the derivative by an element is a window of the derivative by all, and nothing that was read from the same element elsewhere is missing.
/// That holds where each element is a value of its own: in arrays that the method is given, and in those that a call returns.
/// </content>
internal sealed partial class BodyReader
{
    private const string MadeHere = "' is an array that is made in this method, or a part of one, and its elements may be values of other arrays as well, so a part of the derivative could be missing. Differentiate by an array that is a parameter or that a call returns, or by the values that the elements are made of; what is done in a loop with an array that changes is a method of its own, to which it is passed.";

    /// <summary>Tensors that are windows of those of an array.</summary>
    private readonly Dictionary<string, Window> windows = new(StringComparer.Ordinal);

    /// <summary>What calls have returned.</summary>
    private readonly HashSet<string> returned = new(StringComparer.Ordinal);

    /// <summary>A part of the rows of a tensor; without a number one row, whose first axis goes away.</summary>
    private sealed class Window(TensorValue rows, DimExpr start, DimExpr? count)
    {
        public TensorValue Rows { get; } = rows;

        public DimExpr Start { get; } = start;

        public DimExpr? Count { get; } = count;
    }

    /// <summary>A tensor that is differentiated by, with the windows that it is of the tensor of an array, the last of which is one of that.</summary>
    private sealed class Leaf(IOperation place, string text, Value own)
    {
        public IOperation Place { get; } = place;

        public string Text { get; } = text;

        public Value Own { get; } = own;

        public List<Window> Windows { get; } = [];
    }

    private void Remember(FrontendValue array, FrontendValue part, DimExpr start, DimExpr? count)
    {
        if (differentiates)
        {
            foreach (var (rows, window) in LoopState.Flatten(array).Zip(LoopState.Flatten(part), (r, w) => ((TensorValue)r, (TensorValue)w)))
            {
                var (value, owner) = builder.Origin(In(window));
                windows[Place((value, owner))] = new Window(rows, start, count);
                if (owner.NodeOf(value) is { Op: HandleOp } handle)
                {
                    paths.AddRow(handle);
                }
            }
        }
    }

    /// <summary>The tensors of what is differentiated by, in order; null after an error.</summary>
    private List<Leaf>? Leaves(IOperation invocation, IEnumerable<(IOperation Place, FrontendValue Value)> by)
    {
        var leaves = new List<Leaf>();
        return by.All(b => Add(b.Place, Excerpt(b.Place.Syntax), b.Value, inArray: false)) ? leaves : null;

        bool Add(IOperation place, string text, FrontendValue value, bool inArray)
        {
            switch (value)
            {
                case ListValue { Items: var items }:
                    return items.Select((item, i) => Element(place, i) is var at && ReferenceEquals(at, place) ? Add(place, text, item, inArray) : Add(at, Excerpt(at.Syntax), item, inArray)).All(added => added);
                case RecordValue { Record: var record, Items: var items }:
                    return items.Select((item, i) => Add(place, text + "." + record.All[i].Name, item, inArray)).All(added => added);
                case ArrayValue { Parts: var parts }:
                    return Add(place, text, parts[0], inArray: true);
            }

            if (AsNumber(value) is not { } number)
            {
                Unsupported(invocation);
                return false;
            }

            var leaf = new Leaf(place, text, value is TensorValue tensor ? In(tensor) : number);
            var x = leaf.Own;
            for (; windows.TryGetValue(Place(builder.Origin(x)), out var window); x = In(window.Rows))
            {
                leaf.Windows.Add(window);
            }

            leaves.Add(leaf);
            if ((inArray || leaf.Windows.Count > 0) && !IsOneByOne(x))
            {
                Refused(place, "'" + text + MadeHere);
                return false;
            }

            return true;
        }
    }

    /// <summary>Whether each element of an array is a value of its own.</summary>
    private bool IsOneByOne(Value stacked)
    {
        var (value, owner) = builder.Origin(stacked);
        return (owner.Parent is null && owner.NodeOf(value).Op is InputOp) || returned.Contains(Place((value, owner)));
    }

    /// <summary>The tensor that a derivative is taken by: that of the array which it is a window of, or it itself.</summary>
    private Value SourceOf(Leaf leaf) => leaf.Windows.Count == 0 ? leaf.Own : In(leaf.Windows[leaf.Windows.Count - 1].Rows);

    /// <summary>The part of a gradient that belongs to a tensor.</summary>
    private FrontendValue PartOf(Leaf leaf, FrontendValue gradient) => Enumerable.Reverse(leaf.Windows).Aggregate(gradient, (g, w) => Windows(g, w.Start, w.Count));

    /// <summary>The direction in which the tensor of the array moves when a part of it does.</summary>
    private Value DirectionOf(Leaf leaf, Value direction)
    {
        foreach (var window in leaf.Windows)
        {
            var rows = In(window.Rows);
            var shape = builder.ShapeOf(rows);
            var moved = builder.Reshape(direction, Shape.Of(shape.Select((dim, axis) => axis == 0 ? window.Count ?? DimExpr.One : dim).ToArray()));
            direction = builder.SetAt(builder.ZeroLike(rows), moved, Shape.Of(shape.Select((_, axis) => axis == 0 ? window.Start : DimExpr.Zero).ToArray()));
        }

        return direction;
    }

    /// <summary>What has the form of what was differentiated by, made of the derivatives; an array of them is a new one.</summary>
    private static FrontendValue Formed(FrontendValue like, IEnumerator<FrontendValue> derivatives)
    {
        if (like.Parts.Count == 0 && like is not ListValue)
        {
            derivatives.MoveNext();
            return derivatives.Current;
        }

        var parts = like.Parts.Select(p => Formed(p, derivatives)).ToArray();
        return like is ArrayValue ? new ArrayValue(parts[0]) : like.With(parts);
    }
}
