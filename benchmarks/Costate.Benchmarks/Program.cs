using System;
using BenchmarkDotNet.Running;
using Costate.Benchmarks.Harness;
using Costate.Benchmarks.Problems;

if (args is ["ratios", .. var names])
{
    return RatioTable.Run(Catalogue.All, names, Console.Out);
}

if (args is ["trace"])
{
    return TraceTable.Run(x => TanhLoop.Step(x), Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(Catalogue).Assembly).Run(args);
return 0;
