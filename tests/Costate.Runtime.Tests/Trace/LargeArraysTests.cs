using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Costate.Execution;
using Costate.Tracing;
using Xunit;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Large arrays are lent again when nothing can reach their holder, and never before; nobody keeps more of them than it should.</summary>
[Collection(Alone.Name)]
public class LargeArraysTests
{
    private const int Megabyte = 1 << 17;

    private readonly List<int> collected = [];
    private long now;
    private long takes;

    [Fact]
    public void AnArrayIsLentAgainOnceItsHolderIsGone()
    {
        var arrays = Arrays();
        var id = RentAndDrop(arrays, 20_000);
        GC.Collect();
        var again = arrays.Rent(ElementKind.Double, 20_000);
        Assert.Equal(id, RuntimeHelpers.GetHashCode(again.Elements!));
        Assert.Equal(20_000 * sizeof(double), arrays.LentBytes);
        Assert.Equal(0, arrays.FreeBytes);

        // This one is held, so the next one is another.
        GC.Collect();
        Assert.NotSame(again.Elements, arrays.Rent(ElementKind.Double, 20_000).Elements);
        GC.KeepAlive(again);
    }

    [Fact]
    public void AnArrayIsLentInItsTypeAndLengthOnly()
    {
        var arrays = Arrays();
        RentAndDrop(arrays, 40_000);
        GC.Collect();
        Assert.IsType<float[]>(arrays.Rent(ElementKind.Single, 40_000).Elements);
        Assert.Equal(39_999, arrays.Rent(ElementKind.Double, 39_999).Elements!.Length);
        Assert.Equal(40_000 * sizeof(double), arrays.FreeBytes);
    }

    [Fact]
    public void SmallArraysAreLeftToTheCollector()
    {
        var arrays = Arrays();
        var storage = arrays.Rent(ElementKind.Double, (LargeArrays.LargeBytes - 1) / sizeof(double));
        Assert.Null(storage.Loan);
        Assert.Equal(0, arrays.LentBytes);
        Assert.NotNull(arrays.Rent(ElementKind.Double, (LargeArrays.LargeBytes / sizeof(double)) + 1).Loan);
    }

    [Fact]
    public void ZerosAreZerosInMemoryThatWasUsed()
    {
        var arrays = Arrays();
        var used = arrays.Rent(ElementKind.Double, 20_000);
        Array.Fill((double[])used.Elements!, 7.0);
        var array = used.Elements;
        arrays.Return(used);
        var zeros = arrays.RentZeros(ElementKind.Double, 20_000);
        Assert.Same(array, zeros.Elements);
        Assert.All((double[])zeros.Elements!, x => Assert.Equal(0.0, x));
    }

    [Fact]
    public void WhatIsGivenBackIsLentOnceWhateverTheOrder()
    {
        var arrays = Arrays();
        int[] order = [2, 0, 3, 1, 4];
        for (int round = 0; round < 20; round++)
        {
            var storages = Enumerable.Range(0, order.Length).Select(_ => arrays.Rent(ElementKind.Double, 20_000)).ToArray();
            Assert.Equal(order.Length, storages.Select(s => s.Elements).Distinct().Count());
            foreach (int i in order) arrays.Return(storages[(i + round) % order.Length]);
            Assert.Equal(0, arrays.LentBytes);
            Assert.Equal(order.Length * 20_000 * sizeof(double), arrays.FreeBytes);
        }
    }

    [Fact]
    public void ACollectionIsAskedForWhenEnoughMayBeDead()
    {
        var arrays = Arrays();
        int id = RentAndDrop(arrays, Megabyte);

        // What goes on may still need it.
        arrays.Rent(ElementKind.Double, Megabyte);
        Assert.Empty(collected);
        arrays.EndEvaluation();
        Assert.Equal(id, RuntimeHelpers.GetHashCode(arrays.Rent(ElementKind.Double, Megabyte).Elements!));
        Assert.Equal([1], collected);
    }

    [Fact]
    public void ATraceThatGrowsIsLookedAtLessAndLessOften()
    {
        var arrays = Arrays();
        var held = new List<Storage>();
        for (int i = 0; i < 200; i++)
        {
            held.Add(arrays.Rent(ElementKind.Double, Megabyte));
            arrays.EndEvaluation();
        }

        // At 1, 3, 7, 15, ... megabytes, each time perhaps completely.
        Assert.InRange(collected.Count(g => g == 1), 2, 9);
        Assert.InRange(collected.Count(g => g > 1), 0, 9);
        Assert.Equal(200, held.Select(s => s.Elements).Distinct().Count());
    }

    [Fact]
    public void CollectionsTakeASmallPartOfTheTime()
    {
        var arrays = Arrays();
        takes = 1000;
        for (int i = 0; i < 3000; i++)
        {
            RentAndDrop(arrays, Megabyte);
            arrays.EndEvaluation();
            now += 10;
        }

        // 30,000 units of work, and what one takes is known only after a while; the rest is new memory.
        long inCollections = collected.Count * takes;
        Assert.InRange(inCollections, 1, (now - inCollections) / 2);
    }

    [Fact]
    public void FreeMemoryIsGivenUpThatIsMoreThanWasLentAtOneTime()
    {
        var arrays = Arrays();
        for (int length = 0; length < 100; length++)
        {
            RentAndDrop(arrays, Megabyte + length);
            arrays.EndEvaluation();
        }

        GC.Collect();
        arrays.Rent(ElementKind.Double, Megabyte / 2);
        Assert.InRange(arrays.FreeBytes, 1, 40L << 20);
    }

    [Fact]
    public void WhatNobodyAsksForIsGivenUpAfterFullCollections()
    {
        var arrays = Arrays();
        RentAndDrop(arrays, Megabyte);
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            arrays.Age();
        }

        Assert.Equal(0, arrays.LentBytes);
        Assert.Equal(0, arrays.FreeBytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RentAndDrop(LargeArrays arrays, int count) => RuntimeHelpers.GetHashCode(arrays.Rent(ElementKind.Double, count).Elements!);

    /// <summary>Arrays of their own, whose clock is this test's.</summary>
    private LargeArrays Arrays() => new(() => now, generation =>
    {
        collected.Add(generation);
        now += takes;
        GC.Collect(generation);
    });
}
