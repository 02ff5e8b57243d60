using System.Globalization;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>What the loops of the method keep for their adjoints.</content>
internal sealed partial class SignatureReader
{
    private const int MostStates = 10_000;

    /// <summary>The attributes of the loops that stand in no other loop.</summary>
    public Attrs ReadCheckpoints()
    {
        if (FindAttribute(method.GetAttributes(), KnownNames.Checkpoint) is not { } attribute)
        {
            return Attrs.Empty;
        }

        int? Number(string name) => attribute.NamedArguments.Where(a => a.Key == name).Select(a => a.Value.Value as int?).FirstOrDefault();
        var (slots, every) = (Number("Slots"), Number("Every"));
        string most = MostStates.ToString(CultureInfo.InvariantCulture);
        string? problem = slots is null && every is null ? "[Checkpoint] does not say how many states of a loop are kept"
            : slots is not null && every is not null ? "[Checkpoint] says twice how many states of a loop are kept"
            : (slots ?? every) is not (>= 1 and <= MostStates) ? (slots ?? every)!.Value.ToString(CultureInfo.InvariantCulture) + " is not from 1 to " + most
            : null;
        if (problem is not null)
        {
            Report(DiagnosticIds.CheckpointAttribute, Place(attribute), problem + ". Write [Checkpoint(Slots = 8)] for room for 8 states, that before the first iteration among them, or [Checkpoint(Every = 20)] for every 20th and those of one stretch between two of them; numbers from 1 to " + most + " will do.");
            return Attrs.Empty;
        }

        return (slots is { } states ? StateRoom.ForStates(states) : StateRoom.ForStretches(every!.Value)).On(Attrs.Empty);
    }
}
