using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// The leading axes of one call of an annotated method: those of the arguments for parameters with '...', which are one list. They may be none,
/// several, or the caller's own.
/// </summary>
internal sealed class CallLeading
{
    private readonly IMethodSymbol callee;
    private readonly IReadOnlyList<MethodParameter> declared;
    private IReadOnlyList<DimExpr> leading = [];

    private CallLeading(IMethodSymbol callee, IReadOnlyList<MethodParameter> declared, IReadOnlyList<Shape> given)
    {
        (this.callee, this.declared, Given) = (callee, declared, given);
        Collapsed = given.ToArray();
    }

    /// <summary>The shapes of the arguments.</summary>
    public IReadOnlyList<Shape> Given { get; }

    /// <summary>The shapes as the graph of the callee has them, leading axes as one.</summary>
    public Shape[] Collapsed { get; }

    /// <exception cref="ShapeError">An argument has another number of axes, or other leading axes than another one.</exception>
    public static CallLeading Of(GraphBuilder builder, IMethodSymbol callee, MethodSignature target, IReadOnlyList<Shape> given)
    {
        var result = new CallLeading(callee, target.GraphInputs.ToArray(), given);
        result.Match(builder);
        return result;
    }

    /// <summary>The beginning of what is said about an argument.</summary>
    public string Clash(int input) => "The parameter '" + declared[input].Name + "' of '" + callee.Name + "' has the shape " + declared[input].Shape + ", the argument has " + Given[input];

    /// <summary>The shape of a result with its leading axes.</summary>
    /// <param name="declaredShape">The shape that it has in the graph of the callee.</param>
    /// <param name="shape">The shape that it has in that of the caller.</param>
    public Shape Restored(Shape declaredShape, Shape shape) => LeadingAxes.Lead(declaredShape) ? Shape.Of(leading.Concat(shape.Skip(1))) : shape;

    private void Match(GraphBuilder builder)
    {
        int first = -1;
        for (int i = 0; i < declared.Count; i++)
        {
            var (expected, actual) = (declared[i].Shape, Given[i]);
            int trailing = LeadingAxes.Trailing(expected).Rank;
            if (!LeadingAxes.Lead(expected))
            {
                if (LeadingAxes.Lead(actual))
                {
                    throw new ShapeError(DiagnosticIds.LeadingAxes, Clash(i) + ", whose number of axes is not fixed. Declare '...' there too, or pass a tensor without leading axes.");
                }

                if (actual.Rank != expected.Rank)
                {
                    throw new ShapeError(DiagnosticIds.RankMismatch, Clash(i) + ".");
                }

                continue;
            }

            // The caller's own leading axes stay leading axes: as sizes of named ones they would fit for one number of them only.
            if (LeadingAxes.Trailing(actual).Rank < trailing)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, Clash(i) + ".");
            }

            var own = actual.Take(actual.Rank - trailing).ToArray();
            if (first < 0)
            {
                (first, leading) = (i, own);
            }
            else
            {
                int one = first, other = i;
                Agree(builder, own, () => "'...' of '" + callee.Name + "' would be " + Shape.Of(leading) + " ('" + declared[one].Name + "' gets " + Given[one] + ") and " + Shape.Of(own) + " ('" + declared[other].Name + "' gets " + Given[other] + ").");
            }

            Collapsed[i] = Shape.Of([Shape.Of(leading).ElementCount, .. actual.Skip(own.Length)]);
        }
    }

    private void Agree(GraphBuilder builder, IReadOnlyList<DimExpr> own, System.Func<string> message)
    {
        if (own.Count != leading.Count || LeadingAxes.Lead(Shape.Of(own)) != LeadingAxes.Lead(Shape.Of(leading)))
        {
            throw new ShapeError(DiagnosticIds.TwoSizes, message());
        }

        for (int axis = 0; axis < own.Count; axis++)
        {
            builder.RequireEqual(leading[axis], own[axis], DiagnosticIds.TwoSizes, message);
        }
    }
}
