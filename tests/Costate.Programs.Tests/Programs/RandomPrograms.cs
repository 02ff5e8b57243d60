using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Costate.Tests.Programs;

/// <summary>Random programs as FsCheck sees them: a generator and a shrinker.</summary>
internal static class RandomPrograms
{
    private const int LargestSize = 12;

    public static Arbitrary<RandomProgram> Arbitrary { get; } = Arb.From(Generator(false), ProgramShrinker.Shrink);

    /// <summary>The programs of a seed; each has a name of its own.</summary>
    public static IReadOnlyList<RandomProgram> Sample(ulong seed, int count, bool hasBlocks = false) => Generator(hasBlocks)
        .Sample(count, new Rnd(seed), LargestSize)
        .Select((p, i) => p with { Name = "P" + i.ToString(CultureInfo.InvariantCulture) })
        .ToArray();

    private static Gen<RandomProgram> Generator(bool hasBlocks) => Gen.Sized(size =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from steps in Gen.Choose(3, Math.Max(3, size))
        select ProgramMaker.Make(seed, steps, hasBlocks));
}
