using System;

namespace Costate.Benchmarks.Harness;

/// <summary>What a problem's primal and gradient come to: equal for all contenders, or their times do not compare.</summary>
internal readonly record struct Outcome(double Value, double Checksum);

/// <summary>One implementation of a problem: a scalar function of one tensor, and its gradient (forward pass included).</summary>
internal interface IContender
{
    string Name { get; }

    Outcome Outcome();

    /// <summary>Microseconds of processor time for one call: the mean over as many calls as fit into the time, at least one.</summary>
    double Sample(bool gradient, TimeSpan time);
}

/// <summary>A problem and who solves it; every contender is compared with the first.</summary>
internal sealed record Problem(string Name, params IContender[] Contenders);
