using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>
/// A differentiable graph with its entry points: the unit that the generator emits and that a node of the trace calls.
/// Sizes are not part of it; one fragment serves all of them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class Fragment
{
    private static ulong count;

    private readonly Lock gate = new();
    private readonly string? graphText;
    private Graph? graph;
    private ShapeSolution? solution;
    private int[]? differentiableInputs;
    private IReadOnlyList<string>? symbols;
    private FragmentPrograms? programs;
    private Activity? activity;
    private int[]? excludedInputs;
    private ulong[]? derivativeMasks;
    private AdjointFragment? adjointFragment;
    private TangentFragment? tangentFragment;

    /// <summary>Creates a fragment of generated code.</summary>
    /// <param name="name">The user's name of the method.</param>
    /// <param name="graphText">The text form of the graph; it is parsed when first needed: for errors, higher orders and checks.</param>
    /// <param name="digest">The digest of the graph.</param>
    protected Fragment(string name, string graphText, string digest)
    {
        Name = name;
        Digest = digest;
        this.graphText = graphText;
        Hash = NodeHash.Mix(Interlocked.Increment(ref count));
    }

    /// <summary>A fragment without generated code, whose graph is there or made when first asked for.</summary>
    private protected Fragment(string name, Graph? graph)
    {
        Name = name;
        Digest = string.Empty;
        this.graph = graph;
        Hash = NodeHash.Mix(Interlocked.Increment(ref count));
    }

    /// <summary>The user's name of the method, or the name of the operation.</summary>
    public string Name { get; }

    /// <summary>The digest of the graph; empty where no code was generated for it.</summary>
    public string Digest { get; }

    /// <summary>Number of outputs.</summary>
    public abstract int OutputCount { get; }

    /// <summary>Number of dimension symbols.</summary>
    public abstract int SymbolCount { get; }

    /// <summary>The rank of each input.</summary>
    public abstract ReadOnlySpan<byte> InputRanks { get; }

    /// <summary>Which inputs begin with any number of leading axes, which the fragment sees as one; empty if none does.</summary>
    public virtual ReadOnlySpan<bool> LeadingInputs => default;

    /// <summary>Which outputs begin with the leading axes of the inputs; empty if none does.</summary>
    public virtual ReadOnlySpan<bool> LeadingOutputs => default;

    /// <summary>The sizes of an output, leading axes as one.</summary>
    public abstract int[] OutputShape(int slot, ReadOnlySpan<int> dims);

    /// <summary>Number of elements in the residual pack.</summary>
    public abstract int ResidualCount(ReadOnlySpan<int> dims);

    /// <summary>Whether the keeping forward also writes stacks whose size only it knows.</summary>
    public virtual bool KeepsLog => false;

    /// <summary>Computes the outputs.</summary>
    public abstract void Forward(in FragmentFrame frame);

    /// <summary>Computes the outputs and the residual pack.</summary>
    public abstract void ForwardKeeping(in FragmentFrame frame);

    /// <summary>Extends the wanted partials.</summary>
    public abstract void Adjoint(in FragmentFrame frame);

    /// <summary>Computes the tangents of the outputs; absent tangents are given as zeros.</summary>
    public abstract void Tangent(in FragmentFrame frame);

    /// <summary>
    /// Computes the only output, a scalar, and in one program with it the derivatives by the differentiable inputs, which overwrite the
    /// partials. False, and nothing is done, where no such program is compiled.
    /// </summary>
    public virtual bool ValueAndGradient(in FragmentFrame frame) => false;

    /// <summary>
    /// Computes the product of the Hessian of the only output, a scalar, with the tangents of the differentiable inputs, which overwrites the
    /// partials. False, and nothing is done, where no such program is compiled.
    /// </summary>
    public virtual bool HessianVector(in FragmentFrame frame) => false;

    /// <summary>
    /// Finds the dimension symbols and checks everything else, guards included. False on any mismatch; the base class then
    /// finds out which it was.
    /// </summary>
    /// <param name="flatShapes">The sizes of all inputs, one after the other.</param>
    /// <param name="dimArgs">The values of the integer parameters.</param>
    /// <param name="dims">Receives the values of the symbols, in ordinal order of their names.</param>
    protected abstract bool TrySolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims);

    /// <summary>The compiled form of the adjoint as a fragment of its own, for the derivatives of it; null where those are interpreted.</summary>
    public virtual Fragment? CompiledAdjoint => null;

    /// <summary>The compiled form of the tangent as a fragment of its own, for the derivatives of it; null where those are interpreted.</summary>
    public virtual Fragment? CompiledTangent => null;

    /// <summary>Finds the dimension symbols, or throws.</summary>
    /// <param name="flatShapes">The sizes of all inputs, one after the other; ranks are as declared.</param>
    /// <param name="dimArgs">The values of the integer parameters.</param>
    /// <param name="dims">Receives the values of the symbols.</param>
    /// <param name="leading">The leading axes, which stand as one in the sizes of the inputs that have them.</param>
    /// <exception cref="ShapeMismatchException">A shape contradicts the declared ones, or a guard does not hold.</exception>
    public void SolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims, ReadOnlySpan<int> leading = default)
    {
        if (!TrySolveDims(flatShapes, dimArgs, dims)) throw FragmentErrors.Mismatch(this, flatShapes, dimArgs, leading);
    }

    /// <summary>The exception for an input of the wrong rank.</summary>
    /// <param name="input">Which input.</param>
    /// <param name="actual">The shape that was given.</param>
    public ShapeMismatchException RankMismatch(int input, ReadOnlySpan<int> actual) => FragmentErrors.Rank(this, input, actual);

    /// <summary>Throws if a factorisation reported a failure.</summary>
    /// <param name="status">What the kernel returned: 0, or the 1-based index of the pivot that failed.</param>
    /// <param name="operation">Cholesky or Lu.</param>
    /// <param name="where">Where in the source it stands, or null.</param>
    /// <exception cref="FactorizationException">The status is not 0.</exception>
    // Inlined, what throws would have no place in the source: the runtime knows lines of calls, not of inlined code.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void CheckFactor(int status, string operation, string? where = null)
    {
        if (status != 0) throw new FactorizationException(Name, operation, status, where);
    }

    /// <summary>Throws if an iteration has not converged.</summary>
    /// <param name="residual">How far it was from its end.</param>
    /// <param name="bound">How far it may be.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="of">What was iterated.</param>
    /// <param name="where">Where in the source it stands, or null.</param>
    /// <exception cref="ConvergenceException">The residual is larger than the bound, or not a number.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void CheckConverged<T>(ReadOnlySpan<T> residual, ReadOnlySpan<T> bound, ReadOnlySpan<T> steps, string of, string? where = null)
        where T : unmanaged, INumber<T>
    {
        if (residual[0] <= bound[0]) return;
        throw new ConvergenceException(Name, of, double.CreateChecked(residual[0]), double.CreateChecked(bound[0]), double.CreateChecked(steps[0]), where);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;

    /// <summary>Distinguishes fragments in the hashes of nodes; fragments are compared by reference.</summary>
    internal ulong Hash { get; }

    internal Graph Graph
    {
        get
        {
            if (graph is null)
            {
                lock (gate) graph ??= MakeGraph();
            }

            return graph;
        }
    }

    /// <summary>The inputs that have a derivative, by index.</summary>
    internal int[] DifferentiableInputs
    {
        get
        {
            if (differentiableInputs is not null) return differentiableInputs;
            var list = new List<int>();
            for (int i = 0; i < Graph.Inputs.Count; i++)
            {
                if (Graph.IsDifferentiable(i)) list.Add(i);
            }

            return differentiableInputs = list.ToArray();
        }
    }

    /// <summary>The tensors that could have a derivative and are excluded, by index; plain numbers among them, which depend on nothing.</summary>
    internal int[] ExcludedInputs => excludedInputs ??= Enumerable.Range(0, Graph.Inputs.Count).Where(i => Graph.TypeOf(Graph.Inputs[i]).IsDifferentiable && !Graph.IsDifferentiable(i)).ToArray();

    /// <summary>The dimension symbols, in the order of their values.</summary>
    internal virtual IReadOnlyList<string> Symbols => symbols ??= Graph.Symbols;

    /// <summary>What is derived from the graph; made when first asked for.</summary>
    internal FragmentPrograms Programs
    {
        get
        {
            if (programs is null)
            {
                var primal = Graph;
                lock (gate) programs ??= FragmentPrograms.Build(primal);
            }

            return programs;
        }
    }

    /// <summary>How each output depends on each input.</summary>
    internal Activity Activity => activity ??= Activity.Of(Graph);

    /// <summary>For each output the differentiable inputs that it has a derivative with respect to, as bits.</summary>
    internal ulong[] DerivativeMasks
    {
        get
        {
            if (derivativeMasks is not null) return derivativeMasks;
            int[] inputs = DifferentiableInputs;
            var masks = new ulong[Graph.Outputs.Count];
            if (inputs.Length > 64 || masks.Length > 64)
            {
                throw new NotSupportedException($"{Name} has {inputs.Length} differentiable inputs and {masks.Length} outputs; derivatives are limited to 64 of each. Split it, or stack tensors of one shape.");
            }

            for (int o = 0; o < masks.Length; o++)
            {
                for (int i = 0; i < inputs.Length; i++)
                {
                    if (Activity[o, inputs[i]] >= Dependence.Linear) masks[o] |= 1UL << i;
                }
            }

            return derivativeMasks = masks;
        }
    }

    /// <summary>The adjoint as a fragment of its own, so that it can be a node and be differentiated.</summary>
    internal AdjointFragment AdjointFragment => adjointFragment ?? Interlocked.CompareExchange(ref adjointFragment, new AdjointFragment(this), null) ?? adjointFragment;

    /// <summary>The tangent as a fragment of its own.</summary>
    internal TangentFragment TangentFragment => tangentFragment ?? Interlocked.CompareExchange(ref tangentFragment, new TangentFragment(this), null) ?? tangentFragment;

    private protected virtual Graph MakeGraph() => GraphText.Parse(graphText!);

    /// <summary>How the symbols follow from the input shapes; for messages and for graphs without generated code.</summary>
    internal ShapeSolution Solution
    {
        get
        {
            if (solution is not null) return solution;
            var declared = new Shape?[Graph.Inputs.Count];
            for (int i = 0; i < declared.Length; i++) declared[i] = Graph.TypeOf(Graph.Inputs[i]).Shape;
            return ShapeSolution.TrySolve(declared, Graph.DimParameters, out var found, out string? undetermined)
                ? solution = found!
                : throw new ShapeError(DiagnosticIds.UndeterminedSymbol, "No input of " + Name + " determines the dimension '" + undetermined + "'.");
        }
    }
}
