using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Costate.Package.Tests;

/// <summary>The package, packed once for all tests under a version that no cache can know, and a copy of the consumer beside it.</summary>
public sealed class PackedPackage
{
    public PackedPackage()
    {
        string root = Metadata("RepositoryRoot");
        string work = Path.Combine(root, "artifacts", "package-consumer");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        Version = "0.1.0-ci." + DateTime.UtcNow.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        Feed = Path.Combine(work, "feed");
        Consumer = Path.Combine(work, "consumer");
        Copy(Path.Combine(root, "tests", "PackageConsumer"), Consumer);
        foreach (string project in new[] { "Runtime", "Linked" })
        {
            Dotnet.Run(root, "pack", Path.Combine("src", project), "--no-build", "-c", Metadata("Configuration"), "-o", Feed, "-p:PackageVersion=" + Version);
        }

        File = Path.Combine(Feed, "Costate." + Version + ".nupkg");
        LinkedFile = Path.Combine(Feed, "Costate.Linked." + Version + ".nupkg");
    }

    public string Version { get; }

    public string Feed { get; }

    public string File { get; }

    /// <summary>The package for test projects.</summary>
    public string LinkedFile { get; }

    public string Consumer { get; }

    public static string Metadata(string key) =>
        typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            System.IO.File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.GetDirectories(from).Where(f => Path.GetFileName(f) is not ("bin" or "obj")))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
