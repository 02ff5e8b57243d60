using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace Costate.Benchmarks.Harness;

/// <summary>The PyTorch problems in a child process that answers one request at a time, so that both sides' samples alternate.</summary>
internal sealed class TorchServer : IDisposable
{
    private readonly Process process;

    private TorchServer(Process process) => this.process = process;

    public string Version { get; private set; } = "";

    /// <summary>
    /// Starts the interpreter that the variable PYTHON names, or else python3, or else the system's own python3, which a package
    /// manager's torch belongs to; null with the reason if none of them has torch.
    /// </summary>
    public static TorchServer? TryStart(out string reason)
    {
        string[] candidates = Environment.GetEnvironmentVariable("PYTHON") is { Length: > 0 } named ? [named] : ["python3", "/usr/bin/python3"];
        var reasons = new List<string>();
        foreach (string python in candidates)
        {
            if (TryStart(python, out string why) is { } server)
            {
                reason = "";
                return server;
            }

            reasons.Add(why);
        }

        reason = string.Join(", ", reasons);
        return null;
    }

    private static TorchServer? TryStart(string python, out string reason)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "baselines.py"), "--serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_CORETYPE"] = "SKYLAKEX";
        if (!System.Runtime.Intrinsics.X86.Avx512F.IsSupported)
        {
            start.Environment.Remove("OPENBLAS_CORETYPE");
        }

        try
        {
            var server = new TorchServer(Process.Start(start)!);
            if (server.process.StandardOutput.ReadLine() is { } hello)
            {
                server.process.ErrorDataReceived += (_, _) => { };
                server.process.BeginErrorReadLine();
                using var parsed = JsonDocument.Parse(hello);
                server.Version = parsed.RootElement.GetProperty("torch").GetString()!;
                reason = "";
                return server;
            }

            reason = python + " cannot import torch and numpy";
            server.Dispose();
        }
        catch (Win32Exception)
        {
            reason = python + " does not start";
        }

        return null;
    }

    public JsonElement Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        process.StandardInput.Flush();
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The PyTorch process ended while answering \"" + request + "\".");
        using var parsed = JsonDocument.Parse(line);
        return parsed.RootElement.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException("PyTorch side: " + error.GetString())
            : parsed.RootElement.Clone();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(5000);
        process.Dispose();
    }
}

/// <summary>One problem on the PyTorch side.</summary>
internal sealed class TorchContender(TorchServer server, string problem) : IContender
{
    public string Name => "PyTorch " + server.Version;

    public Outcome Outcome()
    {
        var answer = server.Ask("outcome " + problem);
        return new Outcome(answer.GetProperty("value").GetDouble(), answer.GetProperty("checksum").GetDouble());
    }

    public double Sample(bool gradient, TimeSpan time) => server
        .Ask(string.Create(CultureInfo.InvariantCulture, $"sample {problem} {(gradient ? "gradient" : "primal")} {time.TotalSeconds:R}"))
        .GetProperty("microseconds").GetDouble();
}
