"""Each alliance and each camp's taken out on their own, and how the weightiest one worked."""

from __future__ import annotations

from foedus.core.errors import NotConverged
from foedus.crisis.account import GROUPS, NEGLIGIBLE, account
from foedus.crisis.equilibrium import Equilibrium, solve
from foedus.crisis.game import compile_game
from foedus.crisis.theta import Theta

from .numbers import numbers
from .order import ANY_WAR, GREAT_POWER_WAR
from .owed import ALL, in_play, instruments, roles, without
from .task import Piece, Task

__all__ = ["ACCOUNTED", "taken_out"]

ACCOUNTED = ("any_war", "great_power_war", "patron_fights")
"""Outcomes whose effect is split over who changed their ways."""


def taken_out(task: Task, theta: Theta, found: Equilibrium, bare: Equilibrium) -> Piece:
    """Take each instrument out in turn, at the point values of theta.

    Parameters
    ----------
    found, bare
        The case with all its obligations and with none.

    Returns
    -------
    dict
        ``instruments``: name, kind and ``numbers``, or ``failed``. ``account``: the split for the
        treaty whose absence moves any war or great-power war most, or ``reason`` why there is none.
    """
    scenario = found.game.scenario
    solved: dict[str, Equilibrium] = {ALL: bare}
    told: list[Piece] = []
    for name, kind in instruments(scenario).items():
        try:
            one = solved.get(name) or _solved(task, theta, found, bare, name)
            solved[name] = one
            told.append({"name": name, "kind": kind, "numbers": numbers(one)})
        except NotConverged as error:
            told.append({"name": name, "kind": kind, "failed": str(error)})
    return {"instruments": told, "account": _account(found, solved, told)}


def _solved(
    task: Task, theta: Theta, found: Equilibrium, bare: Equilibrium, name: str
) -> Equilibrium:
    scenario = without(found.game.scenario, name)
    owed = in_play(scenario)
    for same in (found, bare):  # the same pledges in play are the same game
        if owed == in_play(same.game.scenario):
            return same
    game = compile_game(scenario, theta, found.game.layout)
    return solve(game, task.solving, warm=found.values)


def _account(found: Equilibrium, solved: dict[str, Equilibrium], told: list[Piece]) -> Piece:
    base = numbers(found)
    moved = {
        one["name"]: max(abs(base[k] - one["numbers"][k]) for k in (ANY_WAR, GREAT_POWER_WAR))
        for one in told
        if one["kind"] == "treaty" and "numbers" in one
    }
    if not moved:
        return {"reason": "no treaty could be taken out on its own"}
    treaty = max(moved, key=lambda name: moved[name])
    if moved[treaty] < NEGLIGIBLE:
        return {"reason": "no treaty has an effect on its own"}
    groups = roles(found.game.scenario, treaty)
    try:
        split = account(found, solved[treaty], groups)
    except NotConverged as error:
        return {"reason": str(error)}
    return {
        "treaty": treaty,
        "roles": groups,
        "total": {outcome: split.total[outcome] for outcome in ACCOUNTED},
        "shares": {
            outcome: {
                group: [share.value, share.first, share.last, share.separable]
                for group in GROUPS
                if (share := split.shares[outcome][group])
            }
            for outcome in ACCOUNTED
        },
    }
