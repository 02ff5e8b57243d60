using System;
using System.Globalization;

namespace Costate;

/// <summary>A value, a tangent or a cotangent became NaN or infinite, and <see cref="CostateSettings.DebugNaN"/> asks for where.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    internal NonFiniteException(string fragment, string what, string? operation, int line, double value, string details)
        : base(fragment + ": " + what + (line > 0 ? " in line " + line.ToString(CultureInfo.InvariantCulture) : string.Empty) + details)
    {
        Fragment = fragment;
        Operation = operation;
        Line = line;
        Value = value;
    }

    /// <summary>The differentiable method or operation that ran.</summary>
    public string Fragment { get; }

    /// <summary>The op that made the first such element; the name of the argument that has it already; null if it could not be found.</summary>
    public string? Operation { get; }

    /// <summary>The line of the user's source that the op comes from; 0 where that is not known, as outside of compiled methods.</summary>
    public int Line { get; }

    /// <summary>The element: NaN or an infinity.</summary>
    public double Value { get; }
}
