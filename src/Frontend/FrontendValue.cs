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

    private sealed class PoisonValue : FrontendValue;
}

/// <summary>A tensor, or a number that depends on a parameter (rank 0).</summary>
internal sealed class TensorValue(Value value) : FrontendValue
{
    public Value Value { get; } = value;
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

internal sealed class TextValue(string text) : FrontendValue
{
    public string Text { get; } = text;
}

/// <summary>A tuple, or the elements of an array that is passed on as it stands.</summary>
internal sealed class ListValue(IReadOnlyList<FrontendValue> items) : FrontendValue
{
    public IReadOnlyList<FrontendValue> Items { get; } = items;
}

/// <summary>A record; its members in the order of <see cref="RecordMembers.All"/>.</summary>
internal sealed class RecordValue(RecordMembers record, IReadOnlyList<FrontendValue> items) : FrontendValue
{
    public RecordMembers Record { get; } = record;

    public IReadOnlyList<FrontendValue> Items { get; } = items;

    public FrontendValue this[ISymbol member] => Record.IndexOf(member) is >= 0 and var index ? Items[index] : Poison;

    public RecordValue With(int index, FrontendValue item)
    {
        var items = Items.ToArray();
        items[index] = item;
        return new RecordValue(Record, items);
    }
}
