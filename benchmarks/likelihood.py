"""The likelihood over all disputes: cold, warm, its gradient; derivatives beside whole solutions.

A stride sample is measured and scaled to all disputes; ``--all`` takes every one. To take: at most
120 s cold and 30 s warm on two cores, the gradient at most three times 30 s. The gradient is the
slope of one number, the likelihood; a step of the fit takes the slopes of every reading, for the
information, and stands beside it. Wall seconds are those of a machine that may be busy; CPU seconds
of one worker stand beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter, process_time

import numpy as np
from _machine import machine

from foedus.cases.case import Case, dispute_cases
from foedus.core.workers import process_pool
from foedus.crisis.equilibrium import Equilibrium, SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.reading import read_out
from foedus.crisis.sensitivity import moved, slope
from foedus.crisis.theta import Theta
from foedus.estimate.structural.crew import Crew, Item
from foedus.estimate.structural.evaluate import OPTIONS, SLOPES
from foedus.estimate.structural.space import Space, space
from foedus.estimate.structural.terms import likelihood as terms
from foedus.estimate.structural.terms import readings

COLD, WARM, GRADIENT = 120.0, 30.0, 3.0
NEAR = 0.1
"""How far theta moves between evaluations, in spreads of the prior: a step near the top."""
TIGHT = SolveOptions(tol=1e-10, limit=60_000)
STEP = 1e-4


@dataclass(frozen=True)
class Seconds:
    """Seconds of one pass over the cases: wall, then CPU of this process; how many failed, loss."""

    cold: float
    warm: float
    step: float
    cpu: tuple[float, float, float]
    failed: int
    loss: float
    score: np.ndarray


def likelihood(cases: Sequence[Case], workers: int) -> Seconds:
    """One likelihood cold, one warm-started at a theta nearby, one with all a step needs."""
    where = space()
    items = [Item(case, case.seen) for case in cases]
    thetas = [where.theta(where.centre + NEAR * k * where.sd) for k in range(4)]
    with Crew(items, workers) as crew:
        # Workers import and load kernels on their first call; here one case each takes that.
        crew.evaluate(thetas[3], where.names, first=min(len(items), workers))
        took, cpu, lines = [], [], []
        for theta, names in ((thetas[0], ()), (thetas[1], ()), (thetas[2], where.names)):
            began, used = perf_counter(), process_time()
            lines = crew.evaluate(theta, names)
            took.append(perf_counter() - began)
            cpu.append(process_time() - used)
    failed = sum(bool(line.failed) for line in lines)
    loss = sum(float(line.loss.sum()) for line in lines)
    score = sum(line.score for line in lines)
    return Seconds(*took, (cpu[0], cpu[1], cpu[2]), failed, loss, np.asarray(score))


def gradient(cases: Sequence[Case], workers: int) -> tuple[float, float, np.ndarray]:
    """Return wall and CPU seconds of the likelihood with its gradient, warm-started; the gradient.

    At the thetas of `likelihood`; seconds are those of the slowest worker.
    """
    shares = [cases[k::workers] for k in range(workers)]
    if workers == 1:
        made = [_gradient(cases)]
    else:
        with process_pool(workers) as pool:
            made = list(pool.map(_gradient, shares))
    return max(m[0] for m in made), max(m[1] for m in made), np.sum([m[2] for m in made], axis=0)


def _gradient(cases: Sequence[Case]) -> tuple[float, float, np.ndarray]:
    where = space()
    near, here = (where.theta(where.centre + NEAR * k * where.sd) for k in (1, 2))
    games = [solve(compile_game(case.scenario, near), OPTIONS) for case in cases]
    _slope(cases[0], here, where, games[0])  # loads kernels
    total = np.zeros(len(where.names))
    began, used = perf_counter(), process_time()
    for case, before in zip(cases, games, strict=True):
        total += _slope(case, here, where, before)
    return perf_counter() - began, process_time() - used, total


def _slope(case: Case, theta: Theta, where: Space, before: Equilibrium) -> np.ndarray:
    """Of the log likelihood of one dispute, (P,)."""
    assert case.seen is not None
    game = compile_game(case.scenario, theta, before.game.layout)
    found = solve(game, OPTIONS, warm=before.values)
    told = read_out(found, readings(game, case.seen), tol=SLOPES)
    scored = terms(case.seen, told.names, told.chances)
    return slope(found, told, where.names, scored.slope[None], tol=SLOPES).rows[0]


@dataclass(frozen=True)
class Beside:
    """CPU seconds of derivatives in every parameter, both ways, and the largest difference."""

    implicit: float
    differences: float
    off: float


def derivatives(cases: Sequence[Case], where: Space | None = None) -> Beside:
    """Implicit derivatives of every reading beside central differences of whole solutions."""
    where = where or space()
    theta = where.theta(where.centre)
    implicit = differences = off = 0.0
    for case in cases:
        assert case.seen is not None
        found = solve(compile_game(case.scenario, theta), TIGHT)
        asked = readings(found.game, case.seen)
        began = process_time()
        told = read_out(found, asked)
        rows = slope(found, told, where.names, np.eye(len(asked)), tol=1e-9).rows
        implicit += process_time() - began
        began = process_time()
        other = np.column_stack(
            [
                (_chances(case, moved(theta, name, STEP), found.values)
                 - _chances(case, moved(theta, name, -STEP), found.values)) / (2.0 * STEP)
                for name in where.names
            ]
        )  # fmt: skip
        differences += process_time() - began
        off = max(off, float(np.abs(rows - other).max()))
    return Beside(implicit, differences, off)


def _chances(case: Case, theta: Theta, warm: np.ndarray) -> np.ndarray:
    found = solve(compile_game(case.scenario, theta), TIGHT, warm=warm)
    assert case.seen is not None
    return read_out(found, readings(found.game, case.seen), ahead=False).chances


def main(stride: int = 40, k: int = 2, solutions: int = 6) -> None:
    print(machine())
    every = dispute_cases(k)
    cases = every[::stride]
    scale = len(every) / len(cases)
    print(
        f"{len(cases):,} of {len(every):,} disputes, K = {k}"
        + ("" if stride == 1 else f"; seconds for all are those of the sample times {scale:.1f}")
    )
    one, two = (likelihood(cases, workers) for workers in (1, 2))
    alone, both = (gradient(cases, workers) for workers in (1, 2))
    for name, cpu, first, second in (
        ("cold", one.cpu[0], one.cold, two.cold),
        ("warm", one.cpu[1], one.warm, two.warm),
        ("gradient", alone[1], alone[0], both[0]),
        ("step", one.cpu[2], one.step, two.step),
    ):
        print(
            f"{name:9s}{scale * first:7.1f} s with 1 worker ({scale * cpu:.1f} s CPU), "
            f"{scale * second:.1f} s with 2: ratio {first / second:.2f}"
        )
    print(f"not solved: {two.failed}; loss apart by {abs(one.loss - two.loss):.1e}")
    apart = np.abs(alone[2] - one.score).max() / np.abs(one.score).max()
    print(f"gradient and the step's slopes apart by {apart:.1e} of the largest")
    print(
        f"cold {scale * two.cold / COLD:.2f} of the {COLD:.0f} s it may take, "
        f"warm {scale * two.warm / WARM:.2f} of {WARM:.0f} s, "
        f"gradient {scale * both[0] / (GRADIENT * WARM):.2f} of {GRADIENT * WARM:.0f} s, "
        f"a step {scale * two.step / (GRADIENT * WARM):.2f} of the gradient's"
    )
    print(
        f"beside the warm likelihood (CPU, 1 worker): with gradient {alone[1] / one.cpu[1]:.1f} "
        f"times as much, with all a step needs {one.cpu[2] / one.cpu[1]:.1f}"
    )
    few = derivatives(cases[:: max(len(cases) // solutions, 1)][:solutions])
    print(
        f"derivatives in {len(space().names)} parameters: implicit {few.implicit:.2f} s CPU, "
        f"differences of whole solutions {few.differences:.2f} s: ratio "
        f"{few.differences / few.implicit:.1f}; apart by at most {few.off:.1e}"
    )


if __name__ == "__main__":
    main(stride=1 if "--all" in sys.argv[1:] else 40)
