"""The ledger: seconds for one theta, cold against warm, a looser residual, one worker against two.

``python benchmarks/ledger.py [N]``: on N disputes spread evenly over the record (40), extrapolated
to all of it. Goal: one theta, with and without obligations, in at most 6 minutes on two cores.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np
from _machine import machine

from foedus.cases.case import Case
from foedus.crisis.equilibrium import SolveOptions, solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import outcomes
from foedus.ledger.options import Options
from foedus.ledger.order import ANY_WAR, GREAT_POWER_WAR
from foedus.ledger.owed import ALL, in_play, without
from foedus.ledger.record import record
from foedus.ledger.solve import solve_task
from foedus.ledger.task import Piece, Task, thetas
from foedus.ledger.work import processes

GOAL_SECONDS = 360.0
"""For one theta over the whole record, on two cores."""
DRAWS = 4
ROUNDS = 2


@dataclass(frozen=True)
class Beside:
    """Two ways to the same numbers: seconds of each; how far apart any number is, any war's."""

    one: float
    other: float
    apart: float
    war: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times quicker the second is."""
        return self.one / self.other


def clocked(tasks: Sequence[Task], pool: Executor | None = None) -> tuple[float, list[Piece]]:
    """Wall seconds for some tasks, and their pieces."""
    began = time.perf_counter()
    found = list(map(solve_task, tasks) if pool is None else pool.map(solve_task, tasks))
    return time.perf_counter() - began, found


def least(tasks: Sequence[Task], pool: Executor | None = None) -> tuple[float, list[Piece]]:
    """The quicker of two rounds: others use the machine too."""
    return min((clocked(tasks, pool) for _ in range(ROUNDS)), key=lambda t: t[0])


def numbers(piece: Piece) -> np.ndarray:
    """Every number of a piece that is reported: with, without, and the difference, all draws."""
    both = [[piece["with"], piece["without"] or piece["with"]]]
    both += [[d[0], d[1] or d[0]] for d in piece.get("draws", ()) if d is not None]
    table = np.array(both)
    return np.concatenate([table, table[:, :1] - table[:, 1:]], axis=1)


def apart(found: Sequence[Piece], others: Sequence[Piece]) -> tuple[float, float]:
    """Largest change of any number, and of a chance of war."""
    pairs = [(numbers(a), numbers(b)) for a, b in zip(found, others, strict=True)]
    wars = [ANY_WAR, GREAT_POWER_WAR]
    return (
        max(float(np.abs(a - b).max()) for a, b in pairs),
        max(float(np.abs(a - b)[..., wars].max()) for a, b in pairs),
    )


def looser(cases: Sequence[Case], tol: float, draws: int = DRAWS) -> Beside:
    """A looser residual against the usual one: seconds, and the largest change of any number."""
    usual = [Task(case, draws=draws, tol=1e-7) for case in cases]
    one, found = least(usual)
    other, loose = least([replace(task, tol=tol) for task in usual])
    return Beside(one, other, *apart(found, loose))


def warm(cases: Sequence[Case], draws: int = DRAWS) -> Beside:
    """Draws solved cold against started from the point values: seconds of solving alone."""
    options = SolveOptions()
    cold = started = off = war = 0.0
    for case in cases:
        mean, drawn = thetas(Task(case, draws=draws))
        first = solve(compile_game(case.scenario, mean), options)
        bare = compile_game(without(case.scenario, ALL), mean, first.game.layout)
        games = [(bare, first.values)]
        games += [
            (compile_game(case.scenario, theta, first.game.layout), first.values) for theta in drawn
        ]
        for game, start in games:
            began = time.perf_counter()
            one = solve(game, options)
            middle = time.perf_counter()
            other = solve(game, options, warm=start)
            started += time.perf_counter() - middle
            cold += middle - began
            told = [outcomes(found, reached=False).classes for found in (one, other)]
            off = max(off, *(abs(told[0][name] - told[1][name]) for name in told[0]))
            war = max(war, abs(told[0]["any_war"] - told[1]["any_war"]))
    return Beside(cold, started, off, war)


def workers(tasks: Sequence[Task]) -> Beside:
    """The same tasks with one worker and with two, both processes, both running already."""
    with processes(2) as two:
        assert two is not None
        list(two.map(solve_task, list(tasks[:4])))
        both, found = least(tasks, two)
    one, alone = least(tasks)
    return Beside(one, both, *apart(alone, found))


def report(cases: Sequence[Case], disputes: int) -> bool:
    """Print the claims; whether the goal is met."""
    pledged = sum(bool(in_play(case.scenario)) for case in cases)
    print(f"{len(cases)} disputes, {pledged} with obligations; {disputes:,} on record")
    at_mean = [Task(case) for case in cases]
    clocked(at_mean[:2])  # what is compiled or read once
    pair = workers(at_mean)
    scale = disputes / len(cases)
    print(
        f"one theta, with and without: {1000 * pair.one / len(cases):6.1f} ms a dispute; all: "
        f"{scale * pair.one:5.0f} s with one worker, {scale * pair.other:5.0f} s with two "
        f"(goal {GOAL_SECONDS:.0f} s)"
    )
    print(f"  two workers against one: {pair.ratio:.2f} times, numbers apart by {pair.apart:.1g}")
    both = warm(cases)
    print(
        f"warm start against cold: {both.ratio:5.2f} times quicker, outcomes apart by "
        f"{both.apart:.1g}, any war by {both.war:.1g}"
    )
    for tol in (1e-6, 1e-5):
        loose = looser(cases, tol)
        print(
            f"residual {tol:g} against 1e-07: {loose.ratio:5.2f} times quicker; apart by at most: "
            f"chances of war {loose.war:.1g}, any number {loose.apart:.1g} ({DRAWS} draws)"
        )
    full = [Task(case, draws=16, search=3, instruments=True) for case in cases[::4]]
    took, _ = clocked(full)
    each = took / len(full)
    print(
        f"the whole row (16 draws, each treaty, accounting, search): {each:.2f} s a dispute; all: "
        f"{each * disputes / 60:.0f} min with one worker, {each * disputes / 60 / pair.ratio:.0f} "
        "min with two"
    )
    return scale * pair.other <= GOAL_SECONDS


def main(number: int = 40) -> int:
    print(machine())
    if not os.environ.get("FOEDUS_DATA"):
        print("FOEDUS_DATA is not set: the record is not here")
        return 0
    found = record(Options(limit=number))
    good = report(found.cases, found.disputes)
    print("met" if good else "MISSED")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:2])))
