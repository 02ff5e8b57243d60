namespace Costate.Generator;

/// <summary>Full names of what generated text refers to.</summary>
internal static class Names
{
    public const string Services = "global::Costate.CompilerServices.";
    public const string Fragment = Services + "Fragment";
    public const string Frame = Services + "FragmentFrame";
    public const string TraceCall = Services + "TraceCall";
    public const string DirectCall = Services + "DirectCall";
    public const string Fused = Services + "Fused";
    public const string Scratch = Services + "Scratch";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan";
    public const string Span = "global::System.Span";
    public const string ReadOnlyTensorSpan = "global::System.Numerics.Tensors.ReadOnlyTensorSpan";
    public const string TensorSpan = "global::System.Numerics.Tensors.TensorSpan";
    public const string Tensor = "global::System.Numerics.Tensors.Tensor";
    public const string Optimized = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    /// <summary>The compiler refuses to inline a method of many variables, whatever it is told; then it is at least not compiled twice.</summary>
    public const string InlinedOrOptimized = "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining | global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";
}
