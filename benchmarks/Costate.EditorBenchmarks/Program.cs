using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Costate.EditorBenchmarks;

// What the compiler side costs while somebody types, in a project with 500 annotated methods.
int Rounds = args is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 41;
var editor = new Editor(files: 50, methodsPerFile: 10, otherFiles: 50);
for (int i = 0; i < 3; i++) editor.Open();
var cold = Enumerable.Range(0, 5).Select(_ => Time(editor.Open).Milliseconds).Order().ToArray();
for (int i = 0; i < 10; i++)
{
    editor.EditBody(i);
    editor.EditElsewhere(i);
}

var rows = new (string Name, Func<int, EditCost> Edit)[]
{
    ("inside one body", editor.EditBody),
    ("inside one body, a line more", editor.EditBodyByALine),
    ("elsewhere, inside a body", editor.EditElsewhere),
    ("elsewhere, a new member", editor.EditMember),
};
var samples = rows.Select(_ => new List<EditCost>()).ToArray();
for (int round = 0; round < Rounds; round++)
{
    for (int i = 0; i < rows.Length; i++) samples[i].Add(rows[i].Edit(100 + round));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{editor.Methods} annotated methods; medians of {Rounds} interleaved edits, milliseconds."));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Cold generation: {cold[2] / editor.Methods:F2} a method."));
Console.WriteLine();
Console.WriteLine("| edit | generator | analyzers, the open file | both | analyzers, the whole project |");
Console.WriteLine("|---|--:|--:|--:|--:|");
for (int i = 0; i < rows.Length; i++)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {rows[i].Name} | {Median(samples[i], s => s.Generator):F1} | {Median(samples[i], s => s.File):F1} | {Median(samples[i], s => s.Generator + s.File):F1} | {Median(samples[i], s => s.Project):F1} |"));
}

static (double Milliseconds, bool Done) Time(Action action)
{
    long start = Stopwatch.GetTimestamp();
    action();
    return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, true);
}

static double Median(List<EditCost> samples, Func<EditCost, double> value) => samples.Select(value).Order().ElementAt(samples.Count / 2);
