using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Calls: which kind of method is called; other annotated methods, and the few members that ask for sizes.</content>
internal sealed partial class BodyReader
{
    private FrontendValue Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.Name == "Dim" && SignatureReader.IsHandle(method.ContainingType) && invocation.Instance is { } tensor)
        {
            return Dimension(invocation, tensor);
        }

        if (method.Name == "EvalScalar" && SignatureReader.IsHandle(method.ContainingType) && invocation.Instance is { } evaluated)
        {
            return Evaluated(invocation, evaluated);
        }

        if (IsDerivative(method) && invocation.Instance is { } differentiated)
        {
            return Derivative(invocation, differentiated);
        }

        if (method.Name is "SetSlice" or "AddSlice" && SignatureReader.IsHandle(method.ContainingType))
        {
            return WindowUpdate(method.Name, invocation);
        }

        if (SignatureReader.HasAttribute(method.OriginalDefinition, KnownNames.LibraryFunction))
        {
            var parameters = invocation.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).ToArray();
            return Library(invocation, method, parameters.Select(a => a.Value).ToArray(), parameters.Select(a => Expression(a.Value)).ToArray());
        }

        if (Annotated(method) is { } callee)
        {
            return Call(invocation, callee);
        }

        if (IsFixedPoint(method))
        {
            return FixedPoint(invocation);
        }

        if (method.Name == "Constant" && SignatureReader.IsHandle(method.ContainingType) && method.OriginalDefinition.Parameters.Length == 1 && method.OriginalDefinition.Parameters[0].Type is ITypeParameterSymbol)
        {
            // No derivative goes through a number anyhow; this says that it is meant.
            var constant = Expression(invocation.Arguments[0].Value);
            return IsPoison(constant) ? constant : AsNumber(constant) is { } known ? Tensor(known) : Unsupported(invocation);
        }

        if (IsCopy(method))
        {
            return Copied(invocation);
        }

        if (NumberFunction(invocation) is { } number)
        {
            return number;
        }

        if (Bound(invocation) is { } bound)
        {
            return bound;
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return LocalCall(invocation);
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && invocation.Instance is { } function)
        {
            return IsPoison(Expression(function)) ? FrontendValue.Poison : Unsupported(invocation);
        }

        bool traced = invocation.Arguments.Select(a => a.Value).Append(invocation.Instance).Any(o => o?.Type is { } type && HasTensors(type));
        Report(
            DiagnosticIds.UnsupportedCall,
            invocation.Syntax.GetLocation(),
            method.Name is "Parameter" or "Constant" && SignatureReader.IsHandle(method.ContainingType)
                ? "'" + method.Name + "' brings data into a trace, which belongs outside of a differentiable method. Pass the tensor as a parameter; numbers can stand where they are used, Ones and Zeros make the rest."
            : SignatureReader.IsHandle(method.ContainingType)
                ? "'" + method.Name + "' evaluates or differentiates, which belongs outside of a differentiable method. Call it in the loop around '" + signature.Method.Name + "', on its result."
                : traced
                    ? "'" + method.Name + "' takes a tensor but is not [Differentiable], so the gradient would stop there. Annotate '" + method.Name + "', or write its body here."
                    : "'" + method.Name + "' is not a function of this library, so its derivative is unknown. Compute its value outside and pass it as a parameter" + (method.ContainingType.Name is "Math" or "MathF" ? ", or use the function of that name on tensors." : "."),
            traced && method.IsStatic && methods.IsInSight(method) ? ShapesFor(invocation) : null);
        return FrontendValue.Poison;
    }

    /// <summary>Math.Min and Math.Max of sizes.</summary>
    private FrontendValue? Bound(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.Name is not ("Min" or "Max") || method.ReturnType.SpecialType != SpecialType.System_Int32 || method.ContainingType.ToDisplayString() != "System.Math")
        {
            return null;
        }

        var (left, right) = (Expression(invocation.Arguments[0].Value), Expression(invocation.Arguments[1].Value));
        return (left, right) switch
        {
            _ when IsPoison(left) || IsPoison(right) => FrontendValue.Poison,
            (DimValue { Dim: var a }, DimValue { Dim: var b }) => new DimValue(method.Name == "Min" ? DimExpr.Min(a, b) : DimExpr.Max(a, b)),
            _ => Unsupported(invocation),
        };
    }

    private static bool IsTraced(IOperation operation) => operation.Type is { } type && SignatureReader.TracedElement(type) is not null;

    private FrontendValue Dimension(IInvocationOperation invocation, IOperation tensor)
    {
        var value = Expression(tensor);
        if (value is not TensorValue { Value: var v })
        {
            return value;
        }

        var (axis, shape) = (Expression(invocation.Arguments[0].Value), builder.ShapeOf(v));
        try
        {
            return IsPoison(axis) ? axis
                : axis is DimValue { Dim: var number } && number.TryGetConstant(out long constant)
                    ? SizeOfAxis(shape, checked((int)constant))
                    : NotConstant(invocation.Arguments[0].Value, "axis");
        }
        catch (ShapeError error)
        {
            return Report(error, invocation, [shape]);
        }
    }

    /// <summary>
    /// The user's method that a call means: the annotated one itself, or, when the generator has already run, the one whose
    /// generated overload won.
    /// </summary>
    private static IMethodSymbol? Annotated(IMethodSymbol method) =>
        SignatureReader.HasAttribute(method, KnownNames.Differentiable) ? method
        : SignatureReader.HasAttribute(method, KnownNames.FragmentCall) ? GeneratedOverloads.Written(method)
        : null;

    internal static bool IsAnnotated(IMethodSymbol method) => Annotated(method) is not null;

    private FrontendValue Call(IInvocationOperation invocation, IMethodSymbol callee) => Call(invocation, callee, () =>
    {
        var values = new Dictionary<int, FrontendValue>();
        if (invocation.Instance is { } instance)
        {
            values[-1] = Expression(instance);
        }

        foreach (var argument in invocation.Arguments.Where(a => !GeneratedOverloads.IsMark(a.Parameter!)))
        {
            values[argument.Parameter!.Ordinal] = Expression(argument.Value);
        }

        return values;
    });

    /// <summary>A call of an annotated method, or of one that is passed to whom will call it.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="callee">The method.</param>
    /// <param name="arguments">Reads what it is given, by the ordinals of its parameters.</param>
    private FrontendValue Call(IOperation invocation, IMethodSymbol callee, Func<Dictionary<int, FrontendValue>> arguments)
    {
        if (methods.Cycle(callee) is { } cycle)
        {
            if (methods.IsLinearization(signature.Method))
            {
                Report(DiagnosticIds.RecursiveCall, invocation.Syntax.GetLocation(), "'" + Excerpt(invocation.Syntax) + "' would need the derivative that '" + signature.Method.Name + "' declares. It gets what '" + callee.Name + "' returns if it has a parameter for it, behind the arguments; a product of it with a tangent is declared by the product rule.");
                return FrontendValue.Poison;
            }

            return Recursion(invocation, cycle);
        }

        var read = methods.ReadMethod(callee, cancellation);
        if (read.Graphs.Count == 0 || read.Signature is not { } target)
        {
            if (!methods.IsInSight(callee))
            {
                Report(DiagnosticIds.UnsupportedCall, invocation.Syntax.GetLocation(), read.Diagnostics[0].Message);
                return FrontendValue.Poison;
            }

            // The callee's own errors stand where they are; here they would only be repeated. A recursion belongs to all its calls.
            return methods.IsRecursive(callee) && methods.IsRecursive(signature.Method)
                ? Recursion(invocation, callee.Name + " calls " + signature.Method.Name)
                : Silence();
        }

        var values = arguments();
        if (values.Values.Any(v => IsPoison(v)))
        {
            return FrontendValue.Poison;
        }

        if (target.Parameters.FirstOrDefault(p => p.IsExcluded && Depends(p.Structure is { } parts ? parts.Flatten(values[p.Ordinal]) : [values[p.Ordinal]])) is { } excluded)
        {
            string text = (invocation as IInvocationOperation)?.Arguments.First(a => a.Parameter!.Ordinal == excluded.Ordinal).Value is { } given ? Excerpt(given.Syntax) : excluded.Name;
            Report(DiagnosticIds.ExcludedPath, invocation.Syntax.GetLocation(), "'" + callee.Name + "' excludes '" + excluded.Name + "' from differentiation by [NoGradient], and '" + text + "' is computed from what '" + signature.Method.Name + "' can be differentiated by, so a part of the derivative would be missing. Write StopGradient(" + text + ") if that part is not meant, or exclude what it is computed from here too.");
            return FrontendValue.Poison;
        }

        int chosen = 0;
        var inputs = new List<Value>();
        var sizes = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        for (int i = 0; i < target.Parameters.Count; i++)
        {
            var parameter = target.Parameters[i];
            var value = values[parameter.Ordinal];
            if (parameter.Structure is { } structure)
            {
                if (structure.Flatten(Arranged(structure, value)) is not { } tensors)
                {
                    return structure.IsArray && value is ListValue { Items.Count: 0 } ? Refused(invocation, "'" + Excerpt(invocation.Syntax) + "' passes no elements for '" + parameter.Name + "' of '" + callee.Name + "', and the shapes of an array are read from its first one. Pass at least one.") : Unsupported(invocation);
                }

                inputs.AddRange(tensors.Select(t => In((TensorValue)t)));
            }
            else if (parameter.Kind == ParameterKind.Integer)
            {
                if (value is not DimValue { Dim: var dim })
                {
                    return Unsupported(invocation);
                }

                sizes[parameter.Name] = dim;
            }
            else if (parameter.Kind == ParameterKind.Flag)
            {
                if (value is not FlagValue { Flag: var flag })
                {
                    return MustBeDecided(value, invocation);
                }

                chosen = Variants.With(target.Flags, chosen, parameter.Name, flag);
            }
            else if (AsNumber(value) is { } input)
            {
                inputs.Add(input);
            }
            else
            {
                return Unsupported(invocation);
            }
        }

        var known = new Dictionary<string, DimExpr>(sizes, StringComparer.Ordinal);
        CallLeading leading;
        try
        {
            leading = CallLeading.Of(builder, callee, target, inputs.Select(builder.ShapeOf).ToArray());
            Unify(builder, callee, target, leading, sizes);
        }
        catch (ShapeError error)
        {
            return Report(error, invocation, inputs.Select(builder.ShapeOf), error.Id is not (DiagnosticIds.ShapeMismatch or DiagnosticIds.TwoSizes) ? null : Fix(callee, target, inputs, known, invocation as IInvocationOperation));
        }

        DimExpr? SizeOf(string symbol) => sizes.TryGetValue(symbol, out var size) ? size : null;
        foreach (var declared in target.Facts)
        {
            if (!Meets(invocation, callee, declared, declared.Fact.Substitute(SizeOf)))
            {
                return FrontendValue.Poison;
            }
        }

        var graph = read.Graphs[chosen];
        var results = Made(callee.ToDisplayString() + chosen + string.Concat(sizes.Select(s => ";" + s.Key + "=" + s.Value)), inputs, () =>
        {
            var collapsed = inputs.Select((v, i) => builder.Reshape(v, leading.Collapsed[i])).ToArray();
            var outputs = builder.InlineCall(graph, collapsed, SizeOf);
            return outputs.Select((v, i) => builder.Reshape(v, leading.Restored(graph.TypeOf(graph.Outputs[i]).Shape, builder.ShapeOf(v)))).ToArray();
        });
        returned.UnionWith(differentiates ? results.Select(r => Place(builder.Origin(r.Value))) : []);
        return target.Result.Build(results.Select(r => (FrontendValue)r).ToList().GetEnumerator());
    }

    private bool Depends(IEnumerable<FrontendValue>? values) => values is not null && values.OfType<TensorValue>().Any(t => HiddenPaths.IsActive(builder, In(t), hasFlow: true));

    /// <summary>Demands a fact of a method that is called: silent if it is proved, an error if it fails for some sizes, otherwise a guard.</summary>
    private bool Meets(IOperation invocation, IMethodSymbol callee, DeclaredFact declared, DimFact here)
    {
        var answer = builder.Ask(here);
        if (answer.Decision == DimDecision.Yes)
        {
            return true;
        }

        string meaning = here.ToString() == declared.Fact.ToString() ? string.Empty : ", which is " + here + " here";
        string message = "'" + Excerpt(invocation.Syntax) + "': " + declared.Claim(callee.Name) + meaning + ".";
        if (answer.Decision == DimDecision.Refuted)
        {
            bool isCaller = answer.Witness!.Count > 0;
            if (isCaller && CanBeDeclared(here))
            {
                forFixes = forFixes.SetItem(DiagnosticProperties.Facts, here.ToString());
            }

            Report(DiagnosticIds.FactViolated, invocation.Syntax.GetLocation(), message + GraphBuilder.WitnessText(answer) + Origins(here.Symbols) + (isCaller ? (here.Symbols.FirstOrDefault(signature.Unnamed.Contains) is { } unnamed ? " If it always holds, give " + unnamed + " a name and declare it by [Where] on '" : " If it always holds, add [Where(\"" + here + "\")] to '") + signature.Method.Name + "'." : " Pass tensors of other sizes."));
            return false;
        }

        var (lesser, greater, isEquality) = here.Sides;
        builder.Assume(new Guard(DiagnosticIds.FactViolated, lesser, isEquality ? GuardRelation.Equal : GuardRelation.LessOrEqual, greater, message, builder.Span), answer);
        return true;
    }

    private FrontendValue Recursion(IOperation invocation, string cycle)
    {
        Report(DiagnosticIds.RecursiveCall, invocation.Syntax.GetLocation(), "'" + Excerpt(invocation.Syntax) + "' is a recursion (" + cycle + "), which has no finite graph. Write a loop around calls of the method instead.");
        return FrontendValue.Poison;
    }

    private static string TensorTypeName(DType dtype) => dtype == DType.F64 ? "double" : "float";

    /// <summary>The call with one argument transposed, if that fits.</summary>
    private string? Fix(IMethodSymbol callee, MethodSignature target, List<Value> inputs, Dictionary<string, DimExpr> given, IInvocationOperation? invocation)
    {
        if (invocation is null)
        {
            return null;
        }

        // A tensor of a record has no argument of its own that could be written otherwise.
        var arguments = invocation.Arguments.Where(a => !GeneratedOverloads.IsMark(a.Parameter!)).ToDictionary(a => a.Parameter!.Ordinal, a => a.Value);
        var places = target.GraphInputs.Select(p => p.Owner is null ? arguments[p.Ordinal] : null).ToArray();
        for (int i = 0; i < inputs.Count; i++)
        {
            if (places[i] is null || LeadingAxes.Trailing(builder.ShapeOf(inputs[i])).Rank < 2)
            {
                continue;
            }

            var attempt = new GraphBuilder("attempt");
            int at = i;
            try
            {
                var shapes = inputs.Select((v, k) => k == at ? Swapped(builder.ShapeOf(v)) : builder.ShapeOf(v)).ToArray();
                Unify(attempt, callee, target, CallLeading.Of(attempt, callee, target, shapes), new Dictionary<string, DimExpr>(given, StringComparer.Ordinal));
                if (!HasGuards(attempt))
                {
                    return " '" + Rewrite(invocation, [places[at]!], [Transposed(places[at]!.Syntax.ToString())]) + "' fits.";
                }
            }
            catch (ShapeError)
            {
                // This change does not fit either.
            }
        }

        return null;
    }

    /// <summary>Solves the callee's dimension symbols from the caller's shapes and checks what is left.</summary>
    private static void Unify(GraphBuilder builder, IMethodSymbol callee, MethodSignature target, CallLeading leading, Dictionary<string, DimExpr> sizes)
    {
        var declared = target.GraphInputs.ToArray();
        var shapes = leading.Given;
        string Clash(int input) => leading.Clash(input);
        string OwnName(MethodParameter one, MethodParameter other) => (other.Owner ?? one.Owner) is { Ordinal: >= 0 } record && other.Owner?.Ordinal != one.Owner?.Ordinal
            ? " If they are two sizes, " + (record.Structure!.IsArray ? "[Length] or [Dims]" : "[Dims]") + " on the parameter '" + record.Name + "' of '" + callee.Name + "' gives that of the record a name of its own."
            : string.Empty;

        // Behind leading axes an axis has a fixed place only from the end.
        int Place(ShapeStep step) => LeadingAxes.Lead(declared[step.Input].Shape) ? step.Axis - declared[step.Input].Shape.Rank : step.Axis;
        ShapeSolution.TrySolve(declared.Select(p => (Shape?)p.Shape).ToArray(), target.Integers.Select(p => p.Name).ToArray(), out var solution, out _);
        foreach (var step in solution!.Steps)
        {
            var actual = leading.Collapsed[step.Input][step.Axis];
            var expected = declared[step.Input].Shape[step.Axis];
            DimExpr Known(DimExpr dim) => dim.Substitute(symbol => sizes.TryGetValue(symbol, out var size) ? size : null);
            if (step is BindStep bind)
            {
                var size = DimExpr.FloorDiv(actual - Known(bind.Rest), bind.Divisor);
                sizes[bind.Symbol] = size;
                builder.RequireEqual(Known(expected), actual, DiagnosticIds.ShapeMismatch, () => Clash(step.Input) + ": axis " + Place(step) + " is " + actual + ", which is not always of the form " + expected + "; if it is here, declare it in that form.");
                builder.RequireLessOrEqual(DimExpr.Zero, size, DiagnosticIds.ShapeMismatch, () => Clash(step.Input) + ": axis " + Place(step) + " is " + actual + ", which makes " + bind.Symbol + " of '" + callee.Name + "' negative.");
            }
            else
            {
                // The same name twice is the plainest of all mismatches, and has both places where it stands.
                if (expected.TryGetSymbol(out string twice) && solution.Steps.OfType<BindStep>().FirstOrDefault(b => b.Symbol == twice) is { } first)
                {
                    builder.RequireEqual(Known(expected), actual, DiagnosticIds.TwoSizes, () => "'" + twice + "' of '" + callee.Name + "' would be " + Known(expected) + " (axis " + Place(first) + " of '" + declared[first.Input].Name + "', which gets " + shapes[first.Input] + ") and " + actual + " (axis " + Place(step) + " of '" + declared[step.Input].Name + "', which gets " + shapes[step.Input] + ")." + OwnName(declared[first.Input], declared[step.Input]));
                    continue;
                }

                builder.RequireEqual(Known(expected), actual, DiagnosticIds.ShapeMismatch, () => Clash(step.Input) + ": axis " + Place(step) + " should be " + Known(expected) + " and is " + actual + ".");
            }
        }
    }
}
