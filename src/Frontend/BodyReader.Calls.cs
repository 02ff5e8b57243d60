using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Calls: of library functions, of other annotated methods, and of the few members that ask for sizes.</content>
internal sealed partial class BodyReader
{
    /// <summary>Integer arguments that decide what graph is built; all other integers are sizes and may be symbolic.</summary>
    private static readonly HashSet<string> Structural = new(StringComparer.Ordinal) { "axis", "exponent", "k" };

    private static readonly HashSet<string> StructuralLists = new(StringComparer.Ordinal) { "axes", "perm" };

    private FrontendValue Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (method.Name == "Dim" && SignatureReader.IsHandle(method.ContainingType) && invocation.Instance is { } tensor)
        {
            return Dimension(invocation, tensor);
        }

        if (SignatureReader.HasAttribute(method.OriginalDefinition, KnownNames.LibraryFunction))
        {
            var parameters = invocation.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).ToArray();
            return Library(invocation, method, parameters.Select(a => Expression(a.Value)).ToArray());
        }

        if (Annotated(method) is { } callee)
        {
            return Call(invocation, callee);
        }

        bool traced = invocation.Arguments.Any(a => a.Value.Type is { } type && SignatureReader.TracedElement(type) is not null) ||
            (invocation.Instance?.Type is { } instance && SignatureReader.TracedElement(instance) is not null);
        Report(
            DiagnosticIds.UnsupportedCall,
            invocation.Syntax.GetLocation(),
            SignatureReader.IsHandle(method.ContainingType)
                ? "'" + method.Name + "' evaluates or differentiates, which belongs outside of a differentiable method: call it in the loop around it."
                : traced
                    ? "'" + method.Name + "' takes a tensor but is not [Differentiable], so the gradient would stop there. Annotate '" + method.Name + "', or write its body here."
                    : "'" + method.Name + "' is not a function of this library. Compute its value outside and pass it as a parameter" + (method.ContainingType.Name is "Math" or "MathF" ? ", or use the function of the same name on tensors." : "."));
        return FrontendValue.Poison;
    }

    private FrontendValue Dimension(IInvocationOperation invocation, IOperation tensor)
    {
        var value = Expression(tensor);
        if (value is not TensorValue { Value: var v })
        {
            return value;
        }

        return Expression(invocation.Arguments[0].Value) is DimValue { Dim: var axis } && axis.TryGetConstant(out long constant)
            ? new DimValue(builder.ShapeOf(v)[ReductionLibrary.Axis(builder.ShapeOf(v), checked((int)constant))])
            : NotConstant(invocation.Arguments[0].Value, "axis");
    }

    private FrontendValue NotConstant(IOperation operation, string parameter)
    {
        Report(DiagnosticIds.UnsupportedCall, operation.Syntax.GetLocation(), "The argument '" + parameter + "' must be a compile-time constant: it decides what is computed, not on what sizes.");
        return FrontendValue.Poison;
    }

    /// <summary>Builds a library call; the values are in the order of the method's parameters.</summary>
    private FrontendValue Library(IOperation operation, IMethodSymbol method, IReadOnlyList<FrontendValue> arguments)
    {
        if (arguments.Any(a => ReferenceEquals(a, FrontendValue.Poison)))
        {
            return FrontendValue.Poison;
        }

        var attribute = SignatureReader.FindAttribute(method.OriginalDefinition.GetAttributes(), KnownNames.LibraryFunction);
        string? name = attribute?.ConstructorArguments.FirstOrDefault().Value as string;
        if (name is null || Ir.Library.Find(name) is not { } function)
        {
            return Unsupported(operation);
        }

        var operands = new List<Value>();
        var attrs = Attrs.Empty.With("dtype", TensorType.Name(signature.DType));
        for (int i = 0; i < arguments.Count; i++)
        {
            if (!Bind(operation, method.Parameters[i], arguments[i], operands, ref attrs))
            {
                return FrontendValue.Poison;
            }
        }

        var results = function.Build(builder, operands, attrs);
        return results.Length == 1 ? new TensorValue(results[0]) : new ListValue(results.Select(r => (FrontendValue)new TensorValue(r)).ToArray());
    }

    private bool Bind(IOperation operation, IParameterSymbol parameter, FrontendValue argument, List<Value> operands, ref Attrs attrs)
    {
        switch (argument)
        {
            case TensorValue t:
                operands.Add(t.Value);
                return true;
            case NumberValue:
                operands.Add(AsNumber(argument)!.Value);
                return true;
            case DimValue d when parameter.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single:
                operands.Add(AsNumber(d)!.Value);
                return true;
            case DimValue d when Structural.Contains(parameter.Name):
                if (!d.Dim.TryGetConstant(out long constant))
                {
                    NotConstant(operation, parameter.Name);
                    return false;
                }

                attrs = attrs.With(parameter.Name, constant);
                return true;
            case DimValue d:
                attrs = attrs.With(parameter.Name, d.Dim);
                return true;
            case FlagValue f:
                attrs = attrs.With(parameter.Name, f.Flag);
                return true;
            case TextValue text:
                attrs = attrs.With(parameter.Name, text.Text);
                return true;
            case ListValue list when list.Items.All(i => i is TensorValue) && (list.Items.Count > 0 || ElementIsTraced(parameter.Type)):
                operands.AddRange(list.Items.Select(i => ((TensorValue)i).Value));
                return true;
            case ListValue list when list.Items.All(i => i is DimValue):
                var dims = list.Items.Select(i => ((DimValue)i).Dim).ToArray();
                if (!StructuralLists.Contains(parameter.Name))
                {
                    attrs = attrs.With(parameter.Name, Shape.Of(dims));
                    return true;
                }

                if (dims.All(d => d.IsConstant))
                {
                    attrs = attrs.With(parameter.Name, dims.Select(d => d.TryGetConstant(out long c) ? c : 0).ToArray());
                    return true;
                }

                NotConstant(operation, parameter.Name);
                return false;
            default:
                Report(DiagnosticIds.UnsupportedCall, operation.Syntax.GetLocation(), "The argument '" + parameter.Name + "' cannot be read in a differentiable method; write its elements where they are passed.");
                return false;
        }
    }

    private static bool ElementIsTraced(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => SignatureReader.TracedElement(array.ElementType) is not null,
        INamedTypeSymbol { TypeArguments.Length: 1 } span => SignatureReader.TracedElement(span.TypeArguments[0]) is not null,
        _ => false,
    };

    /// <summary>
    /// The user's method that a call means: the annotated one itself, or, when the generator has already run, the one whose
    /// generated overload won.
    /// </summary>
    private static IMethodSymbol? Annotated(IMethodSymbol method)
    {
        if (SignatureReader.HasAttribute(method, KnownNames.Differentiable))
        {
            return method;
        }

        return SignatureReader.HasAttribute(method, KnownNames.FragmentCall)
            ? method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m =>
                SignatureReader.HasAttribute(m, KnownNames.Differentiable) && m.Parameters.Length == method.Parameters.Length &&
                m.Parameters.Zip(method.Parameters, SameParameter).All(same => same))
            : null;
    }

    private static bool SameParameter(IParameterSymbol x, IParameterSymbol y) =>
        SignatureReader.TracedElement(x.Type) is { } element
            ? SymbolEqualityComparer.Default.Equals(element, SignatureReader.TracedElement(y.Type))
            : SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

    private FrontendValue Call(IInvocationOperation invocation, IMethodSymbol callee)
    {
        if (methods.IsOpen(callee))
        {
            Report(DiagnosticIds.RecursiveCall, invocation.Syntax.GetLocation(), "'" + callee.Name + "' is called while it is being defined; a recursion has no finite graph. Write a loop around the method instead.");
            return FrontendValue.Poison;
        }

        var read = methods.ReadMethod(callee, cancellation);
        if (read.Graph is not { } graph || read.Signature is not { } target)
        {
            if (callee.DeclaringSyntaxReferences.IsEmpty)
            {
                Report(DiagnosticIds.UnsupportedCall, invocation.Syntax.GetLocation(), "'" + callee.Name + "' is [Differentiable] in another assembly, whose graph cannot be read here. Call it outside of this method.");
            }
            // One squiggle per cause: it stands at the callee.
            silent = true;

            return FrontendValue.Poison;
        }

        var values = new Dictionary<int, FrontendValue>();
        foreach (var argument in invocation.Arguments)
        {
            values[argument.Parameter!.Ordinal] = Expression(argument.Value);
        }

        if (values.Values.Any(v => ReferenceEquals(v, FrontendValue.Poison)))
        {
            return FrontendValue.Poison;
        }

        if (target.DType != signature.DType)
        {
            Report(DiagnosticIds.ElementType, invocation.Syntax.GetLocation(), "'" + callee.Name + "' works on another element type.");
            return FrontendValue.Poison;
        }

        var inputs = new List<Value>();
        var sizes = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        for (int i = 0; i < target.Parameters.Count; i++)
        {
            var parameter = target.Parameters[i];
            if (parameter.Kind == ParameterKind.Integer)
            {
                if (values[i] is not DimValue { Dim: var dim })
                {
                    return Unsupported(invocation);
                }

                sizes[parameter.Name] = dim;
            }
            else if (AsNumber(values[i]) is { } input)
            {
                inputs.Add(input);
            }
            else
            {
                return Unsupported(invocation);
            }
        }

        Unify(callee, target, inputs, sizes);
        var outputs = builder.InlineCall(graph, inputs, dim => dim.Substitute(symbol => sizes.TryGetValue(symbol, out var size) ? size : null));
        return target.ReturnsTuple
            ? new ListValue(outputs.Select(o => (FrontendValue)new TensorValue(o)).ToArray())
            : new TensorValue(outputs[0]);
    }

    /// <summary>Solves the callee's dimension symbols from the caller's shapes and checks what is left.</summary>
    private void Unify(IMethodSymbol callee, MethodSignature target, List<Value> inputs, Dictionary<string, DimExpr> sizes)
    {
        var declared = target.GraphInputs.ToArray();
        for (int i = 0; i < declared.Length; i++)
        {
            if (builder.ShapeOf(inputs[i]).Rank != declared[i].Shape.Rank)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, "The parameter '" + declared[i].Name + "' of '" + callee.Name + "' has the shape " + declared[i].Shape + ", the argument has " + builder.ShapeOf(inputs[i]) + ".");
            }
        }

        ShapeSolution.TrySolve(declared.Select(p => (Shape?)p.Shape).ToArray(), target.Integers.Select(p => p.Name).ToArray(), out var solution, out _);
        foreach (var step in solution!.Steps)
        {
            var actual = builder.ShapeOf(inputs[step.Input])[step.Axis];
            var expected = declared[step.Input].Shape[step.Axis];
            DimExpr Known(DimExpr dim) => dim.Substitute(symbol => sizes.TryGetValue(symbol, out var size) ? size : null);
            if (step is BindStep bind)
            {
                sizes[bind.Symbol] = DimExpr.FloorDiv(actual - Known(bind.Rest), bind.Divisor);
            }

            builder.RequireEqual(Known(expected), actual, DiagnosticIds.ShapeMismatch, () => "The parameter '" + declared[step.Input].Name + "' of '" + callee.Name + "' has the shape " + declared[step.Input].Shape + ", the argument has " + builder.ShapeOf(inputs[step.Input]) + ": axis " + step.Axis + " should be " + Known(expected) + " and is " + actual + ".");
        }
    }
}
