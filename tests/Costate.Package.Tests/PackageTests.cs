using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Costate.Package.Tests;

public sealed class PackageTests(PackedPackage package) : IClassFixture<PackedPackage>
{
    [Fact]
    public void The_package_holds_the_runtime_and_the_compiler_side_and_nothing_else()
    {
        using var archive = ZipFile.OpenRead(package.File);
        string[] expected =
        [
            "Costate.nuspec",
            "LICENSE",
            "README.md",
            "analyzers/dotnet/cs/Costate.Analyzers.dll",
            "analyzers/dotnet/cs/Costate.CodeFixes.dll",
            "analyzers/dotnet/cs/Costate.Frontend.dll",
            "analyzers/dotnet/cs/Costate.Generator.dll",
            "analyzers/dotnet/cs/Costate.Ir.dll",
            "buildTransitive/Costate.targets",
            "lib/net10.0/Costate.Ir.dll",
            "lib/net10.0/Costate.Ir.xml",
            "lib/net10.0/Costate.dll",
            "lib/net10.0/Costate.xml",
        ];
        var actual = archive.Entries.Select(e => e.FullName)
            .Where(n => !n.StartsWith("_rels/", System.StringComparison.Ordinal) && !n.StartsWith("package/", System.StringComparison.Ordinal) && n != "[Content_Types].xml")
            .Order(System.StringComparer.Ordinal);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_compiler_gets_the_code_fixes_and_says_nothing_about_them()
    {
        // An analyzer that does not load, because an editor's assemblies are missing, would be CS8032; one without analyzers CS8033.
        string output = Dotnet.Run(
            package.Consumer,
            "build",
            Path.Combine(package.Consumer, "Lib"),
            "-t:Rebuild",
            "-v:detailed",
            "-p:CostateVersion=" + package.Version,
            "-p:CostateFeed=" + package.Feed,
            "-p:CostateRestoredPackages=" + PackedPackage.Metadata("RestoredPackages"));
        Assert.Matches("/analyzer:[^ ]*Costate\\.CodeFixes\\.dll", output);
        Assert.Contains("0 Warning(s)", output, System.StringComparison.Ordinal);
        Assert.DoesNotMatch("(warning|error|info) (CS803|CS9057|CS8785)", output);
    }

    [Fact]
    public void The_only_dependency_is_System_Numerics_Tensors()
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var stream = archive.GetEntry("Costate.nuspec")!.Open();
        var dependencies = XDocument.Load(stream).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => e.Attribute("id")!.Value);
        Assert.Equal(["System.Numerics.Tensors"], dependencies);
    }

    [Fact]
    public void The_package_for_tests_holds_one_assembly_and_needs_the_other_package_only()
    {
        using var archive = ZipFile.OpenRead(package.LinkedFile);
        Assert.Equal(["lib/net10.0/Costate.Linked.dll"], archive.Entries.Select(e => e.FullName).Where(n => n.EndsWith(".dll", System.StringComparison.Ordinal)));
        using var stream = archive.GetEntry("Costate.Linked.nuspec")!.Open();
        var dependency = XDocument.Load(stream).Descendants().Single(e => e.Name.LocalName == "dependency");
        Assert.Equal("Costate", dependency.Attribute("id")!.Value);
        Assert.Equal(package.Version, dependency.Attribute("version")!.Value);
    }

    [Fact]
    public void A_clean_consumer_one_and_two_hops_deep_gets_the_right_gradient()
    {
        string output = Dotnet.Run(
            package.Consumer,
            "run",
            "--project",
            Path.Combine(package.Consumer, "App"),
            "-p:CostateVersion=" + package.Version,
            "-p:CostateFeed=" + package.Feed,
            "-p:CostateRestoredPackages=" + PackedPackage.Metadata("RestoredPackages"));
        Assert.Contains(output.Split('\n'), line => line.StartsWith("gradient ", System.StringComparison.Ordinal));
        Assert.Contains("Linked: 3 methods, no link broken.", output, System.StringComparison.Ordinal);
    }
}
