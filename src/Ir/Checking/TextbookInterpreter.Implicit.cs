using System;
using System.Linq;

namespace Costate.Ir.Checking;

/// <content>Fixed points: their derivative by elimination, from one run of the step for each element.</content>
internal sealed partial class TextbookInterpreter<T, TArithmetic>
{
    // The region of a solve runs as a whole or not at all.
    private TextbookInterpreter<T, TArithmetic> Whole => RunsInside is null ? this : new(a) { Computed = Computed };

    private Dense<T> Root(Node node, Dense<T>[] x, SizedGraph sized)
    {
        var shape = x[0].Shape;
        var whole = Whole;
        T[] Step(T[] at) => whole.Run(sized.Region(node, 0, 0), [new Dense<T>(shape, at), .. x.Skip(1)])[0].Data;
        Func<T[], T[], T[]>? gauge = RootOp.Gauge(node) is null ? null
            : (at, v) => whole.Run(sized.Region(node, 1, 0), [new Dense<T>(shape, at), new Dense<T>(shape, v), .. x.Skip(1)])[0].Data;
        return new Dense<T>(shape, a.FixedPoint(x[0].Data, Step, gauge));
    }

    private Dense<T> LinSolve(Node node, Dense<T>[] x, SizedGraph sized)
    {
        var shape = x[0].Shape;
        var (whole, region) = (Whole, sized.Region(node, 0, 0));
        return new Dense<T>(shape, Elimination<T, TArithmetic>.FixedPoint(a, x[0].Data, v => whole.Run(region, [new Dense<T>(shape, v), .. x.Skip(1)])[0].Data));
    }
}
