using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;
using Costate.Benchmarks.Harness;
using Costate.Benchmarks.Problems;

namespace Costate.Benchmarks;

/// <summary>The in-process contenders of every problem under BenchmarkDotNet: distributions and allocations instead of ratios.</summary>
[MemoryDiagnoser]
public class GradientBenchmarks
{
    private IContender contender = null!;

    public static IEnumerable<string> Cases => Catalogue.All.SelectMany(p => p.Contenders.Select(c => p.Name + ": " + c.Name));

    [ParamsSource(nameof(Cases))]
    public string Case { get; set; } = "";

    [GlobalSetup]
    public void Setup() => contender = Catalogue.All.SelectMany(p => p.Contenders.Select(c => (Key: p.Name + ": " + c.Name, Contender: c))).Single(e => e.Key == Case).Contender;

    [Benchmark]
    public double Primal() => contender.Sample(gradient: false, TimeSpan.Zero);

    [Benchmark]
    public double Gradient() => contender.Sample(gradient: true, TimeSpan.Zero);
}
