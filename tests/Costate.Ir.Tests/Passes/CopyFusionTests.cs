using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>Which copies become stores of a loop, and which must not.</summary>
public sealed class CopyFusionTests
{
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private readonly PlanBuffer state = Buffer("state", 4 * N), kept = Buffer("kept", N), other = Buffer("other", N);

    [Fact]
    public void ACopyOfWhatTheLoopReadsIsOneStoreMore()
    {
        var loop = Fused(Read(state, N, kept), Loop([(state, N)], [(other, DimExpr.Zero)]));
        Assert.Equal([other, kept], loop.Outputs.Select(o => o.Buffer));
        Assert.Equal(LoopRefKind.Input, loop.Results[1].Kind);
        Assert.Same(state, loop.Inputs[loop.Results[1].Index].Buffer);
    }

    [Fact]
    public void ACopyThatTheLoopReadsIsNotReadAgain()
    {
        var loop = Fused(Read(state, N, kept), Loop([(kept, DimExpr.Zero)], [(other, DimExpr.Zero)]));
        Assert.Equal([state], loop.Inputs.Select(i => i.Buffer));
        Assert.Equal(N, loop.Inputs[0].Offset);
        Assert.Equal([other, kept], loop.Outputs.Select(o => o.Buffer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACopyAndItsSourceAreOneOperand(bool isCopyFirst)
    {
        (PlanBuffer, DimExpr)[] inputs = [(kept, DimExpr.Zero), (state, N)];
        var loop = Fused(Read(state, N, kept), Loop(isCopyFirst ? inputs : [.. inputs.Reverse()], [(other, DimExpr.Zero)]));
        Assert.Equal([state], loop.Inputs.Select(i => i.Buffer));
        Assert.All(loop.Body[0].Operands, r => Assert.Equal(0, r.Index));
        Assert.Equal(0, loop.Results[1].Index);
    }

    [Fact]
    public void ACopyAfterTheLoopIsMadeByItToo()
    {
        List<PlanStatement> statements = [Loop([(state, N)], [(other, DimExpr.Zero)]), Read(state, N, kept)];
        CopyFusion.Run(statements);
        Assert.Equal([other, kept], Assert.IsType<LoopStatement>(Assert.Single(statements)).Outputs.Select(o => o.Buffer));
    }

    [Fact]
    public void TheLoopMayChangeWhatItCopiesAtThatElementOrFarFromIt()
    {
        Assert.Equal(3, Fused(Read(state, N, kept), Loop([(state, N)], [(state, N), (state, 2 * N)])).Outputs.Count);
        Stays(Read(state, N, kept), Loop([(state, N)], [(state, N + 1)]));
        Stays(Loop([(state, N)], [(state, N)]), Read(state, N, kept));
    }

    [Fact]
    public void NothingPassesWhatItDependsOn()
    {
        var loop = Loop([(state, N)], [(other, DimExpr.Zero)]);
        Stays(Read(state, N, kept), new FillStatement(state, 1), loop);
        Stays(Read(state, N, kept), new CopyStatement(Whole(kept), Buffer("third", N)), Loop([(state, N)], [(other, DimExpr.Zero)]));
        Stays(loop, new FillStatement(state, 1), Read(state, N, kept));
    }

    [Fact]
    public void AnotherSizeOrAnotherConditionIsAnotherStatement()
    {
        Stays(new WindowStatement(WindowKind.Read, Whole(state), Shape.Of(4 * N), new BufferView(Buffer("half", 2 * N), DimExpr.Zero, 2 * N), Shape.Of(2 * N), Shape.Of(N)), Loop([(state, N)], [(other, DimExpr.Zero)]));
        Stays(new CopyStatement(new BufferView(state, N, N), kept) { NeedsCt = 1 }, Loop([(state, N)], [(other, DimExpr.Zero)]));
        Stays(Read(state, N, kept), Loop([(state, 2 * N)], [(other, DimExpr.Zero)]));
    }

    private static LoopStatement Fused(params PlanStatement[] statements)
    {
        var list = statements.ToList();
        CopyFusion.Run(list);
        return Assert.IsType<LoopStatement>(Assert.Single(list));
    }

    private static void Stays(params PlanStatement[] statements)
    {
        var list = statements.ToList();
        CopyFusion.Run(list);
        Assert.Equal(statements, list);
    }

    private static PlanBuffer Buffer(string name, DimExpr count) => new(BufferRole.Local, 0, name, Shape.Of(count), count, true);

    private static BufferView Whole(PlanBuffer buffer) => new(buffer, DimExpr.Zero, buffer.Count);

    private static WindowStatement Read(PlanBuffer whole, DimExpr start, PlanBuffer part) =>
        new(WindowKind.Read, Whole(whole), Shape.Of(whole.Count), Whole(part), Shape.Of(part.Count), Shape.Of(start));

    /// <summary>The sum of all operands, wherever it is wanted.</summary>
    private static LoopStatement Loop((PlanBuffer Buffer, DimExpr Offset)[] inputs, (PlanBuffer Buffer, DimExpr Offset)[] outputs) => new(
        [],
        DimExpr.One,
        N,
        [.. inputs.Select(i => Operand(i.Buffer, i.Offset))],
        [.. outputs.Select(o => Operand(o.Buffer, o.Offset))],
        [new LoopOp("Add", [.. inputs.Select((_, i) => LoopRef.Input(i))], "sum")],
        [.. outputs.Select(_ => LoopRef.Local(0))]);

    private static LoopOperand Operand(PlanBuffer buffer, DimExpr offset) => new(buffer, offset, [], DimExpr.Zero, alongColumns: true);
}
