using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Costate.Ir;
using Xunit;

namespace Costate.Runtime.Tests.Documentation;

/// <summary>docs/ops.md says what the code says.</summary>
public class OpsPageTests
{
    [Fact]
    public void ThePageIsWhatTheCodeSays()
    {
        string path = Path.Combine(Root(), "docs", "ops.md"), page = OpsPage.Write();
        if (Environment.GetEnvironmentVariable("COSTATE_ACCEPT") == "1") File.WriteAllText(path, page);
        string committed = File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal) : string.Empty;
        Assert.True(committed == page, "docs/ops.md is not what the code says. Run this test with COSTATE_ACCEPT=1 and read the difference.");
    }

    [Fact]
    public void NoTextIsMissing() => Assert.All(OpTable.All, op => Assert.All(
        [op.Computes, op.ShapeRule, op.Rule, op.Kinks],
        text => Assert.True(text.Length > 0 && text == text.Trim() && !text.Contains('\n'), $"A text of {op.Name} is empty or no single line.")));

    [Fact]
    public void OnlySourcesAndElementwiseOpsWithoutRoundingAreCalledExact() => Assert.All(
        OpTable.All.Where(op => op.LargestError == 0),
        op => Assert.True(op.Class != OpClass.Kernel || op is ReduceMaxOp or ConcatOp or ConvergedOp, op.Name));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
