using System;

namespace Costate.Ir;

/// <summary>
/// For how many states of a loop there is room while it is reversed: a number, or an integer parameter (attribute slots), or as many as it takes to keep every n-th state and
/// those of one stretch between two of them (attribute every).
/// </summary>
internal readonly struct StateRoom
{
    private StateRoom(DimExpr slots, int every)
    {
        Slots = slots;
        Every = every;
    }

    /// <summary>The number of states; 0 if it follows from the number of iterations.</summary>
    public DimExpr Slots { get; }

    /// <summary>The length of a stretch; 0 if a number is given.</summary>
    public int Every { get; }

    /// <summary>Room for a number of states.</summary>
    public static StateRoom ForStates(DimExpr slots) => new(slots, 0);

    /// <summary>Room for every n-th state and those between two of them.</summary>
    public static StateRoom ForStretches(int every) => new(0, every);

    /// <summary>What the attributes of a loop say; null if it keeps what its adjoint reads.</summary>
    public static StateRoom? Of(Attrs attrs) => attrs.Has("slots") ? ForStates(attrs.Dim("slots")) : attrs.Has("every") ? ForStretches(attrs.Int("every")) : null;

    /// <summary>Says so in the attributes of a loop.</summary>
    public Attrs On(Attrs attrs) => Every > 0 ? attrs.With("every", (long)Every) : Slots.TryGetConstant(out long number) ? attrs.With("slots", number) : attrs.With("slots", Slots);

    /// <summary>The attributes of a loop that keeps what its adjoint reads.</summary>
    public static Attrs Off(Attrs attrs) => attrs.Without("slots", "every");

    /// <summary>The states for a loop of some length.</summary>
    public static long For(long count, long slots, long every) => every > 0 ? ((count + every - 1) / every) + every - 1 : slots;

    /// <summary>The same as a formula.</summary>
    public DimExpr For(DimExpr count) => Every > 0 ? DimExpr.FloorDiv(count + (Every - 1), Every) + (Every - 1) : Slots;
}
