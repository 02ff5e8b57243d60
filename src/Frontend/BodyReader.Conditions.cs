using System;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Comparisons of sizes: decided by facts where they can be, because then only one branch is built.</content>
internal sealed partial class BodyReader
{
    private FrontendValue Comparison(IOperation operation, BinaryOperatorKind kind, DimExpr left, DimExpr right)
    {
        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            bool isEquality = kind == BinaryOperatorKind.Equals;
            return Holds(left, DimRelation.Equal, right) ? new FlagValue(isEquality)
                : Holds(left, DimRelation.LessThan, right) || Holds(left, DimRelation.GreaterThan, right) ? new FlagValue(!isEquality)
                : Open(operation, new DimFact(left, DimRelation.Equal, right), null, isEquality);
        }

        if (Relation(kind) is not var (relation, opposite))
        {
            return Unsupported(operation);
        }

        return Holds(left, relation, right) ? new FlagValue(true)
            : Holds(left, opposite, right) ? new FlagValue(false)
            : Open(operation, new DimFact(left, relation, right), new DimFact(left, opposite, right), true);
    }

    /// <summary>
    /// Whether the facts prove it. An integer parameter may be negative as long as nothing says otherwise, and then a comparison must not be
    /// what says it: whoever asks whether k is negative means that it may be.
    /// </summary>
    private bool Holds(DimExpr left, DimRelation relation, DimExpr right)
    {
        var facts = builder.Facts;
        foreach (var parameter in signature.Integers)
        {
            facts = facts.WithLowerBound(parameter.Name, int.MinValue);
        }

        return new DimFact(left, relation, right).Ask(facts).Decision == DimDecision.Yes;
    }

    private static (DimRelation Relation, DimRelation Opposite)? Relation(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => (DimRelation.LessThan, DimRelation.GreaterOrEqual),
        BinaryOperatorKind.LessThanOrEqual => (DimRelation.LessOrEqual, DimRelation.GreaterThan),
        BinaryOperatorKind.GreaterThan => (DimRelation.GreaterThan, DimRelation.LessOrEqual),
        BinaryOperatorKind.GreaterThanOrEqual => (DimRelation.GreaterOrEqual, DimRelation.LessThan),
        _ => null,
    };

    private OpenFlag Open(IOperation operation, DimFact condition, DimFact? opposite, bool holds) =>
        new(b => holds ? SizeTruth(b, condition) : b.Not(SizeTruth(b, condition)), () => Undecided(operation, condition, opposite));

    private void Undecided(IOperation operation, DimFact condition, DimFact? opposite)
    {
        string examples = (Example(condition, holds: true), Example(condition, holds: false)) is ({ } yes, { } no)
            ? ": it holds for " + yes + " and fails for " + no + ", and one graph serves all sizes"
            : ", and one graph serves all sizes";
        DimFact? always = builder.Facts.Assume(condition).AreContradictory ? null : condition;
        DimFact? never = opposite is null || builder.Facts.Assume(opposite).AreContradictory ? null : opposite;
        string[] ways =
        [
            .. always is null ? Array.Empty<string>() : ["If it always holds, add [Where(\"" + always + "\")]."],
            .. never is null ? Array.Empty<string>() : ["If it never does, add [Where(\"" + never + "\")]."],
        ];
        if (!condition.Symbols.Any(signature.Unnamed.Contains))
        {
            forFixes = forFixes.SetItem(DiagnosticProperties.Facts, always + ";" + never);
        }

        Report(
            DiagnosticIds.UndecidedCondition,
            operation.Syntax.GetLocation(),
            "The facts about '" + signature.Method.Name + "' do not decide '" + Excerpt(operation.Syntax) + "'" + examples + "." + Origins(condition.Symbols) + " " + string.Join(" ", ways) +
            " Otherwise pass a bool parameter, whose values are compiled separately, or branch outside of the differentiable method.");
    }

    /// <summary>Sizes for which a condition holds, or fails, as "n = 2, m = 3".</summary>
    private string? Example(DimFact condition, bool holds)
    {
        // Sizes of 0 and 1 are examples too, but corner cases read as such.
        var facts = builder.Facts;
        foreach (string symbol in condition.Symbols)
        {
            facts = facts.WithLowerBound(symbol, Math.Max(2, facts.LowerBoundOf(symbol)));
        }

        var answer = Answer(facts);
        answer = answer.Decision == DimDecision.Refuted ? answer : Answer(builder.Facts);
        return answer.Decision == DimDecision.Refuted ? GraphBuilder.Example(answer, condition.Symbols) : null;

        // That nothing satisfies the facts and the condition is refuted by sizes that do.
        DimAnswer Answer(DimFacts known) => holds ? DimExpr.Compare(DimExpr.Zero, DimExpr.One, known.Assume(condition)) : condition.Ask(known);
    }
}
