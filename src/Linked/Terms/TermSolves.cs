using System;
using System.Linq;
using Costate.Ir;

namespace Costate.Linking;

/// <summary>
/// Terms of fixed points and of the linear systems of their derivatives. Such a value is known by what defines it: the step at the point, or the matrix as it acts on a
/// vector of unknowns.
/// </summary>
internal static class TermSolves
{
    public static TermTensor Of(TermBank bank, Node node, TermTensor[] x, Func<string, long> symbol, bool located, TermDecisions? decisions)
    {
        bool isRoot = node.Op is RootOp;
        var y = new TermTensor(x[0].Shape);
        var unknown = isRoot ? x[0] : new TermTensor(x[0].Shape);
        for (int i = 0; !isRoot && i < unknown.Terms.Length; i++) unknown.Terms[i] = bank.Intern("Unknown", i, []);

        // What the regions decide is decided where the value is used for derivatives; no data decide it here.
        if (node.Regions.Any(r => r.AllNodes().Any(n => n.Op is RegionOp))) return isRoot ? x[0] : throw new NotSupportedException("The link of bodies and graphs does not know linear systems with loops or branches.");
        var defining = node.Regions.SelectMany((region, r) =>
        {
            decisions?.Reach(region);
            TermTensor[] inputs = r == 0 ? [unknown, .. x[1..]] : [x[0], .. x];
            return TermInterpreter.Run(bank, region, inputs, symbol, located, decisions)[0].Terms;
        }).ToArray();
        int system = bank.Intern(node.Op.Name, x[0].Terms.Length, [.. x[0].Terms, .. defining]);
        for (int i = 0; i < y.Terms.Length; i++) y.Terms[i] = bank.Intern("Solution", i, [system]);
        return y;
    }
}
