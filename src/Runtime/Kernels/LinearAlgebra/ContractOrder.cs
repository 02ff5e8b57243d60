namespace Costate.CompilerServices;

/// <summary>A triangle of a contraction: terms in which one index is less than another one do not count. Both are indices into <see cref="ContractPlan.Letters"/>.</summary>
internal readonly record struct ContractOrder(byte Greater, byte Lesser);
