using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A carry that an iteration changes through windows only, by a chain of SetAt and AddAt. An adjoint that reads the whole of it does not have a copy kept
/// in each iteration: the windows as they were before are kept, and the reversed loop begins with the last value and puts them back. A window that was
/// added to is kept as well, since taking away what was added is not exact.
/// </summary>
internal sealed class UndoLog
{
    private readonly Shape[] starts;

    private UndoLog(int input, Value[] values, Shape[] starts, TensorType[] windows)
    {
        Input = input;
        Values = values;
        this.starts = starts;
        Windows = windows.Select((type, i) => (values[i], type)).ToArray();
    }

    /// <summary>The carry.</summary>
    public int Input { get; }

    /// <summary>The carry, and what it is after each change.</summary>
    public IReadOnlyList<Value> Values { get; }

    /// <summary>What each change writes over: the array, and the type of the window.</summary>
    public IReadOnlyList<(Value Array, TensorType Type)> Windows { get; }

    /// <summary>The log of a carry; null if an iteration does more to it, or nothing.</summary>
    public static UndoLog? Of(GraphBuilder body, int input, Value before, Value after)
    {
        var (values, starts, windows) = (new List<Value> { after }, new List<Shape>(), new List<TensorType>());
        while (body.NodeOf(values[0]) is { Op: SetAtOp or AddAtOp } change)
        {
            values.Insert(0, change.Inputs[0]);
            starts.Insert(0, change.Attrs.Shape("starts"));
            windows.Insert(0, body.TypeOf(change.Inputs[1]));
        }

        return values.Count > 1 && values[0] == before ? new UndoLog(input, values.ToArray(), starts.ToArray(), windows.ToArray()) : null;
    }

    /// <summary>The windows as they were, read where the changes are.</summary>
    public IEnumerable<Value> Read(GraphBuilder body) => Windows.Select((w, i) => body.ReadAt(w.Array, starts[i], w.Type.Shape));

    /// <summary>Goes back from the value after all changes to the one before; all between are then there too.</summary>
    /// <param name="b">The builder of the adjoint.</param>
    /// <param name="after">The value after all changes.</param>
    /// <param name="available">By the body's values what they are in the adjoint, the windows among them.</param>
    /// <param name="body">The builder of the body.</param>
    public Value Restore(GraphBuilder b, Value after, Dictionary<Value, Value> available, GraphBuilder body)
    {
        var windows = Read(body).ToArray();
        for (int i = starts.Length; i > 0; i--)
        {
            available[Values[i]] = after;
            after = b.SetAt(after, available[windows[i - 1]], starts[i - 1]);
        }

        return available[Values[0]] = after;
    }
}
