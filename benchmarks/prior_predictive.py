"""What the priors say before any data: P(any war) of the average dispute over draws of theta."""

from __future__ import annotations

import numpy as np
from _machine import machine, reference, timed

from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.outcomes import CLASSES, outcomes
from foedus.crisis.theta import load_theta

SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
RECORD = {"challenger_yields": 0.035, "target_yields": 0.085, "settled": 0.06, "lapsed": 0.795}
RECORD |= {"any_war": 0.025}


def prior_draws(count: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Outcomes of the average dispute under each of `count` draws of theta."""
    scenario, theta = reference("average-dispute"), load_theta("provisional")
    names = [*CLASSES, "any_war"]
    rows = np.empty((count, len(names)))
    for k in range(count):
        found = outcomes(solve(compile_game(scenario, theta.draw(seed, k))))
        rows[k] = [found[name] for name in names]
    return dict(zip(names, rows.T, strict=True))


def main(count: int = 400) -> None:
    print(machine())
    took = timed(lambda: prior_draws(count))
    head = " ".join(f"{f'q{100 * s:.0f}':>7s}" for s in SHARES)
    print(f"average dispute, {count} draws of theta: {took}")
    print(f"{'':18s} {'record':>7s} {'mean':>7s} {head}")
    for name, known in RECORD.items():
        values = took.result[name]
        spread = " ".join(f"{q:7.4f}" for q in np.quantile(values, SHARES))
        print(f"{name:18s} {known:7.3f} {values.mean():7.4f} {spread}")
    war = took.result["any_war"]
    print(
        f"chance of war above .1: {(war > 0.1).mean():.3f} of the draws; "
        f"above .3: {(war > 0.3).mean():.3f}"
    )


if __name__ == "__main__":
    main()
