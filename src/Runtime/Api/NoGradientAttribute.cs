using System;

namespace Costate;

/// <summary>
/// Excludes a tensor, record or tuple that a differentiable method takes from differentiation: data, say. The compiled forms neither compute nor
/// return a derivative by it, and keep nothing for one.
/// </summary>
/// <remarks>
/// What is passed for it must not depend on what is differentiated by, since that part of the derivative would be missing: a build error inside of a
/// differentiable method, a <see cref="GradientException"/> in a trace. <c>StopGradient</c> of it says that the part is not meant.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NoGradientAttribute : Attribute;
