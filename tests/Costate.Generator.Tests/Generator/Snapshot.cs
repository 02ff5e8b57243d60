using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Costate.Generator.Tests;

/// <summary>
/// Compares text with a committed file beside the test, by the file convention of the Verify library: Name.verified.cs is
/// committed, Name.received.cs is written on a mismatch and ignored. COSTATE_ACCEPT=1 accepts what is received.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string name, string actual, string extension = "cs", [CallerFilePath] string testFile = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        VerifyFile(Path.Combine(folder, name + ".verified." + extension), Path.Combine(folder, name + ".received." + extension), actual);
    }

    /// <summary>Compares text with a committed file that has a name of its own.</summary>
    public static void VerifyFile(string verified, string received, string actual)
    {
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(verified)!);
        if (Environment.GetEnvironmentVariable("COSTATE_ACCEPT") == "1")
        {
            File.WriteAllText(verified, actual);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        throw new XunitException($"{Path.GetFileName(verified)} has changed. Compare {received} with {verified}; accept it by running the test with COSTATE_ACCEPT=1.");
    }
}
