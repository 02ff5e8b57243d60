using System.Globalization;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>What the loops of the method keep for their adjoints.</content>
internal sealed partial class SignatureReader
{
    private const int MaxSlots = 10_000;

    /// <summary>The attributes of the loops that stand in no other loop.</summary>
    private Attrs ReadCheckpoints()
    {
        if (FindAttribute(method.GetAttributes(), KnownNames.Checkpoint) is not { } attribute)
        {
            return Attrs.Empty;
        }

        int? slots = attribute.NamedArguments.Where(a => a.Key == "Slots").Select(a => a.Value.Value as int?).FirstOrDefault();
        if (slots is >= 1 and <= MaxSlots)
        {
            return Attrs.Empty.With(Checkpoints.Slots, (long)slots.Value);
        }

        Report(
            DiagnosticIds.CheckpointAttribute,
            Place(attribute),
            (slots is { } number ? "There cannot be room for " + number.ToString(CultureInfo.InvariantCulture) + " states" : "[Checkpoint] does not say for how many states there is room")
                + ". Write [Checkpoint(Slots = 8)], for instance: any number from 1, the state before the first iteration, to " + MaxSlots.ToString(CultureInfo.InvariantCulture) + ".");
        return Attrs.Empty;
    }
}
