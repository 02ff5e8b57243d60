#include "gmm.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

double log_sum_exp(int count, const double* x)
{
    double top = *std::max_element(x, x + count), sum = 0;
    for (int i = 0; i < count; i++)
        sum += std::exp(x[i] - top);
    return top + std::log(sum);
}

// What the parameters of each component come to, once for all samples.
struct Components {
    int d, packed;
    std::vector<double> diagonal, log_determinant;

    Components(int d, int k, const double* factors) : d(d), packed(d * (d + 1) / 2), diagonal(k * d), log_determinant(k)
    {
        for (int j = 0; j < k; j++)
            for (int a = 0; a < d; a++) {
                double logarithm = factors[j * packed + a];
                diagonal[j * d + a] = std::exp(logarithm);
                log_determinant[j] += logarithm;
            }
    }

    // y = Q v; columns of the lower triangle follow each other in memory, so the inner loop runs along them.
    void multiply(int j, const double* factors, const double* v, double* y) const
    {
        for (int a = 0; a < d; a++)
            y[a] = diagonal[j * d + a] * v[a];
        const double* column = factors + j * packed + d;
        for (int b = 0; b < d; b++) {
            double factor = v[b];
            double* __restrict below = y + b + 1;
            for (int a = 0; a < d - b - 1; a++)
                below[a] += column[a] * factor;
            column += d - b - 1;
        }
    }
};

double square(int count, const double* x)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += x[i] * x[i];
    return sum;
}

double prior(const Components& c, int k, const double* factors, double gamma, int m)
{
    double sum = 0;
    for (int j = 0; j < k; j++) {
        double norm = square(c.d, &c.diagonal[j * c.d]) + square(c.packed - c.d, factors + j * c.packed + c.d);
        sum += 0.5 * gamma * gamma * norm - m * c.log_determinant[j];
    }
    return sum;
}

}

double gmm_value(int d, int k, int n, const double* alphas, const double* means, const double* factors, const double* x, double gamma, int m)
{
    Components c(d, k, factors);
    std::vector<double> centred(d), y(d), terms(k);
    double total = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < k; j++) {
            for (int a = 0; a < d; a++)
                centred[a] = x[i * d + a] - means[j * d + a];
            c.multiply(j, factors, centred.data(), y.data());
            terms[j] = alphas[j] + c.log_determinant[j] - 0.5 * square(d, y.data());
        }
        total += log_sum_exp(k, terms.data());
    }
    return total - n * log_sum_exp(k, alphas) + prior(c, k, factors, gamma, m);
}

double gmm_gradient(
    int d, int k, int n, const double* alphas, const double* means, const double* factors, const double* x, double gamma, int m,
    double* alphas_bar, double* means_bar, double* factors_bar)
{
    Components c(d, k, factors);
    const int packed = c.packed;
    std::fill(alphas_bar, alphas_bar + k, 0.0);
    std::fill(means_bar, means_bar + k * d, 0.0);
    std::fill(factors_bar, factors_bar + k * packed, 0.0);

    // Of one sample, what the reverse pass reads again.
    std::vector<double> centred(k * d), y(k * d), terms(k), centred_bar(d), y_bar(d);
    double total = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < k; j++) {
            for (int a = 0; a < d; a++)
                centred[j * d + a] = x[i * d + a] - means[j * d + a];
            c.multiply(j, factors, &centred[j * d], &y[j * d]);
            terms[j] = alphas[j] + c.log_determinant[j] - 0.5 * square(d, &y[j * d]);
        }
        double value = log_sum_exp(k, terms.data());
        total += value;

        for (int j = 0; j < k; j++) {
            double weight = std::exp(terms[j] - value);
            alphas_bar[j] += weight;
            const double *v = &centred[j * d], *column = factors + j * packed + d;
            double *__restrict diagonal_bar = factors_bar + j * packed, *__restrict column_bar = diagonal_bar + d;
            for (int a = 0; a < d; a++) {
                y_bar[a] = -weight * y[j * d + a];
                centred_bar[a] = y_bar[a] * c.diagonal[j * d + a];

                // Its logarithm is the parameter; the logarithm of the determinant adds the weight.
                diagonal_bar[a] += weight + y_bar[a] * v[a] * c.diagonal[j * d + a];
            }
            for (int b = 0; b < d; b++) {
                const double *__restrict below = y_bar.data() + b + 1;
                double factor = v[b], sum = 0;
                for (int a = 0; a < d - b - 1; a++)
                    column_bar[a] += below[a] * factor;
                for (int a = 0; a < d - b - 1; a++)
                    sum += below[a] * column[a];
                centred_bar[b] += sum;
                column += d - b - 1;
                column_bar += d - b - 1;
            }
            for (int a = 0; a < d; a++)
                means_bar[j * d + a] -= centred_bar[a];
        }
    }

    double normaliser = log_sum_exp(k, alphas);
    for (int j = 0; j < k; j++) {
        alphas_bar[j] -= n * std::exp(alphas[j] - normaliser);
        for (int a = 0; a < d; a++) {
            double diagonal = c.diagonal[j * d + a];
            factors_bar[j * packed + a] += gamma * gamma * diagonal * diagonal - m;
        }
        for (int a = d; a < packed; a++)
            factors_bar[j * packed + a] += gamma * gamma * factors[j * packed + a];
    }
    return total - n * normaliser + prior(c, k, factors, gamma, m);
}
