using System;
using System.Globalization;
using System.Linq;
using BenchmarkDotNet.Running;
using Costate.Benchmarks.Harness;
using Costate.Benchmarks.Problems;

if (args is ["ratios", .. var names])
{
    return RatioTable.Run(Catalogue.All, names, Console.Out);
}

if (args is ["matmul", .. var sizes])
{
    return MatMulTable.Run(Array.ConvertAll(sizes, s => int.Parse(s, CultureInfo.InvariantCulture)), Console.Out);
}

if (args is ["serve-blas"])
{
    return BlasServer.Serve(Console.In, Console.Out);
}

if (args is ["bandwidth"])
{
    return BandwidthTable.Run(Console.Out);
}

if (args is ["start", .. var words])
{
    return StartTable.Run(Catalogue.All.Where(p => words.Length == 0 || words.Any(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase))), Console.Out);
}

if (args is ["start-of", var problem, var contender])
{
    return StartTable.Measure(Catalogue.All.First(p => p.Name == problem), contender, Console.Out);
}

if (args is ["memory"])
{
    return MemoryTable.Run(CpAls.Rooms(40, 8), 800, Console.Out);
}

if (args is ["trace"])
{
    return TraceTable.Run(x => TanhLoop.Step(x), Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(Catalogue).Assembly).Run(args);
return 0;
