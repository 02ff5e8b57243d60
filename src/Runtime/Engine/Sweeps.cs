namespace Costate.Execution;

/// <summary>The sweeps, whose arrays are used again. They may be touched only by who holds the engine.</summary>
internal static class Sweeps
{
    public static readonly ReverseSweep Reverse = new();
    public static readonly ForwardSweep Forward = new();
}
