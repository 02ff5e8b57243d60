using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Costate.Docs.Tests;

/// <summary>The generated code that the README shows is what the generator writes for the README's own model.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void TheReadmeShowsTheGeneratedCodeAsItIs()
    {
        string folder = typeof(GeneratedCodeTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "GeneratedFiles").Value!;
        string generated = Flat(File.ReadAllText(Directory.EnumerateFiles(folder, "ReadmeModel.Model.Loss.*.g.cs", SearchOption.AllDirectories).Single()));
        using var reader = new StreamReader(typeof(GeneratedCodeTests).Assembly.GetManifestResourceStream("README.md")!);
        string readme = reader.ReadToEnd();
        int start = readme.IndexOf("```c#\n", readme.IndexOf("## What the build writes", StringComparison.Ordinal), StringComparison.Ordinal) + 6;
        string shown = readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)];
        foreach (string part in shown.Split("\nfile "))
        {
            Assert.Contains(Flat(part), generated);
        }
    }

    // The README leaves the directives out that lead to the user's lines.
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("#line", StringComparison.Ordinal)));
}
