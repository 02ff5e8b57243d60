using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>The generated text as it is read, and what every run of the generator must keep.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Network() => Verify(nameof(Network), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        public static partial class Net
        {
            /// <summary>The mean square of a layer with <see cref="Tanh"/>.</summary>
            /// <param name="x">The inputs, one a row.</param>
            [Differentiable]
            public static TracedTensor<double> Loss(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w,
                [Shape("outer")] TracedTensor<double> b)
            {
                var z = MatMul(x, w) + b;
                var h = Tanh(z);
                return Mean(Square(h));
            }
        }
        """);

    [Fact]
    public void Checkpointed() => Verify(nameof(Checkpointed), """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Net
        {
            /// <summary>Layers that share their weights, of which the gradient keeps four.</summary>
            [Differentiable, Checkpoint(Slots = 4)]
            public static TracedTensor<double> Deep([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int layers)
            {
                for (int i = 0; i < layers; i++)
                {
                    x = Tanh(MatMul(w, x));
                }

                return Sum(x);
            }
        }
        """);

    [Fact]
    public void Triangular() => Verify(nameof(Triangular), """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Net
        {
            /// <summary>Samples times a triangular factor that is packed: products know what is zero, and in the adjoint what nobody reads.</summary>
            [Differentiable]
            [return: Shape("samples, n")]
            public static TracedTensor<double> Whiten([Shape("n * (n + 1) / 2")] TracedTensor<double> packed, [Shape("samples, n")] TracedTensor<double> x) =>
                MatMul(x, Transpose(UnpackTril(packed, x.Dim(1))));
        }
        """);

    [Fact]
    public void Declared() => Verify(nameof(Declared), """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Net
        {
            /// <summary>log(1 + w e^x), whose derivative is declared.</summary>
            [Differentiable]
            public static TracedTensor<double> Soft([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w)
            {
                var scaled = w * Exp(x);
                return Sum(Log(1.0 + scaled));
            }

            [Linearization(nameof(Soft))]
            private static TracedTensor<double> SoftTangent(TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> dx, TracedTensor<double> dw)
            {
                var inverse = 1.0 / (w + Exp(-x));
                return Sum(inverse * (w * dx + dw));
            }
        }
        """);

    [Fact]
    public void SecondOrder() => Verify(nameof(SecondOrder), """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Curve
        {
            /// <summary>A curve whose second derivatives are compiled.</summary>
            [Differentiable(Order = 2)]
            [return: Shape("n")]
            public static TracedTensor<double> Bend([Shape("n")] TracedTensor<double> x) => Exp(x) * x;
        }
        """);

    [Fact]
    public void LeastSquares() => Verify(nameof(LeastSquares), """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Cp
        {
            /// <summary>The least-squares update of the first factor, the two others held fixed.</summary>
            [Differentiable]
            [return: Shape("i, r")]
            public static TracedTensor<double> UpdateFirst(
                [Shape("i, j, k")] TracedTensor<double> t,
                [Shape("j, r")] TracedTensor<double> b,
                [Shape("k, r")] TracedTensor<double> c)
            {
                var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c);
                return SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), gram);
            }
        }
        """);

    [Fact]
    public void Tuple() => Verify(nameof(Tuple), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        internal partial record Model
        {
            internal static partial class Parts
            {
                [Differentiable]
                [return: Shape("n; n")]
                internal static (TracedTensor<float> sum, TracedTensor<float> product) Both(
                    [Shape("n")] TracedTensor<float> x,
                    [Shape("n")] TracedTensor<float> y) =>
                    (x + Exp(y), x * y);
            }
        }
        """);

    [Fact]
    public void Numbers() => Verify(nameof(Numbers), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        public static partial class Windows
        {
            /// <summary>A damped window.</summary>
            [Differentiable]
            [return: Shape("length")]
            public static TracedTensor<double> Window(
                [Shape("n")] TracedTensor<double> x,
                [Shape("")] TracedTensor<double> scale,
                double damping = 0.5,
                int start = 1,
                int length = 2) =>
                Slice(x, 0, start, length) * scale * damping;
        }
        """);

    [Fact]
    public void Flags() => Verify(nameof(Flags), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        public static partial class Totals
        {
            /// <summary>The sums of the columns.</summary>
            /// <param name="squared">Whether the elements are squared first.</param>
            [Differentiable]
            public static TracedTensor<double> Columns(
                [Shape("n, m")] TracedTensor<double> x,
                bool squared,
                bool keep = false)
            {
                if (squared)
                {
                    x = x * x;
                }

                return Sum(x, 0, keepDims: keep);
            }
        }
        """);

    [Fact]
    public void Leading() => Verify(nameof(Leading), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        public static partial class Layers
        {
            /// <summary>The mean square error of a dense layer.</summary>
            [Differentiable]
            public static TracedTensor<double> Loss(
                [Shape("..., inputs")] TracedTensor<double> x,
                [Shape("inputs, outputs")] TracedTensor<double> w,
                [Shape("..., outputs")] TracedTensor<double> y) => Mean(Square(MatMul(x, w) - y));

            /// <summary>Numbers that add to 1.</summary>
            [Differentiable]
            [return: Shape("..., n; ...")]
            public static (TracedTensor<double> Shares, TracedTensor<double> Total) Shares([Shape("..., n")] TracedTensor<double> leading)
            {
                var total = Sum(leading, -1);
                return (leading / ExpandDims(total, -1), total);
            }
        }
        """);

    [Fact]
    public void Record() => Verify(nameof(Record), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        /// <summary>A line.</summary>
        public partial record Line([Shape("n")] TracedTensor<double> Slope)
        {
            [Shape("")]
            public required TracedTensor<double> Offset { get; init; }

            /// <summary>The line at a place.</summary>
            [Differentiable]
            public TracedTensor<double> At([Shape("n")] TracedTensor<double> x) => Dot(Slope, x) + Offset;
        }

        public static partial class Lines
        {
            /// <summary>How steep a line is.</summary>
            [Differentiable]
            public static TracedTensor<double> Steepness(Line line) => Sum(line.Slope * line.Slope);

            /// <summary>Another line.</summary>
            [Differentiable]
            [return: Dims("n = m")]
            public static Line Scaled([Dims("n = m")] Line line, double factor) => line with { Slope = line.Slope * factor };
        }
        """);

    [Fact]
    public void Arrays() => Verify(nameof(Arrays), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        /// <summary>A line.</summary>
        public partial record Line([Shape("n")] TracedTensor<double> Slope)
        {
            [Shape("")]
            public required TracedTensor<double> Offset { get; init; }
        }

        /// <summary>Lines, each with a weight, around a centre.</summary>
        public partial record struct Fan([Length("lines")] Line[] Lines, [Length("lines"), Shape("")] TracedTensor<double>[] Weights, [Shape("n")] TracedTensor<double> Centre)
        {
            /// <summary>How high the lines are together.</summary>
            [Differentiable]
            public TracedTensor<double> Height()
            {
                var sum = 0 * Weights[0];
                for (int i = 0; i < Lines.Length; i++)
                {
                    sum = sum + Weights[i] * (Dot(Lines[i].Slope, Centre) + Lines[i].Offset);
                }

                return sum;
            }
        }

        public static partial class Lines
        {
            /// <summary>The last of many points, each moved by the one before.</summary>
            /// <param name="points">The points.</param>
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Last([Length("count"), Shape("n")] TracedTensor<double>[] points, [Shape("n")] TracedTensor<double> x)
            {
                foreach (var point in points)
                {
                    x = Sin(x) + point;
                }

                return x;
            }
        }
        """);

    [Fact]
    public void Implicit() => Verify(nameof(Implicit), """
        using Costate;
        using static Costate.TracedTensor;

        namespace Samples;

        public static partial class Points
        {
            /// <summary>The square root, by a step that goes half of the way.</summary>
            [Differentiable]
            [return: Shape("")]
            public static TracedTensor<double> Root([Shape("")] TracedTensor<double> a) =>
                FixedPoint.Solve(x => 0.5 * (x + a / x), 1 + 0 * a, 1e-12);
        }
        """);

    private static void Verify(string name, string source)
    {
        const string other = "namespace Elsewhere { internal static class Unrelated { internal static int Number => 1; } }";
        var run = new GeneratorRun(source, other);
        string text = run.Text;
        GeneratedCompilation.AssertClean(run.Output);

        // Nothing is done twice, and nothing that is kept keeps the compiler.
        foreach (object value in run.KeptValues())
        {
            CompilerObjects.AssertNone(value);
        }

        AssertCached(run.Again());

        // An edit elsewhere changes nothing; what is edited and undone is as it was.
        AssertCached(run.Edit(1, t => t.Replace("=> 1", "=> 2", StringComparison.Ordinal)));
        Assert.Equal(text, run.Text);
        run.Edit(0, t => "// A line more.\n" + t);
        Assert.Equal(new GeneratorRun([.. run.Compilation.SyntaxTrees.Select(s => s.ToString())]).Text, run.Text);
        run.Edit(0, t => t.Substring(t.IndexOf('\n', StringComparison.Ordinal) + 1));
        Assert.Equal(text, run.Text);

        foreach (string culture in new[] { "sv-SE", "de-DE", "" })
        {
            Assert.Equal(text, GeneratorRun.TextUnder(culture, source, other));
        }

        Snapshot.Verify(name, text);
    }

    private static void AssertCached(GeneratorRun run)
    {
        Assert.NotEmpty(run.Reasons());
        Assert.All(run.Reasons(), r => Assert.True(r.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, r.Step + " was " + r.Reason));
    }
}
