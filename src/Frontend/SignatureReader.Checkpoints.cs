using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>What the loops of the method keep for their adjoints.</content>
internal sealed partial class SignatureReader
{
    private const int MostStates = 10_000;

    /// <summary>The attributes of the loops that stand in no other loop. A parameter that says for how many states there is room is at least 1, which becomes a fact.</summary>
    /// <param name="facts">The facts of the method; null for one that declares a derivative, which has the facts of another method.</param>
    public Attrs ReadCheckpoints(List<DeclaredFact>? facts)
    {
        int? Number(AttributeData attribute, string name) => attribute.NamedArguments.Where(a => a.Key == name).Select(a => a.Value.Value as int?).FirstOrDefault();
        var declared = FindAttribute(method.GetAttributes(), KnownNames.Checkpoint);
        var marked = method.Parameters.Where(p => HasAttribute(p, KnownNames.Checkpoint)).ToArray();
        var attribute = declared ?? (marked.Length > 0 ? FindAttribute(marked[0].GetAttributes(), KnownNames.Checkpoint) : null);
        if (attribute is null)
        {
            return Attrs.Empty;
        }

        var (slots, every) = (Number(attribute, "Slots"), Number(attribute, "Every"));
        string most = MostStates.ToString(CultureInfo.InvariantCulture);
        string? problem = (slots is not null && every is not null) || marked.Length > (declared is null ? 1 : 0) ? "[Checkpoint] says twice how many states of a loop are kept"
            : declared is null ? ProblemOf(marked[0], hasNumber: slots is not null || every is not null, facts is not null)
            : slots is null && every is null ? "[Checkpoint] does not say how many states of a loop are kept"
            : (slots ?? every) is not (>= 1 and <= MostStates) ? (slots ?? every)!.Value.ToString(CultureInfo.InvariantCulture) + " is not from 1 to " + most
            : null;
        if (problem is not null)
        {
            Report(DiagnosticIds.CheckpointAttribute, Place(attribute), problem + ". Write [Checkpoint(Slots = 8)] for room for 8 states, that before the first iteration among them, or [Checkpoint(Every = 20)] for every 20th and those of one stretch between two of them; numbers from 1 to " + most + " will do. Or write [Checkpoint] at one int parameter, which then says for how many.");
            return Attrs.Empty;
        }

        if (declared is null)
        {
            var states = DimExpr.Symbol(marked[0].Name);
            facts!.Add(new DeclaredFact(new DimFact(DimExpr.One, DimRelation.LessOrEqual, states), Place(attribute), "[Checkpoint] int " + states + ", so 1 <= " + states));
            return StateRoom.ForStates(states).On(Attrs.Empty);
        }

        return (slots is { } number ? StateRoom.ForStates(number) : StateRoom.ForStretches(every!.Value)).On(Attrs.Empty);
    }

    private static string? ProblemOf(IParameterSymbol parameter, bool hasNumber, bool isMethod) =>
        parameter.Type.SpecialType != SpecialType.System_Int32 ? "'" + parameter.Name + "' is no int, so it cannot say for how many states of a loop there is room"
        : hasNumber ? "'" + parameter.Name + "' says for how many states of a loop there is room, so [Checkpoint] has no number there"
        : !isMethod ? "A method that declares a derivative takes no number of states"
        : null;
}
