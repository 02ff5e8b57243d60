using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>All demands at one assignment of sizes, for one draw of inputs, directions, cotangents, partials and functions.</summary>
internal sealed class DerivativeTrial
{
    private readonly SizedPrograms sized;
    private readonly FragmentPrograms programs;
    private readonly DerivativeCheckOptions options;
    private readonly FieldTrial trial;
    private readonly TextbookInterpreter<FieldElement, FieldArithmetic> field;
    private readonly TextbookInterpreter<Dual<FieldElement>, DualArithmetic<FieldElement, FieldArithmetic>> dual;
    private readonly List<DerivativeFailure> failures = [];

    // J v for the directions of a set of inputs.
    private readonly Dictionary<ulong, Dense<FieldElement>[]> tangents = [];

    // Inputs, and directions v by position in DifferentiableInputs.
    private Dense<FieldElement>[] x = [];
    private Dense<FieldElement>[] v = [];
    private Dense<FieldElement>[] kept = [];

    public DerivativeTrial(SizedPrograms sized, FieldTrial trial, DerivativeCheckOptions options)
    {
        this.sized = sized;
        this.options = options;
        this.trial = trial;
        programs = sized.Programs;
        field = new(new FieldArithmetic(trial));
        dual = new(new DualArithmetic<FieldElement, FieldArithmetic>(new FieldArithmetic(trial)));
    }

    private Graph Primal => programs.Forward;

    private int Outputs => Primal.Outputs.Count;

    private int Wanted => programs.DifferentiableInputs.Length;

    public IReadOnlyList<DerivativeFailure> Run()
    {
        try
        {
            x = Primal.Inputs.Select(i => trial.Draw(sized.Forward.Shape(i), Primal.TypeOf(i).DType)).ToArray();
            v = programs.DifferentiableInputs.Select(i => trial.Draw(x[i].Shape)).ToArray();
            kept = field.Run(sized.ForwardKeeping, x);
            CheckKeeping();
            CheckTangent();
            if (options.DoubleTranspose)
            {
                CheckDoubleTranspose();
            }

            CheckAdjoints();
            if (sized.ValueAndGradient is not null)
            {
                CheckDirectPrograms();
            }
        }
        catch (InterpretationException e)
        {
            Fail(Demand.Runs, e.Message, null);
        }

        if (failures.Count > 0 && trial.Irregularity is null && Blame() is { } node)
        {
            return failures.Select(f => f with { Op = node.Op.Name, Span = node.Span }).ToArray();
        }

        return failures;
    }

    /// <summary>The tangents of all outputs, by dual numbers, along the directions of a set of inputs.</summary>
    private Dense<FieldElement>[] Tangents(ulong moved)
    {
        if (!tangents.TryGetValue(moved, out var result))
        {
            result = Tangents(v.Select((d, k) => (moved & Bit(k)) != 0 ? d : null).ToArray());
            tangents.Add(moved, result);
        }

        return result;
    }

    private Dense<FieldElement>[] Tangents(Dense<FieldElement>?[] directions)
    {
        var arguments = x.Select((value, i) => Pair(value, Array.IndexOf(programs.DifferentiableInputs, i) is >= 0 and var k ? directions[k] : null)).ToArray();
        return dual.Run(sized.Forward, arguments).Select(y => Map(y, e => e.Tangent)).ToArray();
    }

    private void CheckKeeping()
    {
        var outputs = field.Run(sized.Forward, x);
        for (int o = 0; o < Outputs; o++)
        {
            Compare(Demand.ForwardKeeping, Primal.OutputNames[o], outputs[o], kept[o]);
        }
    }

    private void CheckTangent()
    {
        var (expected, actual) = (Tangents(Bits(Wanted)), field.Run(sized.Tangent, [.. x, .. v]));
        for (int o = 0; o < Outputs; o++)
        {
            Compare(Demand.Tangent, Primal.OutputNames[o], expected[o], actual[o]);
        }
    }

    private void CheckDoubleTranspose()
    {
        // z = J^T c is linear in c, so its own adjoint in c, at the cotangent v, is J v.
        int[] floating = Enumerable.Range(0, Outputs).Where(o => Primal.TypeOf(Primal.Outputs[o]).IsDifferentiable).ToArray();
        var zeros = Primal.Outputs.Select(y => new Dense<FieldElement>(sized.Forward.Shape(y))).ToArray();
        var none = v.Select(d => new Dense<FieldElement>(d.Shape));
        var expected = Tangents(Bits(Wanted));
        var actual = field.Run(sized.DoubleTranspose!, [.. x, .. zeros, .. none, .. v, .. floating.Select(o => zeros[o])]);
        for (int k = 0; k < floating.Length; k++)
        {
            Compare(Demand.DoubleTranspose, Primal.OutputNames[floating[k]], expected[floating[k]], actual[k]);
        }
    }

    private void CheckAdjoints()
    {
        ulong allPresent = Bits(Outputs), allWanted = Bits(Wanted);
        var cotangents = Primal.Outputs.Select(y => trial.Draw(sized.Forward.Shape(y))).ToArray();
        var partials = v.Select(d => trial.Draw(d.Shape)).ToArray();
        CheckDuality(Demand.Adjoint, RunMasked(cotangents, partials, allPresent, allWanted), cotangents, partials);
        CheckDuality(Demand.JointAdjoint, field.Run(sized.JointAdjoint, [.. x, .. cotangents, .. partials]), cotangents, partials);
        if (failures.Count > 0 || (Outputs == 1 && Wanted == 1))
        {
            return;
        }

        var expected = new Dictionary<ulong, Dense<FieldElement>[]>();
        int alone = Math.Max(Outputs, Wanted), shift = (int)(trial.Next() % 64);
        for (int sample = 0; sample < options.MaskSamples; sample++)
        {
            bool isAlone = sample < alone;
            ulong present = isAlone ? Bit(sample % Outputs) : trial.Next() & allPresent;
            ulong want = isAlone ? Bit((sample + shift) % Wanted) : trial.Next() & allWanted;
            if (present != 0 && want != 0)
            {
                CheckMasked(cotangents, partials, present, want, expected);
            }
        }
    }

    private void CheckMasked(Dense<FieldElement>[] all, Dense<FieldElement>[] partials, ulong present, ulong want, Dictionary<ulong, Dense<FieldElement>[]> known)
    {
        var cotangents = all.Select((c, o) => (present & Bit(o)) != 0 ? c : new Dense<FieldElement>(c.Shape)).ToArray();
        if (!known.TryGetValue(present, out var expected))
        {
            known[present] = expected = field.Run(sized.JointAdjoint, [.. x, .. cotangents, .. partials]);
        }

        var actual = RunMasked(cotangents, partials, present, want);
        for (int k = 0; k < Wanted; k++)
        {
            if ((want & Bit(k)) != 0)
            {
                Compare(Demand.MaskedAdjoint, Primal.InputName(programs.DifferentiableInputs[k]), expected[k], actual[k]);
            }
        }
    }

    /// <summary>The adjoint as the emitted code runs it: a statement runs if a result it serves is wanted and a cotangent it needs is there.</summary>
    private Dense<FieldElement>[] RunMasked(Dense<FieldElement>[] cotangents, Dense<FieldElement>[] partials, ulong present, ulong want)
    {
        var graph = programs.Adjoint;
        var masks = sized.Masks;
        var interpreter = new TextbookInterpreter<FieldElement, FieldArithmetic>(new FieldArithmetic(trial)) { RunsInside = (region, node) => (programs.Masks.Serves(region, node) & want) != 0 };
        var values = interpreter.Values(sized.Adjoint, [.. x, .. kept, .. cotangents, .. partials], (node, operands) =>
        {
            bool runs = node.Op is InputOp || ((masks.Serves(node.Id) & want) != 0 && (masks.NeedsCt(node.Id) == 0 || (masks.NeedsCt(node.Id) & present) != 0));

            // What is skipped counts as zero; a partial that is not extended stays.
            return runs ? null
                : masks.IsChained(node.Id) ? operands[masks.IsChained(node.Inputs[0].Node) ? 0 : 1]
                : node.Op is RegionOp ? new Dense<FieldElement>(node.Types.Select((t, slot) => t.IsStack ? Dense<FieldElement>.Nothing : new Dense<FieldElement>(sized.Adjoint.Shape(node.Out(slot)))).ToArray())
                : new Dense<FieldElement>(sized.Adjoint.Shapes[node.Id]);
        });
        return TextbookInterpreter<FieldElement, FieldArithmetic>.Outputs(graph, values);
    }

    private void CheckDirectPrograms()
    {
        var actual = field.Run(sized.ValueAndGradient!, x);
        Compare(Demand.ValueAndGradient, Primal.OutputNames[0], kept[0], actual[0]);
        var one = new Dense<FieldElement>([], [FieldElement.One]);
        var zeros = v.Select(d => new Dense<FieldElement>(d.Shape)).ToArray();
        CheckDuality(Demand.ValueAndGradient, actual.Skip(1).ToArray(), [one], zeros);

        // f(x + v e + w e'): the coefficient of e e' is w^T H v.
        var hessian = field.Run(sized.HessianVector!, [.. x, .. v]);
        var second = new TextbookInterpreter<Dual<Dual<FieldElement>>, DualArithmetic<Dual<FieldElement>, DualArithmetic<FieldElement, FieldArithmetic>>>(
            new(new DualArithmetic<FieldElement, FieldArithmetic>(new FieldArithmetic(trial))));
        var w = v.Select(d => trial.Draw(d.Shape)).ToArray();
        if (IsHessian(-1))
        {
            return;
        }

        for (int k = 0; k < Wanted; k++)
        {
            if (!IsHessian(k))
            {
                Fail(Demand.HessianVector, Primal.InputName(programs.DifferentiableInputs[k]), null);
            }
        }

        // Along the w of one input, or of all of them.
        bool IsHessian(int moved)
        {
            var arguments = x.Select((value, i) =>
            {
                int at = Array.IndexOf(programs.DifferentiableInputs, i);
                return Pair(Pair(value, at < 0 ? null : v[at]), at >= 0 && (moved < 0 || moved == at) ? Pair(w[at], null) : null);
            }).ToArray();
            var expected = second.Run(sized.Forward, arguments)[0].Data[0].Tangent.Tangent;
            return expected == (moved < 0 ? Inner(hessian, w) : Inner([hessian[moved]], [w[moved]]));
        }
    }

    private void CheckDuality(Demand demand, Dense<FieldElement>[] actual, Dense<FieldElement>[] cotangents, Dense<FieldElement>[] partials)
    {
        if (IsDual(Bits(Wanted)))
        {
            return;
        }

        for (int k = 0; k < Wanted; k++)
        {
            if (!IsDual(Bit(k)))
            {
                Fail(demand, Primal.InputName(programs.DifferentiableInputs[k]), FirstDifference(k, actual[k], cotangents, partials[k]));
            }
        }

        // <c, J v> = <J^T c, v>, for the directions of some inputs together.
        bool IsDual(ulong moved)
        {
            var right = FieldElement.Zero;
            for (int k = 0; k < Wanted; k++)
            {
                if ((moved & Bit(k)) != 0)
                {
                    right += Inner([actual[k]], [v[k]]) - Inner([partials[k]], [v[k]]);
                }
            }

            return Inner(Tangents(moved), cotangents) == right;
        }
    }

    /// <summary>Entry by entry, p + J^T c by dual numbers.</summary>
    private int[]? FirstDifference(int position, Dense<FieldElement> actual, Dense<FieldElement>[] cotangents, Dense<FieldElement> partial)
    {
        const int Few = 200;
        for (int i = 0; i < actual.Data.Length && actual.Data.Length <= Few; i++)
        {
            var unit = new Dense<FieldElement>(actual.Shape);
            unit.Data[i] = FieldElement.One;
            if (partial.Data[i] + Inner(Tangents(v.Select((_, k) => k == position ? unit : null).ToArray()), cotangents) != actual.Data[i])
            {
                return actual.Index(i);
            }
        }

        return null;
    }

    private void Compare(Demand demand, string what, Dense<FieldElement> expected, Dense<FieldElement> actual)
    {
        for (int i = 0; i < expected.Data.Length; i++)
        {
            if (expected.Data[i] != actual.Data[i])
            {
                Fail(demand, what, expected.Index(i));
                return;
            }
        }
    }

    private void Fail(Demand demand, string what, int[]? element)
    {
        if (failures.All(f => f.Demand != demand || f.What != what))
        {
            failures.Add(new DerivativeFailure
            {
                Demand = demand,
                What = what,
                Element = element,
                Sizes = sized.Sizes.ToString(),
                Seed = trial.Seed,
            });
        }
    }

    /// <summary>The first node of the primal whose own derivative programs, at the operands that it has here, are wrong.</summary>
    private Node? Blame()
    {
        if (Primal.Nodes.Count(n => n.Op.Class != OpClass.Source) <= 1)
        {
            return Primal.Nodes.FirstOrDefault(n => n.Op.Class != OpClass.Source);
        }

        Dense<FieldElement>[] values;
        try
        {
            values = field.Values(sized.Forward, x);
        }
        catch (InterpretationException)
        {
            return null;
        }

        return Primal.Nodes.FirstOrDefault(node => node.Op.Class != OpClass.Source && node.Op is not RegionOp && node.Types[0].IsDifferentiable && node.Inputs.Any(v => Primal.TypeOf(v).IsDifferentiable) && IsWrong(node, values));
    }

    private bool IsWrong(Node node, Dense<FieldElement>[] values)
    {
        try
        {
            var b = GraphBuilder.DerivedFrom(Primal, node.Op.Name);

            // A factorisation comes from its matrix, otherwise the matrix could be moved and the factorisation not.
            var distinct = node.Inputs.Select(value => IsFactor(value) ? Primal.NodeOf(value).Inputs[0] : value).Distinct().ToArray();
            var operands = distinct.Select((value, i) => b.Input("x" + i, Primal.TypeOf(value))).ToArray();
            Value Operand(Value value) => IsFactor(value)
                ? b.Emit(Primal.NodeOf(value).Op, Primal.NodeOf(value).Attrs, Operand(Primal.NodeOf(value).Inputs[0]))
                : operands[Array.IndexOf(distinct, value)];
            var graph = b.Build([b.EmitMany(node.Op, node.Attrs, node.Inputs.Select(Operand).ToArray(), node.Regions)[0]]);
            var one = new SizedPrograms(FragmentPrograms.Build(graph), sized.Sizes, doubleTranspose: false);
            if (one.Programs.DifferentiableInputs.Length == 0)
            {
                return false;
            }

            var alone = new DerivativeTrial(one, trial, DerivativeCheckOptions.Build);
            return alone.IsWrongAt(distinct.Select(value => TextbookInterpreter<FieldElement, FieldArithmetic>.Of(Primal, values, value)).ToArray()) && trial.Irregularity is null;
        }
        catch (Exception e) when (e is InterpretationException or ShapeError or DerivativeError)
        {
            return true;
        }
    }

    private bool IsFactor(Value value) => Primal.TypeOf(value).Factor != FactorKind.None;

    private bool IsWrongAt(Dense<FieldElement>[] operands)
    {
        x = operands;
        v = programs.DifferentiableInputs.Select(i => trial.Draw(x[i].Shape)).ToArray();
        kept = field.Run(sized.ForwardKeeping, x);
        CheckTangent();
        CheckAdjoints();
        return failures.Count > 0;
    }

    private static FieldElement Inner(Dense<FieldElement>[] a, Dense<FieldElement>[] b)
    {
        var sum = FieldElement.Zero;
        for (int o = 0; o < a.Length; o++)
        {
            for (int i = 0; i < a[o].Data.Length; i++)
            {
                sum += a[o].Data[i] * b[o].Data[i];
            }
        }

        return sum;
    }

    // The default of a field element, and of a pair of them, is zero.
    private static Dense<Dual<T>> Pair<T>(Dense<T> primal, Dense<T>? tangent)
        where T : struct
    {
        var result = new Dense<Dual<T>>(primal.Shape);
        for (int i = 0; i < result.Data.Length; i++)
        {
            result.Data[i] = new(primal.Data[i], tangent is null ? default : tangent.Data[i]);
        }

        return result;
    }

    private static Dense<FieldElement> Map(Dense<Dual<FieldElement>> value, Func<Dual<FieldElement>, FieldElement> part) => new(value.Shape, value.Data.Select(part).ToArray());

    private static ulong Bit(int i) => 1UL << Math.Min(i, 63);

    private static ulong Bits(int count) => count >= 64 ? ulong.MaxValue : (1UL << count) - 1;
}
