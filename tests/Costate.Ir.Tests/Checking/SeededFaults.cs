using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;

namespace Costate.Ir.Tests.Checking;

/// <param name="Name">What the fault is called.</param>
/// <param name="What">What was done wrong, and where.</param>
/// <param name="Link">The link that must catch it.</param>
/// <param name="Find">What the link says, or null if it does not see the fault.</param>
internal sealed record SeededFault(string Name, string What, int Link, Func<string?> Find)
{
    public override string ToString() => Name;
}

/// <summary>Faults that the second link must catch: wrong rules of ops, and programs that a wrong pass derived.</summary>
internal static class SeededFaults
{
    private static readonly string[] Vector = ["n"];
    private static readonly string[] Square = ["n, n"];

    public static IReadOnlyList<SeededFault> All { get; } = [.. Rules(), .. Transposes(), .. Programs(), .. Loops(), .. Calls(), .. HigherOrders(), .. Passes()];

    private static IEnumerable<SeededFault> Rules()
    {
        yield return Rule("term dropped in both modes", "Mul: y' = a' b", MulOp.Instance, ["n", "n"], c => c.Scale(0, c.In[1]), Demand.Tangent);
        yield return Rule("tanh' = 1 - tanh", "Tanh: the square is missing", TanhOp.Instance, Vector, c => c.Scale(0, c.B.Sub(One(c), c.Out[0])), Demand.Tangent);
        yield return Rule("sign flip", "Cos: y' = x' sin x", CosOp.Instance, Vector, c => c.Scale(0, c.B.Sin(c.In[0])), Demand.Tangent);
        yield return Rule("missing factor 1/2", "Sqrt: y' = x' / y", SqrtOp.Instance, Vector, c => c.Scale(0, c.B.Div(One(c), c.Out[0])), Demand.Tangent);
        yield return Rule("exp of the wrong operand", "Exp: y' = x' x", ExpOp.Instance, Vector, c => c.Scale(0, c.In[0]), Demand.Tangent);
        yield return Rule("expm1 without its 1", "Expm1: y' = x' y", Expm1Op.Instance, Vector, c => c.Scale(0, c.Out[0]), Demand.Tangent);
        yield return Rule("log1p as log", "Log1p: y' = x' / x", Log1pOp.Instance, Vector, c => c.Scale(0, c.B.Div(One(c), c.In[0])), Demand.Tangent);
        yield return Rule("logistic with the wrong sign", "Logistic: y' = x' y (1 + y)", LogisticOp.Instance, Vector, c => c.Scale(0, c.B.Mul(c.Out[0], c.B.Add(One(c), c.Out[0]))), Demand.Tangent);
        yield return Rule("abs' = 1", "Abs: the sign is missing", AbsOp.Instance, Vector, c => c.Contribute(c.Tangent[0]), Demand.Tangent);
        yield return Rule("quotient without its square", "Div: q' = a'/b - a b'/b", DivOp.Instance, ["n", "n"], c =>
        {
            var inverse = c.B.Div(One(c), c.In[1]);
            c.Scale(0, inverse);
            c.Scale(1, c.B.Neg(c.B.Mul(c.In[0], inverse)));
        }, Demand.Tangent);
        yield return Rule("power without its logarithm", "Pow: z' = x' y x^(y-1)", PowOp.Instance, ["n", "n"], c => c.Scale(0, c.B.Mul(c.In[1], c.B.Pow(c.In[0], c.B.Sub(c.In[1], One(c))))), Demand.Tangent);
        yield return Rule("power with the exponent of the value", "Pow: z' = x' y x^y", PowOp.Instance, ["n", "n"], c =>
        {
            c.Scale(0, c.B.Mul(c.In[1], c.Out[0]));
            c.Scale(1, c.B.Select(c.B.Greater(c.In[0], c.B.ZeroLike(c.In[0])), c.B.Mul(c.B.Log(c.In[0]), c.Out[0]), c.B.ZeroLike(c.In[0])));
        }, Demand.Tangent);
        yield return Rule("maximum to the wrong operand", "Max: a' where b is larger", MaxOp.Instance, ["n", "n"], c =>
            c.Contribute(c.B.Select(c.B.Greater(c.In[0], c.In[1]), c.TangentOrZero(1), c.TangentOrZero(0))), Demand.Tangent);
        yield return Rule("maximum over an axis shared by all", "ReduceMax: y' = sum x' / n", ReduceMaxOp.Instance, ["n, m"], c =>
            c.Contribute(c.B.ReduceSum(c.Tangent[0]!.Value, 1)), Demand.Tangent, Attrs.Empty.With("axes", [1]));
        yield return Rule("stop that does not stop", "Stop: y' = x'", StopOp.Instance, Vector, c => c.Contribute(c.Tangent[0]), Demand.Tangent);
        yield return Rule("swapped branches", "Select: y' = select(c, b', a')", SelectOp.Instance, ["n", "n"], c => c.Contribute(c.B.Select(c.In[0], c.TangentOrZero(2), c.TangentOrZero(1))), Demand.Tangent, build: (b, op, x) =>
            b.Emit(op, b.Less(x[0], x[1]), x[0], x[1]));
        yield return Rule("cholesky without half the diagonal", "Cholesky: phi keeps the whole lower triangle", CholeskyOp.Instance, Square, c =>
        {
            var inner = c.B.TriSolve(c.Out[0], c.B.TriSolve(c.Out[0], c.Tangent[0]!.Value), right: true, trans: true);
            c.Contribute(c.B.BatchMatMul(c.Out[0], c.B.Tri(inner, lower: true)));
        }, Demand.Tangent, build: (b, op, x) => b.Emit(op, b.Scale(b.Add(x[0], b.TransposeLast(x[0])), 0.5)));
        yield return Rule("wrong triangle", "TriSolve: the upper triangle of L' instead of the lower", TriSolveOp.Instance, ["n, n", "n, m"], c =>
        {
            c.Contribute(c.B.TriSolve(c.In[0], c.TangentOrZero(1)));
            c.Contribute(c.B.TriSolve(c.In[0], c.B.Neg(c.B.BatchMatMul(c.B.Tri(c.TangentOrZero(0), lower: false), c.Out[0]))));
        }, Demand.Tangent, TriSolveAttrs);
        yield return Rule("solve with the sign of the matrix flipped", "SolveWith: X' = A^-1 (B' + A' X)", SolveWithOp.Instance, ["n, n", "n, m"], c =>
        {
            c.Contribute(c.B.SolveWith(c.In[0], c.In[1], c.TangentOrZero(2)));
            c.Contribute(c.B.SolveWith(c.In[0], c.In[1], c.B.BatchMatMul(c.TangentOrZero(1), c.Out[0])));
        }, Demand.Tangent, Attrs.Empty.With("right", false).With("trans", false), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("right", false).With("trans", false), b.Factor(x[0], FactorKind.Lu), x[0], x[1]));
    }

    private static IEnumerable<SeededFault> Transposes()
    {
        yield return Transpose("wrong broadcast axis", "Broadcast: its transpose sums over the axis that was there", BroadcastOp.Instance, Vector, c => c.Accumulate(0, c.B.ReduceSum(c.Ct, 1)), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("shape", Shape.Parse("n, n")).With("axes", [1]), x[0]));
        yield return Transpose("reduction over the wrong axis", "ReduceSum: its transpose repeats along the axis that stayed", ReduceSumOp.Instance, Square, c => c.Accumulate(0, c.B.Broadcast(c.Ct, c.InType[0].Shape, 1)), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("axes", [1]), x[0]));
        yield return Transpose("permutation instead of its inverse", "Transpose: transposed by itself", TransposeOp.Instance, ["n, n, n"], c => c.Accumulate(0, c.B.Transpose(c.Ct, c.Attrs.Ints("perm"))), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("perm", [1, 2, 0]), x[0]));
        yield return Transpose("wrong slice start", "ReadAt: the transpose writes one row above", ReadAtOp.Instance, ["n + 2, m"], c =>
            c.Extend(0, c.B.AddAt(c.PartialOrZero(0), c.Ct, Shape.Of(0, 0))), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("starts", Shape.Of(1, 0)).With("size", Shape.Parse("n, m")), x[0]));
        yield return Transpose("slice replaces instead of adding", "ReadAt: the transpose overwrites the partial", ReadAtOp.Instance, ["n + 2, m"], c =>
            c.Extend(0, c.B.SetAt(c.PartialOrZero(0), c.Ct, c.Attrs.Shape("starts"))), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("starts", Shape.Of(1, 0)).With("size", Shape.Parse("n, m")), x[0]));
        yield return Transpose("overwritten window keeps its cotangent", "SetAt: x^ = y^ also inside of the window", SetAtOp.Instance, ["n + 1, m", "1, m"], c =>
        {
            c.Accumulate(0, c.Ct);
            c.Accumulate(1, c.B.ReadAt(c.Ct, c.Attrs.Shape("starts"), c.InType[1].Shape));
        }, (b, op, x) => b.Emit(op, Attrs.Empty.With("starts", Shape.Parse("n, 0")), x[0], x[1]));
        yield return Transpose("added window forgotten", "AddAt: nothing for v", AddAtOp.Instance, ["n + 1, m", "1, m"], c => c.Accumulate(0, c.Ct), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("starts", Shape.Parse("n, 0")), x[0], x[1]));
        yield return Transpose("wrong offset in a concatenation", "Concat: every piece is read from the start", ConcatOp.Instance, ["n, m", "n, m"], c =>
        {
            c.Accumulate(0, c.B.ReadAt(c.Ct, Shape.Of(0, 0), c.InType[0].Shape));
            c.Accumulate(1, c.B.ReadAt(c.Ct, Shape.Of(0, 0), c.InType[1].Shape));
        }, (b, op, x) => b.Emit(op, Attrs.Empty.With("axis", 0L), x[0], x[1]));
        yield return Transpose("other triangle", "Tri: transposes into the other one", TriOp.Instance, Square, c => c.Accumulate(0, c.B.Tri(c.Ct, lower: false)), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("lower", true).With("k", 0L), x[0]));
        yield return Transpose("packed by columns", "PackTri: transposes into the other triangle", PackTriOp.Instance, Square, c => c.Accumulate(0, c.B.UnpackTri(c.Ct, DimExpr.Symbol("n"), lower: false, strict: false)), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("lower", true).With("strict", false), x[0]));
        yield return Transpose("unpacked into the other triangle", "UnpackTri: transposes into the other triangle", UnpackTriOp.Instance, ["n * (n + 1) / 2"], c => c.Accumulate(0, c.B.PackTri(c.Ct, lower: false, strict: false)), (b, op, x) =>
            b.Emit(op, Attrs.Empty.With("n", DimExpr.Symbol("n")).With("lower", true).With("strict", false), x[0]));
        yield return Transpose("negation lost", "Neg: x^ = y^", NegOp.Instance, Vector, c => c.Accumulate(0, c.Ct), (b, op, x) => b.Emit(op, x[0]));
        yield return Transpose("transposed operand", "Contract: A^ = C^ B instead of C^ B^T", ContractOp.Instance, ["n, n", "n, n"], c =>
            c.Accumulate(0, c.B.Contract("ab,bc->ac", c.Ct, c.In[1])), (b, op, x) => b.Emit(op, Attrs.Empty.With("spec", "ab,bc->ac"), x[0], b.Stop(x[1])), linearIn: 0);
        yield return Transpose("residual of the other operand", "MulZ: a^ = a y^", MulZOp.Instance, ["n", "n"], c => c.Accumulate(0, c.B.MulZ(c.Ct, c.Ct)), (b, op, x) =>
            b.Emit(op, x[0], b.Stop(x[1])), linearIn: 0);
        yield return Transpose("triangular solve keeps its flag", "TriSolve: the transpose does not flip trans", TriSolveOp.Instance, ["n, n", "n, m"], c =>
            c.Accumulate(1, c.B.TriSolve(c.In[0], c.Ct)), (b, op, x) => b.Emit(op, TriSolveAttrs, b.Stop(x[0]), x[1]), linearIn: 1);
        yield return Transpose("solve keeps its flag", "SolveWith: the transpose does not flip trans", SolveWithOp.Instance, ["n, n", "n, m"], c =>
            c.Accumulate(2, c.B.SolveWith(c.In[0], c.In[1], c.Ct)), (b, op, x) => b.Emit(op, Attrs.Empty.With("right", false).With("trans", false), b.Factor(b.Stop(x[0]), FactorKind.Lu), b.Stop(x[0]), x[1]), linearIn: 2);
        yield return Transpose("swapped branches in the adjoint", "Select: a^ where c does not hold", SelectOp.Instance, ["n", "n", "n"], c =>
        {
            var zero = c.B.ZeroLike(c.Ct);
            c.Accumulate(1, c.B.Select(c.In[0], zero, c.Ct));
        }, (b, op, x) => b.Emit(op, b.Less(x[0], x[1]), x[2], b.ZeroLike(x[2])), linearIn: 1);
    }

    private static IEnumerable<SeededFault> Programs()
    {
        yield return Program("term dropped in the tangent program", "one summand of x y' + x' y", Product, p => p.With(tangent: ProgramEdits.RewriteLast(p.Tangent, n => n.Op is AddOp, (_, _, x) => x[0])), Demand.Tangent);
        yield return Program("term dropped in the adjoint", "the second use of a shared value adds nothing", SharedValue, p => p.With(adjoint: ProgramEdits.RewriteLast(p.Adjoint, n => n.Op is AddOp, (_, _, x) => x[0])), Demand.Adjoint);
        yield return Program("lost accumulation", "the adjoint overwrites the partial that it should extend", Product, p => p.With(adjoint: ProgramEdits.Rewrite(p.Adjoint, (_, n, x) => n.Op is AddOp && p.Adjoint.NodeOf(n.Inputs[0]).Op is InputOp ? x[1] : null)), Demand.Adjoint);
        yield return Program("lost accumulation in the joint adjoint", "the self-contained adjoint overwrites the partial", Product, p => p.With(joint: ProgramEdits.Rewrite(p.JointAdjoint, (_, n, x) => n.Op is AddOp && p.JointAdjoint.NodeOf(n.Inputs[0]).Op is InputOp ? x[1] : null)), Demand.JointAdjoint);
        yield return Program("stale residual", "two residuals of one shape change places in the pack", TwoResiduals, p => p.With(keeping: ProgramEdits.SwapOutputs(p.ForwardKeeping, 1, 2)), Demand.Adjoint);
        yield return Program("wrong forward beside the residuals", "an output of the keeping program is negated", Product, p => p.With(keeping: ProgramEdits.RewriteLast(p.ForwardKeeping, n => n.Op is MulOp, (b, n, x) => b.Neg(b.Mul(x[0], x[1])))), Demand.ForwardKeeping);
        yield return Program("ignored mask", "a statement that needs either cotangent asks for the first", TwoOutputs, p => p.With(needs: m => m == 3 ? 1UL : m), Demand.MaskedAdjoint);
        yield return Program("wrong want mask", "what serves both inputs is computed for the first only", Product, p => p.With(serves: m => m == 3 ? 1UL : m), Demand.MaskedAdjoint, TwoWanted);
        yield return Program("transposed operand in the adjoint", "a contraction of the adjoint reads a square operand the other way", Matrices, p => p.With(adjoint: ProgramEdits.RewriteLast(p.Adjoint, n => n.Op is ContractOp, (b, n, x) => b.Contract(n.Attrs.Text("spec"), b.TransposeLast(x[0]), x[1]))), Demand.Adjoint);
        yield return Program("operands swapped", "a difference in the adjoint has the wrong sign", Quotient, p => p.With(adjoint: ProgramEdits.RewriteLast(p.Adjoint, n => n.Op is NegOp, (_, _, x) => x[0])), Demand.Adjoint);
        yield return Program("wrong constant", "0.5 became 0.25", Root, p => p.With(tangent: ProgramEdits.RewriteLast(p.Tangent, n => n.Op is ConstOp, (b, n, _) => b.Const(0.25, n.Types[0]))), Demand.Tangent);
        yield return Program("gradients in each other's place", "two results of one shape change places", Quotient, p => p.With(adjoint: ProgramEdits.SwapOutputs(p.Adjoint, 0, 1)), Demand.Adjoint);
        yield return Program("shapes that do not fit", "a window of the adjoint lies outside of its tensor", Row, p => p.With(adjoint: ProgramEdits.RewriteLast(p.Adjoint, n => n.Op is AddAtOp, (b, _, x) => b.AddAt(x[0], x[1], Shape.Parse("n + 1, 0")))), Demand.Runs);
    }

    private static IEnumerable<SeededFault> Loops()
    {
        yield return Program("loop not turned round", "the adjoint of a loop runs in the loop's own direction", Recurrence, p => p.With(adjoint: ProgramEdits.Control<ForOp>(p.Adjoint, n => (n.Attrs.With("reverse", false), n.Regions))), Demand.Adjoint);
        yield return Program("cotangent of a carry lost", "an iteration of the adjoint hands on the cotangent that it was given", Recurrence, p => p.With(adjoint: Adjoints(p, r => ProgramEdits.SetOutput(r, 0, r.Inputs[0]))), Demand.Adjoint);
        yield return Program("partial of an invariant begun afresh", "an iteration of the adjoint forgets what the others contributed", Recurrence, p => p.With(adjoint: Adjoints(p, r => ProgramEdits.RewriteLast(r, n => n.Op is AddOp && n.Inputs[0] == r.Inputs[1], (_, _, x) => x[1]))), Demand.Adjoint);
        yield return Program("partial extended twice", "an iteration of the adjoint adds its contribution to an invariant's partial twice", Recurrence, p => p.With(adjoint: Adjoints(p, r => ProgramEdits.RewriteLast(r, n => n.Op is AddOp && n.Inputs[0] == r.Inputs[1], (b, _, x) => b.Add(b.Add(x[0], x[1]), x[1])))), Demand.Adjoint);
        yield return Program("stack off by one", "what is kept is the carry after the iteration", Recurrence, p => p.With(keeping: Keepings(p, r => ProgramEdits.SetOutput(r, 1, r.Outputs[0]))), Demand.Adjoint);
        yield return Program("undone in the wrong order", "of two windows that were written over each other the first is put back first", Overwritten, p => p.With(keeping: Keepings(p, r => ProgramEdits.SwapOutputs(r, 2, 3))), Demand.Adjoint);
        yield return Program("residuals of a branch mixed up", "two residuals of one branch change places", Branch, p => p.With(keeping: ProgramEdits.Control<IfOp>(p.ForwardKeeping, n => (n.Attrs, [ProgramEdits.SwapOutputs(n.Regions[0], 1, 2), n.Regions[1]]))), Demand.Adjoint);
        yield return Program("branches of the adjoint swapped", "the adjoint of one side runs where the other one ran", Branch, p => p.With(adjoint: ProgramEdits.Control<IfOp>(p.Adjoint, n => (n.Attrs, [n.Regions[1], n.Regions[0]]))), Demand.Adjoint);

        static Graph Adjoints(FragmentPrograms p, Func<Graph, Graph> edit) => ProgramEdits.Control<ForOp>(p.Adjoint, n => (n.Attrs, [edit(n.Regions[0])]));
        static Graph Keepings(FragmentPrograms p, Func<Graph, Graph> edit) => ProgramEdits.Control<ForOp>(p.ForwardKeeping, n => (n.Attrs, [edit(n.Regions[0])]));
    }

    private static IEnumerable<SeededFault> Calls()
    {
        FragmentPrograms Inlined(Graph graph) => FragmentPrograms.Build(Ir.Calls.Inline(graph));
        yield return Program("derivative of the body instead of the declared one", "the call is inlined before it is differentiated forward", Declared(), p => p.With(tangent: Inlined(Declared()).Tangent), Demand.Tangent);
        yield return Program("derivative of the body in reverse mode", "the call is inlined before it is differentiated backward", Declared(), p => p.With(joint: Inlined(Declared()).JointAdjoint), Demand.JointAdjoint);
        yield return Program("declared tangent of the wrong operand", "the tangents of two operands change places", Declared(), p => p.With(tangent: FragmentPrograms.Build(Declared(swaps: true)).Tangent), Demand.Tangent);
        yield return Program("declared derivative forgotten at second order", "the result that the linearization reads is differentiated as its body is", Declared(), p => p.With(joint: Ir.Calls.Inline(p.JointAdjoint)), Demand.HessianVector);
    }

    // What is called is x w; its derivative is declared as y x' + x w'.
    private static Graph Declared(bool swaps = false) => Build(["n", "n"], (b, x) => b.ReduceSumAll(Derivatives.CallCases.Call(
        b,
        x,
        r => [r.Mul(r.Inputs[0], r.Inputs[1])],
        (r, p, y, d) => [r.Add(r.Mul(y[0], d[swaps ? 1 : 0]), r.Mul(p[0], d[swaps ? 0 : 1]))])[0]));

    // h <- h (h w), n times: the adjoint reads the carry.
    private static Graph Recurrence => Build(["m", "m"], (b, x) => Derivatives.ControlCases.For(b, DimExpr.Symbol("n"), [x[0]], (r, i, c) => [r.Mul(c[0], r.Mul(c[0], r.Import(x[1], b)))])[0]);

    // Two windows of one iteration lie over each other, and the whole array is squared.
    private static Graph Overwritten => Build(["n", "1"], (b, x) => Derivatives.ControlCases.For(b, DimExpr.Symbol("n"), [x[0], x[1]], (r, i, c) =>
    {
        var sum = r.Reshape(r.ReduceSum(r.Mul(c[0], c[0]), 0), Shape.Parse("1"));
        return [r.SetAt(r.SetAt(c[0], r.Sin(sum), Shape.Of(i)), r.Exp(c[1]), Shape.Of(i)), r.Add(c[1], sum)];
    })[1]);

    // One side keeps an exponential and a sine, the other one a hyperbolic tangent.
    private static Graph Branch => Build(["n", "n", ""], (b, x) => Derivatives.ControlCases.If(
        b,
        b.Less(x[2], b.ZeroLike(x[2])),
        t => [t.Mul(t.Exp(t.Import(x[0], b)), t.Sin(t.Import(x[1], b)))],
        e => [e.Tanh(e.Import(x[0], b))])[0]);

    private static IEnumerable<SeededFault> HigherOrders()
    {
        // 1 - y y is right, but the product in it loses a term when it is differentiated.
        var halfProduct = new FaultyOp(MulOp.Instance) { Jvp = c => c.Scale(0, c.In[1]) };
        var tanh = new FaultyOp(TanhOp.Instance) { Jvp = c => c.Scale(0, c.B.Sub(One(c), c.B.Emit(halfProduct, c.Out[0], c.Out[0]))) };
        FragmentPrograms Programs(bool isScalar) => FragmentPrograms.Build(Build(Vector, (b, x) => isScalar ? b.ReduceSumAll(b.Emit(tanh, x[0])) : b.Emit(tanh, x[0])));
        yield return new("wrong Hessian of a right gradient", "the coefficient of a rule is a product that loses a term", 2, () =>
            Text(DerivativeCheck.Check(Programs(isScalar: true), DerivativeCheckOptions.Build), Demand.HessianVector, null));
        yield return new("wrong second derivative of a right first one", "the same in a graph with a vector as its result", 2, () =>
            DerivativeCheck.Check(Programs(isScalar: false), DerivativeCheckOptions.Full).Failures.FirstOrDefault(f => f is { Demand: Demand.Tangent, Order: 2 })?.ToString());

        // The adjoint of a reading adds to a window; only who transposes the adjoint asks for the transpose of that.
        var addAt = new FaultyOp(AddAtOp.Instance) { Vjp = c => c.Accumulate(0, c.Ct) };
        var readAt = new FaultyOp(ReadAtOp.Instance) { Vjp = c => c.Extend(0, c.B.Emit(addAt, Attrs.Empty.With("starts", c.Attrs.Shape("starts")), c.PartialOrZero(0), c.Ct)) };
        yield return new("transposed twice into something else", "AddAt in the adjoint of ReadAt forgets its window", 2, () => Text(
            DerivativeCheck.Check(
                FragmentPrograms.Build(Build(["n + 2"], (b, x) => b.Emit(readAt, Attrs.Empty.With("starts", Shape.Of(1)).With("size", Shape.Parse("n")), x[0]))),
                DerivativeCheckOptions.Full),
            Demand.DoubleTranspose,
            null));
    }

    private static IEnumerable<SeededFault> Passes()
    {
        yield return Pass("permutations composed in the wrong order", "Transpose of a Transpose", ["n, n, n"], (b, x) => b.Transpose(b.Transpose(x[0], 1, 0, 2), 0, 2, 1), (b, x) => b.Transpose(x[0], 2, 0, 1));
        yield return Pass("negation dropped", "-(-(-x)) became x", Vector, (b, x) => b.Neg(b.Neg(b.Neg(x[0]))), (b, x) => x[0]);
        yield return Pass("repetition along the wrong axis", "a Broadcast of a Broadcast", Vector, (b, x) => b.Broadcast(b.Broadcast(x[0], Shape.Parse("n, n"), 0), Shape.Parse("n, n, n"), 0, 2), (b, x) => b.Broadcast(x[0], Shape.Parse("n, n, n"), 2));
        yield return Pass("an inexact constant", "x / 3 became x times the double nearest to 1/3", Vector, (b, x) => b.Div(x[0], b.ConstLike(3, x[0])), (b, x) => b.Mul(x[0], b.ConstLike(1.0 / 3, x[0])));
    }

    private static Attrs TriSolveAttrs => Attrs.Empty.With("right", false).With("lower", true).With("trans", false).With("unit", false);

    private static Graph Product => Build(["n", "n"], (b, x) => b.Mul(b.Sin(x[0]), b.Exp(x[1])));

    private static Graph SharedValue => Build(Vector, (b, x) => b.Mul(b.Tanh(x[0]), b.Sin(x[0])));

    private static Graph Quotient => Build(["n", "n"], (b, x) => b.Div(x[0], x[1]));

    private static Graph Matrices => Build(["n, n", "n, n"], (b, x) => b.BatchMatMul(x[0], x[1]));

    private static Graph Root => Build(Vector, (b, x) => b.Sqrt(x[0]));

    private static Graph Row => Build(["n + 2, m"], (b, x) => b.ReadAt(x[0], Shape.Of(1, 0), Shape.Parse("n, m")));

    // The adjoint needs the sine and the cosine, neither of which is an output.
    private static Graph TwoResiduals => Build(["n", "n"], (b, x) => b.ReduceSumAll(b.Mul(b.Sin(x[0]), b.Exp(x[1]))));

    private static Graph TwoOutputs
    {
        get
        {
            var b = new GraphBuilder("TwoOutputs");
            var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
            var y = b.Tanh(x);
            return b.Build([b.Mul(y, y), b.Sin(y)]);
        }
    }

    private static Graph TwoWanted => Build(["n", "n"], (b, x) => b.Exp(b.Mul(x[0], x[1])));

    private static Value One(JvpContext c) => c.B.ConstLike(1, c.In[c.In.Count - 1]);

    private static Graph Build(string[] shapes, Func<GraphBuilder, Value[], Value> build)
    {
        var b = new GraphBuilder("Faulty");
        var x = shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return b.Build([build(b, x)]);
    }

    private static SeededFault Rule(string name, string what, Op op, string[] shapes, Action<JvpContext> jvp, Demand demand, Attrs? attrs = null, Func<GraphBuilder, Op, Value[], Value>? build = null) =>
        Programs(name, what, () => FragmentPrograms.Build(Build(shapes, (b, x) =>
        {
            // Something smooth on both sides, so that the op stands in a graph and must be found in it.
            b.Span = new SourceSpan(7, 1, 7, 9);
            var faulty = new FaultyOp(op) { Jvp = jvp };
            var y = build is null ? b.Emit(faulty, attrs ?? Attrs.Empty, x) : build(b, faulty, x);
            b.Span = new SourceSpan(8, 1, 8, 9);
            return b.Mul(y, y);
        })), demand, op);

    private static SeededFault Transpose(string name, string what, Op op, string[] shapes, Action<TransposeContext> vjp, Func<GraphBuilder, Op, Value[], Value> build, int linearIn = -1) =>
        Programs(name, what, () => FragmentPrograms.Build(Build(shapes, (b, x) =>
        {
            b.Span = new SourceSpan(7, 1, 7, 9);
            var y = build(b, new FaultyOp(op) { Vjp = vjp, LinearIn = linearIn }, x);
            b.Span = new SourceSpan(8, 1, 8, 9);
            return b.Mul(y, y);
        })), Demand.Adjoint, op);

    private static SeededFault Program(string name, string what, Graph graph, Func<FragmentPrograms, FragmentPrograms> edit, Demand demand, Graph? other = null) =>
        Programs(name, what, () => edit(FragmentPrograms.Build(other ?? graph)), demand, null);

    private static SeededFault Pass(string name, string what, string[] shapes, Func<GraphBuilder, Value[], Value> before, Func<GraphBuilder, Value[], Value> after) => new(name, what, 2, () =>
    {
        var b = new GraphBuilder("Before") { Simplifies = false };
        var x = shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return Text(PassCheck.Check(b.Build([before(b, x)]), Build(shapes, after), DerivativeCheckOptions.Build), Demand.Pass, null);
    });

    // The cheap check of a build must see it already.
    private static SeededFault Programs(string name, string what, Func<FragmentPrograms> programs, Demand demand, Op? op) => new(name, what, 2, () =>
    {
        return Text(DerivativeCheck.Check(programs(), DerivativeCheckOptions.Build), demand, op);
    });

    private static string? Text(DerivativeReport report, Demand demand, Op? op) =>
        report.Failures.FirstOrDefault(f => f.Demand == demand && (op is null || (f.Op == op.Name && f.Span.Line == 7))) is { } failure ? failure.ToString() : null;
}
