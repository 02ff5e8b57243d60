using Costate;

namespace Lib;

public static class Sizes
{
    public static DimExpr Square(string n) => DimExpr.Symbol(n) * DimExpr.Symbol(n);
}
