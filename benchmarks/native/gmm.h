// The Gaussian mixture objective of gradient benchmarks: log-posterior of a mixture with a Wishart prior on the precisions.
//
// Parameters of component j of k, in d dimensions: a weight alpha[j] (the mixing proportions are the softmax of all of them), a mean, and
// the lower triangle of a matrix Q with Q^T Q the precision: first the logarithms of its diagonal, then the part below it, packed by
// columns. The constants that depend on nothing but sizes and hyperparameters are left out; the gradient does not see them.
#pragma once

extern "C" {

double gmm_value(int d, int k, int n, const double* alphas, const double* means, const double* factors, const double* x, double gamma, int m);

double gmm_gradient(
    int d, int k, int n, const double* alphas, const double* means, const double* factors, const double* x, double gamma, int m,
    double* alphas_bar, double* means_bar, double* factors_bar);

}
