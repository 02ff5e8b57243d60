using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>A parameter that nobody gives; it tells the stand-ins for derivatives by records from these.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnknownRecord;
