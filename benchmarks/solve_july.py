"""July 1914 from a cold start to a residual of 1e-7, and the same sweeps in vectorised NumPy.

Limits: 10 s on two cores (5 s the aim), under 1 GB, 10 times the NumPy version.
"""

from __future__ import annotations

import tempfile

import numpy as np
from _machine import best, child, machine, peak_megabytes, timed
from _sweep import levels, passes

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import Game, compile_game
from foedus.crisis.kernel import sweep
from foedus.crisis.scenario import Scenario, load

FRESH = """
import time
began = time.perf_counter()
from foedus.crisis.scenario import load
from foedus.crisis.game import compile_game
from foedus.crisis.equilibrium import solve
read = time.perf_counter()
found = solve(compile_game(load({name!r})), threads={threads})
print(time.perf_counter() - read, found.residual)
"""


def kernel_passes(game: Game, values: np.ndarray, count: int, *, only_peace: bool = False) -> None:
    """Relax each block `count` times in place, in one thread, by the compiled kernel."""
    blocks = [b for b in game.layout.blocks if not only_peace or b.at_war == 0]
    spans = np.array([(b.start, b.stop) for b in blocks], np.int64)
    sweep.settle(
        values, game.places, game.model, game.tables, spans, 0.0, count, 0.0,
        sweep.scratch(values.shape[1]),
    )  # fmt: skip


def beside_numpy(game: Game, count: int, *, only_peace: bool = False) -> dict[str, float]:
    """Time the same passes both ways from the same values, and compare the numbers.

    Returns
    -------
    dict
        CPU seconds a pass of the kernel, of NumPy written plainly (all from the tables each pass,
        as the kernel does) and of NumPy with everything that never changes prepared once; the
        ratios; and the largest difference of a value (which must be within 1e-12).
    """
    begin = np.zeros((game.size, len(game.names) + 2))
    kernel_passes(game, begin, 3)
    prepared = levels(game, only_peace)

    def ours() -> np.ndarray:
        values = begin.copy()
        kernel_passes(game, values, count, only_peace=only_peace)
        return values

    def theirs() -> np.ndarray:
        values = begin.copy()
        passes(prepared, values, count)
        return values

    def plainly() -> None:
        values = begin.copy()
        for halves in levels(game, only_peace):
            passes([halves], values, 1)

    ours()
    one, other, plain = best(ours), best(theirs, 2), best(plainly, 2)
    off = float(np.abs(one.result - other.result).max())
    if not off <= 1e-12:
        raise AssertionError(f"the two versions differ by {off:.2g}")
    return {
        "kernel": one.cpu / count,
        "plain": plain.cpu,
        "prepared": other.cpu / count,
        "plain_ratio": plain.cpu * count / one.cpu,
        "prepared_ratio": other.cpu / one.cpu,
        "off": off,
    }


def cold(scenario: Scenario, threads: int) -> dict[str, float]:
    """Compile a scenario's tables and solve it from a cold start."""
    took = timed(lambda: solve(compile_game(scenario), threads=threads))
    found = took.result
    return {
        "wall": took.wall,
        "cpu": took.cpu,
        "residual": found.residual,
        "positions": found.game.size,
        "passes": found.work / found.game.size,
    }


def main(name: str = "july-1914", count: int = 10) -> None:
    print(machine())
    with tempfile.TemporaryDirectory() as cache:
        code = FRESH.format(name=name, threads=2)
        for label in ("first ever, compilation included", "fresh process, compiled before"):
            took, peak = child(["-c", code], {"FOEDUS_CACHE": cache})
            inside, residual = map(float, took.result.split())
            print(
                f"{name}, {label}: {took} (solving {inside:.2f} s), 2 threads, "
                f"residual {residual:.1e}, peak so far {peak:.0f} MB"
            )
    scenario = load(name)
    cold(scenario, 1)
    for threads in (1, 2):
        r = cold(scenario, threads)
        print(
            f"{name}, cold start, {threads} thread(s): {r['wall']:.2f} s wall, "
            f"{r['cpu']:.2f} s CPU, {r['positions']} positions, {r['passes']:.0f} passes, "
            f"residual {r['residual']:.1e} (limit 10 s on two cores, aim 5 s)"
        )
    print(f"peak memory of this process: {peak_megabytes():.0f} MB (limit 1000 MB)")
    game = compile_game(scenario)
    for only_peace in (True, False):
        r = beside_numpy(game, count, only_peace=only_peace)
        where = "before war" if only_peace else "all positions"
        print(
            f"one pass, {where}, one thread: foedus {1e3 * r['kernel']:.2f} ms CPU; NumPy "
            f"{1e3 * r['plain']:.1f} ms ({r['plain_ratio']:.1f} times), with all that never "
            f"changes prepared once {1e3 * r['prepared']:.1f} ms ({r['prepared_ratio']:.1f} "
            f"times); limit 10 times; largest difference {r['off']:.1e}"
        )


if __name__ == "__main__":
    main()
