using System.Linq;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Indices, ranges and functional updates of windows, op by op.</summary>
public sealed class WindowTests
{
    private static TracedTensor<double> X => Parameter([.. Enumerable.Range(0, 24).Select(i => (double)i)], 2, 3, 4);

    [Fact]
    public void AnIndexTakesItsAxisAwayAndARangeKeepsIt()
    {
        var x = X;
        Assert.Equal([3, 4], x[1].Shape.ToArray());
        Assert.Equal([12.0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], Check.Flat(x[1]));
        Assert.Equal([4], x[^1, 0].Shape.ToArray());
        Assert.Equal([12.0, 13, 14, 15], Check.Flat(x[^1, 0]));
        Assert.Equal(23.0, x[^1, ^1, ^1].EvalScalar());
        Assert.Equal([2, 1, 2], x[.., 1..2, 1..^1].Shape.ToArray());
        Assert.Equal([5.0, 6, 17, 18], Check.Flat(x[.., 1..2, 1..^1]));
        Assert.Equal([2, 2], x[.., 1, ..2].Shape.ToArray());
        Assert.Equal([2, 0, 4], x[.., 3..].Shape.ToArray());
        Assert.Equal(Check.Flat(x), Check.Flat(x[..]));
    }

    [Fact]
    public void RowsAreEnumerated()
    {
        var rows = new System.Collections.Generic.List<double>();
        foreach (var row in X)
        {
            rows.Add(Sum(row).EvalScalar());
        }

        Assert.Equal([66.0, 210.0], rows);
        Assert.Equal("COS102", Assert.Throws<ShapeMismatchException>(() => Sum(X).GetEnumerator()).Id);
    }

    [Fact]
    public void UpdatesReplaceOrAddAndLeaveTheTensorAsItIs()
    {
        var x = X;
        double[] before = Check.Flat(x);
        double[] set = Check.Flat(SetSlice(x, Ones<double>(3), 1, .., 2)), added = Check.Flat(AddSlice(x, Ones<double>(3), 1, .., 2));
        int[] places = [14, 18, 22];
        Assert.Equal(before.Select((e, i) => places.Contains(i) ? 1 : e), set);
        Assert.Equal(before.Select((e, i) => places.Contains(i) ? e + 1 : e), added);
        Assert.Equal(before, Check.Flat(x));
    }

    [Fact]
    public void DerivativesAreThoseOfTheWindow()
    {
        var (x, v) = ((Check.Numbers(5, 24), new[] { 2, 3, 4 }), (Check.Numbers(6, 8), new[] { 2, 4 }));
        Check.Derivatives(a => Sin(a[0][1]), x);
        Check.Derivatives(a => Sin(a[0][.., 1..^1, ^1]), x);
        Check.Derivatives(a => Sin(SetSlice(a[0], a[1], 0, 1..)), x, v);
        Check.Derivatives(a => Sin(AddSlice(a[0], a[1], 0, 1..)), x, v);
    }

    [Fact]
    public void WhatLiesOutsideIsAnError()
    {
        var x = X;
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => x[2]).Id);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => x[-1]).Id);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => x[^3]).Id);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => x[0, 2..5]).Id);
        Assert.Equal("COS109", Assert.Throws<ShapeMismatchException>(() => x[0, 2..1]).Id);
        Assert.Equal("COS102", Assert.Throws<ShapeMismatchException>(() => x[0, 0, 0, 0]).Id);
        Assert.Contains("[2, 3, 4]", Assert.Throws<ShapeMismatchException>(() => x[2]).Message);
        Assert.Equal("COS101", Assert.Throws<ShapeMismatchException>(() => SetSlice(x, Ones<double>(4), 0, .., 0)).Id);
        Assert.Equal("COS102", Assert.Throws<ShapeMismatchException>(() => AddSlice(x, Ones<double>(3, 1), 0, .., 0)).Id);
    }

    [Fact]
    public void IndicesAreValues()
    {
        TensorIndex a = 1, b = ^2, c = 1..^1;
        Assert.True(a == 1 && a != b && c.Equals((TensorIndex)(1..^1)) && !c.Equals("1"));
        Assert.Equal(["1", "^2", "1..^1"], new[] { a, b, c }.Select(i => i.ToString()));
        Assert.Equal(a.GetHashCode(), ((TensorIndex)1).GetHashCode());
        Assert.True(a.IsPosition && !c.IsPosition);
    }
}
