"""July 1914 with private resolve: one theta, two types for up to five great powers.

Target: at most 60 s on two cores and under 4 GB for five. Prints how work grows with the actors
that have two types, and the ratio to the same game without types, solved in the same run.
"""

from __future__ import annotations

from _machine import machine, peak_megabytes, timed

from foedus.core.paths import threads
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.private.minds import minds
from foedus.crisis.private.solve import solve_private
from foedus.crisis.scenario import Scenario, load

TARGET_SECONDS, TARGET_MEGABYTES = 60.0, 4000.0
POWERS = ("UKG", "GMY", "RUS", "AUH", "FRN")


def only(scenario: Scenario, codes: tuple[str, ...]) -> Scenario:
    """The crisis with two types for some of its actors only."""
    resolve = {code: scenario.resolve[code] for code in codes}
    perceived = {
        observer: {code: one for code, one in seen.items() if code in resolve}
        for observer, seen in scenario.perceived.items()
    }
    return scenario.model_copy(update={"resolve": resolve, "perceived": perceived})


def main() -> None:
    """Print both sides."""
    print(machine())
    july, cores = load("july-1914"), threads()
    game = compile_game(july)
    small = compile_game(only(july, ("UKG",)))
    solve_private(small, minds(small.scenario, small), plain=solve(small), threads=cores)  # compile
    plain = timed(lambda: solve(game, threads=cores))
    print(f"without types: {plain}, {game.size:,} positions, {cores} threads")
    took = plain
    for many in range(1, len(POWERS) + 1):
        scenario = only(july, POWERS[:many])
        of = compile_game(scenario, layout=game.layout)
        took = timed(
            lambda of=of, scenario=scenario: solve_private(
                of, minds(scenario, of), plain=plain.result, threads=cores
            )
        )
        found = took.result
        print(
            f"{many} of two types: {took}, {len(found.weights):3d} profiles, "
            f"{found.rounds} rounds, residual {found.residual:.0e}, "
            f"{took.wall / plain.wall:6.1f} times the game without"
        )
    met = took.wall <= TARGET_SECONDS and peak_megabytes() <= TARGET_MEGABYTES
    print(
        f"five: {took.wall:.1f} s of {TARGET_SECONDS:.0f}, peak {peak_megabytes():,.0f} MB of "
        f"{TARGET_MEGABYTES:,.0f}: {'met' if met else 'missed'}"
    )


if __name__ == "__main__":
    main()
