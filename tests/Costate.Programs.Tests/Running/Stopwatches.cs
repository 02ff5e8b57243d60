using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Costate.Tests.Programs;

/// <summary>How long the stages took, over all threads.</summary>
internal sealed class Stopwatches
{
    private readonly ConcurrentDictionary<string, long> ticks = new(StringComparer.Ordinal);

    public IDisposable Measure(string stage) => new Running(this, stage);

    public string Report(int programs) => string.Join(", ", ticks.OrderByDescending(t => t.Value).Select(t =>
        string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value * 1000.0 / Stopwatch.Frequency / programs:0.0} ms")));

    private sealed class Running(Stopwatches owner, string stage) : IDisposable
    {
        private readonly long start = Stopwatch.GetTimestamp();

        public void Dispose()
        {
            long passed = Stopwatch.GetTimestamp() - start;
            owner.ticks.AddOrUpdate(stage, passed, (_, before) => before + passed);
        }
    }
}
