using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Frontend;

/// <summary>
/// The signature of a method that declares the derivative of another one. All of it follows from the other one: the arguments, what it returns if that is
/// wanted, and a tangent for each argument that is differentiated.
/// </summary>
internal sealed class LinearizationSignature(IMethodSymbol method, MethodDeclarationSyntax? syntax, MethodSignature target, Compilation compilation, List<FrontendDiagnostic> diagnostics)
{
    private Location Here => syntax?.Identifier.GetLocation() ?? method.Locations.FirstOrDefault() ?? Location.None;

    private string Name => "'" + method.Name + "'";

    private string Target => "'" + target.Method.Name + "'";

    /// <summary>Whether the result is among the parameters.</summary>
    public bool TakesResult { get; private set; }

    /// <summary>The signature by one variant of the other method; null after an error.</summary>
    /// <param name="graph">The graph of the variant, which has the shapes of the results.</param>
    public MethodSignature? Read(Graph graph)
    {
        if (Kind() is { } problem)
        {
            Report(DiagnosticIds.LinearizationSignature, Here, Name + " cannot declare the derivative of " + Target + ": " + problem + ".");
            return null;
        }

        int output = 0;
        var expected = Expected(graph, target.Result.With(_ => graph.TypeOf(graph.Outputs[output++]).Shape));
        var own = target.Parameters.Where(p => p.Ordinal < 0).ToArray();
        var parameters = Match(expected.Arguments, expected.Result, expected.Tangents);
        if (parameters is null)
        {
            return null;
        }

        if (!Linearizations.SameType(method.ReturnType, target.Method.ReturnType))
        {
            Report(DiagnosticIds.LinearizationSignature, syntax!.ReturnType.GetLocation(), Name + " returns " + Text(method.ReturnType) + "; it declares the tangents of what " + Target + " returns, " + Text(target.Method.ReturnType) + ", so it returns the same.");
            return null;
        }

        var loops = new SignatureReader(method, syntax, compilation, diagnostics).ReadCheckpoints(null);
        return diagnostics.Count > 0 ? null : new MethodSignature(method, target.DType, [.. own, .. parameters], target.Result.With(_ => null), target.Facts, target.Unnamed, []) { LoopAttrs = loops };
    }

    private string? Kind() =>
        method.MethodKind != MethodKind.Ordinary || syntax is null ? "it is not an ordinary method"
        : method.IsStatic != target.Method.IsStatic ? method.IsStatic ? Target + " is an instance method, so this must be one too" : Target + " is static, so this must be static too"
        : method.IsGenericMethod ? "it is generic"
        : method.IsVirtual || method.IsAbstract || method.IsOverride ? "it is virtual, so nobody knows which body is meant"
        : method.IsAsync || method.IsExtern || (syntax.Body is null && syntax.ExpressionBody is null) ? "it has no body that could be read"
        : null;

    private (List<Slot> Arguments, Slot Result, List<Slot> Tangents) Expected(Graph graph, Structure result)
    {
        var (arguments, tangents) = (new List<Slot>(), new List<Slot>());
        int input = 0;
        foreach (var parameter in target.Parameters)
        {
            var type = parameter.Symbol is IParameterSymbol symbol ? symbol.Type : (ITypeSymbol)target.Method.ContainingType;
            var slot = new Slot(parameter.Name, type, parameter.Kind, parameter.Shape, parameter.Structure, "the argument '" + parameter.Name + "'");
            if (parameter.Ordinal >= 0)
            {
                arguments.Add(slot);
            }

            int count = parameter.Inputs.Count();
            if (Enumerable.Range(input, count).Any(graph.IsDifferentiable))
            {
                string name = parameter.Ordinal < 0 ? "this" : parameter.Name;
                tangents.Add(new Slot("d" + (parameter.Ordinal < 0 ? "This" : parameter.Name), type, parameter.Kind, parameter.Shape, parameter.Structure, "the tangent of '" + name + "'"));
            }

            input += count;
        }

        var kind = result.IsTensor ? ParameterKind.Traced : ParameterKind.Composite;
        return (arguments, new Slot("result", target.Method.ReturnType, kind, result.IsTensor ? result.Shape! : Shape.Scalar, result.IsTensor ? null : result, "what " + Target + " returns"), tangents);
    }

    private List<MethodParameter>? Match(List<Slot> arguments, Slot result, List<Slot> tangents)
    {
        int given = method.Parameters.Length, least = arguments.Count + tangents.Count;
        string List(bool withResult) => "(" + string.Join(", ", arguments.Concat(withResult ? [result] : []).Concat(tangents).Select(s => Text(s.Type) + " " + s.Name)) + ")";
        string wanted = " The derivative of " + Target + " takes " + List(false) + ", or with what " + Target + " returns " + List(true) + "; names are free.";
        if (given != least && given != least + 1)
        {
            Report(DiagnosticIds.LinearizationSignature, Here, Name + " has " + given + (given == 1 ? " parameter." : " parameters.") + wanted);
            return null;
        }

        TakesResult = given > least;
        var slots = arguments.Concat(TakesResult ? [result] : []).Concat(tangents).ToArray();
        var parameters = new List<MethodParameter>();
        for (int i = 0; i < slots.Length; i++)
        {
            var (parameter, slot) = (method.Parameters[i], slots[i]);
            var place = parameter.Locations.FirstOrDefault() ?? Here;
            if (parameter.RefKind != RefKind.None || !Linearizations.SameType(parameter.Type, slot.Type))
            {
                string type = (parameter.RefKind == RefKind.None ? string.Empty : parameter.RefKind.ToString().ToLowerInvariant() + " ") + Text(parameter.Type);
                Report(DiagnosticIds.LinearizationSignature, place, "The parameter '" + parameter.Name + "' of " + Name + " is " + type + "; in this place stands " + slot.What + ", " + Text(slot.Type) + "." + wanted);
                return null;
            }

            if (Declares(parameter, slot) is { } attribute)
            {
                var at = attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : place;
                Report(DiagnosticIds.LinearizationSignature, at, "The parameter '" + parameter.Name + "' of " + Name + " is " + slot.What + (slot.Structure is null ? ", whose shape is " + slot.Shape : ", whose shapes are declared there") + ". Leave the attribute away.");
                return null;
            }

            // Sizes and flags have the names of the other method, in which its shapes are written.
            bool isSymbol = slot.Kind is ParameterKind.Integer or ParameterKind.Flag;
            parameters.Add(new MethodParameter(isSymbol ? slot.Name : parameter.Name, slot.Kind, slot.Shape, parameter, slot.Structure));
        }

        return parameters;
    }

    /// <summary>An attribute that declares another shape than follows from the other method.</summary>
    private static AttributeData? Declares(IParameterSymbol parameter, Slot slot)
    {
        var attributes = parameter.GetAttributes();
        var shape = SignatureReader.FindAttribute(attributes, KnownNames.Shape);
        return shape is not null && !(slot.Structure is null && shape.ConstructorArguments.FirstOrDefault().Value is string text && Shape.TryParse(text, out var declared, out _, out _) && declared!.Equals(slot.Shape)) ? shape
            : SignatureReader.FindAttribute(attributes, KnownNames.Dims) ?? SignatureReader.FindAttribute(attributes, KnownNames.Length);
    }

    private void Report(string id, Location place, string message) => diagnostics.Add(new FrontendDiagnostic(id, place, message));

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>A parameter that is expected.</summary>
    private sealed class Slot(string name, ITypeSymbol type, ParameterKind kind, Shape shape, Structure? structure, string what)
    {
        public string Name { get; } = name;

        public ITypeSymbol Type { get; } = type;

        public ParameterKind Kind { get; } = kind;

        public Shape Shape { get; } = shape;

        public Structure? Structure { get; } = structure;

        public string What { get; } = what;
    }
}
