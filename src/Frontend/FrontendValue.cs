using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>What an expression of a method body stands for while it is read.</summary>
internal abstract class FrontendValue
{
    /// <summary>The value of an expression that was reported already; nothing more is said about it.</summary>
    public static readonly FrontendValue Poison = new PoisonValue();

    /// <summary>The elements of a tuple, the members of a record, or what an array is stored as.</summary>
    public virtual IReadOnlyList<FrontendValue> Parts => [];

    /// <summary>The same tuple, record or array made of other parts.</summary>
    public virtual FrontendValue With(IReadOnlyList<FrontendValue> parts) => this;

    private sealed class PoisonValue : FrontendValue;
}

/// <summary>A tensor, a number that depends on a parameter (rank 0), or a truth value that is known only when it runs.</summary>
/// <param name="value">The value in the graph.</param>
/// <param name="owner">The builder of the graph or region that it belongs to; regions inside of it import it.</param>
internal sealed class TensorValue(Value value, GraphBuilder owner) : FrontendValue
{
    public Value Value { get; } = value;

    public GraphBuilder Owner { get; } = owner;

    public TensorType Type => Owner.TypeOf(Value);
}

/// <summary>A floating-point constant.</summary>
internal sealed class NumberValue(double number) : FrontendValue
{
    public double Number { get; } = number;
}

/// <summary>An integer: a dimension expression.</summary>
internal sealed class DimValue(DimExpr dim) : FrontendValue
{
    public DimExpr Dim { get; } = dim;
}

internal sealed class FlagValue(bool flag) : FrontendValue
{
    public bool Flag { get; } = flag;
}

/// <summary>A condition on sizes that the facts do not decide.</summary>
/// <param name="truth">Makes its truth value, which is computed when it runs.</param>
/// <param name="report">Says why it is not decided, where it would have to be.</param>
internal sealed class OpenFlag(Func<GraphBuilder, Value> truth, Action report) : FrontendValue
{
    public Func<GraphBuilder, Value> Truth { get; } = truth;

    public Action Report { get; } = report;
}

/// <summary>What a variable holds that cannot be said of its value: it is an error to read it, and none to overwrite it.</summary>
internal sealed class UnknownValue(string reason) : FrontendValue
{
    public string Reason { get; } = reason;
}

internal sealed class TextValue(string text) : FrontendValue
{
    public string Text { get; } = text;
}

/// <summary>A tuple, or the elements of an array that is passed on as it stands.</summary>
internal sealed class ListValue(IReadOnlyList<FrontendValue> items) : FrontendValue
{
    public IReadOnlyList<FrontendValue> Items { get; } = items;

    public override IReadOnlyList<FrontendValue> Parts => Items;

    public override FrontendValue With(IReadOnlyList<FrontendValue> parts) => new ListValue(parts);
}

/// <summary>An array of tensors, records or tuples: what one element is made of, with the elements of the array along a first axis of each tensor.</summary>
/// <param name="stacked">What one element is made of, stacked.</param>
/// <param name="isGiven">Whether it may be an array that the method was given, which somebody else has too.</param>
internal sealed class ArrayValue(FrontendValue stacked, bool isGiven = false) : FrontendValue
{
    public bool IsGiven { get; } = isGiven;

    public override IReadOnlyList<FrontendValue> Parts { get; } = [stacked];

    public override FrontendValue With(IReadOnlyList<FrontendValue> parts) => new ArrayValue(parts[0], IsGiven);
}

/// <summary>A record; its members in the order of <see cref="RecordMembers.All"/>.</summary>
internal sealed class RecordValue(RecordMembers record, IReadOnlyList<FrontendValue> items) : FrontendValue
{
    public RecordMembers Record { get; } = record;

    public IReadOnlyList<FrontendValue> Items { get; } = items;

    public override IReadOnlyList<FrontendValue> Parts => Items;

    public override FrontendValue With(IReadOnlyList<FrontendValue> parts) => new RecordValue(Record, parts);

    public FrontendValue this[ISymbol member] => Record.IndexOf(member) is >= 0 and var index ? Items[index] : Poison;

    public RecordValue With(int index, FrontendValue item)
    {
        var items = Items.ToArray();
        items[index] = item;
        return new RecordValue(Record, items);
    }
}
