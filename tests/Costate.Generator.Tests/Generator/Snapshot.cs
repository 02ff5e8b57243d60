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
    public static void Verify(string name, string actual, [CallerFilePath] string testFile = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots");
        string verified = Path.Combine(folder, name + ".verified.cs"), received = Path.Combine(folder, name + ".received.cs");
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n", StringComparison.Ordinal) : null;
        if (string.Equals(expected, actual, StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        Directory.CreateDirectory(folder);
        if (Environment.GetEnvironmentVariable("COSTATE_ACCEPT") == "1")
        {
            File.WriteAllText(verified, actual);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        throw new XunitException($"{name} has changed. Compare {received} with {verified}; accept it by running the test with COSTATE_ACCEPT=1.");
    }
}
