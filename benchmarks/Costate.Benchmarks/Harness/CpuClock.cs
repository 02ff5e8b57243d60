using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// The time that this thread has spent on a processor, so that what else runs on the machine disturbs a measurement less; the wall clock
/// where the system does not tell.
/// </summary>
internal static partial class CpuClock
{
    private const int ThreadCpuTime = 3;

    public static TimeSpan Now => OperatingSystem.IsLinux() && GetTime(ThreadCpuTime, out var now) == 0
        ? TimeSpan.FromTicks((now.Seconds * TimeSpan.TicksPerSecond) + (now.Nanoseconds / 100))
        : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
