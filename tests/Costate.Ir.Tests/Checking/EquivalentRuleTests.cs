using System;
using System.Linq;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>Rules written in another way are right too and must not be flagged.</summary>
public sealed class EquivalentRuleTests
{
    private static readonly (string Name, Op Op, string[] Shapes, Action<JvpContext> Rule)[] Rules =
    [
        ("tanh' = (1 - t)(1 + t)", TanhOp.Instance, ["n"], c => c.Scale(0, c.B.Mul(c.B.Sub(One(c), c.Out[0]), c.B.Add(One(c), c.Out[0])))),
        ("tanh' from the operand", TanhOp.Instance, ["n"], c =>
        {
            var cosh = c.B.Scale(c.B.Add(c.B.Exp(c.In[0]), c.B.Exp(c.B.Neg(c.In[0]))), 0.5);
            c.Scale(0, c.B.Div(One(c), c.B.Mul(cosh, cosh)));
        }),
        ("logistic' = y - y^2", LogisticOp.Instance, ["n"], c => c.Scale(0, c.B.Sub(c.Out[0], c.B.Mul(c.Out[0], c.Out[0])))),
        ("expm1' = exp x", Expm1Op.Instance, ["n"], c => c.Scale(0, c.B.Exp(c.In[0]))),
        ("exp' = 1 + expm1 x", ExpOp.Instance, ["n"], c => c.Scale(0, c.B.Add(One(c), c.B.Expm1(c.In[0])))),
        ("log' = exp(-y)", LogOp.Instance, ["n"], c => c.Scale(0, c.B.Exp(c.B.Neg(c.Out[0])))),
        ("log1p' = exp(-y)", Log1pOp.Instance, ["n"], c => c.Scale(0, c.B.Exp(c.B.Neg(c.Out[0])))),
        ("sqrt' = y / (2 x)", SqrtOp.Instance, ["n"], c => c.Scale(0, c.B.Div(c.Out[0], c.B.Add(c.In[0], c.In[0])))),
        ("cos' = sin(-x)", CosOp.Instance, ["n"], c => c.Scale(0, c.B.Sin(c.B.Neg(c.In[0])))),
        ("quotient rule of the book", DivOp.Instance, ["n", "n"], c =>
        {
            var square = c.B.Mul(c.In[1], c.In[1]);
            c.Scale(0, c.B.Div(c.In[1], square));
            c.Scale(1, c.B.Neg(c.B.Div(c.In[0], square)));
        }),
        ("power by y z / x", PowOp.Instance, ["n", "n"], c =>
        {
            c.Scale(0, c.B.Div(c.B.Mul(c.In[1], c.Out[0]), c.In[0]));
            c.Scale(1, c.B.Select(c.B.Less(c.B.ZeroLike(c.In[0]), c.In[0]), c.B.Mul(c.Out[0], c.B.Log(c.In[0])), c.B.ZeroLike(c.In[0])));
        }),
        ("maximum by selection", MaxOp.Instance, ["n", "n"], c => c.Contribute(c.B.Select(c.B.Less(c.In[0], c.In[1]), c.TangentOrZero(1), c.TangentOrZero(0)))),
        ("abs by selection", AbsOp.Instance, ["n"], c => c.Contribute(c.B.Select(c.B.Less(c.In[0], c.B.ZeroLike(c.In[0])), c.B.Neg(c.TangentOrZero(0)), c.TangentOrZero(0)))),
        ("product the other way round", MulOp.Instance, ["n", "n"], c =>
        {
            c.Contribute(c.B.MulZ(c.In[0], c.TangentOrZero(1)));
            c.Contribute(c.B.MulZ(c.In[1], c.TangentOrZero(0)));
        }),
        ("cholesky by subtracting half the diagonal", CholeskyOp.Instance, ["n, n"], c =>
        {
            var (b, l) = (c.B, c.Out[0]);
            var inner = b.TriSolve(l, b.TriSolve(l, c.Tangent[0]!.Value), right: true, trans: true);
            var lower = b.Tri(inner, lower: true);
            c.Contribute(b.BatchMatMul(l, b.Sub(lower, b.MulZ(b.Tri(lower, lower: false), b.ConstLike(0.5, lower)))));
        }),
    ];

    public static TheoryData<string> Names => new(Rules.Select(r => r.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void IsNotFlagged(string name)
    {
        var rule = Rules.Single(r => r.Name == name);
        var b = new GraphBuilder("Equivalent");
        var x = rule.Shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        var operands = rule.Op is CholeskyOp ? [b.Scale(b.Add(x[0], b.TransposeLast(x[0])), 0.5)] : x;
        var y = b.Emit(new FaultyOp(rule.Op) { Jvp = rule.Rule }, operands);
        var report = DerivativeCheck.Check(FragmentPrograms.Build(b.Build([b.Mul(y, y)])), DerivativeCheckOptions.Full);
        Assert.True(report.Passed, report.ToString());
        Assert.Empty(report.NotChecked);
    }

    private static Value One(JvpContext c) => c.B.ConstLike(1, c.In[0]);
}
