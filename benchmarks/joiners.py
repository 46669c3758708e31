"""How many third parties a game needs: the same disputes with at most one to four, at one theta.

``python benchmarks/joiners.py [N]``: N disputes spread evenly over the record (48). Prints for each
number the seconds a dispute, what pacts do to the chance of any war, how far that is from the
ledger's games with two, and the log score of what happened. With any
other number the score is that of a game whose parameters were fitted with two.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import numpy as np
from _machine import machine

from foedus.cases.case import Case, dispute_cases
from foedus.core.paths import threads
from foedus.ledger.options import Options
from foedus.ledger.order import ANY_WAR, GREAT_POWER_WAR
from foedus.ledger.record import record
from foedus.ledger.solve import solve_task
from foedus.ledger.task import Task
from foedus.ledger.work import processes

KS = (1, 2, 3, 4)
MOVED = 0.01
"""Change of the chance of war from which a dispute counts as moved."""


def solved(cases: Sequence[Case], workers: int) -> dict[int, dict[str, float]]:
    """Seconds, positions, and chances of war with and without obligations, by dispute."""
    with processes(workers) as pool:
        tasks = [Task(case) for case in cases]
        pieces = list(map(solve_task, tasks) if pool is None else pool.map(solve_task, tasks))
    out: dict[int, dict[str, float]] = {}
    for case, piece in zip(cases, pieces, strict=True):
        if "failed" in piece:
            continue
        bare = piece["without"] or piece["with"]
        out[int(case.key)] = {
            "seconds": piece["seconds"],
            "positions": piece["positions"],
            "war": piece["with"][ANY_WAR],
            "any": piece["with"][ANY_WAR] - bare[ANY_WAR],
            "great": piece["with"][GREAT_POWER_WAR] - bare[GREAT_POWER_WAR],
        }
    return out


def _above(effect: np.ndarray) -> float:
    """Wars that are added, expected."""
    return float(effect[effect > 0.0].sum())


def main(number: int = 48) -> int:
    print(machine())
    if not os.environ.get("FOEDUS_DATA"):
        print("FOEDUS_DATA is not set: the record is not here")
        return 0
    held = record(Options(limit=number))
    only = {int(case.key) for case in held.cases}
    wars = {
        int(case.key): case.seen is not None and case.seen.level == "war" for case in held.cases
    }
    print(f"{len(only)} disputes, {sum(wars.values())} of them wars; {threads()} processes")
    found = {
        k: solved([c for c in dispute_cases(k, "any", only) if int(c.key) in only], threads())
        for k in KS
    }
    both = sorted(set.intersection(*(set(one) for one in found.values())))
    base = np.array([found[2][key]["any"] for key in both])
    clock = sum(found[2][key]["seconds"] for key in both)
    print(
        "third  positions  seconds  times  + and - by .01   added  removed  great: added  removed  "
        "off K = 2   score"
    )
    for k in KS:
        rows = [found[k][key] for key in both]
        effect = np.array([row["any"] for row in rows])
        chance = np.array([row["war"] for row in rows])
        truth = np.array([wars[key] for key in both])
        score = -np.log(np.where(truth, chance, 1.0 - chance)).mean()
        took = sum(row["seconds"] for row in rows)
        great = np.array([row["great"] for row in rows])
        print(
            f"{k:>5} {np.median([row['positions'] for row in rows]):>10,.0f} "
            f"{took / len(rows):>8.3f} {took / clock:>6.2f} {(effect > MOVED).sum():>7} "
            f"{(effect < -MOVED).sum():>7} {_above(effect):>7.4f} {_above(-effect):>8.3f} "
            f"{_above(great):>13.4f} {_above(-great):>8.3f} {np.abs(effect - base).max():>10.4f} "
            f"{score:>7.4f}"
        )
    print(f"not solved with some number: {len(only) - len(both)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:2])))
