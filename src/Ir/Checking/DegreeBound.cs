using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>The degree of the equalities that a trial demands, from a run of the programs over <see cref="DegreeArithmetic"/>.</summary>
internal static class DegreeBound
{
    public static long Of(SizedPrograms sized)
    {
        var programs = sized.Programs;
        var degrees = new TextbookInterpreter<Degree, DegreeArithmetic>(default);
        var duals = new TextbookInterpreter<Dual<Degree>, DualArithmetic<Degree, DegreeArithmetic>>(default);
        var a = default(DegreeArithmetic);
        Dense<Degree> Variables(Value value) => degrees.Filled(sized.Forward.Shape(value), DegreeArithmetic.Variable);

        var x = programs.Forward.Inputs.Select(Variables).ToArray();
        var v = programs.DifferentiableInputs.Select(i => x[i]).ToArray();
        var ct = programs.Forward.Outputs.Select(Variables).ToArray();
        var jv = duals.Run(sized.Forward, x.Select(d => new Dense<Dual<Degree>>(d.Shape, d.Data.Select(e => new Dual<Degree>(e, DegreeArithmetic.Variable)).ToArray())).ToArray());
        var tangents = degrees.Run(sized.Tangent, [.. x, .. v]);
        long bound = 0;
        var inner = default(Degree);
        for (int o = 0; o < jv.Length; o++)
        {
            for (int i = 0; i < jv[o].Data.Length; i++)
            {
                bound = Math.Max(bound, Equality(jv[o].Data[i].Tangent, tangents[o].Data[i]));
                inner = a.Add(inner, a.Multiply(jv[o].Data[i].Tangent, ct[o].Data[i]));
            }
        }

        var adjoint = degrees.Run(sized.JointAdjoint, [.. x, .. ct, .. v]);
        for (int k = 0; k < adjoint.Length; k++)
        {
            var sum = default(Degree);
            for (int i = 0; i < adjoint[k].Data.Length; i++)
            {
                sum = a.Add(sum, a.Multiply(adjoint[k].Data[i], v[k].Data[i]));
            }

            bound = Math.Max(bound, Equality(inner, sum));
        }

        return Math.Min(bound, Degree.Limit);
    }

    // p/q = r/s is p s - r q = 0.
    private static long Equality(Degree x, Degree y) => Math.Max(x.Numerator + y.Denominator, y.Numerator + x.Denominator);
}
