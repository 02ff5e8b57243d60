// The LSTM objective of gradient benchmarks: mean negative log-likelihood of a sequence under a stack of elementwise LSTM layers.
//
// For each of l layers of width b, main holds four weights and then four biases of the gates forget, in, out, change; extra holds the
// weights of the input, and weights and biases of the prediction; state holds for each layer its hidden values and its cells.
#pragma once

extern "C" {

double lstm_value(int l, int c, int b, const double* main, const double* extra, const double* state, const double* sequence);

double lstm_gradient(
    int l, int c, int b, const double* main, const double* extra, const double* state, const double* sequence,
    double* main_bar, double* extra_bar);

}
