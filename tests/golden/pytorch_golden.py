"""Asks PyTorch for values, VJPs and JVPs of every library function, in float64 on the CPU, and writes them to pytorch_golden.json.

    python3 pytorch_golden.py            rewrites the file beside this script
    python3 pytorch_golden.py --check    fails if the file is not what this machine gives, up to the last digits

The tests of Costate read the file and need no PyTorch. A case names a form, which is one way of calling one function; the tests keep
the C# of each form, and a list of the places where Costate's convention differs on purpose.

Inputs are small hundredths, which are short in decimal and, mostly, not exact in binary, so that sums and products round; they come
from an integer generator of this script, so that the file does not depend on any library's random numbers. JVPs are forward-mode where PyTorch has it, which is another
formula than its VJP, and otherwise two reverse passes.
"""
import itertools
import json
import math
import os
import sys
import zlib

import torch
import torch.autograd.forward_ad as forward_mode

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

INF, NAN, TINY = math.inf, math.nan, 5e-324
CASES = []


class Numbers:
    """Hundredths between two bounds, from a SplitMix64 sequence; never 0."""

    def __init__(self, name):
        self.state = zlib.crc32(name.encode())

    def next(self, low, high):
        while True:
            self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
            z = self.state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
            z ^= z >> 31
            first, last = math.ceil(low * 100), math.floor(high * 100)
            value = (first + z % (last - first + 1)) / 100
            if value != 0:
                return value

    def tensor(self, shape, low=-2.0, high=2.0):
        return torch.tensor([self.next(low, high) for _ in range(math.prod(shape))]).reshape(shape)


def number(x):
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return int(x) if x == int(x) and abs(x) < 1e6 and str(x) != "-0.0" else x


def packed(t):
    return [list(t.shape), [number(x) for x in t.detach().double().reshape(-1).tolist()]]


def flat(t):
    return packed(t)[1]


def jvp(f, inputs, k, direction):
    try:
        with forward_mode.dual_level():
            duals = [forward_mode.make_dual(x, direction) if i == k else x for i, x in enumerate(inputs)]
            tangent = forward_mode.unpack_dual(f(*duals)).tangent
        if tangent is not None:
            return tangent
    except (NotImplementedError, RuntimeError):
        pass
    leaves = [x.clone().requires_grad_(i == k) for i, x in enumerate(inputs)]
    y = f(*leaves)
    if not y.requires_grad:
        return torch.zeros_like(y)
    seed = torch.zeros_like(y).requires_grad_()
    gradient = torch.autograd.grad(y, leaves[k], seed, create_graph=True, allow_unused=True)[0]
    if gradient is None or not gradient.requires_grad:
        return torch.zeros_like(y)
    tangent = torch.autograd.grad(gradient, seed, direction, allow_unused=True)[0]
    return torch.zeros_like(y) if tangent is None else tangent


def second(f, inputs, k, seed, direction):
    """The Hessian of <seed, f> in input k, times a direction."""
    leaves = [x.clone().requires_grad_(i == k) for i, x in enumerate(inputs)]
    gradient = torch.autograd.grad(f(*leaves), leaves[k], seed, create_graph=True)[0]
    return torch.autograd.grad(gradient, leaves[k], direction)[0] if gradient.requires_grad else torch.zeros_like(inputs[k])


def case(form, f, inputs, hessian=False, fixed=(), **arguments):
    """One case: inputs whose index is in fixed get no derivatives; a boolean result neither."""
    numbers = Numbers(form + str(sum(c["form"] == form for c in CASES)))
    leaves = [x.clone().requires_grad_() for x in inputs]
    y = f(*leaves)
    entry = {"form": form}
    if arguments:
        entry["args"] = arguments
    entry["in"] = [packed(x) for x in inputs]
    entry["out"] = packed(y)
    if inputs and y.dtype != torch.bool:
        # Positive, so that the sums over broadcast axes do not cancel.
        ct = numbers.tensor(y.shape, 0.25, 2.0)
        wanted = [k for k in range(len(inputs)) if k not in fixed]
        gradients = torch.autograd.grad(y, [leaves[k] for k in wanted], ct, allow_unused=True) if y.requires_grad else [None] * len(wanted)
        directions = [numbers.tensor(inputs[k].shape) for k in wanted]
        entry["ct"] = flat(ct)
        entry["d"] = [
            {
                "x": k,
                "vjp": flat(torch.zeros_like(inputs[k]) if g is None else g),
                "v": flat(v),
                "jvp": flat(jvp(f, inputs, k, v)),
                **({"hvp": flat(second(f, inputs, k, ct, v))} if hessian else {}),
            }
            for k, g, v in zip(wanted, gradients, directions)
        ]
    CASES.append(entry)


def vector(*values):
    return torch.tensor(values)


SHAPES = [(), (0,), (1,), (5,), (2, 3), (3, 0, 2), (2, 1, 3)]
SPECIAL = [0.0, -0.0, INF, -INF, NAN, TINY, -TINY, 1e-300, 1e300, -1e300, 1.0, -1.0, 40.0, -40.0, 800.0, -800.0]


UNARY = {
    "Exp": (torch.exp, -2, 2),
    "Log": (torch.log, 0.25, 4),
    "Log1p": (torch.log1p, -0.75, 3),
    "Expm1": (torch.expm1, -2, 2),
    "Sqrt": (torch.sqrt, 0.25, 4),
    "Rsqrt": (torch.rsqrt, 0.25, 4),
    "Tanh": (torch.tanh, -3, 3),
    "Sigmoid": (torch.sigmoid, -3, 3),
    "Erf": (torch.erf, -3, 3),
    "Sin": (torch.sin, -4, 4),
    "Cos": (torch.cos, -4, 4),
    "Abs": (torch.abs, -2, 2),
    "Sign": (torch.sign, -2, 2),
    "Floor": (torch.floor, -4, 4),
    "Square": (torch.square, -2, 2),
    "Relu": (torch.relu, -2, 2),
    "Softplus": (lambda x: 0 - torch.nn.functional.logsigmoid(-x), -3, 3),
    "Reciprocal": (torch.reciprocal, 0.25, 4),
    "StopGradient": (lambda x: x.detach().clone(), -2, 2),
    "Negate": (torch.neg, -2, 2),
}
# Where the function has two derivatives, away from its kinks.
SMOOTH_TWICE = {"Exp", "Log", "Log1p", "Expm1", "Sqrt", "Rsqrt", "Tanh", "Sigmoid", "Erf", "Sin", "Cos", "Square", "Softplus", "Reciprocal"}


def unary():
    for name, (f, low, high) in UNARY.items():
        for shape in SHAPES:
            twice = name in SMOOTH_TWICE and shape in ((), (5,), (2, 3))
            case(name, f, [Numbers(name + str(shape)).tensor(shape, low, high)], hessian=twice)
        case(name, f, [vector(*SPECIAL)])


PAIRS = [((), ()), ((5,), ()), ((), (3,)), ((2, 3), (3,)), ((2, 3), (2, 1)), ((2, 1), (1, 3)), ((2, 1, 3), (3, 1)), ((0,), (1,)), ((2, 0), ()), ((1,), (1,))]
GRID = [0.0, -0.0, 1.0, -2.5, 3.0, INF, -INF, NAN]
BINARY = {
    "x + y": (torch.add, -2, 2),
    "x - y": (torch.sub, -2, 2),
    "x * y": (torch.mul, -2, 2),
    "x / y": (torch.div, 0.5, 3),
    "Pow": (torch.pow, 0.25, 3),
    "Atan2": (torch.atan2, -2, 2),
    "Max": (torch.maximum, -2, 2),
    "Min": (torch.minimum, -2, 2),
}
COMPARISONS = {
    "LessThan": torch.lt,
    "LessThanOrEqual": torch.le,
    "GreaterThan": torch.gt,
    "GreaterThanOrEqual": torch.ge,
    "EqualTo": torch.eq,
    "NotEqualTo": torch.ne,
}


def binary():
    left, right = (vector(*v) for v in zip(*itertools.product(GRID, GRID)))
    for name, (f, low, high) in BINARY.items():
        numbers = Numbers(name)
        for x, y in PAIRS:
            case(name, f, [numbers.tensor(x, low, high), numbers.tensor(y, low, high)], hessian=(x, y) == ((2, 3), (3,)) and name not in ("Max", "Min", "x + y", "x - y"))
        case(name, f, [left, right])
    for name, f in COMPARISONS.items():
        numbers = Numbers(name)
        for x, y in [((), ()), ((2, 3), (3,)), ((2, 1), (1, 3)), ((0,), (1,))]:
            case(name, f, [numbers.tensor(x, -0.25, 0.25), numbers.tensor(y, -0.25, 0.25)])
        case(name, f, [left, right])
        case(name + " number", lambda x: f(x, 0.0), [vector(*GRID, TINY, -TINY)], y=0.0)
        case(name + " number", lambda x: f(x, 1.5), [numbers.tensor((2, 3))], y=1.5)


def with_numbers():
    forms = {
        "x + number": lambda x, y: x + y,
        "number + x": lambda x, y: y + x,
        "x - number": lambda x, y: x - y,
        "number - x": lambda x, y: y - x,
        "x * number": lambda x, y: x * y,
        "number * x": lambda x, y: y * x,
        "x / number": lambda x, y: x / y,
        "number / x": lambda x, y: y / x,
    }
    for name, f in forms.items():
        numbers = Numbers(name)
        for shape, y in [((), 2.5), ((5,), -0.75), ((2, 3), 3.0), ((0,), 1.0)]:
            case(name, lambda x: f(x, y), [numbers.tensor(shape)], y=y)
        case(name, lambda x: f(x, -2.0), [vector(*GRID)], y=-2.0)
    for y in (0.5, 1.7, -1.5, 2.0, 3.0, -1.0, 0.0, 1.0, 70.0):
        case("Pow number", lambda x: torch.pow(x, y), [Numbers("Pow" + str(y)).tensor((2, 3), 0.25, 3)], hessian=True, y=y)
    for y in (2.0, 3.0, -1.0):
        case("Pow number", lambda x: torch.pow(x, y), [vector(*GRID)], y=y)
    for n in (0, 1, 2, 3, 5, 7, -1, -3):
        case("Pow exponent", lambda x: torch.pow(x, n), [Numbers("Power" + str(n)).tensor((5,))], hessian=True, exponent=n)
    case("Pow exponent", lambda x: torch.pow(x, 3), [vector(*GRID)], exponent=3)
    case("Pow exponent", lambda x: torch.pow(x, 2), [Numbers("scalar").tensor(())], exponent=2)
    for shape in SHAPES:
        case("Clamp", lambda x: torch.clamp(x, -0.53, 1.03), [Numbers("Clamp" + str(shape)).tensor(shape)], min=-0.53, max=1.03)
    case("Clamp", lambda x: torch.clamp(x, -1.0, 1.0), [vector(*SPECIAL)], min=-1.0, max=1.0)


def choices():
    def select(a, b, x, y):
        return torch.where(a < b, x, y)

    numbers = Numbers("Select")
    for a, b, x, y in [((), (), (), ()), ((2, 3), (3,), (2, 3), (2, 3)), ((3,), (), (2, 1), (3,)), ((0,), (0,), (0,), (0,)), ((2, 1, 3), (3, 1), (), (1, 1))]:
        case("Select", select, [numbers.tensor(a), numbers.tensor(b), numbers.tensor(x), numbers.tensor(y)], fixed=(0, 1))
    case("Select", select, [vector(1.0, 2.0, NAN, INF), vector(2.0, 1.0, 1.0, NAN), vector(NAN, 1.0, INF, -0.0), vector(INF, NAN, -INF, 3.0)], fixed=(0, 1))
    for shape in [(), (5,), (2, 3), (0,)]:
        x, y = numbers.tensor(shape), numbers.tensor(shape)
        case("And", lambda x, y: (x < 0.5) & (y > -0.5), [x, y])
        case("Or", lambda x, y: (x < 0.5) | (y > -0.5), [x, y])
        case("Not", lambda x: ~(x < 0.5), [x])
    case("And", lambda x, y: (x < 0.5) & (y > -0.5), [numbers.tensor((2, 1)), numbers.tensor((3,))])
    case("Or", lambda x, y: (x < 0.5) | (y > -0.5), [numbers.tensor((2, 1)), numbers.tensor((3,))])


def norm(x, dim, keepdim):
    return torch.linalg.vector_norm(x, dim=dim, keepdim=keepdim)


REDUCTIONS = {
    "Sum": torch.sum,
    "Mean": torch.mean,
    "Max over": torch.amax,
    "Min over": torch.amin,
    "Norm": norm,
    "LogSumExp": torch.logsumexp,
}


def reductions():
    for name, f in REDUCTIONS.items():
        numbers = Numbers(name)
        twice = name in ("Norm", "LogSumExp")
        empty = [(0,), (2, 0)] if name in ("Sum", "Norm") else []
        for shape in [(), (1,), (5,), (2, 3), (2, 3, 2)] + empty:
            axes = tuple(range(len(shape)))
            if shape == ():
                case(name + " all", lambda x: f(x.reshape(1), dim=(0,), keepdim=False), [numbers.tensor(shape)])
            else:
                case(name + " all", lambda x: f(x, dim=axes, keepdim=False), [numbers.tensor(shape)], hessian=twice and shape == (5,))
        for shape, axes in [((5,), [0]), ((2, 3), [-1]), ((2, 3), [0]), ((2, 3, 2), [1]), ((2, 3, 2), [0, 2]), ((2, 3, 2), [-1, 0]), ((2, 1, 3), [-2]), ((0, 3), [1])]:
            case(name + " axes", lambda x: f(x, dim=tuple(axes), keepdim=False), [numbers.tensor(shape)], hessian=twice and shape == (2, 3), axes=axes)
        if empty:
            case(name + " axes", lambda x: f(x, dim=(1,), keepdim=False), [numbers.tensor((2, 0, 3))], axes=[1])
        for shape, axis, keep in [((5,), 0, True), ((2, 3), -1, True), ((2, 3), 0, True), ((2, 3), 1, False), ((2, 3, 2), -2, True), ((2, 3, 2), 0, False), ((0, 3), -1, True)]:
            case(name + " axis", lambda x: f(x, dim=(axis,), keepdim=keep), [numbers.tensor(shape)], axis=axis, keepDims=keep)
        rows = torch.tensor([
            [0.0, -0.0, 0.0], [0.0, 0.0, 0.0], [2.0, 2.0, 1.0], [1.0, INF, 2.0], [-INF, 1.0, 2.0], [INF, -INF, 1.0], [NAN, 1.0, INF],
            [-INF, -INF, -INF], [INF, INF, 0.0], [1e300, 1e300, -1e300], [1e-300, 0.0, 1e-300], [800.0, 799.0, -800.0], [-800.0, -801.0, -900.0]])
        case(name + " axis", lambda x: f(x, dim=(-1,), keepdim=False), [rows], axis=-1, keepDims=False)
    for name, f in (("Softmax", torch.softmax), ("LogSoftmax", torch.log_softmax)):
        numbers = Numbers(name)
        for shape, axis in [((3,), -1), ((1,), 0), ((2, 3), -1), ((2, 3), 0), ((2, 3, 2), 1), ((2, 3, 2), -3), ((0, 3), 1)]:
            case(name, lambda x: f(x, axis), [numbers.tensor(shape)], hessian=shape == (2, 3), axis=axis)
        rows = torch.tensor([[0.0, 0.0, 0.0], [-INF, 1.0, 2.0], [NAN, 1.0, 2.0], [1e300, 1.0, -1e300], [800.0, 799.0, -800.0], [-800.0, -801.0, -900.0]])
        case(name, lambda x: f(x, -1), [rows], axis=-1)


def shapes():
    numbers = Numbers("shapes")
    odd = vector(0.0, -0.0, INF, -INF, NAN, TINY)
    for shape, target in [((), (1, 1)), ((5,), (5, 1)), ((2, 3), (3, 2)), ((2, 3, 2), (12,)), ((1,), ()), ((0, 3), (2, 0))]:
        case("Reshape", lambda x: x.reshape(target), [numbers.tensor(shape)], shape=list(target))
    case("Reshape", lambda x: x.reshape(2, 3), [odd], shape=[2, 3])
    for shape in [(2, 3), (1, 3), (2, 3, 2), (0, 2)]:
        case("Transpose", lambda x: x.transpose(-1, -2), [numbers.tensor(shape)])
    for shape, perm in [((2, 3), [1, 0]), ((2, 3, 2), [2, 0, 1]), ((2, 3, 2), [-1, 1, 0]), ((2, 1, 3), [1, 2, 0]), ((3,), [0]), ((2, 0, 3), [1, 0, 2])]:
        case("Transpose perm", lambda x: x.permute([p % len(shape) for p in perm]), [numbers.tensor(shape)], perm=perm)
    for shape, target in [((), (2, 3)), ((3,), (2, 3)), ((2, 1), (2, 3)), ((2, 1, 3), (2, 2, 2, 3)), ((1,), (0,)), ((1,), (1,))]:
        case("BroadcastTo", lambda x: x.expand(target), [numbers.tensor(shape)], shape=list(target))
    for shape, axis, start, length in [((5,), 0, 1, 3), ((5,), -1, 4, 1), ((5,), 0, 0, 0), ((5,), 0, 5, 0), ((2, 3), 1, 1, 2), ((2, 3), -2, 0, 1), ((2, 3, 2), 1, 0, 3), ((2, 3, 2), -1, 1, 1)]:
        case("Slice", lambda x: x.narrow(axis % len(shape), start, length), [numbers.tensor(shape)], axis=axis, start=start, length=length)
    case("Slice", lambda x: x.narrow(0, 1, 4), [odd], axis=0, start=1, length=4)
    for axis, parts in [(0, [(3,)]), (0, [(2,), (0,), (3,)]), (1, [(2, 3), (2, 1)]), (-1, [(2, 3), (2, 2)]), (-2, [(1, 3), (2, 3), (1, 3)]), (1, [(2, 1, 3), (2, 2, 3)])]:
        case("Concat", lambda *x: torch.cat(x, axis), [numbers.tensor(p) for p in parts], axis=axis)
    for axis, shape, count in [(0, (), 3), (0, (3,), 2), (-1, (3,), 2), (1, (2, 3), 2), (-2, (2, 3), 1), (0, (0,), 2)]:
        case("Stack", lambda *x: torch.stack(x, axis), [numbers.tensor(shape) for _ in range(count)], axis=axis)
    for shape, axis in [((), 0), ((3,), 0), ((3,), -1), ((2, 3), 1), ((2, 3), -3), ((0,), 1)]:
        case("ExpandDims", lambda x: x.unsqueeze(axis), [numbers.tensor(shape)], axis=axis)
    for shape, axis in [((1,), 0), ((2, 1, 3), 1), ((2, 3, 1), -1), ((1, 0), 0)]:
        case("Squeeze", lambda x: x.squeeze(axis), [numbers.tensor(shape)], axis=axis)
    for shape in [(), (1,), (2, 3), (0, 2)]:
        case("Zeros", lambda: torch.zeros(shape), [], shape=list(shape))
        case("Ones", lambda: torch.ones(shape), [], shape=list(shape))
    for n in (0, 1, 3):
        case("Eye", lambda: torch.eye(n), [], n=n)


def symmetric(a):
    return (a + a.transpose(-1, -2)) / 2


def solve(a, b):
    return torch.linalg.solve(a, b.unsqueeze(-1)).squeeze(-1) if a.dim() == 2 and b.dim() == 1 else torch.linalg.solve(a, b)


def solve_right(b, a):
    return solve(a.transpose(-1, -2), b) if b.dim() == 1 else solve(a.transpose(-1, -2), b.transpose(-1, -2)).transpose(-1, -2)


def solve_triangular(a, b, lower, transpose):
    matrix = a.transpose(-1, -2) if transpose else a
    columns = b.unsqueeze(-1) if b.dim() == 1 else b
    x = torch.linalg.solve_triangular(matrix, columns, upper=lower == transpose)
    return x.squeeze(-1) if b.dim() == 1 else x


def matrices():
    numbers, packings = Numbers("matrices"), Numbers("packings")

    def regular(*batch_and_n):
        n = batch_and_n[-1]
        return torch.round(100 * (numbers.tensor(batch_and_n + (n,), -1, 1) + (2 + n) * torch.eye(n))) / 100

    products = [
        ((3,), (3,)), ((0,), (0,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 5)), ((1, 3), (3, 1)), ((2, 0), (0, 3)), ((0, 2), (2, 3)),
        ((2, 2, 3), (3, 2)), ((2, 3), (2, 3, 2)), ((2, 2, 3), (2, 3, 1)), ((2, 1, 2, 3), (3, 3, 2)), ((1, 2, 2), (3, 2, 2)), ((3,), (2, 3, 2)), ((2, 2, 3), (3,))]
    for a, b in products:
        case("MatMul", torch.matmul, [numbers.tensor(a), numbers.tensor(b)], hessian=(a, b) == ((2, 3), (3, 5)))
    case("MatMul", torch.matmul, [torch.tensor([[1.0, INF], [0.0, -2.0]]), torch.tensor([[NAN, 0.0], [1.0, 2.0]])])
    for n in (0, 1, 5):
        case("Dot", torch.dot, [numbers.tensor((n,)), numbers.tensor((n,))])
    for m, n in ((2, 3), (1, 1), (0, 2)):
        case("Outer", torch.outer, [numbers.tensor((m,)), numbers.tensor((n,))])
    for n in (0, 1, 2, 3):
        case("Trace", torch.trace, [numbers.tensor((n, n))])
    for name, f in (("Tril", torch.tril), ("Triu", torch.triu)):
        for shape, k in [((3, 3), 0), ((3, 3), -1), ((3, 3), 2), ((2, 5), 1), ((5, 2), -2), ((2, 2, 3), 0), ((0, 3), 0)]:
            case(name, lambda x: f(x, k), [numbers.tensor(shape)], k=k)
        case(name, lambda x: f(x, 0), [torch.tensor([[NAN, INF], [-INF, -0.0]])], k=0)
    for suffix, indices in (("l", torch.tril_indices), ("u", torch.triu_indices)):
        for strict, n, batch in itertools.product((False, True), (1, 2, 5), ((), (2,))):
            rows, columns = indices(n, n, (-1 if suffix == "l" else 1) if strict else 0)

            def unpack(x):
                matrix = torch.zeros(x.shape[:-1] + (n, n), dtype=x.dtype)
                matrix[..., rows, columns] = x
                return matrix

            if rows.numel() > 0:
                case("PackTri" + suffix, lambda a: a[..., rows, columns], [packings.tensor(batch + (n, n))], strict=strict)
                case("UnpackTri" + suffix, unpack, [packings.tensor(batch + (rows.numel(),))], n=n, strict=strict)
    einsums = [
        ("ij,jk->ik", (2, 3), (3, 2)), ("ij,kj->ik", (2, 3), (2, 3)), ("ij->ji", (2, 3)), ("ij->", (2, 3)), ("ij->j", (2, 3)), ("ii->i", (3, 3)), ("ii->", (3, 3)),
        ("i,i->", (5,), (5,)), ("i,j->ij", (2,), (3,)), ("ijk,jr,kr->ir", (2, 3, 2), (3, 2), (2, 2)), ("i,ij,j->", (2,), (2, 3), (3,)), ("ij,jk,kl,lm->im", (2, 3), (3, 2), (2, 1), (1, 3)),
        ("bij,bjk->bik", (2, 2, 3), (2, 3, 1)), ("bij,bij->b", (2, 3, 1), (2, 3, 1)), ("ijk,ilm,njm->nkl", (1, 2, 2), (1, 2, 3), (2, 2, 3)), (",i->i", (), (3,)), ("i,i,i->i", (3,), (3,), (3,)),
        ("ij,jk", (2, 3), (3, 2)), ("iij->j", (2, 2, 3)), ("ij,jk->ik", (2, 0), (0, 3)), ("ij,k->ik", (2, 3), (2,)), ("ba,ab->", (2, 3), (3, 2))]
    for spec, *operands in einsums:
        case("Einsum", lambda *x: torch.einsum(spec, *x), [numbers.tensor(s) for s in operands], hessian=spec.startswith("ijk,jr"), spec=spec)
    for shape in [(1,), (2,), (3,), (5,), (2, 2)]:
        case("Cholesky", lambda a: torch.linalg.cholesky(symmetric(a)), [regular(*shape)], hessian=shape == (3,))
    for lower, transpose in itertools.product((True, False), (True, False)):
        for a, b in [((3,), (3, 2)), ((2,), (2,)), ((1,), (1, 1)), ((2, 2), (2, 2, 3)), ((3,), (3, 0))]:
            case("SolveTriangular", lambda a, b: solve_triangular(a, b, lower, transpose), [regular(*a), numbers.tensor(b)], hessian=a == (3,) and b == (3, 2) and lower, lower=lower, transpose=transpose)
    for name, f in (("SolveSpd", lambda a, b: solve(symmetric(a), b)), ("Solve", solve)):
        for a, b in [((3,), (3, 2)), ((2,), (2,)), ((1,), (1, 1)), ((2, 2), (2, 2, 3)), ((5,), (5, 1))]:
            case(name, f, [regular(*a), numbers.tensor(b)], hessian=a == (3,))
    for name, f in (("SolveSpdRight", lambda b, a: solve_right(b, symmetric(a))), ("SolveRight", solve_right)):
        for a, b in [((3,), (2, 3)), ((2,), (2,)), ((1,), (1, 1)), ((2, 2), (2, 3, 2)), ((5,), (1, 5))]:
            case(name, f, [numbers.tensor(b), regular(*a)], hessian=a == (3,))
    case("Solve", solve, [torch.tensor([[0.0, 1.0, 2.0], [1.0, 0.0, 3.0], [4.0, -3.0, 8.0]]), numbers.tensor((3, 2))])


def close(old, new):
    if isinstance(old, dict):
        return isinstance(new, dict) and old.keys() == new.keys() and all(close(old[k], new[k]) for k in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(close, old, new))
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        return old == new or abs(old - new) <= 1e-12 * max(1, abs(old), abs(new))
    return old == new


def main():
    for group in (unary, binary, with_numbers, choices, reductions, shapes, matrices):
        group()
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pytorch_golden.json")
    lines = [json.dumps(c, separators=(",", ":"), allow_nan=False) for c in CASES]
    text = '{"pytorch":"%s","cases":[\n%s\n]}\n' % (torch.__version__, ",\n".join(lines))
    if "--check" not in sys.argv:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(len(CASES), "cases,", len(text), "bytes")
        return
    with open(path, encoding="utf-8") as file:
        committed = json.load(file)["cases"]
    changed = [c["form"] for c, now in itertools.zip_longest(committed, json.loads(text)["cases"], fillvalue={"form": "(missing)"}) if not close(c, now)]
    if changed:
        sys.exit("different: " + ", ".join(sorted(set(changed))))
    print(len(CASES), "cases are the same")


main()
