"""Known issues, each from a number that ships: reasons not to believe too much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foedus.brief.fitted import onset_slope
from foedus.brief.ledger.words import NAMES, warning
from foedus.brief.numbers import MINUS

from .fit_tables import mostly_prior, number
from .words import TASKS, model

__all__ = ["Issue", "issues"]

Told = Mapping[str, Any]
_COIN = 0.6
"""AUC below which a model hardly knows the order of things."""
_NOMINAL = 0.9
_LEFT = 0.1
"""Log likelihood left to gain above which a climb is said not to have ended."""


@dataclass(frozen=True)
class Issue:
    """One of them.

    Attributes
    ----------
    heading, text
        What is wrong, and by how much.
    room
        Where more is said: a room's address, empty for this page.
    """

    heading: str
    text: str
    room: str = ""


def issues(fit: Told | None, scores: list[Told] | None, ledger: Told | None) -> tuple[Issue, ...]:
    """Return the known issues, what bears most on the question first.

    Parameters
    ----------
    fit
        Report of the fit; None where none ships.
    scores
        Published reports; None where none ship.
    ledger
        The ledger's summary; None where none ships.
    """
    found: list[Issue] = []
    if ledger is not None:
        found += _of_ledger(ledger)
    if scores is not None:
        found += _of_scores(scores)
    if fit is not None:
        found += _of_fit(fit)
    return tuple(found)


def _of_ledger(told: Told) -> Iterator[Issue]:
    warned = warning(told)
    if warned is not None:
        yield Issue("Pacts that should not matter do much of the same", warned, "ledger")
    one = told["historians"]["any_war"]
    if one["kappa"] is not None:
        yield Issue(
            "Historians and the ledger",
            f"They agree in {one['agree']} of {one['compared']} cases about {NAMES['any_war']}, "
            f"and say the opposite in {one['opposite']}; kappa {_two(one['kappa'])}, where 0 is "
            "what chance would bring.",
            "ledger",
        )
    several = told["convergence"]["several"]
    if several:
        yield Issue(
            "More than one equilibrium",
            f"{several:,} disputes have another equilibrium; chances differ by up to "
            f"{told['convergence']['largest_apart']:.2f}.",
            "ledger",
        )


def _of_scores(reports: list[Told]) -> Iterator[Issue]:
    blind = [
        f"{TASKS.get(one['task'], one['task'])}, {one['split']}: {mine['auc']:.2f}"
        for one in reports
        if (mine := one["scores"][one["model"]])["auc"] is not None and mine["auc"] < _COIN
    ]
    if blind:
        yield Issue(
            "Where it cannot tell one case from another",
            f"AUC, where one half is a coin: {'; '.join(blind)}.",
        )
    beaten = [
        f"{model(told['against'])} ({TASKS.get(one['task'], one['task'])}, {one['split']})"
        for one in reports
        for told in one["contrasts"]
        if told["verdict"] == "worse"
    ]
    if beaten:
        yield Issue("Rivals that foretell better", f"{'; '.join(beaten)}.")
    few = [
        f"{one['scores'][one['model']]['events']} in {one['split']}"
        for one in reports
        if one["task"] == "escalation"
    ]
    if few:
        yield Issue(
            "Few wars to be judged by",
            f"Wars among the disputes that were scored: {', '.join(few)}. Intervals are by block "
            "and do not know that the future may differ from both.",
        )
    notes = sorted(
        {
            note
            for one in reports
            for note in one["notes"].get(one["model"], ())
            if note.startswith(("fitted with other", "the climb had not ended"))
        }
    )
    if notes:
        yield Issue("The fits behind the scores", f"{'; '.join(notes)}.")


def _of_fit(told: Told) -> Iterator[Issue]:
    left = told["decrement"] / 2
    if not told["converged"] or left > _LEFT:
        yield Issue(
            "The climb stopped short of the top",
            f"About {left:.2g} of log likelihood was left to gain.",
        )
    prior = mostly_prior(told)
    if prior:
        yield Issue(
            "Parameters that are mostly prior",
            f"{len(prior)} of {len(told['parameters'])}: {', '.join(prior)}. What hangs on them is "
            "judgement, not record.",
        )
    own = onset_slope(told["onset"])
    if own is not None and own[1] <= 0.0:
        words = "speaks against" if own[2] < 0.0 else "does not show"
        yield Issue(
            "What is worth more does not begin more often",
            f"The record's own slope of onset is {number(own[0])} (90 %: {number(own[1])} to "
            f"{number(own[2])}): it {words} the game's account of onset. What ships is an "
            "assumption.",
        )
    part = told.get("recovery")
    if part and part["covered"] < _NOMINAL:
        yield Issue(
            "Intervals that are too narrow",
            f"Of known parameters, drawn and fitted again {part['replications']} times, intervals "
            f"of 90 % held {100 * part['covered']:.0f} % (sandwich: "
            f"{100 * part['covered_sandwich']:.0f} %).",
        )
    if told["failed"]:
        yield Issue(
            "Cases that could not be solved",
            f"{len(told['failed']):,}; they have no part in the likelihood.",
        )


def _two(value: float) -> str:
    return f"{MINUS if value < 0 else ''}{abs(value):.2f}"
