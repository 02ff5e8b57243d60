#include "lstm.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// What one layer of one step computes, for each of its b elements: the reverse pass reads all of it.
struct Layer {
    double *forget, *in, *out, *change, *cell, *tanh_cell, *hidden;

    Layer(double* memory, int b)
        : forget(memory), in(memory + b), out(memory + 2 * b), change(memory + 3 * b), cell(memory + 4 * b), tanh_cell(memory + 5 * b),
          hidden(memory + 6 * b)
    {
    }
};

constexpr int Fields = 7;

void layer_forward(int b, const double* weight, const double* bias, const double* input, const double* hidden, const double* cell, Layer& y)
{
    for (int i = 0; i < b; i++) {
        y.forget[i] = sigmoid(input[i] * weight[i] + bias[i]);
        y.in[i] = sigmoid(hidden[i] * weight[b + i] + bias[b + i]);
        y.out[i] = sigmoid(input[i] * weight[2 * b + i] + bias[2 * b + i]);
        y.change[i] = std::tanh(hidden[i] * weight[3 * b + i] + bias[3 * b + i]);
        y.cell[i] = cell[i] * y.forget[i] + y.in[i] * y.change[i];
        y.tanh_cell[i] = std::tanh(y.cell[i]);
        y.hidden[i] = y.out[i] * y.tanh_cell[i];
    }
}

// Log-likelihood of one step; error receives its derivative by the prediction if it is wanted.
double predict(int b, const double* extra, const double* hidden, const double* gold, double* error)
{
    double sum = 2, gold_sum = 0, total = 0;
    for (int i = 0; i < b; i++) {
        double prediction = hidden[i] * extra[b + i] + extra[2 * b + i], e = std::exp(prediction);
        if (error)
            error[i] = e;
        sum += e;
        total += gold[i] * prediction;
        gold_sum += gold[i];
    }
    if (error)
        for (int i = 0; i < b; i++)
            error[i] = gold[i] - gold_sum * error[i] / sum;
    return total - gold_sum * std::log(sum);
}

}

double lstm_value(int l, int c, int b, const double* main, const double* extra, const double* state, const double* sequence)
{
    // Hidden values and cells of the step before and of this one take turns.
    std::vector<double> memory(2 * l * Fields * b), input(b);
    double total = 0;
    for (int t = 0; t + 1 < c; t++) {
        double *now = &memory[(t % 2) * l * Fields * b], *before = &memory[((t + 1) % 2) * l * Fields * b];
        for (int i = 0; i < b; i++)
            input[i] = sequence[t * b + i] * extra[i];
        const double* x = input.data();
        for (int j = 0; j < l; j++) {
            Layer y(now + j * Fields * b, b), old(before + j * Fields * b, b);
            const double* hidden = t == 0 ? state + 2 * j * b : old.hidden;
            const double* cell = t == 0 ? state + (2 * j + 1) * b : old.cell;
            layer_forward(b, main + 8 * j * b, main + (8 * j + 4) * b, x, hidden, cell, y);
            x = y.hidden;
        }
        total += predict(b, extra, x, sequence + (t + 1) * b, nullptr);
    }
    return -total / ((c - 1) * b);
}

double lstm_gradient(
    int l, int c, int b, const double* main, const double* extra, const double* state, const double* sequence,
    double* main_bar, double* extra_bar)
{
    const int steps = c - 1, record = l * Fields * b;
    std::vector<double> memory((size_t)steps * record), errors((size_t)steps * b), input(b);
    double total = 0;
    for (int t = 0; t < steps; t++) {
        double *now = &memory[(size_t)t * record], *before = now - record;
        for (int i = 0; i < b; i++)
            input[i] = sequence[t * b + i] * extra[i];
        const double* x = input.data();
        for (int j = 0; j < l; j++) {
            Layer y(now + j * Fields * b, b);
            const double* hidden = t == 0 ? state + 2 * j * b : Layer(before + j * Fields * b, b).hidden;
            const double* cell = t == 0 ? state + (2 * j + 1) * b : Layer(before + j * Fields * b, b).cell;
            layer_forward(b, main + 8 * j * b, main + (8 * j + 4) * b, x, hidden, cell, y);
            x = y.hidden;
        }
        total += predict(b, extra, x, sequence + (t + 1) * b, &errors[(size_t)t * b]);
    }

    std::fill(main_bar, main_bar + 8 * l * b, 0.0);
    std::fill(extra_bar, extra_bar + 3 * b, 0.0);

    // Cotangents of hidden values and cells as they leave a step, and of what a layer hands to the next.
    std::vector<double> hidden_bar(l * b), cell_bar(l * b), x_bar(b);
    const double scale = -1.0 / (steps * b);
    for (int t = steps - 1; t >= 0; t--) {
        double *now = &memory[(size_t)t * record], *before = now - record;
        Layer top(now + (l - 1) * Fields * b, b);
        for (int i = 0; i < b; i++) {
            double error = scale * errors[(size_t)t * b + i];
            extra_bar[b + i] += error * top.hidden[i];
            extra_bar[2 * b + i] += error;
            x_bar[i] = error * extra[b + i];
        }
        for (int j = l - 1; j >= 0; j--) {
            Layer y(now + j * Fields * b, b);
            const double* hidden = t == 0 ? state + 2 * j * b : Layer(before + j * Fields * b, b).hidden;
            const double* cell = t == 0 ? state + (2 * j + 1) * b : Layer(before + j * Fields * b, b).cell;
            const double* weight = main + 8 * j * b;
            double *weight_bar = main_bar + 8 * j * b, *bias_bar = weight_bar + 4 * b;
            double *h_bar = &hidden_bar[j * b], *c_bar = &cell_bar[j * b];
            for (int i = 0; i < b; i++) {
                double x = j > 0 ? Layer(now + (j - 1) * Fields * b, b).hidden[i] : sequence[t * b + i] * extra[i];
                double y_bar = h_bar[i] + x_bar[i];
                double cell_total = c_bar[i] + y_bar * y.out[i] * (1 - y.tanh_cell[i] * y.tanh_cell[i]);
                double forget_bar = cell_total * cell[i] * y.forget[i] * (1 - y.forget[i]);
                double in_bar = cell_total * y.change[i] * y.in[i] * (1 - y.in[i]);
                double out_bar = y_bar * y.tanh_cell[i] * y.out[i] * (1 - y.out[i]);
                double change_bar = cell_total * y.in[i] * (1 - y.change[i] * y.change[i]);
                weight_bar[i] += forget_bar * x;
                weight_bar[b + i] += in_bar * hidden[i];
                weight_bar[2 * b + i] += out_bar * x;
                weight_bar[3 * b + i] += change_bar * hidden[i];
                bias_bar[i] += forget_bar;
                bias_bar[b + i] += in_bar;
                bias_bar[2 * b + i] += out_bar;
                bias_bar[3 * b + i] += change_bar;
                x_bar[i] = forget_bar * weight[i] + out_bar * weight[2 * b + i];
                h_bar[i] = in_bar * weight[b + i] + change_bar * weight[3 * b + i];
                c_bar[i] = cell_total * y.forget[i];
            }
        }
        for (int i = 0; i < b; i++)
            extra_bar[i] += x_bar[i] * sequence[t * b + i];
    }
    return -total / (steps * b);
}
