using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

/// <summary>
/// What a kernel runs is optimised when it is compiled for the first time. A helper that is not would cost its caller, which is, a hundred times its
/// price until the runtime finds out: the second call of an LSTM's gradient took six times as long as the hundredth.
/// </summary>
public class CompiledOnceTests
{
    private static readonly Type[] Named =
        [typeof(Contraction), typeof(Elementwise), typeof(Fused), typeof(FusedSum), typeof(Lu), typeof(Cholesky), typeof(Triangular), typeof(Movement), typeof(Reductions), typeof(Scratch), typeof(DirectCall)];

    private static IEnumerable<Type> Kernels => typeof(Fused).Assembly.GetTypes().Where(t =>
        Named.Contains(t) || (t.Namespace == typeof(Fused).Namespace && t is { IsAbstract: true, IsSealed: true } && Plain(t.Name) is var name &&
            (name.EndsWith("Kernel", StringComparison.Ordinal) || name.EndsWith("Driver", StringComparison.Ordinal) || name.EndsWith("Engine", StringComparison.Ordinal))));

    [Fact]
    public void NoMethodOfAKernelIsCompiledTwice()
    {
        var methods = Kernels
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(m => !m.IsDefined(typeof(CompilerGeneratedAttribute)) && !m.IsSpecialName && !typeof(Exception).IsAssignableFrom(m.ReturnType))
            .ToArray();
        const MethodImplAttributes once = MethodImplAttributes.AggressiveOptimization | MethodImplAttributes.AggressiveInlining;
        Assert.InRange(methods.Length, 80, int.MaxValue);
        Assert.Empty(methods.Where(m => (m.MethodImplementationFlags & once) == 0).Select(m => m.DeclaringType!.Name + "." + m.Name));
    }

    private static string Plain(string name) => name.Split('`')[0];
}
