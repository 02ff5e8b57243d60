using Costate;
using static Costate.TracedTensor;

namespace Lstm;

/// <summary>
/// A stack of elementwise LSTM layers that predicts a sequence, the objective of published gradient benchmarks. Each layer has four gates
/// (forget, input, output, change), each with one weight and one bias for each element; what a layer sees of a step is what the layer
/// below makes of it.
/// </summary>
public static partial class Network
{
    /// <summary>The mean negative log-likelihood of a sequence, each step predicted from those before it.</summary>
    /// <param name="main">For each layer the weights of its four gates and then their biases.</param>
    /// <param name="extra">The weights of the input, and weights and biases of the prediction.</param>
    /// <param name="state">For each layer its hidden values and its cells before the first step.</param>
    /// <param name="sequence">The sequence, one step a row.</param>
    [Differentiable]
    [Where("c >= 2")]
    [return: Shape("")]
    public static TracedTensor<double> Loss(
        [Shape("l, 8, b")] TracedTensor<double> main,
        [Shape("3, b")] TracedTensor<double> extra,
        [Shape("l, 2, b")] TracedTensor<double> state,
        [Shape("c, b")] TracedTensor<double> sequence)
    {
        // The beginning and the sequence are given.
        (state, sequence) = (StopGradient(state), StopGradient(sequence));
        var likelihood = Zeros<double>();
        for (int t = 0; t < sequence.Dim(0) - 1; t++)
        {
            var x = sequence[t] * extra[0];
            for (int j = 0; j < main.Dim(0); j++)
            {
                var hidden = state[j, 0];
                var forget = Sigmoid(x * main[j, 0] + main[j, 4]);
                var input = Sigmoid(hidden * main[j, 1] + main[j, 5]);
                var output = Sigmoid(x * main[j, 2] + main[j, 6]);
                var change = Tanh(hidden * main[j, 3] + main[j, 7]);
                var cell = state[j, 1] * forget + input * change;
                x = output * Tanh(cell);
                state = SetSlice(SetSlice(state, x, j, 0), cell, j, 1);
            }

            var prediction = x * extra[1] + extra[2];
            var gold = sequence[t + 1];
            likelihood = likelihood + Sum(gold * (prediction - Log(Sum(Exp(prediction)) + 2)));
        }

        return -likelihood / ((sequence.Dim(0) - 1) * sequence.Dim(1));
    }
}
