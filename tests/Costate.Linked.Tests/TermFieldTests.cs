using System;
using Costate.Ir;
using Costate.Linking;
using Xunit;

namespace Costate.Tests.Linking;

/// <summary>The values of terms tell apart what the laws of sums and products do not make equal.</summary>
public sealed class TermFieldTests
{
    private readonly TermBank bank = new();

    private int A => bank.Input("a", 0);

    private int B => bank.Input("b", 0);

    private int C => bank.Input("c", 0);

    private int Op(string op, params int[] operands) => bank.Apply(op, DType.F64, operands);

    private bool Same(int p, int q) => new TermField(bank, 1)[p] == new TermField(bank, 1)[q] && new TermField(bank, 2)[p] == new TermField(bank, 2)[q];

    [Fact]
    public void Sums_are_reordered_and_multiplied_out()
    {
        Assert.True(Same(Op("Add", Op("Add", A, B), C), Op("Add", B, Op("Add", C, A))));
        Assert.True(Same(Op("Mul", A, Op("Add", B, C)), Op("Add", Op("MulZ", A, B), Op("Mul", C, A))));
        Assert.True(Same(bank.Intern("ReduceSum", 0, [A, B, C]), Op("Add", C, Op("Add", A, B))));
        Assert.True(Same(bank.Intern("Contract", 0, [A, B, C, C]), Op("Add", Op("Mul", A, B), Op("Mul", C, C))));
        Assert.True(Same(Op("Add", A, Op("Neg", A)), bank.Number(0)));
        Assert.True(Same(Op("Div", Op("Mul", A, B), B), A));
        Assert.True(Same(Op("Mul", bank.Number(0.25), Op("Add", A, A)), Op("Mul", bank.Number(0.5), A)));
        Assert.True(Same(Op("Add", bank.Number(-1.5e-300), bank.Number(3e-300)), bank.Number(1.5e-300)));
        Assert.True(Same(Op("Add", Op("Select", A, B, bank.Number(0)), Op("Select", A, bank.Number(0), C)), Op("Select", A, B, C)));
    }

    [Fact]
    public void Everything_else_stays_apart()
    {
        Assert.False(Same(A, B));
        Assert.False(Same(Op("Mul", A, B), Op("Mul", A, C)));
        Assert.False(Same(Op("Exp", Op("Add", A, B)), Op("Mul", Op("Exp", A), Op("Exp", B))));
        Assert.False(Same(Op("Exp", A), Op("Sin", A)));
        Assert.False(Same(Op("Max", A, B), Op("Max", B, A)));
        Assert.False(Same(bank.Number(0.1), bank.Number(Math.BitIncrement(0.1))));
        Assert.False(Same(bank.Number(double.NaN), bank.Number(double.PositiveInfinity)));
        Assert.True(Same(Op("Exp", Op("Add", A, B)), Op("Exp", Op("Add", B, A))));
    }
}
