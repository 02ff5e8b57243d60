using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>
/// Link 3, graph = emitted code: the compiled entry points and the interpreter of the graph on the same data, at sizes with every kind of
/// vector tail. Where nothing is summed or solved the bits must be the same; where only sums and products are formed, the data are
/// small whole numbers too, on which arithmetic is exact in any order, and the bits must be the same again; elsewhere a bound holds.
/// </summary>
internal static class EmittedLink
{
    private const string Name = "graph = emitted code";

    // More masks than these are sampled.
    private const int AllMasks = 8;

    /// <summary>Checks the code of a method, and that of the derivatives that are compiled as fragments of their own.</summary>
    public static LinkResult Check(LinkedMethod method, LinkOptions? options = null)
    {
        var result = Of(method.Fragment);
        int count = 0;
        foreach (var derived in Derived(method.Fragment).TakeWhile(_ => result.State == LinkState.Passed))
        {
            var next = Of(derived);
            if (next.State != LinkState.Passed) return next with { Detail = "of " + derived.Name + ": " + next.Detail };
            count++;
        }

        return count == 0 ? result : result with { Detail = result.Detail + string.Create(CultureInfo.InvariantCulture, $"; the same of {count} derivatives") };

        LinkResult Of(Fragment fragment) => method.DType == DType.F32 ? Check<float>(fragment, options) : Check<double>(fragment, options);
    }

    private static IEnumerable<Fragment> Derived(Fragment fragment) =>
        new[] { fragment.CompiledAdjoint, fragment.CompiledTangent }.OfType<Fragment>().SelectMany(f => Derived(f).Prepend(f));

    /// <summary>The bound on the difference of two ways of summing, relative to the largest element or 1.</summary>
    public static double Bound<T>() => typeof(T) == typeof(float) ? 2e-4 : 1e-10;

    /// <summary>The bound on the difference to another algorithm with other elementary functions, relative to the largest element or 1.</summary>
    public static double TextbookBound<T>() => typeof(T) == typeof(float) ? 1e-3 : 1e-8;

    /// <summary>Where results move by more than this when the arguments move within rounding, there is nothing to compare.</summary>
    private static double LargestSensitivity<T>() => typeof(T) == typeof(float) ? 1e-2 : 1e-6;

    public static LinkResult Check<T>(Fragment fragment, LinkOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= LinkOptions.Full;
        var graph = fragment.Graph;
        string digest = Digest.Of(graph);
        if (digest != fragment.Digest) return LinkResult.Failed(Name, $"the code was generated from a graph of the digest {fragment.Digest}, and carries one of the digest {digest}");
        var sizes = SizeChoice.Few(graph, SizeChoice.WithTails(graph), options.EmittedSizes);
        if (sizes.Count == 0) return LinkResult.NotChecked(Name, "no small sizes satisfy the conditions that the graph checks at entry");
        var programs = fragment.Programs;
        var tally = new Tally(new[] { graph, programs.ForwardKeeping, programs.Adjoint, programs.Tangent }.All(IsElementwise), IsPolynomial(programs), options.EmittedMasks);
        int skipped = 0, illConditioned = 0, refused = 0;
        foreach (var choice in sizes)
        {
            foreach (var kind in tally.IsPolynomial ? new[] { DataKind.Ordinary, DataKind.WholeNumbers } : [DataKind.Ordinary])
            {
                try
                {
                    var comparison = new Comparison<T>(fragment, choice, kind, tally);
                    var difference = comparison.Run();
                    illConditioned += comparison.IsIllConditioned ? 1 : 0;
                    refused += comparison.IsRefused && kind == DataKind.Ordinary ? 1 : 0;
                    if (difference is not null)
                    {
                        return LinkResult.Failed(Name, difference + " (" + SizeChoice.Describe(choice) + (kind == DataKind.WholeNumbers ? ", whole numbers)" : ")"));
                    }
                }
                catch (Exception e) when (e is FactorizationException or ConvergenceException)
                {
                    // Both sides refuse such a matrix, or such an iteration; it says nothing about the code.
                    skipped++;
                }
            }
        }

        if (refused >= sizes.Count) return LinkResult.NotChecked(Name, "a branch or a loop refuses all sizes that were tried");
        if (skipped == sizes.Count) return LinkResult.NotChecked(Name, "no matrix that was tried has the factorisation that the method needs, or no fixed point converges on the data that were tried");
        if (illConditioned + skipped + refused >= sizes.Count) return LinkResult.NotChecked(Name, "the results at all sizes that were tried are so sensitive to rounding that there is nothing to compare");
        string strength = tally.IsElementwise ? "bit for bit"
            : (tally.IsPolynomial ? "bit for bit on whole numbers, " : string.Empty) + string.Create(CultureInfo.InvariantCulture, $"largest difference {tally.Largest:0.0e+0} of {Bound<T>():0e+0} allowed");
        return LinkResult.Passed(Name, $"forward, forward keeping residuals, adjoint under {tally.Masks} masks and tangent{(tally.IsDirect ? ", value with gradient and Hessian product" : string.Empty)} at {sizes.Count - skipped - illConditioned - refused} choices of sizes, {strength}{(illConditioned == 0 ? string.Empty : $"; results at {illConditioned} more are too sensitive to rounding to be compared")}");
    }

    private static bool IsElementwise(Graph graph) => graph.AllNodes().All(n => n.Op.Class != OpClass.Kernel || n.Op is ConcatOp);

    private static bool IsPolynomial(FragmentPrograms programs) => new[] { programs.Forward, programs.ForwardKeeping, programs.Adjoint, programs.Tangent }
        .All(g => Calls.Inline(g).AllNodes().All(n => n.Op is AddOp or NegOp or MulOp or MulZOp or ContractOp or ReduceSumOp or InputOp or DimValOp or ConcatOp or TriOp or StopOp
            || n.Op.Class == OpClass.Structural
            || (n.Op is ConstOp && n.Attrs.Number("value") is var c && Math.Abs(c) < 64 && Math.Floor(16 * c) == 16 * c)));

    internal enum DataKind
    {
        Ordinary,
        WholeNumbers,
    }

    /// <summary>What all comparisons of a method have in common.</summary>
    internal sealed class Tally(bool isElementwise, bool isPolynomial, int masksAllowed)
    {
        public bool IsElementwise => isElementwise;

        public bool IsPolynomial => isPolynomial;

        public int MasksAllowed => masksAllowed;

        public double Largest { get; set; }

        public int Masks { get; set; }

        /// <summary>Whether there are programs for calls on concrete tensors beside the entry points.</summary>
        public bool IsDirect { get; set; }
    }

    /// <summary>One choice of sizes.</summary>
    private sealed class Comparison<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly EntryPoints<T> emitted;
        private readonly EntryPoints<T> interpreted;
        private readonly Fragment fragment;
        private readonly Random random = new(20);
        private readonly DataKind kind;
        private readonly Tally tally;
        private readonly int[][] inputShapes;
        private readonly T[][] inputs;
        private readonly Sizes sizes;
        private readonly IReadOnlyDictionary<string, long> choice;
        private readonly bool factorises;

        // The textbook eliminates where the code iterates down to a residual, which an inverse may enlarge.
        private readonly double solved;

        public Comparison(Fragment fragment, IReadOnlyDictionary<string, long> sizes, DataKind kind, Tally tally)
        {
            this.fragment = fragment;
            this.kind = kind;
            this.tally = tally;
            inputShapes = fragment.Graph.Inputs.Select(v => fragment.Graph.TypeOf(v).Shape.Evaluate(s => sizes[s])).ToArray();
            this.sizes = new Sizes(sizes);
            choice = sizes;
            solved = 1e4 * fragment.Graph.AllNodes().Where(node => node.Op is RootOp or LinSolveOp).Select(node => LinearSolver.Of(node.Attrs).Tolerance).DefaultIfEmpty(0).Max();
            factorises = fragment.Graph.AllNodes().Any(node => node.Op is FactorOp or CholeskyOp or TriSolveOp);
            inputs = inputShapes.Select((s, i) => Data(s, isInput: true, fragment.Graph.TypeOf(fragment.Graph.Inputs[i]).DType == DType.Bool)).ToArray();
            emitted = new EntryPoints<T>(fragment, inputs, inputShapes, sizes);
            interpreted = new EntryPoints<T>(new InterpretedFragment(fragment.Graph), inputs, inputShapes, sizes);
        }

        /// <summary>Whether something was not compared because it is not fixed by its arguments.</summary>
        public bool IsIllConditioned { get; private set; }

        /// <summary>Whether a branch or a loop that runs refuses the sizes; at entry nobody can know.</summary>
        public bool IsRefused { get; private set; }

        public string? Run()
        {
            if (!emitted.Dims.AsSpan().SequenceEqual(interpreted.Dims)) return "the sizes of the symbols differ";
            T[][] expected;
            try
            {
                expected = interpreted.Forward();
            }
            catch (ShapeMismatchException refusal)
            {
                IsRefused = true;
                return Refusal() is not { } other ? "the emitted code accepts what the graph refuses: " + refusal.Message
                    : other.Id != refusal.Id ? "the emitted code refuses '" + other.Message + "', the graph '" + refusal.Message + "'" : null;
            }

            var actual = emitted.Forward();
            var textbook = TextbookResult.Of(fragment.Graph, sizes, inputs);
            return Compare("the forward", expected, actual, textbook)
                ?? CompareWithTextbook("the forward", actual, textbook)
                ?? Compare("the forward that keeps residuals", expected, emitted.ForwardKeeping().Outputs, textbook)
                ?? Tangents()
                ?? Adjoints()
                ?? Direct(expected, textbook)
                ?? (emitted.InputsAreUntouched ? null : "an input was written to");
        }

        private ShapeMismatchException? Refusal()
        {
            try
            {
                emitted.Forward();
                return null;
            }
            catch (ShapeMismatchException refusal)
            {
                return refusal;
            }
        }

        private string? Tangents()
        {
            T[][] tangents = fragment.DifferentiableInputs.Select(i => Data(inputShapes[i])).ToArray();
            if (tangents.Length == 0) return null;
            var actual = emitted.Tangent(tangents);
            var textbook = TextbookResult.Of(fragment.Programs.Tangent, sizes, [.. inputs, .. tangents]);
            return Compare("the tangent", interpreted.Tangent(tangents), actual, textbook) ?? CompareWithTextbook("the tangent", actual, textbook);
        }

        private string? Adjoints()
        {
            int outputs = fragment.OutputCount, wanted = fragment.DifferentiableInputs.Length;
            if (wanted == 0) return null;
            T[][] partials = fragment.DifferentiableInputs.Select(i => Data(inputShapes[i])).ToArray();
            T[][] cotangents = emitted.Forward().Select(y => Data([y.Length])).ToArray();
            var masks = Masks(outputs).SelectMany(present => Masks(wanted).Select(want => (Present: present, Want: want))).ToList();
            if (masks.Count > tally.MasksAllowed)
            {
                // All at once first; the others are drawn anew at each choice of sizes.
                masks = [(Masks(outputs).Max(), Masks(wanted).Max()), .. random.GetItems(masks.ToArray(), tally.MasksAllowed - 1)];
            }

            tally.Masks = Math.Max(tally.Masks, masks.Count);
            var textbook = TextbookResult.Of(fragment.Programs.JointAdjoint, sizes, [.. inputs, .. cotangents, .. partials]);
            foreach (var (present, want) in masks)
            {
                T[]?[] given = cotangents.Select((c, i) => (present >> i & 1) != 0 ? c : null).ToArray();
                if (Compare($"the adjoint (cotangents {Convert.ToString((long)present, 2)}, wanted {Convert.ToString((long)want, 2)})", interpreted.Adjoint(given, partials, want), emitted.Adjoint(given, partials, want), textbook) is { } difference) return difference;
            }

            ulong everything = wanted >= 64 ? ulong.MaxValue : (1UL << wanted) - 1;
            if (CompareWithTextbook("the adjoint", emitted.Adjoint(cotangents, partials, everything), textbook) is { } wrong) return wrong;

            // The masks are decided once for the interpreter and for the compiled code, so the textbook judges one of them too.
            var (some, part) = masks[random.Next(masks.Count)];
            T[][] padded = cotangents.Select((c, i) => (some >> i & 1) != 0 ? c : new T[c.Length]).ToArray();
            T[]?[] onlySome = cotangents.Select((c, i) => (some >> i & 1) != 0 ? c : null).ToArray();
            return CompareWithTextbook(
                $"the adjoint (cotangents {Convert.ToString((long)some, 2)}, wanted {Convert.ToString((long)part, 2)})",
                emitted.Adjoint(onlySome, partials, part),
                TextbookResult.Of(fragment.Programs.JointAdjoint, sizes, [.. inputs, .. padded, .. partials]));
        }

        /// <summary>The programs that calls on concrete tensors run, which share code between value and derivatives that no other entry point shares.</summary>
        private string? Direct(T[][] expected, TextbookResult textbook)
        {
            if (emitted.ValueAndGradient() is not var (value, gradient)) return null;
            tally.IsDirect = true;
            T[][] zeros = fragment.DifferentiableInputs.Select(i => new T[inputs[i].Length]).ToArray(), one = [[T.One]];
            var adjoint = TextbookResult.Of(fragment.Programs.JointAdjoint, sizes, [.. inputs, .. one, .. zeros]);
            if ((Compare("the value that is computed with the gradient", expected, value, textbook)
                ?? Compare("the gradient", interpreted.Adjoint(one, zeros, ulong.MaxValue), gradient, adjoint, signsOfZero: false)
                ?? CompareWithTextbook("the gradient", gradient, adjoint)) is { } difference)
            {
                return difference;
            }

            T[][] direction = zeros.Select(z => Data([z.Length])).ToArray();
            if (emitted.HessianVector(direction) is not { } product) return null;
            var hessian = DirectPrograms.HessianVector(fragment.Programs);
            T[][] arguments = [.. inputs, .. direction];
            T[][] reference = new EntryPoints<T>(new InterpretedFragment(hessian), arguments, [.. inputShapes, .. fragment.DifferentiableInputs.Select(i => inputShapes[i])], choice).Forward();

            // Second derivatives multiply the rounding of what is solved on the way, which moving the arguments may not show: there the two that judge differ.
            return Compare("the product of the Hessian", reference, product, TextbookResult.Of(hessian, sizes, arguments).Beside(reference), signsOfZero: false);
        }

        private static IEnumerable<ulong> Masks(int bits)
        {
            ulong all = bits >= 64 ? ulong.MaxValue : (1UL << bits) - 1;
            if (bits <= 3) return Enumerable.Range(1, (int)all).Select(m => (ulong)m);
            var random = new Random(bits);
            return Enumerable.Range(0, bits).Select(i => 1UL << i).Append(all).Concat(Enumerable.Range(0, AllMasks).Select(_ => (ulong)random.NextInt64() & all).Where(m => m != 0)).Distinct();
        }

        private string? Compare(string what, T[]?[] expected, T[]?[] actual, TextbookResult textbook, bool signsOfZero = true)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                if (expected[i] is not { } e) continue;
                var a = actual[i]!;
                double scale = TextbookResult.Scale(Array.ConvertAll(e, double.CreateChecked)), bound = Bound<T>() + textbook.Sensitivity[i];
                bool isExact = tally.IsElementwise || kind == DataKind.WholeNumbers;
                if (!isExact && IsTooSensitive(textbook, i)) continue;
                for (int k = 0; k < e.Length; k++)
                {
                    if (e[k].Equals(a[k]) && (!signsOfZero || T.IsNegative(e[k]) == T.IsNegative(a[k]))) continue;
                    if (T.IsNaN(e[k]) && T.IsNaN(a[k])) continue;
                    double difference = Math.Abs(double.CreateChecked(e[k] - a[k])) / scale;

                    // Which sign a zero has that was summed to in another order is not promised.
                    bool exact = tally.IsElementwise || (kind == DataKind.WholeNumbers && difference != 0);
                    if (!exact) tally.Largest = Math.Max(tally.Largest, double.IsNaN(difference) ? double.PositiveInfinity : difference);
                    if (exact || !(difference <= bound))
                    {
                        return string.Create(CultureInfo.InvariantCulture, $"{what} gives {a[k]:R} for element {k} of result {i}, the graph gives {e[k]:R}");
                    }
                }
            }

            return null;
        }

        /// <summary>The kernels are shared by the compiled code and the runtime's interpreter, so a third computation that knows none of them judges both.</summary>
        private string? CompareWithTextbook(string what, T[]?[] actual, TextbookResult textbook)
        {
            for (int i = 0; i < textbook.Values.Length; i++)
            {
                if (actual[i] is not { } results) continue;
                double[] e = textbook.Values[i];
                double bound = (TextbookBound<T>() + solved + textbook.Sensitivity[i]) * TextbookResult.Scale(e);
                if (IsTooSensitive(textbook, i)) continue;
                for (int k = 0; k < e.Length; k++)
                {
                    double a = double.CreateChecked(results[k]);
                    if (a.Equals(e[k]) || Math.Abs(a - e[k]) <= bound) continue;
                    if (typeof(T) == typeof(float) && !double.IsFinite(a))
                    {
                        // Floats overflow on the way where the textbook's doubles do not; that the interpreter does too was compared before.
                        IsIllConditioned = true;
                        break;
                    }

                    return string.Create(CultureInfo.InvariantCulture, $"{what} gives {a:R} for element {k} of result {i}, the textbook gives {e[k]:R}");
                }
            }

            return null;
        }

        private bool IsTooSensitive(TextbookResult textbook, int output)
        {
            bool too = textbook.Sensitivity[output] > LargestSensitivity<T>();
            IsIllConditioned |= too;
            return too;
        }

        private T[] Data(int[] shape, bool isInput = false, bool isMask = false)
        {
            var data = new T[shape.Aggregate(1, (a, b) => a * b)];
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = isMask ? T.CreateChecked(random.Next(2))
                    : kind == DataKind.WholeNumbers ? T.CreateChecked(random.Next(-3, 4))
                    : T.CreateChecked(isInput ? 0.1 + random.NextDouble() : (2 * random.NextDouble()) - 1);
            }

            // Where something is solved, square matrices get a dominant diagonal, so that it can be; symmetric ones would hide a transposition.
            int n = shape.Length < 2 || !factorises ? 0 : shape[^1];
            if (isInput && !isMask && kind == DataKind.Ordinary && n > 0 && shape[^2] == n)
            {
                for (int at = 0; at < data.Length; at += n * n)
                {
                    for (int i = 0; i < n; i++) data[at + (i * n) + i] += T.CreateChecked(2 * n);
                }
            }

            return data;
        }
    }
}
