using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Costate.Ir.Checking;

/// <summary>What is demanded of derivative programs.</summary>
internal enum Demand
{
    /// <summary>The program can be run at all: its ops have meanings and its shapes fit.</summary>
    Runs,

    /// <summary>The tangent program gives the tangents that dual numbers give.</summary>
    Tangent,

    /// <summary>The forward program that keeps residuals has the outputs of the forward program.</summary>
    ForwardKeeping,

    /// <summary>The adjoint with residuals is dual to the tangents of dual numbers and extends its partials.</summary>
    Adjoint,

    /// <summary>With some cotangents absent or some results not wanted the adjoint gives what it gives for zeros.</summary>
    MaskedAdjoint,

    /// <summary>The self-contained adjoint is dual to the tangents of dual numbers and extends its partials.</summary>
    JointAdjoint,

    /// <summary>The self-contained adjoint transposed again is the tangent program.</summary>
    DoubleTranspose,

    /// <summary>The program of a direct call gives value and gradient.</summary>
    ValueAndGradient,

    /// <summary>The program of a direct call gives the Hessian times a vector, as dual numbers over dual numbers do.</summary>
    HessianVector,

    /// <summary>A pass preserves values.</summary>
    Pass,
}

/// <summary>How much is checked.</summary>
internal sealed record DerivativeCheckOptions
{
    /// <summary>All sizes, both orders: what a test affords.</summary>
    public static readonly DerivativeCheckOptions Full = new();

    /// <summary>One configuration of small sizes: what a build affords.</summary>
    public static readonly DerivativeCheckOptions Build = new()
    {
        Trials = 1,
        BranchTrials = 3,
        MaskSamples = 4,
        ZerosAndOnes = false,
        DoubleTranspose = false,
        SecondOrder = false,
        Bound = false,
        WorkLimit = 600,
        WorkMaximum = 200_000,
    };

    /// <summary>Trials at the general sizes of a graph without comparisons.</summary>
    public int Trials { get; init; } = 2;

    /// <summary>The same with comparisons, where chance decides in each trial which branch an element takes.</summary>
    public int BranchTrials { get; init; } = 4;

    /// <summary>Further draws where a trial fails in which a division by zero or a missing root made all results meaningless.</summary>
    public int Redraws { get; init; } = 64;

    /// <summary>Calls of the adjoint with absent cotangents and unwanted results in each trial: alone each, then at random.</summary>
    public int MaskSamples { get; init; } = 16;

    public bool ZerosAndOnes { get; init; } = true;

    public bool DoubleTranspose { get; init; } = true;

    /// <summary>Whether the derivative programs of the self-contained adjoint are checked too.</summary>
    public bool SecondOrder { get; init; } = true;

    /// <summary>Whether the bound on false acceptance is computed.</summary>
    public bool Bound { get; init; } = true;

    /// <summary>Trials are added until the bound on false acceptance is below this, as far as that can be had.</summary>
    public double BoundWanted { get; init; } = 1e-9;

    /// <summary>Operations of one run of the primal beyond which smaller sizes are looked for.</summary>
    public long WorkLimit { get; init; } = 20_000;

    /// <summary>Operations of one run of the primal beyond which nothing is checked.</summary>
    public long WorkMaximum { get; init; } = 20_000_000;

    public ulong Seed { get; init; } = 20_240_229;
}

/// <summary>A demand that was not met.</summary>
internal sealed record DerivativeFailure
{
    public required Demand Demand { get; init; }

    /// <summary>1, or 2 for the programs of the self-contained adjoint.</summary>
    public int Order { get; init; } = 1;

    /// <summary>The name of the output or input that is wrong, or the reason where nothing could be run.</summary>
    public required string What { get; init; }

    /// <summary>The index of the first differing element, where it is known.</summary>
    public int[]? Element { get; init; }

    public required string Sizes { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The op of the primal whose own rule disagrees at these operands; null if the ops are right by themselves.</summary>
    public string? Op { get; init; }

    /// <summary>Where that op comes from.</summary>
    public SourceSpan Span { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder(Order == 2 ? "at second order " : string.Empty);
        text.Append(Demand switch
        {
            Demand.Runs => "a derivative program cannot be run: " + What,
            Demand.Tangent => "the tangent of '" + What + "' is not that of dual numbers",
            Demand.ForwardKeeping => "the forward program that keeps residuals gives another '" + What + "'",
            Demand.Adjoint => "the adjoint is not dual to the tangent for '" + What + "'",
            Demand.MaskedAdjoint => "with a cotangent absent or a result not wanted the adjoint gives another '" + What + "'",
            Demand.JointAdjoint => "the self-contained adjoint is not dual to the tangent for '" + What + "'",
            Demand.DoubleTranspose => "transposing twice does not give the tangent of '" + What + "'",
            Demand.ValueAndGradient => "the direct program of value and gradient is wrong in '" + What + "'",
            Demand.HessianVector => "the product with the Hessian is not that of dual numbers over dual numbers for '" + What + "'",
            _ => "a pass changed the value of '" + What + "'",
        });
        if (Element is { Length: > 0 })
        {
            text.Append(", first at [").Append(string.Join(", ", Element)).Append(']');
        }

        if (Op is not null)
        {
            text.Append("; the rule of ").Append(Op).Append(Span.IsKnown ? " on line " + Span.Line : string.Empty).Append(" disagrees by itself");
        }

        return text.Append(" (").Append(Sizes).Append(", seed ").Append(Seed.ToString(CultureInfo.InvariantCulture)).Append(')').ToString();
    }
}

/// <summary>The result of a check: what failed, what was not checked and why, and how strong the rest is.</summary>
internal sealed class DerivativeReport
{
    private readonly List<DerivativeFailure> failures = [];
    private readonly List<string> notChecked = [];
    private readonly List<string> sizes = [];

    public IReadOnlyList<DerivativeFailure> Failures => failures;

    /// <summary>What was not checked, each with its reason.</summary>
    public IReadOnlyList<string> NotChecked => notChecked;

    /// <summary>The assignments of sizes that were checked.</summary>
    public IReadOnlyList<string> CheckedSizes => sizes;

    /// <summary>Trials that were run and passed, over all sizes and orders.</summary>
    public int Trials { get; private set; }

    /// <summary>Trials at the general sizes, which the bound counts.</summary>
    public int TrialsPerSize { get; internal set; }

    public bool Passed => failures.Count == 0;

    /// <summary>
    /// The probability that one trial accepts a wrong equality, at most: 2^r d / p + c^2 / p with the degree d, r roots and c values of
    /// uninterpreted functions. 1 where the estimate of the degree says nothing; null if it was not asked for.
    /// </summary>
    public double? TrialBound { get; private set; }

    /// <summary>The same for all trials at the general sizes.</summary>
    public double? Bound => TrialBound is { } b ? Math.Pow(b, TrialsPerSize) : null;

    public string Formula { get; private set; } = string.Empty;

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var failure in failures)
        {
            text.Append("failed: ").Append(failure).Append('\n');
        }

        if (sizes.Count > 0)
        {
            text.Append("checked: ").Append(Trials).Append(" trials at ").Append(string.Join("; ", sizes)).Append('\n');
        }

        if (TrialBound is not null)
        {
            text.Append("a wrong equality is accepted with a probability of at most ").Append(Formula).Append('\n');
        }

        foreach (string reason in notChecked)
        {
            text.Append("not checked: ").Append(reason).Append('\n');
        }

        return text.ToString();
    }

    internal void Fail(DerivativeFailure failure) => failures.Add(failure);

    internal void Skip(string what) => notChecked.Add(what);

    internal void Pass(int trials, string at)
    {
        Trials += trials;
        if (!sizes.Contains(at))
        {
            sizes.Add(at);
        }
    }

    internal void SetBound(long degree, int roots, int drawn)
    {
        double bound = ((degree * Math.Pow(2, roots)) + ((double)drawn * drawn)) / FieldElement.P;
        TrialBound = Math.Min(1, bound);
        string base1 = "(2^" + roots + " * " + degree + " + " + drawn + "^2) / (2^31 - 1)";
        Formula = degree >= Degree.Limit || bound >= 1
            ? "1: the estimate of the degree is too coarse for a bound"
            : "(" + base1 + ")^" + TrialsPerSize + " = " + Math.Pow(bound, TrialsPerSize).ToString("E1", CultureInfo.InvariantCulture);
    }

    internal void Merge(DerivativeReport other, int order)
    {
        failures.AddRange(other.failures.Select(f => f with { Order = order }));
        notChecked.AddRange(other.notChecked.Select(n => (order == 2 ? "second order: " : string.Empty) + n).Where(n => !notChecked.Contains(n)));
        Trials += other.Trials;
    }
}
