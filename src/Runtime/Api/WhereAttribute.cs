using System;

namespace Costate;

/// <summary>
/// Declares facts about the dimensions of a differentiable method, or of those methods of a type that have all the names in them, as
/// in <c>[Where("n % 2 == 0 &amp;&amp; k &lt;= n")]</c>. The build proves with them; a call whose sizes break one throws
/// <see cref="ShapeMismatchException"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public sealed class WhereAttribute : Attribute
{
    /// <summary>Declares facts.</summary>
    /// <param name="facts">Comparisons of dimension expressions by ==, &lt;, &lt;=, &gt; and &gt;=, joined by &amp;&amp;.</param>
    public WhereAttribute(string facts) => Facts = facts;

    /// <summary>The facts.</summary>
    public string Facts { get; }
}
