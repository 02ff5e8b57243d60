using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Switches: a chain of conditions. Constants, comparisons and their combinations are the patterns that are read.</content>
internal sealed partial class BodyReader
{
    private void Switch(ISwitchOperation statement)
    {
        var value = Expression(statement.Value);
        if (IsPoison(value))
        {
            Forget(statement);
            return;
        }

        object key = new();
        variables[key] = value;
        targets.Add(new Target(statement.ExitLabel, isEnd: false));
        var cases = statement.Cases.Where(c => !c.Clauses.Any(x => x is IDefaultCaseClauseOperation)).ToArray();
        var otherwise = statement.Cases.FirstOrDefault(c => c.Clauses.Any(x => x is IDefaultCaseClauseOperation));
        From(0);
        targets.RemoveAt(targets.Count - 1);
        variables.Remove(statement.ExitLabel);
        variables.Remove(key);

        void Section(ISwitchCaseOperation? section)
        {
            if (section is not null)
            {
                Sequence(section.Body, 0, section);
            }

            // Where the section ends the switch ends.
            variables.Remove(statement.ExitLabel);
        }

        void From(int index)
        {
            if (index == cases.Length)
            {
                Section(otherwise);
                return;
            }

            FrontendValue matches = new FlagValue(false);
            foreach (var clause in cases[index].Clauses)
            {
                var one = Clause(clause, Held(variables[key], statement.Value));
                matches = IsPoison(matches) || IsPoison(one) ? FrontendValue.Poison : Or(matches, one);
            }

            if (IsPoison(matches))
            {
                Forget(statement);
            }
            else if (matches is FlagValue { Flag: var taken })
            {
                if (taken)
                {
                    Section(cases[index]);
                }
                else
                {
                    From(index + 1);
                }
            }
            else
            {
                Choose(statement, statement, matches, () => Section(cases[index]), () => From(index + 1));
            }
        }
    }

    private FrontendValue Clause(ICaseClauseOperation clause, FrontendValue value) => clause switch
    {
        ISingleValueCaseClauseOperation single => Equal(single, value, Expression(single.Value)),
        IPatternCaseClauseOperation { Guard: null } pattern => Matches(pattern.Pattern, value),
        IPatternCaseClauseOperation { Guard: { } guard } pattern => Matches(pattern.Pattern, value) is var matches && IsPoison(matches) ? matches : Both(matches, guard),
        _ => Unsupported(clause),
    };

    private FrontendValue Arms(ISwitchExpressionOperation expression)
    {
        object key = new();
        var value = Expression(expression.Value);
        if (IsPoison(value))
        {
            return value;
        }

        variables[key] = value;
        var result = From(0);
        variables.Remove(key);
        return result;

        FrontendValue From(int index)
        {
            if (index == expression.Arms.Length)
            {
                return Refused(expression, "'" + Excerpt(expression.Syntax) + "' may match no arm, which throws. Add an arm '_ => ...'.");
            }

            var arm = expression.Arms[index];
            var matches = Matches(arm.Pattern, Held(variables[key], expression.Value));
            if (!IsPoison(matches) && arm.Guard is { } guard)
            {
                matches = Both(matches, guard);
            }

            switch (matches)
            {
                case FlagValue { Flag: var taken }:
                    return taken ? Expression(arm.Value) : From(index + 1);
                case OpenFlag open when IsInteger(expression.Type):
                    open.Report();
                    return FrontendValue.Poison;
                case OpenFlag or TensorValue:
                    return Chosen(expression, matches, () => Expression(arm.Value), () => From(index + 1));
                default:
                    return FrontendValue.Poison;
            }
        }
    }

    private FrontendValue Both(FrontendValue matches, IOperation guard) => matches is FlagValue { Flag: false } ? matches
        : IsCheap(guard) ? (Expression(guard) is var second && IsPoison(second) ? second : And(matches, second))
        : Chosen(guard, matches, () => Expression(guard), () => new FlagValue(false));

    /// <summary>Whether a value matches a pattern.</summary>
    private FrontendValue Matches(IPatternOperation pattern, FrontendValue value)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return new FlagValue(true);
            case IConstantPatternOperation constant:
                return Equal(constant, value, Expression(constant.Value));
            case IRelationalPatternOperation relational:
                return Related(relational, relational.OperatorKind, value, Expression(relational.Value));
            case INegatedPatternOperation negated:
                return Matches(negated.Pattern, value) is var inner && IsPoison(inner) ? inner : Not(inner);
            case IBinaryPatternOperation binary:
                FrontendValue left = Matches(binary.LeftPattern, value), right = Matches(binary.RightPattern, value);
                return IsPoison(left) || IsPoison(right) ? FrontendValue.Poison : binary.OperatorKind == BinaryOperatorKind.And ? And(left, right) : Or(left, right);
            default:
                return Unsupported(pattern);
        }
    }

    private FrontendValue Equal(IOperation operation, FrontendValue left, FrontendValue right) => Related(operation, BinaryOperatorKind.Equals, left, right);

    private FrontendValue Related(IOperation operation, BinaryOperatorKind kind, FrontendValue left, FrontendValue right) =>
        IsPoison(left) || IsPoison(right) ? FrontendValue.Poison
        : left is TextValue { Text: var a } && right is TextValue { Text: var b } ? new FlagValue(string.Equals(a, b, StringComparison.Ordinal) == (kind == BinaryOperatorKind.Equals))
        : left is DimValue or NumberValue or FlagValue or OpenFlag || left is TensorValue { Type.Rank: 0 } ? Truth(operation, kind, left, right)
        : Unsupported(operation);
}
