using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Costate;

/// <summary>Writes dimensions for people, and for the C# compiler.</summary>
internal sealed class DimPrinter
{
    private readonly StringBuilder builder = new();
    private readonly Func<string, string>? rename;

    private DimPrinter(Func<string, string>? rename) => this.rename = rename;

    private bool CSharp => rename is not null;

    public static string Print(DimExpr expression)
    {
        var printer = new DimPrinter(null);
        printer.Sum(expression);
        return printer.builder.ToString();
    }

    public static string PrintCSharp(DimExpr expression, Func<string, string> rename, bool fits)
    {
        if (rename is null) throw new ArgumentNullException(nameof(rename));
        var printer = new DimPrinter(rename);
        printer.Sum(expression);
        var text = printer.builder.ToString();
        bool isPlain = expression.IsConstant || expression.TryGetAtom() is SymbolAtom || (fits && IsPolynomial(expression));
        return isPlain ? text : "checked(" + text + ")";
    }

    // Sums and products are exact modulo 2^32; a quotient is not.
    private static bool IsPolynomial(DimExpr expression)
    {
        foreach (var term in expression.Terms)
        {
            foreach (var atom in term.Monomial.Atoms)
            {
                if (atom is not SymbolAtom) return false;
            }
        }

        return true;
    }

    private void Sum(DimExpr expression)
    {
        // People asked for a remainder or a maximum; the normal form has only the floor and the minimum behind it.
        if (!CSharp) expression = DimPrintForm.Of(expression);
        var terms = expression.Terms;
        if (terms.Count == 0)
        {
            builder.Append('0');
            return;
        }

        // "2 - n" reads better than "-n + 2".
        var first = 0;
        while (first < terms.Count && terms[first].Coefficient < 0) first++;
        if (first == terms.Count) first = 0;

        Term(terms[first], leading: true);
        for (var i = 0; i < terms.Count; i++)
        {
            if (i == first) continue;
            builder.Append(terms[i].Coefficient < 0 ? " - " : " + ");
            Term(terms[i], leading: false);
        }
    }

    private void Term(DimTerm term, bool leading)
    {
        var negative = leading && term.Coefficient < 0;
        if (negative) builder.Append('-');
        var coefficient = Math.Abs(term.Coefficient);
        if (term.Monomial.IsOne)
        {
            Number(coefficient);
            return;
        }

        // A unary minus binds tighter than a division, so a division behind one needs parentheses as it does in a product.
        var alone = coefficient == 1 && term.Monomial.Single is not null && !negative;
        var separator = false;
        if (coefficient != 1)
        {
            Number(coefficient);
            separator = true;
        }

        for (var i = 0; i < term.Monomial.Atoms.Count; i++)
        {
            for (var power = term.Monomial.Powers[i]; power > 0; power--)
            {
                if (separator) builder.Append(CSharp ? " * " : "*");
                Atom(term.Monomial.Atoms[i], alone);
                separator = true;
            }
        }
    }

    private void Number(long value)
    {
        if (CSharp && value > int.MaxValue)
        {
            throw new OverflowException(
                $"The number {value.ToString(CultureInfo.InvariantCulture)} in a dimension does not fit in an int.");
        }

        builder.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    private void Atom(DimAtom atom, bool alone)
    {
        switch (atom)
        {
            case SymbolAtom symbol:
                builder.Append(rename is null ? symbol.Name : rename(symbol.Name));
                break;
            case FloorAtom floor when CSharp:
                builder.Append("global::Costate.CompilerServices.Dims.FloorDiv(");
                Sum(floor.Numerator);
                builder.Append(", ");
                Sum(floor.Denominator);
                builder.Append(')');
                break;
            case FloorAtom floor:
                Division(floor.Numerator, "/", floor.Denominator, alone);
                break;
            case RemainderPrintAtom remainder:
                Division(remainder.Numerator, " % ", remainder.Denominator, alone);
                break;
            case MinAtom min when CSharp:
                MinCalls(min.Members, 0);
                break;
            case MinAtom min:
                Call("min(", min.Members);
                break;
            case MaxPrintAtom max:
                Call("max(", max.Members);
                break;
        }
    }

    private void Division(DimExpr numerator, string symbol, DimExpr denominator, bool alone)
    {
        if (!alone) builder.Append('(');
        Operand(numerator, productsToo: true);
        builder.Append(symbol);
        Operand(denominator, productsToo: false);
        if (!alone) builder.Append(')');
    }

    private void Call(string head, IReadOnlyList<DimExpr> members)
    {
        builder.Append(head);
        for (var i = 0; i < members.Count; i++)
        {
            if (i != 0) builder.Append(", ");
            Sum(members[i]);
        }

        builder.Append(')');
    }

    private void MinCalls(IReadOnlyList<DimExpr> members, int from)
    {
        if (from == members.Count - 1)
        {
            Sum(members[from]);
            return;
        }

        builder.Append("global::System.Math.Min(");
        Sum(members[from]);
        builder.Append(", ");
        MinCalls(members, from + 1);
        builder.Append(')');
    }

    private void Operand(DimExpr expression, bool productsToo)
    {
        var form = CSharp ? expression : DimPrintForm.Of(expression);
        var plain = form.TryGetConstant(out var constant)
            ? constant >= 0
            : form.TryGetAtom() is SymbolAtom or MinAtom or MaxPrintAtom
                || (productsToo && form.Terms.Count == 1 && form.Terms[0].Coefficient > 0 && form.TryGetAtom() is null);
        if (!plain) builder.Append('(');
        Sum(expression);
        if (!plain) builder.Append(')');
    }
}
