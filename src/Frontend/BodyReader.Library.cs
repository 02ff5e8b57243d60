using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Calls of library functions: which arguments are operands, which decide what is built, and which are sizes.</content>
internal sealed partial class BodyReader
{
    /// <summary>Integer arguments that decide what graph is built; all other integers are sizes and may be symbolic.</summary>
    private static readonly HashSet<string> Structural = new(StringComparer.Ordinal) { "axis", "exponent", "k" };

    private static readonly HashSet<string> StructuralLists = new(StringComparer.Ordinal) { "axes", "perm" };

    private FrontendValue NotConstant(IOperation operation, string parameter)
    {
        Report(DiagnosticIds.ConstantNeeded, operation.Syntax.GetLocation(), "The argument '" + parameter + "', here '" + Excerpt(operation.Syntax) + "', must be a compile-time constant: it decides what is computed, not on what sizes. Write the number, or a const.");
        return FrontendValue.Poison;
    }

    /// <summary>Builds a library call; the values are in the order of the method's parameters.</summary>
    private FrontendValue Library(IOperation operation, IMethodSymbol method, IReadOnlyList<IOperation> places, IReadOnlyList<FrontendValue> arguments)
    {
        if (arguments.Any(IsPoison))
        {
            return FrontendValue.Poison;
        }

        if (SignatureReader.TracedElement(method.ReturnType) is { SpecialType: SpecialType.System_Double or SpecialType.System_Single } element && SignatureReader.DTypeOf(element) != signature.DType)
        {
            Report(DiagnosticIds.ElementType, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' has the element type " + element.ToDisplayString() + ", '" + signature.Method.Name + "' works on " + TensorTypeName(signature.DType) + "; a differentiable method works on one element type throughout. Use that one here too.");
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
            if (!Bind(places[i], method.Parameters[i], arguments[i], operands, ref attrs))
            {
                return FrontendValue.Poison;
            }
        }

        if (LeadingCheck.Problem(function, operands.Select(builder.TypeOf).ToArray(), attrs, builder.Facts) is { } problem)
        {
            Report(DiagnosticIds.LeadingAxes, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + problem);
            return FrontendValue.Poison;
        }

        TensorValue[] results;
        try
        {
            results = Made(function.Name + attrs, operands, () => function.Build(builder, operands, attrs));
        }
        catch (ShapeError error)
        {
            return Report(error, operation, operands.Select(builder.ShapeOf), Fix(error, function, operands, attrs, operation, places));
        }

        NoteBroadcast(operation, function, operands, places, results[0].Type.Shape);
        return results.Length == 1 ? results[0] : new ListValue(results);
    }

    private bool Bind(IOperation operation, IParameterSymbol parameter, FrontendValue argument, List<Value> operands, ref Attrs attrs)
    {
        switch (argument)
        {
            case OpenFlag or TensorValue when parameter.Type.SpecialType == SpecialType.System_Boolean:
                MustBeDecided(argument, operation);
                return false;
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
                return parameter.Name == "start" || IsSize(operation, parameter.Name, d.Dim);
            case FlagValue f:
                attrs = attrs.With(parameter.Name, f.Flag);
                return true;
            case TextValue text:
                attrs = attrs.With(parameter.Name, text.Text);
                return true;
            case ListValue list when list.Items.All(i => i is TensorValue) && (list.Items.Count > 0 || ElementIsTraced(parameter.Type)):
                operands.AddRange(list.Items.Select(i => In((TensorValue)i)));
                return true;
            case ListValue list when list.Items.All(i => i is DimValue):
                var dims = list.Items.Select(i => ((DimValue)i).Dim).ToArray();
                if (!StructuralLists.Contains(parameter.Name))
                {
                    attrs = attrs.With(parameter.Name, Shape.Of(dims));
                    return dims.All(d => IsSize(operation, parameter.Name, d));
                }

                int symbolic = Array.FindIndex(dims, d => !d.IsConstant);
                if (symbolic >= 0)
                {
                    NotConstant(Element(operation, symbolic), parameter.Name);
                    return false;
                }

                attrs = attrs.With(parameter.Name, dims.Select(d => d.TryGetConstant(out long c) ? c : 0).ToArray());
                return true;
            default:
                Report(DiagnosticIds.UnsupportedCall, operation.Syntax.GetLocation(), "The argument '" + parameter.Name + "' cannot be read in a differentiable method; write its elements where they are passed.");
                return false;
        }
    }

    /// <summary>Demands that a size is not negative: silent, an error, or a guard.</summary>
    private bool IsSize(IOperation operation, string parameter, DimExpr size)
    {
        try
        {
            builder.RequireLessOrEqual(DimExpr.Zero, size, parameter == "length" ? DiagnosticIds.WindowOutOfRange : DiagnosticIds.ElementCount, () => "The size " + size + " in '" + parameter + "' is negative.");
            return true;
        }
        catch (ShapeError error)
        {
            Report(error, operation, fix: parameter == "length" ? null : " Sizes are not inferred: write each one, x.Dim(axis) for instance.");
            return false;
        }
    }

    /// <summary>An element of a list that is written out, or the whole of one that is not.</summary>
    private static IOperation Element(IOperation list, int index) => list switch
    {
        IConversionOperation conversion => Element(conversion.Operand, index),
        IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues[index],
        ICollectionExpressionOperation collection => collection.Elements[index],
        _ => list,
    };

    private static bool ElementIsTraced(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => SignatureReader.TracedElement(array.ElementType) is not null,
        INamedTypeSymbol { TypeArguments.Length: 1 } span => SignatureReader.TracedElement(span.TypeArguments[0]) is not null,
        _ => false,
    };
}
