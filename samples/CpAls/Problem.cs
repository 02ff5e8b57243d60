using System;

namespace CpAls;

/// <summary>What is decomposed: a dense third-order tensor in row-major order.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Data">The elements.</param>
/// <param name="Shape">Three sizes.</param>
public sealed record Problem(string Name, double[] Data, int[] Shape)
{
    /// <summary>The Frobenius norm.</summary>
    public double Norm
    {
        get
        {
            double sum = 0;
            foreach (double x in Data)
            {
                sum += x * x;
            }

            return Math.Sqrt(sum);
        }
    }

    /// <summary>
    /// The tensor of 2x2 matrix multiplication: entry (i, j, k) says whether the product of entry i of the first matrix and entry j of
    /// the second contributes to entry k of the transposed product. Its rank is 7 (Strassen 1969, Winograd 1971).
    /// </summary>
    public static Problem MatrixMultiplication()
    {
        var data = new double[4 * 4 * 4];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                for (int k = 0; k < 2; k++)
                {
                    data[((((2 * i) + j) * 4) + (2 * j) + k) * 4 + (2 * k) + i] = 1;
                }
            }
        }

        return new Problem("2x2 matrix multiplication", data, [4, 4, 4]);
    }

    /// <summary>Reads a dense tensor of three axes.</summary>
    /// <exception cref="NpyFormatException">The file is malformed or has another number of axes.</exception>
    public static Problem FromFile(string path)
    {
        var (data, shape) = Npy.Read(path);
        return shape.Length == 3
            ? new Problem(path, data, shape)
            : throw new NpyFormatException(path, 10, $"the array has {shape.Length} axes; a decomposition into three factors needs 3.");
    }

    /// <summary>Normally distributed elements (Box and Muller 1958), the same for the same seed everywhere.</summary>
    public static double[] Normal(Random random, int count)
    {
        var result = new double[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return result;
    }
}
