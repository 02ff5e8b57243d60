using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Programs for direct calls on concrete tensors, where all results are wanted, nothing is kept between calls and no partial
/// exists: value and gradient in one program, and the product of the Hessian with a vector.
/// </summary>
internal static class DirectPrograms
{
    /// <summary>Whether there is one result, a floating-point scalar, and something to differentiate by.</summary>
    public static bool Exist(FragmentPrograms programs)
    {
        var graph = programs.Forward;
        return graph.Outputs.Count == 1 && graph.TypeOf(graph.Outputs[0]).Rank == 0 && graph.TypeOf(graph.Outputs[0]).IsDifferentiable && programs.DifferentiableInputs.Length > 0;
    }

    /// <summary>x... -> y, gradient... of a graph with one scalar result.</summary>
    public static Graph ValueAndGradient(FragmentPrograms programs) => Build(programs, "ValueAndGrad", withValue: true);

    /// <summary>x..., v... -> (Hessian v)... of a graph with one scalar result.</summary>
    public static Graph HessianVector(FragmentPrograms programs) =>
        Jvp.Tangent(Build(programs, "Gradient", withValue: false), programs.DifferentiableInputs);

    private static Graph Build(FragmentPrograms programs, string suffix, bool withValue)
    {
        var (primal, joint) = (programs.Forward, programs.KeepingJoint);
        var b = GraphBuilder.DerivedFrom(primal, primal.Name + suffix);
        var arguments = primal.Inputs.Select((v, i) => b.Input(primal.InputName(i), primal.TypeOf(v), !primal.IsDifferentiable(i))).ToArray();

        // The loops that keep what the gradient reads, so that none runs twice.
        var values = withValue ? b.Inline(programs.Keeping, arguments) : [];
        var map = new Value[joint.Nodes.Count][];
        foreach (var node in joint.Nodes)
        {
            if (node.Op is not InputOp)
            {
                var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
                if (node.Op is AddAtOp)
                {
                    operands[0] = Plain(b, operands[0]);
                }
                else if (node.Op is RegionOp)
                {
                    operands = operands.Select(v => Plain(b, v)).ToArray();
                }

                map[node.Id] = b.Clone(node, operands);
                continue;
            }

            int index = node.Attrs.Int("index");
            map[node.Id] =
            [
                index < arguments.Length ? arguments[index]
                    : index < arguments.Length + primal.Outputs.Count ? b.Const(1.0, node.Types[0])

                    // Adding -0.0 changes no bit, so an absent partial leaves no trace.
                    : b.Const(-0.0, node.Types[0]),
            ];
        }

        var gradients = joint.Outputs.Select(v => Plain(b, map[v.Node][v.Slot])).ToArray();
        return ControlCleanup.Run(b.Build([.. values, .. gradients], [.. withValue ? primal.OutputNames : [], .. joint.OutputNames]));
    }

    // Where a zero stays in a result it is 0.0.
    private static Value Plain(GraphBuilder b, Value value) => b.IsConst(value, out double c) && c == 0 ? b.ZeroLike(value) : value;
}
