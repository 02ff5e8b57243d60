using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using Costate.Linking;

namespace Costate;

/// <summary>
/// Checks, by machine, that what was compiled says the same as the methods that it was compiled from: the body is the graph, the graph's
/// derivative programs are its derivatives, and the emitted code computes the graph. One line in a test does it:
/// <code>Linked.Verify(typeof(MyModel).Assembly);</code>
/// </summary>
public static class Linked
{
    /// <summary>Checks every differentiable method of an assembly and throws if a link of one is broken.</summary>
    /// <param name="assembly">The assembly with the methods.</param>
    /// <returns>What was checked, how strongly, and what was not.</returns>
    /// <exception cref="LinkedException">A link is broken; the message is the report.</exception>
    /// <exception cref="ArgumentException">The assembly has no differentiable method.</exception>
    [RequiresUnreferencedCode("Finds the methods by reflection.")]
    public static LinkedReport Verify(Assembly assembly)
    {
        var report = Check(assembly);
        return report.IsLinked ? report : throw new LinkedException(report);
    }

    /// <summary>Checks every differentiable method of an assembly.</summary>
    /// <param name="assembly">The assembly with the methods.</param>
    /// <returns>What was checked, how strongly, and what was not; broken links included.</returns>
    /// <exception cref="ArgumentException">The assembly has no differentiable method.</exception>
    [RequiresUnreferencedCode("Finds the methods by reflection.")]
    public static LinkedReport Check(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var methods = LinkedMethod.In(assembly);
        if (methods.Count == 0)
        {
            throw new ArgumentException($"{assembly.GetName().Name} has no [Differentiable] method with generated code. Name the assembly that holds the model: Linked.Verify(typeof(MyModel).Assembly).", nameof(assembly));
        }

        return new LinkedReport(methods.Select(m => new LinkedMethodReport(m.Name, m.Fragment.Digest, m.DeclaredDerivatives, [BodyLink.Check(m), .. Linearization(m), .. DerivativeLink.Check(m.Fragment.Programs), EmittedLink.Check(m)])).ToArray());
    }

    /// <summary>A method that declares a derivative is a body too, and its graph was read from it.</summary>
    private static LinkResult[] Linearization(LinkedMethod method) => method.Linearization() is { } declared ? [BodyLink.Check(declared) with { Link = "linearization = graph" }] : [];
}
