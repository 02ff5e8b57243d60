using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Costate.Ir;

/// <summary>
/// A digest of what a graph computes: ops, attributes (constants by their bits, dimension symbols renamed in order of
/// appearance), edges, guards with the ids of their diagnostics, and the version of the op table; no names, no spans.
/// </summary>
internal static class Digest
{
    public static string Of(Graph graph)
    {
        var names = new Dictionary<string, DimExpr>(StringComparer.Ordinal);
        DimExpr Rename(DimExpr dim)
        {
            foreach (string symbol in dim.Symbols)
            {
                if (!names.ContainsKey(symbol))
                {
                    names.Add(symbol, DimExpr.Symbol("d" + names.Count.ToString(CultureInfo.InvariantCulture)));
                }
            }

            return dim.Substitute(symbol => names[symbol]);
        }

        var text = new StringBuilder("costate-ir ").Append(OpTable.Version).Append('\n');
        text.Append(string.Join(",", graph.DimParameters.Select(p => Rename(DimExpr.Symbol(p))))).Append('\n');
        Append(text, graph, Rename);
        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString()));
        return string.Concat(hash.Take(16).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static void Append(StringBuilder text, Graph graph, Func<DimExpr, DimExpr> rename)
    {
        foreach (var node in graph.Nodes)
        {
            var attrs = node.Op is InputOp ? Attrs.Empty.With("index", (long)node.Attrs.Int("index")).With("frozen", node.Attrs.Flag("frozen")) : node.Attrs.MapDims(rename);
            text.Append(node.Op.Name).Append(' ').Append(string.Join(",", node.Inputs)).Append(attrs);
            foreach (var type in node.Types)
            {
                text.Append(':').Append(type.MapDims(rename));
            }

            text.Append('\n');
            foreach (var region in node.Regions)
            {
                text.Append("{\n");
                Append(text, region, rename);
                text.Append("}\n");
            }
        }

        text.Append(string.Join(",", graph.Outputs)).Append('\n');
        foreach (var guard in graph.Guards)
        {
            text.Append(guard.Id).Append(' ').Append(rename(guard.Left)).Append((int)guard.Relation).Append(rename(guard.Right)).Append('\n');
        }
    }
}
