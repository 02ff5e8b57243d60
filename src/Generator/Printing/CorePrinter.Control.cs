using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>Loops and branches.</content>
internal sealed partial class CorePrinter
{
    private const string Poll = "token.ThrowIfCancellationRequested();";

    private void Iteration(IterationStatement s)
    {
        Begin(s);
        if (s.Condition is var (_, truth))
        {
            Declare(truth);
        }

        if (s.First is { } opening)
        {
            Keeping(s, opening);
        }

        string index = plans.DimName(s.Index);
        Head(s, index);
        if (s.Condition is var (condition, holds))
        {
            Region(condition);
            writer.Open("if (" + holds.Name + "[0] == 0)");
            if (s.CountedIn is { } trips)
            {
                writer.Line(View(trips) + "[0] = Count<" + element + ">(" + index + ");");
            }

            writer.Line("break;");
            writer.Close();
            writer.Blank();
        }

        Guards(s.Body.Guards);
        foreach (var entry in s.Entries)
        {
            View(entry, index);
        }

        if (s.First is { } first)
        {
            Keep(s, first);
        }

        Region(s.Body, guarded: false);
        Moves(s.Body, k => s.Carries[k].Current);
        writer.Close();
        End(s);
    }

    /// <summary>The states that are kept lie in blocks that are as long as the loop needs. These stay until it has been reversed.</summary>
    private void Keeping(IterationStatement s, FirstRun first)
    {
        string replay = Names.Services + "Replay";
        string how = s.Condition is null ? "Keep(" + Count(s) + ", " + Room(first.Room) + ")" : "KeepOpen(" + Room(first.Room) + (first.Limit is { } limit ? ", most: " + Dim(limit) : string.Empty) + ")";
        writer.Line("using " + replay + " " + first.Order + " = " + replay + "." + how + ";");
        foreach (var state in first.States)
        {
            Rent(state, first.Order);
        }
    }

    private void Keep(IterationStatement s, FirstRun first)
    {
        writer.Line(first.Order + ".Pass();");
        writer.Open("if (" + first.Order + ".Keeps >= 0)");
        for (int k = 0; k < first.States.Count; k++)
        {
            writer.Line(first.Carries[k].Name + ".CopyTo(" + Kept(first.States[k], first.Order + ".Keeps") + ");");
        }

        writer.Close();
        if (s.Condition is null)
        {
            writer.Open("else if (" + first.Order + ".Holds)");
            for (int k = 0; k < first.States.Count; k++)
            {
                writer.Line(first.Carries[k].Name + ".CopyTo(" + first.States[k].Current.Name + ");");
            }

            writer.Close();
        }

        writer.Blank();
    }

    private void Rent(StatePlan state, string order) =>
        writer.Line("using " + Names.Services + "ScratchBlock<" + element + "> " + state.Kept + " = " + Names.Scratch + ".Rent<" + element + ">(checked(" + order + ".Slots * " + Dim(state.Current.Count) + "));");

    private string Kept(StatePlan state, string slot) => state.Kept + ".Span.Slice(" + slot + " * " + Dim(state.Current.Count) + ", " + Dim(state.Current.Count) + ")";

    private string Room(StateRoom room) => room.Every > 0 ? "every: " + Text(room.Every) : "slots: " + Dim(room.Slots);

    private void Replay(ReplayStatement s)
    {
        string order = s.Order, index = plans.DimName(s.Reversed.Index), replay = Names.Services + "Replay";
        Begin(s.Reversed);
        Declare(s.Advance);
        writer.Open();
        if (s.First is null)
        {
            writer.Line("using " + replay + " " + order + " = " + replay + ".Begin(" + Count(s.Reversed) + ", " + Room(s.Room) + ");");
            foreach (var state in s.States)
            {
                Rent(state, order);
                writer.Line(View(state.Begin) + ".CopyTo(" + state.Kept + ".Span);");
            }
        }
        else
        {
            writer.Line(order + ".Turn(" + Count(s.Reversed) + ");");
        }

        writer.Blank();
        writer.Open("while (" + order + ".Next())");
        writer.Open("if (" + order + ".Restores)");
        foreach (var state in s.States)
        {
            writer.Line(Kept(state, order + ".Slot") + ".CopyTo(" + state.Current.Name + ");");
        }

        writer.Close();
        writer.Blank();
        writer.Open("for (int " + index + " = " + order + ".From; " + index + " < " + order + ".To; " + index + "++)");
        writer.Line(Poll);
        lastComment = string.Empty;
        Region(s.Advance);
        Moves(s.Advance, k => s.States[k].Current);
        writer.Close();
        writer.Blank();
        writer.Open("if (" + order + ".Keeps >= 0)");
        foreach (var state in s.States)
        {
            writer.Line(state.Current.Name + ".CopyTo(" + Kept(state, order + ".Keeps") + ");");
        }

        writer.Close();
        writer.Open("else");
        writer.Line("int " + index + " = " + order + ".To;");
        lastComment = string.Empty;
        Region(s.Reversed.Body);
        Moves(s.Reversed.Body, k => s.Reversed.Carries[k].Current);
        writer.Close();
        writer.Close();
        writer.Close();
        End(s.Reversed);
    }

    private void Begin(IterationStatement s)
    {
        foreach (var view in s.Views)
        {
            View(view);
        }

        foreach (var carry in s.Carries)
        {
            Begin(carry);
        }

        Declare(s.Body);
    }

    private void End(IterationStatement s)
    {
        // Entries are found by the index of their iteration, and these were written from the last one down.
        foreach (var stack in s.Entries.Where(e => s.Reverse && e.Source.Buffer.Role == BufferRole.Log && e.Name.Writable).Select(e => e.Source.Buffer.Name))
        {
            writer.Line(stack + ".Reverse();");
        }

        foreach (var carry in s.Carries)
        {
            if (carry.Current != carry.Result)
            {
                writer.Line("if (" + carry.Current.Name + " != " + View(carry.Result) + ") " + carry.Current.Name + ".CopyTo(" + View(carry.Result) + ");");
            }
        }

        lastComment = string.Empty;
    }

    private void Declare(RegionPlan region)
    {
        foreach (var move in region.Moves.Where(m => m.Mode == CarryMode.Swap))
        {
            Declare(move.Buffer);
        }
    }

    private void Moves(RegionPlan region, System.Func<int, PlanBuffer> current)
    {
        foreach (var move in region.Moves)
        {
            Move(current(move.Output), move);
        }
    }

    /// <summary>The number of iterations; empty if a condition decides.</summary>
    private string Count(IterationStatement s) => s.Count is { } known ? Dim(known) : s.Trips is { } trips ? "Count(" + View(trips) + ")" : string.Empty;

    private void Head(IterationStatement s, string index)
    {
        string count = Count(s);
        if (count.Length == 0)
        {
            // The counter is the loop's own: the loop that runs in the other direction has one of the same name.
            writer.Open("for (int " + index + " = 0; ; " + index + "++)");
        }
        else if (s.Reverse)
        {
            writer.Open("for (int " + index + " = " + count + " - 1; " + index + " >= 0; " + index + "--)");
        }
        else
        {
            writer.Open("for (int " + index + " = 0; " + index + " < " + count + "; " + index + "++)");
        }

        writer.Line(Poll);
        lastComment = string.Empty;
    }

    // The variable of a carry whose result is not in the arena is its own, and begins there.
    private void Begin(CarryPlan carry)
    {
        if (carry.Begin is { } begin)
        {
            writer.Line(View(begin) + ".CopyTo(" + View(carry.Result) + ");");
        }
        else if (carry.Fill is { } value)
        {
            Fill(carry.Result, value);
        }

        if (carry.Current != carry.Result)
        {
            writer.Line(Names.Span + "<" + element + "> " + carry.Current.Name + " = " + View(carry.Result) + "; // " + carry.Current.Shape);
        }
    }

    private void Move(PlanBuffer current, CarryMove move)
    {
        if (move.Mode == CarryMode.PointTo)
        {
            writer.Line(current.Name + " = " + View(move.Buffer) + ";");
        }
        else if (move.Mode == CarryMode.Swap)
        {
            writer.Line("Swap(ref " + current.Name + ", ref " + move.Buffer.Name + ");");
        }
    }

    private void Branch(BranchStatement s)
    {
        foreach (var view in s.Views)
        {
            View(view);
        }

        writer.Open("if (" + View(s.Condition) + "[0] != 0)");
        lastComment = string.Empty;
        Region(s.WhenTrue);
        writer.Close();
        if (s.WhenFalse.Statements.Count > 0 || s.WhenFalse.Guards.Count > 0)
        {
            writer.Open("else");
            lastComment = string.Empty;
            Region(s.WhenFalse);
            writer.Close();
        }

        writer.Blank();
        lastComment = string.Empty;
    }

    private void Region(RegionPlan region, bool guarded = true)
    {
        if (guarded)
        {
            Guards(region.Guards);
        }

        Arena(region.Arena);
        foreach (var place in region.Places)
        {
            writer.Line("int " + place.Name + " = " + Inside(place.Value) + ";");
        }

        places.AddRange(region.Places);
        Statements(region.Statements);
        places.RemoveRange(places.Count - region.Places.Count, region.Places.Count);
    }

    private void Guards(IReadOnlyList<Guard> guards)
    {
        foreach (var guard in guards)
        {
            string relation = guard.Relation == GuardRelation.Equal ? " != " : " > ";
            writer.Line("if (" + Dim(guard.Left) + relation + Dim(guard.Right) + ") throw Instance.Broken(" + Quote(guard.Id) + ", " + Quote(guard.Message) + ", " + Quote(guard.ToString()) + ", " +
                string.Join(", ", guard.Left.Symbols.Concat(guard.Right.Symbols).Distinct().OrderBy(n => n, System.StringComparer.Ordinal).Select(n => "(" + Quote(n) + ", " + plans.DimName(n) + ")")) + ");");
        }
    }

    private void View(LocalView view) => View(view, null);

    /// <summary>A view, or the entry of a stack at an index.</summary>
    private void View(LocalView view, string? index)
    {
        if (view.Source.Buffer.Role == BufferRole.Log && index is not null)
        {
            bool isGroup = view.Name.Role == BufferRole.Log;
            string entry = (isGroup, view.Name.Writable) switch
            {
                (true, true) => ".Open()",
                (true, false) => ".Group(" + index + ")",
                (false, true) => ".Push(" + Dim(view.Source.Count) + ")",
                _ => "[" + index + "]",
            };
            string type = isGroup ? Names.Services + "StackView" : view.Name.Writable ? Names.Span : Names.ReadOnlySpan;
            writer.Line(type + "<" + element + "> " + view.Name.Name + " = " + view.Source.Buffer.Name + entry + "; // " + view.Name.Shape);
            return;
        }

        string kind = view.Name.Writable ? Names.Span : Names.ReadOnlySpan;
        writer.Line(kind + "<" + element + "> " + view.Name.Name + " = " + View(view.Source) + "; // " + view.Name.Shape);
    }

    private void Declare(PlanBuffer buffer)
    {
        if (buffer.Role == BufferRole.Log)
        {
            string rented = buffer.Name.TrimStart('@') + "Stack";
            writer.Line("using " + Names.Services + "RaggedStack<" + element + "> " + rented + " = " + Names.Services + "RaggedStack<" + element + ">.Rent(" + Text(buffer.Levels) + ");");
            writer.Line(Names.Services + "StackView<" + element + "> " + buffer.Name + " = " + rented + ".All;");
            return;
        }

        writer.Line(Names.Span + "<" + element + "> " + buffer.Name + " = " + buffer.Arena!.Name + ".Slice(" + Slot(buffer.Arena, buffer.Index) + ", " + Inside(buffer.Count) + ");");
    }

    private void Fill(PlanBuffer target, double value)
    {
        bool isZero = value == 0 && !double.IsNegativeInfinity(1 / value);
        writer.Line(View(target) + (isZero ? ".Clear();" : ".Fill(" + Literal(value) + ");"));
    }
}
