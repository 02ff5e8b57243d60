using System;
using System.Linq;
using Costate.Generator;
using Costate.Generator.Tests;
using Costate.Linking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Tests.Programs;

/// <summary>One method that is compiled with a fault in what is generated for it.</summary>
internal static class PlantedMethod
{
    /// <summary>The method as it is loaded, and whether the fault is in its text.</summary>
    public static (LinkedMethod Method, bool IsChanged) Load(string body, Tampering fault)
    {
        var compilation = GeneratedCompilation.Create("using Costate;\nusing static Costate.TracedTensor;\n\npublic static partial class Planted\n{\n" + body + "\n}\n");
        var tree = compilation.SyntaxTrees.Single(t => t.ToString().Contains("Planted", StringComparison.Ordinal));
        var symbol = compilation.GetSemanticModel(tree).GetDeclaredSymbol(tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single())!;
        var model = ModelReader.Read(symbol, compilation, default)!;
        string text = fault.Print(model);
        var output = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, GeneratedCompilation.ParseOptions, model.HintName));
        return (LinkedMethod.In(GeneratedCompilation.Load(output)).Single(), text != MethodPrinter.Print(model));
    }
}
