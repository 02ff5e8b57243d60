using System.Linq;
using Costate.Ir;
using Costate.Ir.Checking;

namespace Costate.Linking;

/// <summary>Link 2, graph = its derivative programs, exactly, over a finite field.</summary>
internal static class DerivativeLink
{
    private const string Name = "graph = derivatives";

    public static LinkResult[] Check(FragmentPrograms programs, LinkOptions? options = null)
    {
        var report = DerivativeCheck.Check(programs, (options ?? LinkOptions.Full).Derivatives);
        var skipped = report.NotChecked.Select(reason => LinkResult.NotChecked(Name, reason));
        if (!report.Passed) return [LinkResult.Failed(Name, report.Failures[0].ToString()), .. skipped];
        if (report.Trials == 0) return skipped.ToArray();
        string bound = report.Bound is null ? string.Empty : "; a wrong equality is accepted with a probability of at most " + report.Formula;
        return [LinkResult.Passed(Name, $"tangent, adjoint under masks, self-contained adjoint and its derivatives are equal over the field of 2^31 - 1 elements, {report.Trials} trials at {string.Join("; ", report.CheckedSizes)}{bound}"), .. skipped];
    }
}
