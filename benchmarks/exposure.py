"""Exposure of every state in a year: how long it takes, and its error.

Goals: a whole year under 2 s of CPU time over all threads, error under half a point. Each year runs
in a fresh process: what is timed includes reading the record, counting how often wars begin,
importing Numba and loading the kernel that an earlier process compiled; the time to compile it once
is printed beside. Needs FOEDUS_DATA, or the files in the cache. ``--table`` prints the table of
docs/explanation/exposure.md only.
"""

from __future__ import annotations

import json
import sys
import tempfile

from _machine import Took, child, machine

YEARS = (1900, 1914, 1938, 1962, 2018)
GOAL_SECONDS, GOAL_ERROR = 2.0, 0.005
_CODE = """
import json, sys, time
from foedus.network.exposure.drawn_in import exposure
from foedus.network.graph import network_in
begun, wall = time.process_time(), time.perf_counter()
found = exposure(network_in({year}))
took, wall = time.process_time() - begun, time.perf_counter() - wall
again = time.process_time()
exposure(network_in({year}), seed=1)
again = time.process_time() - again
print(json.dumps(dict(took=took, wall=wall, again=again, exact=found.exact, error=found.error.max(),
    states=int(found.states.size))))
"""


def fresh(year: int, extra: dict[str, str] | None = None) -> tuple[Took, dict[str, float]]:
    """One year's exposure in a new process."""
    took, _ = child(["-c", _CODE.format(year=year)], extra)
    return took, json.loads(took.result)


def times() -> bool:
    """Print time and error by year; whether the goals are met."""
    with tempfile.TemporaryDirectory() as empty:
        first, _ = fresh(1914, {"FOEDUS_CACHE": empty})
        later, _ = fresh(1914, {"FOEDUS_CACHE": empty})
    print(f"compiling the kernel, once for each version: {first.cpu - later.cpu:.1f} s CPU\n")
    print("  year states  process CPU s  year CPU s  wall s  again CPU s  exact  error, points")
    good = True
    for year in YEARS:
        fresh(year)  # compiled from here on
        took, told = fresh(year)
        error = told["error"]
        met = told["took"] < GOAL_SECONDS and 1.96 * error < GOAL_ERROR
        good &= met
        print(
            f"  {year} {told['states']:6.0f} {took.cpu:14.2f} "
            f"{told['took']:11.2f} {told['wall']:7.2f} "
            f"{told['again']:12.2f} {told['exact']:6.0%} {100 * error:9.2f} "
            f"(95 %: {196 * error:.2f}) {'met' if met else 'MISSED'}"
        )
    return good


def table() -> None:
    """Print the years side by side, as in the docs."""
    from foedus.network.exposure.drawn_in import exposure
    from foedus.network.exposure.honour import AFTER_1945, BEFORE_1945, OVERALL
    from foedus.network.exposure.onset import onset
    from foedus.network.graph import network_in

    made = onset()
    print(made.table, f"\nmajor began {made.major_began:.2f} of {made.mixed:.1f} wars\n")
    print("| year | states | pledges | mean | most exposed | unmet |")
    for year in YEARS:
        net = network_in(year)
        found, unmet = exposure(net), exposure(net, conditions="unmet")
        top = [
            f"{row['state']} {100 * row['given_war']:.1f} ({100 * row['yearly']:.1f})"
            for row in found.frame.sort("given_war", descending=True).head(5).rows(named=True)
        ]
        owed = {kind: int(net.owed[kind].sum()) for kind in ("defense", "offense", "neutral")}
        print(
            f"| {year} | {net.states.size} | {' '.join(map(str, owed.values()))} | "
            f"{100 * found.given_war.mean():.1f} | {', '.join(top)} | "
            f"{100 * unmet.given_war.mean():.1f} | wars {found.started.mean():.2f}"
        )
        others = {"overall": OVERALL, "before": BEFORE_1945, "after": AFTER_1945}
        line = {n: exposure(net, honour=h).given_war.mean() for n, h in others.items()}
        before = exposure(net, rates=onset(year - 1)).given_war.mean()
        pairs = exposure(net, rates=onset(shared=False)).given_war.mean()
        shown = " ".join(f"{name} {100 * value:.1f}" for name, value in line.items())
        print(f"    {shown}; before the year {100 * before:.1f}; by pairs {100 * pairs:.1f}")


def main() -> int:
    print(machine())
    if "--table" in sys.argv[1:]:
        table()
        return 0
    return 0 if times() else 1


if __name__ == "__main__":
    sys.exit(main())
