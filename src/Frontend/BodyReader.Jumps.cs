using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>
/// Jumps: return, break and continue. A graph has none, so a jump sets a flag, and what follows in its range runs only where no flag is set: it
/// stands in the branch that was not left, or in one of its own.
/// </content>
internal sealed partial class BodyReader
{
    /// <summary>Where jumps may lead from here, outermost first.</summary>
    private readonly List<Target> targets = [];

    /// <summary>The method, or the local function that is read in its place.</summary>
    private Function function = new();

    /// <summary>The end of a loop, of an iteration, of a switch or of a function.</summary>
    /// <param name="key">The label, or the function; under it the flag stands.</param>
    /// <param name="isEnd">Whether no integer that was assigned before the jump is read behind it: it is the end of a loop or of a function.</param>
    private sealed class Target(object key, bool isEnd)
    {
        public object Key { get; } = key;

        public bool IsEnd { get; } = isEnd;
    }

    /// <summary>A function that is being read; it is the key of the flag that says whether it has returned.</summary>
    private sealed class Function
    {
        /// <summary>The key of what it has returned.</summary>
        public object Result { get; } = new();

        /// <summary>The first expression that is returned.</summary>
        public IOperation? ReturnedAt { get; set; }
    }

    private void Return(IOperation value)
    {
        variables[function.Result] = Expression(value);
        function.ReturnedAt ??= value;
        Jump(function);
    }

    private void Jump(object target) => variables[target] = new FlagValue(true);

    /// <summary>Statements one after the other, up to a jump.</summary>
    private void Sequence(IReadOnlyList<IOperation> statements, int from, IOperation scope)
    {
        for (int i = from; i < statements.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int at = i;
            switch (Left())
            {
                case FlagValue { Flag: false }:
                    break;
                case TensorValue jumped:
                    Choose(scope, statements[i], jumped, KnowLeft, () =>
                    {
                        KnowHere();
                        Sequence(statements, at, scope);
                    });
                    return;
                default:
                    return;
            }

            if (statements[i] is IConditionalOperation conditional)
            {
                builder.Span = SpanOf(conditional.Syntax.GetLocation());
                if (Conditional(conditional, scope, () => Sequence(statements, at + 1, scope)))
                {
                    return;
                }

                continue;
            }

            Statement(statements[i]);
        }
    }

    /// <summary>A branching statement.</summary>
    /// <param name="conditional">The statement.</param>
    /// <param name="scope">What the branches contain: the statement, or with the rest the block that it stands in.</param>
    /// <param name="rest">What follows. It is read as a part of the branch that goes on where the other one jumps.</param>
    /// <returns>Whether the rest was read.</returns>
    private bool Conditional(IConditionalOperation conditional, IOperation scope, System.Action? rest)
    {
        var condition = Expression(conditional.Condition);
        if (IsPoison(condition))
        {
            Forget(conditional);
            return false;
        }

        if (condition is FlagValue { Flag: var taken })
        {
            if ((taken ? conditional.WhenTrue : conditional.WhenFalse) is { } branch)
            {
                Statement(branch);
            }

            return false;
        }

        bool leaves = rest is not null && AlwaysJumps(conditional.WhenTrue), leavesElse = rest is not null && AlwaysJumps(conditional.WhenFalse);
        void True()
        {
            Statement(conditional.WhenTrue);
            if (leavesElse && !leaves)
            {
                rest!();
            }
        }

        void False()
        {
            if (conditional.WhenFalse is { } otherwise)
            {
                Statement(otherwise);
            }

            if (leaves && !leavesElse)
            {
                rest!();
            }
        }

        bool hasRest = leaves != leavesElse;
        Choose(hasRest ? scope : conditional, conditional, condition, True, False);
        return hasRest;
    }

    /// <summary>Whether the range of a jump was left: decided, or a truth value.</summary>
    private FrontendValue Left()
    {
        Value? any = null;
        foreach (var target in targets)
        {
            switch (Flag(target.Key))
            {
                case FlagValue { Flag: true } certain:
                    return certain;
                case TensorValue flag:
                    any = any is { } either ? builder.Or(either, In(flag)) : In(flag);
                    break;
                case var other when IsPoison(other):
                    return other;
            }
        }

        return any is { } value ? Tensor(value) : new FlagValue(false);
    }

    private FrontendValue Flag(object key) => variables.TryGetValue(key, out var flag) ? flag : new FlagValue(false);

    private IEnumerable<Target> Possible => targets.Where(t => Flag(t.Key) is not FlagValue { Flag: false });

    /// <summary>The key of what is known in a branch that runs where there was a jump.</summary>
    private readonly object left = new();

    /// <summary>In a branch that runs where there was a jump: if only one is possible, it was that one.</summary>
    private void KnowLeft()
    {
        variables[left] = new FlagValue(true);
        var possible = Possible.ToArray();
        if (possible.Length == 1)
        {
            Jump(possible[0].Key);
        }
    }

    private void KnowHere()
    {
        foreach (var target in targets)
        {
            variables.Remove(target.Key);
        }
    }

    /// <summary>Whether the end of a statement is never reached.</summary>
    private static bool AlwaysJumps(IOperation? statement) => statement switch
    {
        IReturnOperation or IBranchOperation or IThrowOperation => true,
        IBlockOperation block => block.Operations.Any(AlwaysJumps),
        IConditionalOperation conditional => AlwaysJumps(conditional.WhenTrue) && AlwaysJumps(conditional.WhenFalse),
        _ => false,
    };
}
