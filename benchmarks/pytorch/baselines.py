"""The benchmark problems in eager PyTorch, on one thread and in float64.

    python3 baselines.py            measures every problem and prints one JSON line for each
    python3 baselines.py --serve    answers requests, one JSON line each, so that a harness can interleave its samples with its own:
                                        outcome PROBLEM                           -> {"value": ..., "checksum": ...}
                                        sample PROBLEM primal|gradient SECONDS    -> {"microseconds": ...}

Inputs come from SplitMix64, so that another program can make the same ones to the bit. "value" is the result of the primal, "checksum"
the inner product of the gradient with a second random tensor.

Set OPENBLAS_NUM_THREADS=1, and OPENBLAS_CORETYPE=SKYLAKEX on machines with AVX-512, where OpenBLAS may choose its AVX2 kernels.
"""
import json
import statistics
import sys
import time

import numpy
import torch

torch.set_num_threads(1)


def uniform(seed, *shape):
    """Numbers in [0, 1): the SplitMix64 sequence of a seed, its upper 53 bits."""
    count = numpy.arange(1, int(numpy.prod(shape)) + 1, dtype=numpy.uint64)
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(seed) + count * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return torch.from_numpy((z >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53).reshape(shape)


class Problem:
    """A scalar function of one tensor; the gradient includes the forward pass."""

    def __init__(self, x, function):
        self.x = x
        self.leaf = x.clone().requires_grad_()
        self.function = function

    def primal(self):
        with torch.no_grad():
            return self.function(self.x)

    def gradient(self):
        return torch.autograd.grad(self.function(self.leaf), self.leaf)[0]

    def outcome(self):
        probe = uniform(99, *self.x.shape)
        return {"value": self.primal().item(), "checksum": (self.gradient() * probe).sum().item()}


def cp_als(size, rank, sweeps=10):
    """The squared error after some sweeps of alternating least squares, as a function of the tensor."""
    b0, c0 = uniform(2, size, rank), uniform(3, size, rank)

    def update(t, spec, x, y):
        right = torch.einsum(spec, t, x, y)
        return torch.linalg.solve((x.T @ x) * (y.T @ y), right).T

    def function(t):
        b, c = b0, c0
        for _ in range(sweeps):
            a = update(t, "ijk,jr,kr->ri", b, c)
            b = update(t, "ijk,ir,kr->rj", a, c)
            c = update(t, "ijk,ir,jr->rk", a, b)
        return ((torch.einsum("ir,jr,kr->ijk", a, b, c) - t) ** 2).sum()

    return Problem(uniform(1, size, size, size) + 0.1, function)


def tanh_loop(size=16, steps=1000):
    def function(x):
        for _ in range(steps):
            x = torch.tanh(x * 1.01 + 0.001)
        return x.sum()

    return Problem(uniform(4, size), function)


def log_sum_exp(size=160000):
    def function(x):
        top = x.max()
        return top + torch.log(torch.exp(x - top).sum())

    return Problem(uniform(5, size), function)


def gmm(d, k, n, gamma=1.2, m=2):
    """The log-posterior of a Gaussian mixture by its weights, means and packed factors, one after the other in one vector."""
    packed = d * (d + 1) // 2
    parameters = torch.cat([uniform(seed, size) - 0.5 for seed, size in ((11, k), (12, k * d), (13, k * packed))])
    x = uniform(14, n, d) - 0.5
    columns, rows = torch.triu_indices(d, d, 1)

    def function(p):
        alphas, means, factors = p[:k], p[k:k + k * d].reshape(k, d), p[k + k * d:].reshape(k, packed)
        logarithms, below = factors[:, :d], factors[:, d:]
        q = torch.zeros(k, d, d, dtype=p.dtype)
        q[:, rows, columns] = below
        q = q + torch.diag_embed(torch.exp(logarithms))
        y = torch.einsum("kab,nkb->nka", q, x[:, None] - means)
        determinants = logarithms.sum(1)
        terms = alphas + determinants - 0.5 * (y**2).sum(2)
        likelihood = torch.logsumexp(terms, 1).sum() - n * torch.logsumexp(alphas, 0)
        return likelihood + 0.5 * gamma**2 * (q**2).sum() - m * determinants.sum()

    return Problem(parameters, function)


def lstm(l, c, b):
    """The loss of a stack of elementwise LSTM layers by the parameters of its gates and then those of input and prediction."""
    parameters = torch.cat([uniform(seed, size) - 0.5 for seed, size in ((21, l * 8 * b), (22, 3 * b))])
    state, sequence = uniform(23, l, 2, b) - 0.5, uniform(24, c, b) - 0.5

    def function(p):
        main, extra = p[:l * 8 * b].reshape(l, 8, b), p[l * 8 * b:].reshape(3, b)
        hidden, cells = [state[j, 0] for j in range(l)], [state[j, 1] for j in range(l)]
        likelihood = 0
        for t in range(c - 1):
            x = sequence[t] * extra[0]
            for j in range(l):
                forget, put = torch.sigmoid(x * main[j, 0] + main[j, 4]), torch.sigmoid(hidden[j] * main[j, 1] + main[j, 5])
                out, change = torch.sigmoid(x * main[j, 2] + main[j, 6]), torch.tanh(hidden[j] * main[j, 3] + main[j, 7])
                cells[j] = cells[j] * forget + put * change
                x = hidden[j] = out * torch.tanh(cells[j])
            prediction = x * extra[1] + extra[2]
            likelihood = likelihood + (sequence[t + 1] * (prediction - torch.log(torch.exp(prediction).sum() + 2))).sum()
        return -likelihood / ((c - 1) * b)

    return Problem(parameters, function)


PROBLEMS = {
    "cp-als-10-3": lambda: cp_als(10, 3),
    "cp-als-30-8": lambda: cp_als(30, 8),
    "cp-als-60-8": lambda: cp_als(60, 8),
    "tanh-loop": tanh_loop,
    "log-sum-exp": log_sum_exp,
    "gmm-10-25": lambda: gmm(10, 25, 1000),
    "gmm-32-50": lambda: gmm(32, 50, 1000),
    "lstm-2-1024": lambda: lstm(2, 1024, 7),
    "lstm-4-4096": lambda: lstm(4, 4096, 7),
}


def sample(work, seconds):
    """Microseconds of processor time for one call: the mean over as many calls as fit into the time, at least one."""
    calls, start = 0, time.thread_time()
    while True:
        work()
        calls += 1
        elapsed = time.thread_time() - start
        if elapsed >= seconds:
            return elapsed / calls * 1e6


def report(answer):
    print(json.dumps(answer), flush=True)


def measure(samples=21, seconds=0.02):
    for name, make in PROBLEMS.items():
        problem = make()
        times = {"primal": [], "gradient": []}
        for work in (problem.primal, problem.gradient):
            sample(work, 0.3)
        for _ in range(samples):
            times["primal"].append(sample(problem.primal, seconds))
            times["gradient"].append(sample(problem.gradient, seconds))
        primal, gradient = (statistics.median(times[key]) for key in ("primal", "gradient"))
        report({"problem": name, "primal_us": primal, "gradient_us": gradient, "ratio": gradient / primal, **problem.outcome()})


def serve():
    problems = {}
    report({"torch": torch.__version__})
    for line in sys.stdin:
        request, name, *rest = line.split()
        if name not in PROBLEMS:
            report({"error": "unknown problem " + name})
            continue
        if name not in problems:
            problems[name] = PROBLEMS[name]()
        problem = problems[name]
        if request == "outcome":
            report(problem.outcome())
        else:
            report({"microseconds": sample(getattr(problem, rest[0]), float(rest[1]))})


if __name__ == "__main__":
    serve() if "--serve" in sys.argv[1:] else measure()
