using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>
/// Fixed points: FixedPoint.Solve and ConvergedUnder. The step and the gauge are functions that stand in the call, a lambda, a local function or an annotated method, and become
/// the regions of the fixed point; all other arguments are constants.
/// </content>
internal sealed partial class BodyReader
{
    private int fixedPoints;

    private static bool IsFixedPoint(IMethodSymbol method) => method.Name is "Solve" or "ConvergedUnder" && method.ContainingType.ToDisplayString() == KnownNames.FixedPoint;

    private FrontendValue FixedPoint(IInvocationOperation invocation)
    {
        var arguments = invocation.Arguments.ToDictionary(a => a.Parameter!.Name, a => a.Value, System.StringComparer.Ordinal);
        bool solves = invocation.TargetMethod.Name == "Solve";
        var begin = Expression(arguments[solves ? "start" : "x"]);
        if (IsPoison(begin) || Settings(arguments, solves) is not { } settings)
        {
            return FrontendValue.Poison;
        }

        var parts = LoopState.Flatten(begin).ToArray();
        if (parts.Any(p => AsNumber(p) is null))
        {
            return Unsupported(arguments[solves ? "start" : "x"]);
        }

        var state = parts.Select(p => p is TensorValue tensor ? In(tensor) : AsNumber(p)!.Value).ToArray();
        bool failed = false;
        var (step, gauge) = (arguments["step"], arguments["gauge"] is { ConstantValue: { HasValue: true, Value: null } } ? null : arguments["gauge"]);
        Value[] Read(GraphBuilder region, IOperation function, params Value[][] given)
        {
            var (outer, before) = (builder, variables);
            (builder, variables) = (region, new Dictionary<object, FrontendValue>(before, KeyComparer.Instance));
            try
            {
                // After an error any value of the right shape will do.
                var result = Applied(function, given.SelectMany(g => g).Select(v => (FrontendValue)Tensor(v)).ToArray());
                var results = IsPoison(result) ? [] : LoopState.Flatten(result).Select(AsNumber).ToArray();
                failed |= IsPoison(result) || results.Contains(null);
                return failed ? given[0] : results.Select(v => v!.Value).ToArray();
            }
            finally
            {
                (builder, variables) = (outer, before);
            }
        }

        try
        {
            var map = FixedPointBuilder.Regions(builder, state, (region, x) => Read(region, step, x), gauge is null ? null : (region, x, v) => failed ? v : Read(region, gauge, x, v));
            if (failed)
            {
                return HasFailed ? FrontendValue.Poison : Unsupported(step);
            }

            builder.Span = SpanOf(invocation.Syntax.GetLocation());
            var results = Made("FixedPoint" + fixedPoints++, state, () => settings.Steps is { } steps
                ? builder.FixedPoint(settings.Solver, map, state, settings.Tolerance, steps)
                : builder.ConvergedUnder(settings.Solver, map, state, settings.Tolerance));
            return results.Length == 1 ? results[0] : new ListValue(results);
        }
        catch (ShapeError error)
        {
            return Report(error, invocation, state.Select(builder.ShapeOf));
        }
    }

    /// <summary>What a function that is passed gives.</summary>
    private FrontendValue Applied(IOperation function, FrontendValue[] arguments)
    {
        var given = Enumerable.Range(0, arguments.Length).ToDictionary(i => i, i => arguments[i]);
        switch (function)
        {
            case IConversionOperation conversion:
                return Applied(conversion.Operand, arguments);
            case IDelegateCreationOperation creation:
                return Applied(creation.Target, arguments);
            case IAnonymousFunctionOperation { Symbol: var lambda, Body: var body }:
                return Inlined(function, lambda, body, given);
            case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } local }:
                return LocalBody(function, local) is { } known ? Inlined(function, known.Symbol, known.Body!, given) : FrontendValue.Poison;
            case IMethodReferenceOperation { Instance: null } reference when Annotated(reference.Method) is { } callee && callee.Parameters.Length == arguments.Length:
                return Call(function, callee, () => given);
            default:
                return Refused(function, "'" + Excerpt(function.Syntax) + "' cannot be read as the step or the gauge of a fixed point. Write a lambda, a local function or a static [Differentiable] method in its place.");
        }
    }

    /// <summary>The numbers of a fixed point, which are constants; null after an error.</summary>
    private (double Tolerance, int? Steps, LinearSolver Solver)? Settings(IReadOnlyDictionary<string, IOperation> arguments, bool solves)
    {
        bool failed = false;
        double Number(string name, double least)
        {
            var place = arguments[name];
            if (place.ConstantValue is not { HasValue: true, Value: { } value })
            {
                failed |= IsPoison(NotConstant(place, name));
                return 0;
            }

            double number = System.Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
            if (!(number >= least) || double.IsInfinity(number))
            {
                failed |= IsPoison(Refused(place, "The argument '" + name + "' of a fixed point must be a finite number and at least " + least.ToString(System.Globalization.CultureInfo.InvariantCulture) + ", not " + Excerpt(place.Syntax) + "."));
            }

            return number;
        }

        double tolerance = Number("tolerance", 0), adjointTolerance = Number("adjointTolerance", 0), solver = Number("adjoint", 0);
        int adjointSteps = (int)Number("adjointSteps", 1), restart = (int)Number("restart", 1);
        int? steps = solves ? (int)Number("maxSteps", 1) : null;
        return failed ? null : (tolerance, steps, new LinearSolver(solver != 0, LinearSolver.ToleranceOf(adjointTolerance, signature.DType), adjointSteps, restart));
    }
}
