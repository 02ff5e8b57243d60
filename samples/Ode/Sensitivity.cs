using System;

namespace Ode;

/// <summary>
/// The sensitivity equations: differentiating x' = f(x, p) by a parameter gives (dx/dp)' = (df/dx) (dx/dp) + df/dp, which is integrated along with x. Plain
/// numbers and derivatives worked out by hand, to compare with: it uses nothing of the library.
/// </summary>
public static class Sensitivity
{
    private const int Seeds = 6, Length = 2 * (1 + Seeds);

    /// <summary>The populations at the end of a time, and the derivatives of each by those at time 0 and by the parameters.</summary>
    /// <param name="steps">Steps of equal length of the classical method of order 4.</param>
    /// <returns>The prey and its six derivatives, then the predators and theirs.</returns>
    public static double[] Solve(double[] x, double[] p, double duration, int steps)
    {
        var z = new double[Length];
        (z[0], z[1]) = (x[0], x[1]);
        (z[2], z[2 + Seeds + 1]) = (1, 1);
        double h = duration / steps;
        double[] k1 = new double[Length], k2 = new double[Length], k3 = new double[Length], k4 = new double[Length], at = new double[Length];
        for (int step = 0; step < steps; step++)
        {
            Rates(z, p, k1);
            Rates(Moved(z, k1, h / 2, at), p, k2);
            Rates(Moved(z, k2, h / 2, at), p, k3);
            Rates(Moved(z, k3, h, at), p, k4);
            for (int i = 0; i < Length; i++)
            {
                z[i] += h / 6 * (k1[i] + (2 * (k2[i] + k3[i])) + k4[i]);
            }
        }

        return [z[0], .. z.AsSpan(2, Seeds), z[1], .. z.AsSpan(2 + Seeds, Seeds)];
    }

    private static double[] Moved(double[] z, double[] slope, double h, double[] result)
    {
        for (int i = 0; i < z.Length; i++)
        {
            result[i] = z[i] + (h * slope[i]);
        }

        return result;
    }

    // z is x, y, the derivatives of x and those of y.
    private static void Rates(double[] z, double[] p, double[] result)
    {
        double x = z[0], y = z[1];
        result[0] = (p[0] * x) - (p[1] * x * y);
        result[1] = (p[3] * x * y) - (p[2] * y);
        for (int s = 0; s < Seeds; s++)
        {
            double dx = z[2 + s], dy = z[2 + Seeds + s];
            double meetings = (dx * y) + (x * dy);
            result[2 + s] = (p[0] * dx) - (p[1] * meetings) + (s == 2 ? x : s == 3 ? -x * y : 0);
            result[2 + Seeds + s] = (p[3] * meetings) - (p[2] * dy) + (s == 4 ? -y : s == 5 ? x * y : 0);
        }
    }
}
