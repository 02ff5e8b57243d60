using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// The type of the optional parameter by which a generated overload differs from the method that it stands for where no parameter is a tensor.
/// It carries nothing and is never given.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CompiledCall;
