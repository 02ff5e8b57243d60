using Costate.Ir.Checking;

namespace Costate.Linking;

/// <summary>How much the links check.</summary>
internal sealed record LinkOptions
{
    /// <summary>What a test of a few methods affords.</summary>
    public static readonly LinkOptions Full = new();

    /// <summary>What thousands of methods that nobody wrote afford: few sizes and masks, no second order.</summary>
    public static readonly LinkOptions Quick = new()
    {
        BodySizes = 2,
        EmittedSizes = 3,
        EmittedMasks = 3,

        // Other numbers than the generator drew, which has checked the same graphs.
        Derivatives = DerivativeCheckOptions.Build with { Seed = 5 },
    };

    /// <summary>Choices of sizes at which a body is compared with its graph, at most.</summary>
    public int BodySizes { get; init; } = int.MaxValue;

    /// <summary>Choices of sizes at which emitted code is compared with its graph, at most; fewer are spread over all.</summary>
    public int EmittedSizes { get; init; } = int.MaxValue;

    /// <summary>Masks of the adjoint at each choice of sizes, at most; the first one is the full one.</summary>
    public int EmittedMasks { get; init; } = int.MaxValue;

    public DerivativeCheckOptions Derivatives { get; init; } = DerivativeCheckOptions.Full;
}
