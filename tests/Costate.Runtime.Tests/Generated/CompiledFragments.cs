using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Runtime.Tests.Generated;

/// <summary>The generated classes are private, so tests find them by name.</summary>
internal static class CompiledFragments
{
    /// <param name="variant">The values of bool parameters as they stand in the name of the class: NotWhitenedTransposed, say.</param>
    public static Fragment Of(string method, string variant = "", System.Type? type = null) => (Fragment)(type ?? typeof(Models))
        .GetNestedType(method + "Fragment" + variant, BindingFlags.NonPublic)!
        .GetField("Instance", BindingFlags.NonPublic | BindingFlags.Static)!
        .GetValue(null)!;

    public static Graph GraphOf(Fragment fragment) => fragment.Graph;
}
