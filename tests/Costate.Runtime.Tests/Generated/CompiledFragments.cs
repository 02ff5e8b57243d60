using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Runtime.Tests.Generated;

/// <summary>The generated classes are private, so tests find them by name.</summary>
internal static class CompiledFragments
{
    public static Fragment Of(string method) => (Fragment)typeof(Models)
        .GetNestedType(method + "Fragment", BindingFlags.NonPublic)!
        .GetField("Instance", BindingFlags.NonPublic | BindingFlags.Static)!
        .GetValue(null)!;

    public static Graph GraphOf(Fragment fragment) => fragment.Graph;
}
