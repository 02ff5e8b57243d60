using System;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Costate.Frontend;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>The build error that the README shows is the one that its wrong method gives.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void TheReadmeShowsTheErrorAsItIs()
    {
        string readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "README.md"));
        int section = readme.IndexOf("## What a wrong shape looks like", StringComparison.Ordinal);
        string code = Block(readme, "```c#\n", section), error = Block(readme, "```text\n", section);
        var source = Source.InClass(code);
        var method = source.Compilation.GetTypeByMetadataName("Model")!.GetMembers("Wrong").OfType<Microsoft.CodeAnalysis.IMethodSymbol>().Single();
        var diagnostic = Assert.Single(MethodReader.Read(method, source.Compilation, CancellationToken.None).Diagnostics);
        Assert.Equal(error, "error " + diagnostic.Id + ": " + diagnostic.Message);
    }

    private static string Block(string text, string fence, int from)
    {
        int start = text.IndexOf(fence, from, StringComparison.Ordinal) + fence.Length;
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
