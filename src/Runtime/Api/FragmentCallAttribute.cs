using System;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>Marks a generated overload that calls a fragment, so that the front end maps it back to the user's method. One for each variant.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FragmentCallAttribute : Attribute
{
    /// <summary>Names the fragment.</summary>
    public FragmentCallAttribute(Type fragment) => Fragment = fragment;

    /// <summary>The generated fragment class.</summary>
    public Type Fragment { get; }
}
