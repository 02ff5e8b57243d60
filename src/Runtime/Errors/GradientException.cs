using System;

namespace Costate;

/// <summary>A derivative that does not exist, or that is zero for a reason the caller should know.</summary>
public sealed class GradientException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="id">The diagnostic id.</param>
    /// <param name="message">What is wrong and the way out.</param>
    public GradientException(string id, string message)
        : base(id + ": " + message) => Id = id;

    /// <summary>The diagnostic id.</summary>
    public string Id { get; }
}
