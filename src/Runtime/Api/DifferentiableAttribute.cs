using System;

namespace Costate;

/// <summary>
/// Marks a method over <see cref="TracedTensor{T}"/> whose forward and adjoint code is generated at build time. A plain call of
/// the method then is one node of the trace.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DifferentiableAttribute : Attribute
{
    /// <summary>
    /// Up to which order derivatives are compiled, from 1 to 3. With 1 these are the value, its adjoint and its tangent, and of a scalar the product of
    /// its Hessian with a vector; each order more compiles the adjoint and the tangent of each of the last ones, so the generated code about triples. Beyond it a trace
    /// interprets the derivative of the graph: the same values up to rounding.
    /// </summary>
    public int Order { get; set; } = 1;
}
