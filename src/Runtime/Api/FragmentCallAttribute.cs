using System;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>Marks a generated overload that calls a fragment, so that the front end maps it back to the user's method. One for each variant.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FragmentCallAttribute : Attribute
{
    /// <summary>Names the fragment of a method that no other assembly sees.</summary>
    /// <param name="fragment">The generated fragment class.</param>
    public FragmentCallAttribute(Type fragment) => Fragment = fragment;

    /// <summary>Names the fragment and carries its graph, so that methods of other assemblies can inline it.</summary>
    /// <param name="fragment">The generated fragment class.</param>
    /// <param name="graph">The text of its graph.</param>
    /// <param name="digest">The digest of the graph, which depends on the version of the op table.</param>
    public FragmentCallAttribute(Type fragment, string graph, string digest)
        : this(fragment) => (Graph, Digest) = (graph, digest);

    /// <summary>The generated fragment class.</summary>
    public Type Fragment { get; }

    /// <summary>The text of the graph; null if no other assembly sees the method.</summary>
    public string? Graph { get; }

    /// <summary>The digest of the graph.</summary>
    public string? Digest { get; }
}
