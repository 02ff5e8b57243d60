using System;
using System.Threading.Tasks;

using Costate.CompilerServices;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

public class ScratchTests
{
    [Fact]
    public unsafe void Blocks_are_aligned_and_do_not_overlap()
    {
        using var a = Scratch.Rent<double>(3);
        using var b = Scratch.Rent<byte>(1);
        using var empty = Scratch.Rent<float>(0);
        using var large = Scratch.Rent<double>(1 << 20);
        using var c = Scratch.Rent<int>(100);
        Assert.Equal((0, 0, 0, 0), ((nint)a.Pointer % 64, (nint)b.Pointer % 64, (nint)large.Pointer % 64, (nint)c.Pointer % 64));
        Assert.True(empty.Span.IsEmpty);
        a.Span.Fill(1);
        b.Span.Fill(2);
        large.Span.Fill(3);
        c.Span.Fill(4);
        Assert.Equal((1.0, 1.0), (a.Span[0], a.Span[2]));
        Assert.Equal((byte)2, b.Span[0]);
        Assert.Equal((3.0, 3.0), (large.Span[0], large.Span[^1]));
    }

    [Fact]
    public void Renting_again_finds_the_same_memory_and_allocates_nothing()
    {
        nint first = Nested();
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = true;
        for (int i = 0; i < 100; i++) same &= first == Nested();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(same);

        static unsafe nint Nested()
        {
            using var a = Scratch.Rent<double>(50_000);
            using var b = Scratch.Rent<double>(60_000);
            return (nint)a.Pointer ^ (nint)b.Pointer;
        }
    }

    [Fact]
    public unsafe void A_block_may_be_disposed_twice()
    {
        var a = Scratch.Rent<int>(10);
        a.Dispose();
        using var b = Scratch.Rent<int>(10);
        a.Dispose();
        using var c = Scratch.Rent<int>(10);
        Assert.True(b.Pointer != c.Pointer);
    }

    [Fact]
    public async Task Threads_have_scratch_of_their_own()
    {
        nint there = await Task.Factory.StartNew(Address, TaskCreationOptions.LongRunning);
        Assert.NotEqual(Address(), there);

        static unsafe nint Address()
        {
            using var block = Scratch.Rent<int>(1);
            return (nint)block.Pointer;
        }
    }

    [Fact]
    public void A_negative_count_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.Rent<int>(-1).Dispose());
}
