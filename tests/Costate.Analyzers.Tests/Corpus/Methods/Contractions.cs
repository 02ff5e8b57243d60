using Costate;
using static Costate.TracedTensor;

/// <summary>Products of matrices and vectors whose inner sizes must be one.</summary>
public static partial class Contractions
{
    [Differentiable]
    public static TracedTensor<double> LayerWithoutTranspose([Shape("batch, inner")] TracedTensor<double> x, [Shape("hidden, inner")] TracedTensor<double> w)
    {
        return Tanh(MatMul(x, w));
        //          ^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Layer([Shape("batch, inner")] TracedTensor<double> x, [Shape("hidden, inner")] TracedTensor<double> w) =>
        Tanh(MatMul(x, Transpose(w)));
}
