"""Values and gradients of the LSTM objective at a few small sizes, in plain Python with complex numbers.

    python3 lstm_golden.py > golden.json

The objective is written from its definition, element by element. A derivative is the imaginary part at x + ih with a tiny h, which has no
cancellation, so it is exact to rounding and owes nothing to rules of differentiation.
"""
import cmath
import json
import random

STEP = 1e-40


def sigmoid(x):
    return 1 / (1 + cmath.exp(-x))


def loss(main, extra, state, sequence, l, c, b):
    hidden = [[complex(state[2 * j * b + i]) for i in range(b)] for j in range(l)]
    cells = [[complex(state[(2 * j + 1) * b + i]) for i in range(b)] for j in range(l)]
    total = 0
    for t in range(c - 1):
        x = [sequence[t * b + i] * extra[i] for i in range(b)]
        for j in range(l):
            def gate(k, value, i):
                return value * main[(8 * j + k) * b + i] + main[(8 * j + 4 + k) * b + i]

            for i in range(b):
                forget, put = sigmoid(gate(0, x[i], i)), sigmoid(gate(1, hidden[j][i], i))
                out, change = sigmoid(gate(2, x[i], i)), cmath.tanh(gate(3, hidden[j][i], i))
                cells[j][i] = cells[j][i] * forget + put * change
                hidden[j][i] = out * cmath.tanh(cells[j][i])
            x = hidden[j]
        prediction = [x[i] * extra[b + i] + extra[2 * b + i] for i in range(b)]
        norm = cmath.log(sum(cmath.exp(p) for p in prediction) + 2)
        total += sum(sequence[(t + 1) * b + i] * (prediction[i] - norm) for i in range(b))
    return -total / ((c - 1) * b)


def case(l, c, b, seed):
    generator = random.Random(seed)

    def numbers(count):
        return [round(generator.uniform(-1, 1), 2) for _ in range(count)]

    main, extra, state, sequence = numbers(8 * l * b), numbers(3 * b), numbers(2 * l * b), numbers(c * b)

    def derivative(which, at):
        moved = [[complex(v) for v in main], [complex(v) for v in extra]]
        moved[which][at] += STEP * 1j
        return loss(moved[0], moved[1], state, sequence, l, c, b).imag / STEP

    return {
        "l": l, "c": c, "b": b, "main": main, "extra": extra, "state": state, "sequence": sequence,
        "value": loss(main, extra, state, sequence, l, c, b).real,
        "mainBar": [derivative(0, i) for i in range(len(main))],
        "extraBar": [derivative(1, i) for i in range(len(extra))],
    }


print(json.dumps([case(1, 2, 1, 1), case(1, 5, 3, 2), case(2, 7, 3, 3), case(3, 4, 2, 4)], indent=1))
