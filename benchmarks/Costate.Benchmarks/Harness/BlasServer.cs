using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// Matrix products by the system's OpenBLAS on one thread, in a child process for each set of its kernels: which it uses is decided when it is
/// loaded.
/// </summary>
internal sealed unsafe class BlasServer : IDisposable
{
    private const string Library = "libopenblas.so.0";
    private readonly Process process;

    private BlasServer(string kernels, Process process)
    {
        Kernels = kernels;
        this.process = process;
    }

    public string Kernels { get; }

    /// <summary>One for each set of kernels that this processor can run; none with the reason if there is no library.</summary>
    public static List<BlasServer> Start(out string reason)
    {
        var servers = new List<BlasServer>();
        reason = Library + " is not there";
        if (!NativeLibrary.TryLoad(Library, out _))
        {
            return servers;
        }

        foreach (string kernels in Avx512F.IsSupported ? ["SKYLAKEX", "ZEN", "HASWELL"] : Fma.IsSupported ? new[] { "ZEN", "HASWELL" } : [string.Empty])
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            {
                start.ArgumentList.Add(typeof(BlasServer).Assembly.Location);
            }

            start.ArgumentList.Add("serve-blas");
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";
            if (kernels.Length > 0)
            {
                start.Environment["OPENBLAS_CORETYPE"] = kernels;
            }

            servers.Add(new BlasServer(kernels, Process.Start(start)!));
        }

        return servers;
    }

    /// <summary>Microseconds of processor time for one product of two n by n matrices.</summary>
    public double Sample(int n, TimeSpan time)
    {
        process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{n} {time.TotalMilliseconds:R}"));
        process.StandardInput.Flush();
        return double.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The OpenBLAS process ended."), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit(5000);
        process.Dispose();
    }

    /// <summary>The child's side: answers requests until its input ends.</summary>
    public static int Serve(TextReader input, TextWriter output)
    {
        var multiply = (delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)NativeLibrary.GetExport(NativeLibrary.Load(Library), "cblas_dgemm");
        while (input.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            int n = int.Parse(parts[0], CultureInfo.InvariantCulture);
            double[] a = RandomData.Uniform(1, n * n), b = RandomData.Uniform(2, n * n), c = new double[n * n];
            fixed (double* pa = a, pb = b, pc = c)
            {
                nint x = (nint)pa, y = (nint)pb, z = (nint)pc;
                double time = Repeat.Microseconds(
                    () => multiply(101, 111, 111, n, n, n, 1, (double*)x, n, (double*)y, n, 0, (double*)z, n),
                    TimeSpan.FromMilliseconds(double.Parse(parts[1], CultureInfo.InvariantCulture)));
                output.WriteLine(time.ToString("R", CultureInfo.InvariantCulture));
                output.Flush();
            }
        }

        return 0;
    }
}
