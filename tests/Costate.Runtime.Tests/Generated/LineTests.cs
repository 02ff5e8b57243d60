using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>A method whose lines a debugger and a stack trace must find again.</summary>
public static partial class LineModels
{
    public static readonly int Start = Here();

    [Differentiable]
    public static TracedTensor<double> Volume([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> x, int steps)
    {
        var factor = Cholesky(a);
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(factor, x));
        }

        return Sum(x);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}

public class LineTests
{
    private const int Factor = 5, Step = 8, Result = 11;

    private static readonly string File = Here();

    [Theory]
    [InlineData("ForwardCore", new[] { Factor, Step, Result })]
    [InlineData("AdjointCore", new[] { Factor, Step })]
    [InlineData("ValueAndGradCore", new[] { Factor, Step, Result })]
    public void The_symbols_of_compiled_code_name_the_lines_of_the_method(string core, int[] lines)
    {
        var points = Points(typeof(LineModels).GetNestedType("VolumeFragment", BindingFlags.NonPublic)!.GetMethod(core, BindingFlags.Static | BindingFlags.NonPublic)!);
        Assert.All(points, p => Assert.Equal(Path.GetFileName(File), Path.GetFileName(p.File)));
        Assert.All(points, p => Assert.InRange(p.Line - LineModels.Start, Factor, Result));
        Assert.Subset(points.Select(p => p.Line - LineModels.Start).ToHashSet(), lines.ToHashSet());
    }

    // Overloads and kernels, too: a step into a compiled method ends on a line of that method.
    [Fact]
    public void A_debugger_stops_nowhere_in_generated_code() =>
        Assert.DoesNotContain(Points(typeof(LineModels).Module, _ => true), p => p.File.Contains(nameof(LineModels), StringComparison.Ordinal));

    [Fact]
    public void A_stack_trace_names_the_line_that_failed()
    {
        var e = Assert.Throws<FactorizationException>(() => LineModels.Volume(Tensor.Create([-1.0], [1, 1]), Tensor.Create([1.0]), 2));
        var frame = new StackTrace(e, fNeedFileInfo: true).GetFrames().First(f => f.GetMethod()!.Name == "ForwardCore");
        Assert.Equal(LineModels.Start + Factor, frame.GetFileLineNumber());
        Assert.Equal(Path.GetFileName(File), Path.GetFileName(frame.GetFileName()));
    }

    private static List<(string File, int Line)> Points(MethodInfo method) =>
        Points(method.Module, m => m == (MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken));

    private static List<(string File, int Line)> Points(Module module, Func<MethodDefinitionHandle, bool> isWanted)
    {
        string assembly = module.Assembly.Location;
        using var image = new PEReader(System.IO.File.OpenRead(assembly));
        Assert.True(image.TryOpenAssociatedPortablePdb(assembly, System.IO.File.OpenRead, out var provider, out _));
        using (provider)
        {
            var reader = provider!.GetMetadataReader();
            return reader.MethodDebugInformation
                .Where(m => isWanted(m.ToDefinitionHandle()))
                .SelectMany(m => reader.GetMethodDebugInformation(m).GetSequencePoints())
                .Where(p => !p.IsHidden)
                .Select(p => (reader.GetString(reader.GetDocument(p.Document).Name), p.StartLine))
                .ToList();
        }
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
