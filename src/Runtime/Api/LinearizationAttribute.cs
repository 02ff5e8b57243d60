using System;

namespace Costate;

/// <summary>
/// Declares the derivative of a <see cref="DifferentiableAttribute">[Differentiable]</see> method of the same type: from the arguments and their tangents this
/// method computes the tangents of the results, and wherever the other one is differentiated, in forward and reverse mode and at any order, that is what
/// counts, and not the derivative of its body.
/// </summary>
/// <remarks>
/// Its parameters are those of the other method; then, if it wants it, one for what the other method returns; then one tangent for each parameter that is a
/// tensor, or a record or tuple of tensors, in their order and of the same type. It returns what the other method returns, as tangents. It is linear in the
/// tangents; that is checked at build time, as are the signature and the shapes, which follow from the other method and are not declared again.
/// </remarks>
/// <example><code>
/// [Differentiable]
/// public static TracedTensor&lt;double&gt; Rounded([Shape("n")] TracedTensor&lt;double&gt; x) => Floor(x + 0.5);
///
/// [Linearization(nameof(Rounded))]
/// private static TracedTensor&lt;double&gt; RoundedTangent(TracedTensor&lt;double&gt; x, TracedTensor&lt;double&gt; dx) => dx;
/// </code></example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinearizationAttribute : Attribute
{
    /// <summary>Declares the derivative of a method.</summary>
    /// <param name="method">The name of the method.</param>
    public LinearizationAttribute(string method) => Method = method;

    /// <summary>The name of the method whose derivative this is.</summary>
    public string Method { get; }
}
