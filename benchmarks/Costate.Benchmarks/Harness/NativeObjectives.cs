using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;

namespace Costate.Benchmarks.Harness;

/// <summary>The hand-written C++ objectives of benchmarks/native, built when they are first asked for.</summary>
internal static unsafe class NativeObjectives
{
    private static readonly Lazy<(nint Handle, string Reason)> Library = new(Build);

    /// <summary>Why there are none; empty if there are.</summary>
    public static string Reason => Library.Value.Reason;

    public static bool Exist => Library.Value.Handle != 0;

    public static double GmmValue(int d, int k, int n, double[] alphas, double[] means, double[] factors, double[] x, double gamma, int m)
    {
        var f = (delegate* unmanaged<int, int, int, double*, double*, double*, double*, double, int, double>)Symbol("gmm_value");
        fixed (double* pa = alphas, pm = means, pf = factors, px = x)
        {
            return f(d, k, n, pa, pm, pf, px, gamma, m);
        }
    }

    public static double GmmGradient(int d, int k, int n, double[] alphas, double[] means, double[] factors, double[] x, double gamma, int m, Span<double> gradient)
    {
        var f = (delegate* unmanaged<int, int, int, double*, double*, double*, double*, double, int, double*, double*, double*, double>)Symbol("gmm_gradient");
        fixed (double* pa = alphas, pm = means, pf = factors, px = x, pg = gradient)
        {
            return f(d, k, n, pa, pm, pf, px, gamma, m, pg, pg + alphas.Length, pg + alphas.Length + means.Length);
        }
    }

    private static nint Symbol(string name) => NativeLibrary.GetExport(Library.Value.Handle, name);

    private static (nint, string) Build()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "native"), output = Path.Combine(folder, "libobjectives.so");
        try
        {
            var start = new ProcessStartInfo("sh", [Path.Combine(folder, "build.sh"), output]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? (NativeLibrary.Load(output), string.Empty) : (0, errors.Trim());
        }
        catch (Exception e) when (e is Win32Exception or DllNotFoundException)
        {
            return (0, e.Message);
        }
    }
}
