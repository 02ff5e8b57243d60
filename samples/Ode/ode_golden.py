"""Golden values for the sample, computed without the library: the power series of the solution, step by step.

The coefficients of prey and predators follow from the equations by a recurrence; each is carried with its derivatives
with respect to the two initial populations and the four parameters. Needs nothing but Python; writes golden.json.
"""
import json
import pathlib

ORDER, STEPS_PER_UNIT, SEEDS = 24, 64, 6


class Jet:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def __add__(self, other):
        return Jet(self.value + other.value, [a + b for a, b in zip(self.slope, other.slope)])

    def __sub__(self, other):
        return Jet(self.value - other.value, [a - b for a, b in zip(self.slope, other.slope)])

    def __mul__(self, other):
        return Jet(self.value * other.value, [a * other.value + self.value * b for a, b in zip(self.slope, other.slope)])

    def scaled(self, factor):
        return Jet(self.value * factor, [a * factor for a in self.slope])


def seed(value, index):
    return Jet(value, [1.0 if k == index else 0.0 for k in range(SEEDS)])


def step(x, y, p, h):
    xs, ys, meetings = [x], [y], []
    for k in range(ORDER):
        meeting = xs[0] * ys[k]
        for i in range(1, k + 1):
            meeting = meeting + xs[i] * ys[k - i]
        meetings.append(meeting)
        xs.append((p[0] * xs[k] - p[1] * meeting).scaled(1.0 / (k + 1)))
        ys.append((p[3] * meeting - p[2] * ys[k]).scaled(1.0 / (k + 1)))

    def at(series):
        total = series[-1]
        for coefficient in reversed(series[:-1]):
            total = total.scaled(h) + coefficient
        return total

    return at(xs), at(ys)


def solve(x0, p0, duration):
    x, y = seed(x0[0], 0), seed(x0[1], 1)
    p = [seed(v, 2 + i) for i, v in enumerate(p0)]
    steps = int(round(duration * STEPS_PER_UNIT))
    for _ in range(steps):
        x, y = step(x, y, p, duration / steps)
    return x, y


def main():
    cases = []
    for x0, p0, duration in [
        ([10.0, 5.0], [1.1, 0.4, 0.4, 0.1], 12.0),
        ([2.0, 1.0], [0.7, 0.5, 0.3, 0.2], 30.0),
        ([1.5, 1.5], [2.0, 1.0, 1.5, 0.75], 1.0),
    ]:
        x, y = solve(x0, p0, duration)
        cases.append({
            "x": x0, "p": p0, "duration": duration, "state": [x.value, y.value],
            "byX": [x.slope[:2], y.slope[:2]], "byP": [x.slope[2:], y.slope[2:]],
        })
    pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
