using System;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>Names the library function that a method or operator of the API stands for; the front end reads it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibraryFunctionAttribute : Attribute
{
    /// <summary>Names the function.</summary>
    public LibraryFunctionAttribute(string name) => Name = name;

    /// <summary>The function's name in the library.</summary>
    public string Name { get; }
}
