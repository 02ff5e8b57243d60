"""Values and gradients of the mixture objective at a few small sizes, in plain Python with complex numbers.

    python3 gmm_golden.py > golden.json

The objective is written from its definition: for every sample the density of every component, by an explicit triangular product. A
derivative is the imaginary part at x + ih with a tiny h, which has no cancellation, so it is exact to rounding and owes nothing to rules
of differentiation.
"""
import cmath
import json
import random

STEP = 1e-40


def log_sum_exp(values):
    top = max(v.real for v in values)
    return top + cmath.log(sum(cmath.exp(v - top) for v in values))


def factor(packed, d):
    """The lower triangle: logarithms of the diagonal, then what is below it, column by column."""
    q = [[0j] * d for _ in range(d)]
    at = d
    for column in range(d):
        q[column][column] = cmath.exp(packed[column])
        for row in range(column + 1, d):
            q[row][column] = packed[at]
            at += 1
    return q


def log_posterior(alphas, means, factors, x, gamma, m):
    k, d = len(means), len(means[0])
    triangles = [factor(f, d) for f in factors]
    log_determinants = [sum(f[:d]) for f in factors]
    total = 0
    for sample in x:
        terms = []
        for j in range(k):
            centred = [s - mu for s, mu in zip(sample, means[j])]
            distance = sum(sum(triangles[j][row][column] * centred[column] for column in range(row + 1)) ** 2 for row in range(d))
            terms.append(alphas[j] + log_determinants[j] - distance / 2)
        total += log_sum_exp(terms) - log_sum_exp(alphas)
    for j in range(k):
        total += gamma**2 / 2 * sum(entry**2 for row in triangles[j] for entry in row) - m * log_determinants[j]
    return total


def case(d, k, n, seed, gamma, m):
    generator = random.Random(seed)

    def numbers(count):
        return [round(generator.uniform(-1, 1), 2) for _ in range(count)]

    alphas, means = numbers(k), [numbers(d) for _ in range(k)]
    factors, x = [numbers(d * (d + 1) // 2) for _ in range(k)], [numbers(d) for _ in range(n)]

    def value(which=None, at=0, place=0):
        parameters = [[complex(v) for v in alphas], [[complex(v) for v in r] for r in means], [[complex(v) for v in r] for r in factors]]
        if which is not None:
            target = parameters[which] if which == 0 else parameters[which][at]
            target[place] += STEP * 1j
        return log_posterior(*parameters, x, gamma, m)

    def flat(rows):
        return [v for row in rows for v in row]

    return {
        "d": d, "k": k, "n": n, "gamma": gamma, "m": m,
        "alphas": alphas, "means": flat(means), "factors": flat(factors), "x": flat(x),
        "value": value().real,
        "alphasBar": [value(0, 0, j).imag / STEP for j in range(k)],
        "meansBar": [value(1, j, a).imag / STEP for j in range(k) for a in range(d)],
        "factorsBar": [value(2, j, a).imag / STEP for j in range(k) for a in range(len(factors[0]))],
    }


if __name__ == "__main__":
    cases = [case(1, 1, 1, 1, 1.0, 0), case(2, 3, 5, 2, 1.5, 2), case(3, 2, 7, 3, 0.5, 1), case(5, 4, 9, 4, 1.0, 0), case(9, 2, 11, 5, 1.2, 3)]
    print("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]")
