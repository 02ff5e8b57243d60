using System.Runtime.CompilerServices;

namespace Costate.Tracing;

/// <summary>Room on the stack for the inputs of nearly every call.</summary>
[InlineArray(Length)]
internal struct NodeBuffer
{
    public const int Length = 8;

    private TraceNode? first;
}
