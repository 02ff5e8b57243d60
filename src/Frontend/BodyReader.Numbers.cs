using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Numbers that are known when the method runs: evaluated values, and the functions of Math on them.</content>
internal sealed partial class BodyReader
{
    /// <summary>Functions of Math that the library has under the same name.</summary>
    private static readonly HashSet<string> MathFunctions = new(StringComparer.Ordinal)
    {
        "Abs", "Cos", "Exp", "Floor", "Log", "Max", "Min", "Pow", "Sin", "Sqrt", "Tanh",
    };

    /// <summary>y.EvalScalar(): the value as a number, through which no derivative goes.</summary>
    private FrontendValue Evaluated(IInvocationOperation invocation, IOperation instance)
    {
        var value = Expression(instance);
        if (value is not TensorValue tensor)
        {
            return IsPoison(value) ? value : Unsupported(invocation);
        }

        if (invocation.Arguments.Any(a => a.ArgumentKind == ArgumentKind.Explicit))
        {
            return Refused(invocation, "'" + Excerpt(invocation.Syntax) + "' is evaluated with the method it stands in, which cannot be cancelled from inside. Leave the argument away.");
        }

        if (tensor.Type.Rank != 0)
        {
            Report(DiagnosticIds.RankMismatch, invocation.Syntax.GetLocation(), "'" + Excerpt(invocation.Syntax) + "' needs a scalar, '" + Excerpt(instance.Syntax) + "' has the shape " + tensor.Type.Shape + "." + Origins(tensor.Type.Shape.Symbols) + " Reduce it first, by Sum or Norm for example.");
            return FrontendValue.Poison;
        }

        return tensor.Type.DType == DType.Bool ? tensor : Tensor(builder.Stop(In(tensor)));
    }

    /// <summary>A function of Math, or a test for NaN or infinity; null if the call is something else.</summary>
    private FrontendValue? NumberFunction(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (!method.IsStatic || method.ContainingType.ToDisplayString() is not ("System.Math" or "System.MathF" or "double" or "float") || method.Parameters.Length == 0
            || !method.Parameters.All(p => p.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single))
        {
            return null;
        }

        bool isTest = method.ReturnType.SpecialType == SpecialType.System_Boolean && method.Name is "IsNaN" or "IsFinite" or "IsInfinity" or "IsPositiveInfinity" or "IsNegativeInfinity" or "IsNegative" or "IsPositive";
        if (!isTest && (!MathFunctions.Contains(method.Name) || Ir.Library.Find(method.Name) is not { } known || known.Arity != method.Parameters.Length))
        {
            return null;
        }

        var arguments = invocation.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(a => Expression(a.Value)).ToArray();
        if (arguments.Any(IsPoison))
        {
            return FrontendValue.Poison;
        }

        if (arguments.Any(a => a is FlagValue or OpenFlag or TextValue || (a is TensorValue t && !t.Type.IsFloating)))
        {
            return Unsupported(invocation);
        }

        var x = arguments.Select(a => AsNumber(a)!.Value).ToArray();
        if (!isTest)
        {
            return Tensor(Ir.Library.Find(method.Name)!.Build(builder, x, Attrs.Empty.With("dtype", TensorType.Name(signature.DType)))[0]);
        }

        Value infinity = builder.ConstLike(double.PositiveInfinity, x[0]);
        return method.Name switch
        {
            "IsNaN" => Tensor(builder.NotEqual(x[0], x[0])),
            "IsFinite" => Tensor(builder.Less(builder.Abs(x[0]), infinity)),
            "IsInfinity" => Tensor(builder.Equal(builder.Abs(x[0]), infinity)),
            "IsPositiveInfinity" => Tensor(builder.Equal(x[0], infinity)),
            "IsNegativeInfinity" => Tensor(builder.Equal(x[0], builder.ConstLike(double.NegativeInfinity, x[0]))),

            // These ask for the sign bit, which no op sees.
            _ => null,
        };
    }
}
