using System;
using System.Linq;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>The field and the functions over it have the properties that rules rely on.</summary>
public sealed class FieldTests
{
    private static readonly FieldElement I = new(0, 1);

    private readonly FieldTrial trial = new(5);

    [Fact]
    public void TheAxiomsHold()
    {
        for (int i = 0; i < 200; i++)
        {
            var (a, b, c) = (Any(), Any(), Any());
            Assert.Equal(a * (b + c), (a * b) + (a * c));
            Assert.Equal(a * (b * c), a * b * c);
            Assert.Equal(a * b, b * a);
            Assert.Equal(FieldElement.Zero, a - a);
            Assert.Equal(FieldElement.One, a * a.Inverse());
        }

        Assert.Equal(-FieldElement.One, I * I);
        Assert.Equal(FieldElement.Zero, FieldElement.Of(FieldElement.P));
        Assert.Equal(-FieldElement.One, FieldElement.Of(-1L));
        Assert.Throws<DivideByZeroException>(() => FieldElement.Zero.Inverse());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(-3.25)]
    [InlineData(1e300)]
    [InlineData(-1e-300)]
    [InlineData(double.Epsilon)]
    [InlineData(0.1)]
    public void ADoubleIsTheDyadicFractionThatItIs(double value)
    {
        // value = m 2^e, so doubling and halving and adding doubles agree with the field as long as they are exact.
        Assert.Equal(FieldElement.Of(value) + FieldElement.Of(value), FieldElement.Of(2 * value));
        Assert.Equal(-FieldElement.Of(value), FieldElement.Of(-value));
        Assert.Equal(FieldElement.Of(Math.BitDecrement(value)) - FieldElement.Of(value), FieldElement.Of(Math.BitDecrement(value) - value));
    }

    [Fact]
    public void EveryNumberModuloPHasARootAndHalfOfTheOthers()
    {
        int found = 0;
        for (int i = 0; i < 1000; i++)
        {
            var x = trial.Draw();
            Assert.True(x.TryRoot(out var root));
            Assert.Equal(x, root * root);
            var y = Any();
            if (y.TryRoot(out root))
            {
                found++;
                Assert.Equal(y, root * root);
            }
            else
            {
                // A square has a root, so what has none is no square; its product with another such one is.
                Assert.True((y * NonSquare()).TryRoot(out _));
            }
        }

        Assert.InRange(found, 400, 600);
        Assert.Null(trial.Irregularity);
    }

    [Fact]
    public void FunctionsKeepTheirRelationsAndNoOthers()
    {
        var (x, y, one) = (trial.Draw(), trial.Draw(), FieldElement.One);
        FieldElement F(string f, FieldElement at) => trial.Apply(f, at);
        Assert.Equal(F("Exp", x), F("Exp", x));
        Assert.Equal(one, F("Exp", x) * F("Exp", -x));
        Assert.Equal(one, F("Exp", FieldElement.Zero));
        Assert.Equal(F("Exp", x) - one, F("Expm1", x));
        Assert.Equal(x, F("Log", F("Exp", x)));
        Assert.Equal(x, F("Exp", F("Log", x)));
        Assert.Equal(F("Log", x + one), F("Log1p", x));
        Assert.Equal(one, (F("Sin", x) * F("Sin", x)) + (F("Cos", x) * F("Cos", x)));
        Assert.Equal(-F("Sin", x), F("Sin", -x));
        Assert.Equal(F("Cos", x), F("Cos", -x));
        Assert.Equal(-F("Tanh", x), F("Tanh", -x));
        Assert.Equal(one, F("Logistic", x) + F("Logistic", -x));
        Assert.Equal(trial.Power(x, y), trial.Power(x, y - one) * x);
        Assert.Equal(x * x, trial.Power(x, FieldElement.Of(2)));
        Assert.Equal(trial.Power(x, -one), x.Inverse());

        // No rewrite may rely on exp(a + b) = exp(a) exp(b), nor a rule on another half of an angle.
        Assert.NotEqual(F("Exp", x + y), F("Exp", x) * F("Exp", y));
        Assert.NotEqual(F("Sin", x + x), (FieldElement.One + FieldElement.One) * F("Sin", x) * F("Cos", x));
        Assert.NotEqual(trial.Power(x, FieldElement.Of(0.5)), trial.Apply("Sqrt", x));
        Assert.Null(trial.Irregularity);
    }

    [Fact]
    public void TheOrderIsTotalAndHasBothSigns()
    {
        var numbers = Enumerable.Range(0, 60).Select(_ => Any()).ToArray();
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
            {
                Assert.Equal(-trial.Compare(b, a), trial.Compare(a, b));
                Assert.Equal(a == b, trial.Compare(a, b) == 0);
            }
        }

        foreach (var (a, b, c) in numbers.Zip(numbers.Skip(1), numbers.Skip(2)))
        {
            Assert.True(trial.Compare(a, b) > 0 || trial.Compare(b, c) > 0 || trial.Compare(a, c) < 0);
        }

        int positive = Enumerable.Range(1, 400).Count(seed => new FieldTrial((ulong)seed).Sign(FieldElement.One) > 0);
        Assert.InRange(positive, 120, 280);
    }

    [Fact]
    public void WhatTheFieldDoesNotHaveMakesATrialIrregular()
    {
        Assert.Null(trial.Irregularity);
        trial.Divide(FieldElement.One, FieldElement.Zero);
        Assert.Equal("a division by zero", trial.Irregularity);

        var rootless = new FieldTrial(6);
        rootless.Root(NonSquare());
        Assert.Contains("root", rootless.Irregularity);
    }

    private FieldElement Any() => new(trial.Draw().Re, trial.Draw().Re);

    private static FieldElement NonSquare()
    {
        var other = new FieldTrial(7);
        while (true)
        {
            var candidate = new FieldElement(other.Draw().Re, other.Draw().Re);
            if (!candidate.TryRoot(out _))
            {
                return candidate;
            }
        }
    }
}
