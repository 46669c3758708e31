"""The set-ups of `test_theory`, each the smallest game in which a published argument can be put."""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.crisis.game import compile_game
from foedus.crisis.private.experience import Seen, experience
from foedus.crisis.private.minds import minds
from foedus.crisis.private.outcomes import policy_of, private_outcomes
from foedus.crisis.private.solve import PrivateEquilibrium, PrivateOptions, solve_private
from foedus.crisis.resolve import Perception, Resolve
from foedus.crisis.scenario import Scenario

from ..small import crisis, two  # noqa: TID252 - tests have no name to import by

STILL = {"phi": 1e-4, "kappa0": 0.0, "kappa1": 0.0, "iota": 0.0, "leverage": 0.0}
"""Nature and diplomacy all but silent: what happens is chosen."""
NO_TALKS = STILL | {"phi": 0.02}


def solved(scenario: Scenario) -> PrivateEquilibrium:
    """Solve a scenario with private resolve; some of these take more rounds than usual."""
    game = compile_game(scenario)
    return solve_private(game, minds(scenario, game), PrivateOptions(rounds=400))


def seen(found: PrivateEquilibrium, actor: str, observer: str) -> list[Seen]:
    """What an observer believes of an actor, by rung from the lowest."""
    return [s for s in experience(found) if (s.actor, s.observer) == (actor, observer)]


def rung(name: str, hostility: int, audience: float, **more: Any) -> dict[str, Any]:
    """A rung that differs from others in its audience alone."""
    return {
        "name": name, "hostility": hostility, "readiness": 1.0, "audience": audience, **more,
    }  # fmt: skip


def typed(*codes: str, share: float = 0.5, **more: Any) -> dict[str, Resolve]:
    """The same two types for some actors."""
    return {code: Resolve.model_validate({"share": share, **more}) for code in codes}


def threat(
    sharpness: float,
    strength: float = 1.0,
    *,
    resolve: dict[str, Resolve],
    perceived: dict[str, dict[str, float]] | None = None,
    theta: dict[str, float] | None = None,
    **parts: Any,
) -> Scenario:
    """CH, at threat, against TG, at calm, on the default ladder; CH is `strength` times as strong.

    A war is easily begun (mu_war .3) and costs .6 of the stake.
    """
    return two(
        CH={"capability": strength},
        start={"CH": "threat"},
        theta={"lambda": sharpness, "alpha": 1.0, "mu_war": 0.3, "c_w": 0.6} | (theta or {}),
        resolve=resolve,
        perceived={
            observer: {code: Perception(share=share) for code, share in of.items()}
            for observer, of in (perceived or {}).items()
        },
        **parts,
    )


CONTEST = [
    rung("calm", 1, 0.0, revocable=False),
    rung("alert", 2, 1 / 3, revocable=False),
    rung("force", 4, 2 / 3, revocable=False),
    rung("war", 5, 1.0, war=True),
]
"""Nobody may step down: who has climbed fights, yields, or waits for the other to yield."""


def contest(
    audience: tuple[float, float], strength: float, sharpness: float, war_cost: float = 0.6
) -> Scenario:
    """A public contest of CH and TG, the same but for audience costs and strength.

    Both are resolute with a chance of one half, which nearly triples what a war costs the others.
    The crisis all but never lapses, so what one side loses by backing down is what the other gains.
    """
    return two(
        CH={"capability": strength},
        ladder=CONTEST,
        theta=STILL
        | {
            "lambda": sharpness,
            "alpha": 1.0,
            "mu_climb": 0.05,
            "mu_yield": 0.05,
            "mu_war": 1.0,
            "c_w": war_cost,
            "omega": 0.1,
        },
        overrides={"CH": {"audience": audience[0]}, "TG": {"audience": audience[1]}},
        resolve=typed("CH", "TG", of=("war_cost",), spread=1.0),
    )


def backs_down(found: PrivateEquilibrium) -> tuple[float, float]:
    """Chances that CH, and that TG, yields at any time."""
    mean = private_outcomes(found).mean
    return mean["challenger_yields"], mean["target_yields"]


def backs_down_later(found: PrivateEquilibrium) -> tuple[float, float]:
    """The same once both have left the first rung: shares of the crises that end thereafter."""
    layout = found.game.layout
    both = (layout.flag == 0) & (layout.rung.min(axis=1) >= 1)
    last = len(found.game.scenario.ladder) - 2
    given = np.zeros(2)
    fought = 0.0
    for t, weight in enumerate(found.weights.tolist()):
        policy = policy_of(found, found.resolute[t])
        days = np.where(both, weight * found.days[:, t], 0.0)
        for side in range(2):
            attack = days * policy.chosen[:, 1 - side, 0] * (layout.rung[:, 1 - side] == last)
            given[side] += days @ policy.chosen[:, side, 3] + attack @ policy.yields[:, side]
            fought += attack @ (1.0 - policy.yields[:, side])
    challenger, target = (given / (given.sum() + fought)).tolist()
    return challenger, target


def once_climbed(found: PrivateEquilibrium) -> float:
    """How often CH is resolute when it leaves the first rung (it never returns to it)."""
    layout = found.game.layout
    first = (layout.flag == 0) & (layout.rung[:, 0] == 0)
    climbs = np.zeros(2)
    for t, weight in enumerate(found.weights.tolist()):
        chosen = policy_of(found, found.resolute[t]).chosen[:, 0, 0]
        climbs[int(found.resolute[t, 0])] += weight * float(
            (found.days[:, t] * chosen)[first].sum()
        )
    return float(climbs[1] / climbs.sum())


ALLIES = [
    rung("calm", 1, 0.0),
    rung("force", 4, 0.5),
    rung("war", 5, 1.0, war=True),
]


def allies(
    patrons: int = 1,
    *,
    sharpness: float = 4.0,
    stake: float = 1.6,
    eta: float = 4.0,
    challenger: float = 4.0,
    omega: float = 0.02,
    pledged: float = 0.0,
    believed: float | None = None,
    treaty: dict[str, Any] | None = None,
    perceived: dict[str, dict[str, float]] | None = None,
) -> Scenario:
    """CH, at force, against TG of strength 1, whose patrons PA and PB of strength 4 may join.

    Parameters
    ----------
    patrons
        One or two; each is resolute with a chance of one half.
    stake
        What losing TG's cause would cost a patron; TG's own stake is 1, a war costs .6.
    eta
        Decisiveness of strength: p = S^eta / (S^eta + T^eta). The offence has the advantage where
        it is high: the weaker side is lost, and any help decides.
    challenger
        Strength of CH.
    omega
        Rate a day at which a war ends.
    pledged
        How far each patron is bound to TG.
    believed
        What each patron takes the other's chance of being resolute to be.
    """
    names = ("PA", "PB")[:patrons]
    views = perceived or {}
    if believed is not None:
        views = {one: {other: believed for other in names if other != one} for one in names}
    owed = {
        f"pact-{name.lower()}": {
            "kind": "defence", "owes": {name: ["TG"]}, "binding": pledged, **(treaty or {}),
        }
        for name in names
        if pledged
    }  # fmt: skip
    return crisis(
        {
            "CH": {"camp": "challenger", "capability": challenger},
            "TG": {"camp": "target", "capability": 1.0},
            **{name: {"camp": "target", "capability": 4.0} for name in names},
        },
        stake=dict.fromkeys(names, stake),
        ladder=ALLIES,
        start={"CH": "force"},
        theta=NO_TALKS
        | {
            "lambda": sharpness, "alpha": 1.0, "mu_climb": 0.2, "mu_descend": 0.2,
            "mu_yield": 0.001, "mu_war": 0.5, "c_w": 0.6, "omega": omega, "eta": eta, "X": 1.0,
        },
        treaties=owed,
        resolve=typed(*names, of=("war_cost",)),
        perceived={
            one: {other: Perception(share=share) for other, share in of.items()}
            for one, of in views.items()
        },
    )  # fmt: skip


def joins(scenario: Scenario) -> float:
    """Chance that PA fights where TG does."""
    together = private_outcomes(solved(scenario)).mean.sets
    attacked = {names: chance for names, chance in together.items() if "TG" in names}
    with_patron = sum(chance for names, chance in attacked.items() if "PA" in names)
    return with_patron / sum(attacked.values())
