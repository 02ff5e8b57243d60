using System;
using Costate.Frontend;
using Costate.Ir;
using Costate.Ir.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Costate.Generator;

/// <summary>What the check of a graph against its derivative programs says about one method: an id and a message.</summary>
internal sealed record DerivativeVerdict(string HintName, string Id, string Message)
{
    public Diagnostic At(Location location) => Diagnostic.Create(Descriptors.Get(Id), location, Message);
}

/// <summary>
/// Checks the derivative programs of each new graph over a finite field, because a wrong gradient must not be built. Not in
/// design-time builds, whose results nobody runs.
/// </summary>
internal static class BuildCheck
{
    private const string Switch = "build_property.CostateCheckDerivatives";
    private const string DesignTime = "build_property.DesignTimeBuild";

    public static bool IsOn(AnalyzerConfigOptions options) => !Is(options, Switch, "false") && !IsDesignTime(options);

    /// <summary>Whether it is an editor that builds.</summary>
    public static bool IsDesignTime(AnalyzerConfigOptions options) => Is(options, DesignTime, "true");

    /// <summary>What is wrong with a method, or was not checked; null if its derivatives passed, in every variant.</summary>
    /// <param name="model">The method.</param>
    /// <param name="derive">Makes the programs.</param>
    public static DerivativeVerdict? Run(MethodModel model, Func<Graph, FragmentPrograms> derive)
    {
        DerivativeVerdict? remark = null;
        foreach (var variant in model.Variants)
        {
            var programs = derive(GraphText.Parse(variant.GraphText));
            if (programs.DifferentiableInputs.Length == 0)
            {
                continue;
            }

            var report = DerivativeCheck.Check(programs, DerivativeCheckOptions.Build);
            string name = variant.DisplayName.TrimStart('@');
            if (!report.Passed)
            {
                return new(model.HintName, DiagnosticIds.WrongDerivative, "The derivatives of '" + name + "' would be wrong: " + report.Failures[0] + ".");
            }

            if (report.NotChecked.Count > 0)
            {
                remark ??= new(model.HintName, DiagnosticIds.DerivativeNotChecked, "The derivatives of '" + name + "' were not checked: " + report.NotChecked[0] + ".");
            }
        }

        return remark;
    }

    private static bool Is(AnalyzerConfigOptions options, string key, string value) =>
        options.TryGetValue(key, out string? actual) && string.Equals(actual, value, StringComparison.OrdinalIgnoreCase);
}
