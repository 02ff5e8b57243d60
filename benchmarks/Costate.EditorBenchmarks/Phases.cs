using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Costate.Generator;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.EditorBenchmarks;

/// <summary>Where the time of a cold generation goes: the generator's steps for every method, one after the other, each timed.</summary>
internal static class Phases
{
    private static readonly string[] Names = ["read the body, print the graph", "parse the graph", "derive the programs", "plan them", "print the file, all three above included", "check the derivatives, derivation included"];

    public static void Print(Compilation compilation)
    {
        var marker = compilation.GetTypeByMetadataName("Costate.DifferentiableAttribute")!;
        var methods = compilation.GlobalNamespace.GetNamespaceMembers().Single(n => n.Name == "Project").GetTypeMembers().OrderBy(t => t.Name, StringComparer.Ordinal)
            .SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>().Where(m => m.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, marker))).ToArray();
        var ticks = new List<long>[Names.Length];
        for (int phase = 0; phase < ticks.Length; phase++) ticks[phase] = [];
        var bytes = new long[Names.Length];
        foreach (var method in methods)
        {
            var model = Time(ticks[0], ref bytes[0], () => ModelReader.Read(method, compilation, default))!;
            foreach (var variant in model.Variants)
            {
                var graph = Time(ticks[1], ref bytes[1], () => GraphText.Parse(variant.GraphText));
                var programs = Time(ticks[2], ref bytes[2], () => FragmentPrograms.Build(graph));
                Time(ticks[3], ref bytes[3], () => ProgramPlans.Build(programs));
            }

            Time(ticks[4], ref bytes[4], () => MethodPrinter.PrintSource(model, mapsLines: false));
            Time(ticks[5], ref bytes[5], () => BuildCheck.Run(model, static graph => FragmentPrograms.Build(graph)));
        }

        Console.WriteLine("| step | mean, milliseconds a method | median | allocated, KB a method |");
        Console.WriteLine("|---|--:|--:|--:|");
        for (int phase = 0; phase < Names.Length; phase++)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Names[phase]} | {Milliseconds(ticks[phase].Sum()) / methods.Length:F3} | {Milliseconds(ticks[phase].Order().ElementAt(ticks[phase].Count / 2)):F3} | {bytes[phase] / 1024.0 / methods.Length:F0} |"));
        }
    }

    private static T Time<T>(List<long> into, ref long bytes, Func<T> step)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        var result = step();
        into.Add(Stopwatch.GetTimestamp() - start);
        bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        return result;
    }

    private static double Milliseconds(long ticks) => 1000.0 * ticks / Stopwatch.Frequency;
}
