namespace Costate.CompilerServices;

/// <summary>One triangular solve with a stored matrix: which triangle of it, whether transposed, whether its diagonal is 1.</summary>
internal readonly record struct Substitution(bool Lower, bool Transpose, bool Unit);
