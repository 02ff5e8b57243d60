using System;

namespace Costate;

/// <summary>
/// Marks a method over <see cref="TracedTensor{T}"/> whose forward and adjoint code is generated at build time. A plain call of
/// the method then is one node of the trace.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DifferentiableAttribute : Attribute;
