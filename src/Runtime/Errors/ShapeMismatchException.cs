using System;

namespace Costate;

/// <summary>A tensor does not have the shape that an operation or a differentiable method asks for.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="id">The diagnostic id that the analyzer uses for the same mistake.</param>
    /// <param name="message">What is wrong, in the user's names and numbers.</param>
    /// <param name="expected">The shape that was asked for, or null where that is not one shape.</param>
    /// <param name="actual">The shape that was given.</param>
    /// <param name="parameter">The parameter that received it, or null.</param>
    public ShapeMismatchException(string id, string message, string? expected, string actual, string? parameter)
        : base(id + ": " + message, parameter)
    {
        Id = id;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The diagnostic id that the analyzer uses for the same mistake.</summary>
    public string Id { get; }

    /// <summary>The shape that was asked for, or null where that is not one shape.</summary>
    public string? Expected { get; }

    /// <summary>The shape that was given.</summary>
    public string Actual { get; }
}
