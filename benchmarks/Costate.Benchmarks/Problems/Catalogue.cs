using System.Collections.Generic;
using Costate.Benchmarks.Harness;

namespace Costate.Benchmarks.Problems;

/// <summary>All problems, under the names that pytorch/baselines.py gives them.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Problem> All { get; } =
    [
        new("cp-als-10-3", CpAls.Traced(10, 3), CpAls.Compiled(10, 3)),
        new("cp-als-30-8", CpAls.Traced(30, 8), CpAls.Compiled(30, 8)),
        new("cp-als-60-8", CpAls.Traced(60, 8), CpAls.Compiled(60, 8)),
        new("tanh-loop", TanhLoop.Traced(16, 1000), TanhLoop.OpByOp(16, 1000), HandWritten.TanhLoop(16, 1000)),
        new(
            "log-sum-exp",
            LogSumExpProblem.Compiled(160_000),
            LogSumExpProblem.Traced(160_000),
            HandWritten.LogSumExp(160_000)),
        new("gmm-10-25", GmmProblem.Contenders(10, 25, 1000)),
        new("gmm-32-50", GmmProblem.Contenders(32, 50, 1000)),
        new("lstm-2-1024", LstmProblem.Contenders(2, 1024, 7)),
        new("lstm-4-4096", LstmProblem.Contenders(4, 4096, 7)),
    ];
}
