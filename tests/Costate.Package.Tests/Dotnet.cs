using System;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Costate.Package.Tests;

internal static class Dotnet
{
    /// <summary>Runs the SDK's command line and returns what it printed; fails the test with that text if the exit code is not 0.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The variables by which "dotnet test" steers its own MSBuild would steer the inner one too.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Servers outlive the command and would hold its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Task.WaitAll(output, error);
        process.WaitForExit();
        string text = output.Result + error.Result;
        Assert.True(process.ExitCode == 0, "dotnet " + string.Join(' ', arguments) + " returned " + process.ExitCode + ":\n" + text);
        return text;
    }
}
