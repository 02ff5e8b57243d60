// The few compiler-required types that netstandard2.0 lacks. Marked [Embedded] so that they stay private to this assembly
// even where internals are visible.
namespace Microsoft.CodeAnalysis
{
    [Embedded]
    internal sealed class EmbeddedAttribute : System.Attribute;
}

namespace System.Runtime.CompilerServices
{
    [Microsoft.CodeAnalysis.Embedded]
    internal static class IsExternalInit;

    [Microsoft.CodeAnalysis.Embedded]
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
    internal sealed class RequiredMemberAttribute : Attribute;

    [Microsoft.CodeAnalysis.Embedded]
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}
