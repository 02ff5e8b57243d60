using System;

namespace Costate;

/// <summary>A compiled method does not say the same as the method that it was compiled from.</summary>
public sealed class LinkedException : Exception
{
    internal LinkedException(LinkedReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>All methods, the sound ones too.</summary>
    public LinkedReport Report { get; }
}
