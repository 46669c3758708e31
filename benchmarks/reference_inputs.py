"""The reference numbers of the rules: target, obtained, difference; and what each parameter does.

The targets are those that a sketch of the rules gave for the same inputs ("hand-tuned, and not
estimated"). Each is computed twice: on the ladder as the rules print it, and with lapse falling
with the rung (factors 1, 1, .8, .5, 0 from calm to war, where the rules print 1, 1, 1, 1, 0):
the targets fit the second. Those two factors were found by trying, with these targets in sight;
nothing in the rules gives them. `--quick` leaves the sensitivities out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from _machine import machine, reference, timed, with_theta

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import Outcomes, outcomes
from foedus.crisis.scenario import Override, Scenario
from foedus.crisis.theta import load_theta

FALLING = (1.0, 1.0, 0.8, 0.5, 0.0)
PRINTED = (1.0, 1.0, 1.0, 1.0, 0.0)


@dataclass(frozen=True)
class Line:
    """One reference number: its target, and what is obtained on either ladder."""

    label: str
    target: float
    obtained: float
    falling: float

    def __str__(self) -> str:
        off, less = self.obtained - self.target, self.falling - self.target
        return (
            f"{self.label:67s} {self.target:7.3f} {self.obtained:9.3f} {off:+8.3f} "
            f"{self.falling:9.3f} {less:+8.3f}"
        )


def lapsing(scenario: Scenario, factors: tuple[float, ...]) -> Scenario:
    """The scenario with these lapse factors, lowest rung first."""
    ladder = tuple(
        rung.model_copy(update={"lapse": factor})
        for rung, factor in zip(scenario.ladder, factors, strict=True)
    )
    return scenario.model_copy(update={"ladder": ladder})


def solved(scenario: Scenario) -> Outcomes:
    return outcomes(solve(compile_game(scenario, load_theta("provisional"))))


def both(scenario: Scenario) -> tuple[Outcomes, Outcomes]:
    """Outcomes on the ladder as printed, and with lapse falling."""
    return solved(lapsing(scenario, PRINTED)), solved(lapsing(scenario, FALLING))


def lines(
    scenario: Scenario, head: str, numbers: dict[str, tuple[float, Callable[[Outcomes], float]]]
) -> list[Line]:
    """Reference numbers of one scenario: label -> (target, how to read it off)."""
    printed, falling = both(scenario)
    return [
        Line(f"{head}: {label}", target, read(printed), read(falling))
        for label, (target, read) in numbers.items()
    ]


def chance(name: str) -> Callable[[Outcomes], float]:
    """How to read off the probability of a class."""
    return lambda found: found[name]


def highest(found: Outcomes, rung: int) -> float:
    """Probability that the highest level reached is this rung, neither lower nor higher."""
    rest = (*found.rungs, 0.0)
    return rest[rung] - rest[rung + 1]


def average_dispute() -> list[Line]:
    return lines(
        reference("average-dispute"),
        "average dispute",
        {
            "challenger yields": (0.035, chance("challenger_yields")),
            "target yields": (0.085, chance("target_yields")),
            "settled": (0.060, chance("settled")),
            "lapsed": (0.793, chance("lapsed")),
            "war": (0.026, chance("any_war")),
            "highest level force": (0.68, lambda found: highest(found, 3)),
            "nature's share of wars": (
                0.02,
                lambda found: found.steps["nature"] / sum(found.steps.values()),
            ),
        },
    )


def sharpness() -> list[Line]:
    targets = {1: 0.006, 2: 0.008, 4: 0.026, 6: 0.045, 8: 0.046, 12: 0.026, 16: 0.010}
    cases = {f"lambda {lam}": (reference("average-dispute", lambda_=lam), t)
             for lam, t in targets.items()}  # fmt: skip
    refitted = reference("average-dispute", lambda_=2, c_w=1.14, mu_war=0.025, phi=1 / 33)
    cases["lambda 2, c_w 1.14, mu_war .025, phi 1/33"] = (refitted, 0.025)
    for alpha, target in ((1, 0.024), (2, 0.026), (4, 0.027)):
        cases[f"alpha {alpha}"] = (reference("average-dispute", alpha=alpha), target)
    found = []
    for head, (scenario, target) in cases.items():
        found += lines(scenario, f"average dispute, {head}", {"war": (target, chance("any_war"))})
    return found


def weak_target() -> list[Line]:
    rows = {
        0: (0.181, 0.01, 0.017), 1: (0.174, 0.08, 0.018), 3: (0.118, 0.57, 0.025),
        6: (0.093, 0.75, 0.025), 10: (0.082, 0.83, 0.025),
    }  # fmt: skip
    found = []
    for honour, (yields, fights, war) in rows.items():
        found += lines(
            reference("weak-target", X=honour),
            f"weak target, X {honour}",
            {
                "target yields": (yields, chance("target_yields")),
                "ally fights, given war": (fights, lambda f: f.fights["CC"] / f["any_war"]),
                "war": (war, chance("any_war")),
            },
        )
    return found


def serbia(scenario: Scenario, war_cost: float) -> Scenario:
    """The July sketch with another war cost of Serbia's."""
    new = scenario.overrides["SER"].model_copy(update={"war_cost": war_cost})
    assert isinstance(new, Override)
    return scenario.model_copy(update={"overrides": {**scenario.overrides, "SER": new}})


def july() -> list[Line]:
    targets = {
        (0.1, True): (0.37, 0.37), (0.1, False): (0.50, 0.16),
        (1.2, True): (0.38, 0.38), (1.2, False): (0.09, 0.04),
    }  # fmt: skip
    found = []
    for (cost, treaties), (war, great) in targets.items():
        scenario = serbia(reference("july-sketch"), cost)
        if not treaties:
            scenario = scenario.model_copy(update={"treaties": {}})
        head = (
            f"July sketch, Serbia's war cost {cost}, {'with' if treaties else 'without'} treaties"
        )
        numbers = {
            "any war": (war, chance("any_war")),
            "great power": (great, chance("great_power_war")),
        }
        if cost == 1.2 and not treaties:
            numbers["Serbia yields"] = (0.53, chance("target_yields"))
        found += lines(scenario, head, numbers)
    return found


def sensitivity() -> list[tuple[str, float, float, float]]:
    """P(any war) of the average dispute with each parameter one prior sd down, as it is, and up."""
    theta = load_theta("provisional")
    scenario = reference("average-dispute")
    middle = solved(scenario)["any_war"]
    rows = []
    for name, entry in theta.parameters.items():
        if entry.prior == "fixed":
            continue
        ends = []
        for sign in (-1, 1):
            shifted = (
                entry.value * np.exp(sign * entry.sd)
                if entry.prior == "lognormal"
                else entry.value + sign * entry.sd
            )
            value = float(np.clip(shifted, entry.low, entry.high))
            ends.append(solved(with_theta(scenario, **{name: value}))["any_war"])
        rows.append((name, ends[0], middle, ends[1]))
    return sorted(rows, key=lambda row: -abs(row[3] - row[1]))


def main() -> None:
    print(machine())
    print(f"{'':67s} {'':7s} {'as printed':>18s} {'lapse falling':>18s}")
    print(
        f"{'':67s} {'target':>7s} {'obtained':>9s} {'differ':>8s} {'obtained':>9s} {'differ':>8s}"
    )
    took = timed(lambda: [average_dispute(), sharpness(), weak_target(), july()])
    for part in took.result:
        for line in part:
            print(line)
    rows = [line for part in took.result for line in part]
    for label, read in (("as printed", "obtained"), ("lapse falling", "falling")):
        offs = [abs(getattr(line, read) - line.target) for line in rows]
        print(f"{label}: mean difference {np.mean(offs):.4f}, largest {max(offs):.3f}")
    print(f"{took}, {sum(map(len, took.result))} numbers")
    if "--quick" in sys.argv[1:]:
        return
    print("\nwar in the average dispute, each parameter one prior standard deviation down and up")
    print(f"{'parameter':14s} {'down':>8s} {'as it is':>8s} {'up':>8s} {'up - down':>9s}")
    for name, down, middle, up in sensitivity():
        print(f"{name:14s} {down:8.4f} {middle:8.4f} {up:8.4f} {up - down:+9.4f}")


if __name__ == "__main__":
    main()
