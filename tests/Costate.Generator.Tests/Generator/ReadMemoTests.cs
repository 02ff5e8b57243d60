using System;
using System.Linq;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>An edit costs what it changes: which methods are read again, and that the result is what reading everything gives.</summary>
public sealed class ReadMemoTests
{
    private const string Inner = """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Inner
        {
            public const int Axis = 0;

            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Twice([Shape("n")] TracedTensor<double> x) => 2.0 * x;

            /// <summary>Stands alone.</summary>
            [Differentiable]
            public static TracedTensor<double> Alone([Shape("n")] TracedTensor<double> x)
            {
                return Sum(x) * 3.0;
            }
        }
        """;

    private const string Outer = """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Outer
        {
            [Differentiable]
            public static TracedTensor<double> Total([Shape("n, m")] TracedTensor<double> x) => Sum(Inner.Twice(Sum(x, Inner.Axis)));

            public static int Other() => 1;
        }
        """;

    private const string Elsewhere = """
        public static class Sizes
        {
            public const int First = Numbers.None;

            public static int Spare() => 1;
        }

        public static class Numbers
        {
            public const int None = 0;
        }
        """;

    [Fact]
    public void Nothing_is_read_twice_without_an_edit() => Assert.Equal(0, Read(run => run.Again()));

    [Fact]
    public void An_edit_in_a_body_reads_that_method_alone() => Assert.Equal(1, Read(run => run.Edit(0, s => s.Replace("3.0", "4.0", StringComparison.Ordinal))));

    [Fact]
    public void An_edit_in_a_body_that_is_inlined_reads_its_callers_too() => Assert.Equal(2, Read(run => run.Edit(0, s => s.Replace("2.0 * x", "5.0 * x", StringComparison.Ordinal))));

    [Fact]
    public void A_longer_body_on_the_same_lines_leaves_what_stands_below() => Assert.Equal(2, Read(run => run.Edit(0, s => s.Replace("2.0 * x", "x * (2.0 + 1.0)", StringComparison.Ordinal))));

    [Fact]
    public void A_line_more_moves_what_stands_below() => Assert.Equal(3, Read(run => run.Edit(0, s => s.Replace("=> 2.0 * x", "=>\n        2.0 * x", StringComparison.Ordinal))));

    [Fact]
    public void An_edit_in_a_body_that_is_not_annotated_reads_nothing() => Assert.Equal(0, Read(run => run.Edit(1, s => s.Replace("Other() => 1", "Other() => 2", StringComparison.Ordinal))));

    [Fact]
    public void A_declaration_may_change_what_any_body_means() => Assert.Equal(3, Read(run => run.Edit(0, s => s.Replace("Axis = 0", "Axis = 1", StringComparison.Ordinal))));

    [Fact]
    public void A_new_member_reads_what_stands_in_its_type_or_names_it() => Assert.Equal(1, Read(run => run.Edit(1, s => s.Replace("public static int Other", "public static int Added() => 0;\n\n    public static int Other", StringComparison.Ordinal))));

    [Fact]
    public void A_member_that_no_body_reaches_reads_nothing() => Assert.Equal(0, Read(run => run.Edit(2, s => s.Replace("public static int Spare", "public static int Added(int n) => n;\n\n    public static int Spare", StringComparison.Ordinal))));

    [Fact]
    public void A_removed_member_that_no_body_reaches_reads_nothing() => Assert.Equal(0, Read(run => run.Edit(2, s => s.Replace("    public static int Spare() => 1;\n", string.Empty, StringComparison.Ordinal))));

    [Fact]
    public void A_constant_behind_a_constant_reads_what_uses_it()
    {
        string inner = Inner.Replace("Axis = 0", "Axis = Sizes.First", StringComparison.Ordinal);
        Assert.Equal(3, Read(run => run.Edit(2, s => s.Replace("None = 0", "None = 1", StringComparison.Ordinal)), inner));
    }

    [Fact]
    public void A_type_may_change_what_any_body_means() => Assert.Equal(3, Read(run => run.Edit(2, s => s + "\npublic static class TracedTensor;\n")));

    [Fact]
    public void An_operator_may_change_what_any_body_means() => Assert.Equal(3, Read(run => run.Edit(2, s => s + "\npublic sealed class Scale\n{\n    public static implicit operator double(Scale s) => 1;\n}\n")));

    [Fact]
    public void An_extension_method_may_be_meant_without_being_named() => Assert.Equal(3, Read(run => run.Edit(2, s => s.Replace("public static int Spare() => 1;", "public static int Spare(this int n) => n;", StringComparison.Ordinal))));

    [Fact]
    public void Edits_elsewhere_add_up() => Assert.Equal(1, Read(run =>
    {
        // Only the second gives another member a name that a body has.
        run.Edit(2, s => s.Replace("Spare()", "Another()", StringComparison.Ordinal));
        run.Edit(2, s => s.Replace("Another()", "Total()", StringComparison.Ordinal));
    }));

    [Fact]
    public void A_comment_that_is_copied_counts_as_text() => Assert.Equal(1, Read(run => run.Edit(0, s => s.Replace("Stands alone", "Stands by itself", StringComparison.Ordinal))));

    [Fact]
    public void A_symbol_of_the_preprocessor_changes_declarations() => Assert.Equal(3, Read(run => run.Edit(1, s => "#define ANYTHING\n" + s)));

    /// <summary>Nobody names a linearization, and whoever calls what it is the linearization of depends on it.</summary>
    [Theory]
    [InlineData("2.0 * dx", "dx * 2.0")]
    [InlineData("[Linearization(nameof(Twice))]", "")]
    [InlineData("nameof(Twice)", "nameof(Alone)")]
    [InlineData("    private static TracedTensor<double> Rule(TracedTensor<double> x, TracedTensor<double> dx) => 2.0 * dx;", "    private static TracedTensor<double> Rule(TracedTensor<double> x, TracedTensor<double> y, TracedTensor<double> dx) => 2.0 * dx;")]
    public void An_edit_of_a_linearization_reads_its_method_and_who_calls_that(string from, string to)
    {
        string inner = Inner.Replace("/// <summary>Stands", "[Linearization(nameof(Twice))]\n    private static TracedTensor<double> Rule(TracedTensor<double> x, TracedTensor<double> dx) => 2.0 * dx;\n\n    /// <summary>Stands", StringComparison.Ordinal);
        Assert.Contains(from, inner, StringComparison.Ordinal);
        var generator = new DifferentiableGenerator();
        var run = new GeneratorRun(generator, null, inner, Outer, Elsewhere);
        string before = run.Text;
        run.Edit(0, s => s.Replace(from, to, StringComparison.Ordinal));
        Assert.NotEqual(before, run.Text);
        Assert.Equal(new GeneratorRun(run.Compilation.SyntaxTrees.Select(t => t.ToString()).ToArray()).Text, run.Text);

        // And when it comes.
        var added = new GeneratorRun(new DifferentiableGenerator(), null, Inner, Outer, Elsewhere);
        added.Edit(0, _ => inner);
        Assert.Equal(before, added.Text);
    }

    [Fact]
    public void A_broken_body_and_its_repair_are_both_seen()
    {
        var run = new GeneratorRun(Inner, Outer);
        run.Edit(0, s => s.Replace("2.0 * x", "2.0 * y", StringComparison.Ordinal));
        Assert.Single(run.Result.GeneratedSources);
        run.Edit(0, s => s.Replace("2.0 * y", "2.0 * x", StringComparison.Ordinal));
        Assert.Equal(new GeneratorRun(Inner, Outer).Text, run.Text);
    }

    private static int Read(Action<GeneratorRun> edit, string inner = Inner)
    {
        var generator = new DifferentiableGenerator();
        var run = new GeneratorRun(generator, null, inner, Outer, Elsewhere);
        int before = generator.Models.Made;
        Assert.Equal(3, before);
        Assert.Equal(3, run.Result.GeneratedSources.Length);
        edit(run);
        Assert.Equal(new GeneratorRun(run.Compilation.SyntaxTrees.Select(t => t.ToString()).ToArray()).Text, run.Text);
        return generator.Models.Made - before;
    }
}
