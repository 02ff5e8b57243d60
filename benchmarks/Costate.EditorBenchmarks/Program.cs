using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.EditorBenchmarks;

// What the compiler side costs while somebody types, in a project with 500 annotated methods, beside what it may cost.
int Rounds = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 31;
const int Openings = 5;
const int Warming = 25;
var editor = new Editor(files: 50, methodsPerFile: 10, otherFiles: 50);
var first = editor.Open(isDesignTime: true) / editor.Methods;
editor.Open(isDesignTime: false);
var (cold, built) = (new List<Cost>(), new List<Cost>());
for (int i = 0; i < Openings; i++)
{
    built.Add(editor.Open(isDesignTime: false) / editor.Methods);
    cold.Add(editor.Open(isDesignTime: true) / editor.Methods);
}

var rows = new (string Name, Func<int, EditCost> Edit, int Limit)[]
{
    ("inside one body", editor.EditBody, 20),
    ("inside one body, a line more", editor.EditBodyByALine, 20),
    ("elsewhere, inside a body", editor.EditElsewhere, 5),
    ("elsewhere, a new member", editor.EditMember, 5),
};
var samples = rows.Select(_ => new List<EditCost>()).ToArray();
for (int round = -Warming; round < Rounds; round++)
{
    for (int i = 0; i < rows.Length; i++)
    {
        var cost = rows[i].Edit(100 + round);

        // The first ones bind for the first time what all later ones share.
        if (round >= 0) samples[i].Add(cost);
    }
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{editor.Methods} annotated methods. Milliseconds that passed / that the process computed; medians."));
Console.WriteLine();
Console.WriteLine("| cold generation, a method | cost | at most |");
Console.WriteLine("|---|--:|--:|");
Console.WriteLine($"| in an editor | {Text(Cost.Median(cold))} | 3 |");
Console.WriteLine($"| in a build, which checks the derivatives too | {Text(Cost.Median(built))} | |");
Console.WriteLine($"| the first in the process, which is compiled itself meanwhile | {Text(first)} | |");
Console.WriteLine();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {Rounds} interleaved edits of each kind | generator | analyzers, the open file | an analyzer that does nothing | generator and what the analyzers add to it | at most |"));
Console.WriteLine("|---|--:|--:|--:|--:|--:|");
for (int i = 0; i < rows.Length; i++)
{
    Console.WriteLine($"| {rows[i].Name} | {Text(Of(samples[i], s => s.Generator))} | {Text(Of(samples[i], s => s.Analyzers))} | {Text(Of(samples[i], s => s.Idle))} | {Text(Of(samples[i], s => s.Added))} | {rows[i].Limit} |");
}

Console.WriteLine();
Phases.Print(editor.Compilation);

static Cost Of(List<EditCost> samples, Func<EditCost, Cost> part) => Cost.Median(samples.Select(part));

static string Text(Cost cost) => string.Create(CultureInfo.InvariantCulture, $"{cost.Wall:F1} / {cost.Cpu:F1}");
