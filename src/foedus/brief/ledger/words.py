"""What the ledger comes to, in sentences: the same on the screen, in a brief and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.core import countries

from .numbers import number, signed, spanned

__all__ = [
    "NAMES", "SHEET_LEVEL", "TO_FIGHT", "headline", "interval_note", "quiet_note", "unbegun",
    "warning",
]  # fmt: skip

Told = Mapping[str, Any]
NAMES = {"any_war": "any war", "great_power_war": "great-power war"}
SHEET_LEVEL = 0.01
"""Threshold of the tables at one theta."""
TO_FIGHT = "treaties=defence"
"""The variant in which nothing but defence and offence is pledged."""
_HALF = 0.5
"""Share of the real line's counts from which a placebo makes them unfit to be read as effects."""


def headline(told: Told) -> list[str]:
    """Sentences that sum the ledger up, the warning last.

    Parameters
    ----------
    told
        A summary, as `foedus.ledger.summary.report.summarise` makes it.
    """
    head = told["headline"]
    out = [
        f"{name.capitalize()}: {_counted(spanned(head[outcome]['raised']))} likelier for their "
        f"alliances, {spanned(head[outcome]['lowered'])} less likely."
        for outcome, name in NAMES.items()
    ]
    alone = told["range"].get(TO_FIGHT)
    if alone is not None:
        out.append(f"Of pledges to fight alone, at the mean: {_alone(alone)}.")
    out += [_opponents(told["opponents"]), warning(told) or ""]
    return [one for one in out if one]


def interval_note(told: Told) -> str:
    """What the intervals of the headline are of."""
    if told["headline"][next(iter(NAMES))]["raised"]["low"] is None:
        return "Built without a draw of theta: no interval, and no row is sure."
    return (
        f"90 % intervals over draws of theta; a change of the chance of more than "
        f"{told['headline']['level']:g}, given the dispute."
    )


def quiet_note(quiet: Told) -> str:
    """What the intervals of the crises that never began are of, and how much one row carries."""
    outcome = next(iter(NAMES))
    most = quiet[outcome]["largest"]
    draws = f", each at one of {quiet['draws']} draws of theta" if quiet["draws"] else ""
    note = (
        f"90 % intervals over the sample and theta: the rows drawn again {quiet['resamples']:,} "
        f"times within their decades{draws}."
    )
    if most is None:
        return note
    pair = " against ".join(
        countries.name(most[code], most["year"]) for code in ("ccode1", "ccode2")
    )
    return (
        f"{note} One dyad-year alone, {pair} in {most['year']}, adds {signed(most['effect'])} to "
        f"the net of {NAMES[outcome]} ({signed(quiet[outcome]['mean'])})."
    )


def unbegun(told: Told) -> str | None:
    """Why nothing is told of the crises that never began; None where something is."""
    quiet, unfit = told["quiet"], told["quiet_left_out"]
    if unfit:
        by = ", ".join(name.replace("_", " ") for name in unfit)
        return f"left out, for the sample cannot be filtered by {by}"
    if quiet is None:
        return "not computed (ledger build --quiet-sample N)"
    return None if quiet["sampled"] else "none of the sampled dyad-years is among these"


def warning(told: Told) -> str | None:
    """Say how much of it pacts that should not matter bring about too.

    None without placebos, and where neither they nor real pacts move anything.
    """
    if not told["placebos"]:
        return None
    outcome = next(iter(NAMES))
    counts = {
        name: _at(one[outcome])
        for name, one in {"real": told["range"]["as built"], **told["placebos"]}.items()
    }
    moved = {name: c["raised"] + c["lowered"] for name, c in counts.items()}
    real = moved.pop("real")
    if not real and not any(moved.values()):
        return None
    words = ", ".join(f"{number(count)} {name}" for name, count in moved.items())
    text = f"Placebos move the chance of {NAMES[outcome]} in"
    if real and max(moved.values()) >= _HALF * real:
        return (
            f"{text} nearly as many disputes ({words}; real pacts {number(real)}): do not read "
            f"these counts as what alliances caused or prevented."
        )
    return f"{text} {_counted(words)}; real pacts {number(real)}."


def _opponents(told: Told) -> str:
    """Say how much of it is due to pacts between the opponents, and how much to third parties."""
    outcome = next(iter(NAMES))
    moved = {part: _at(one[outcome]) for part, one in told.items()}
    count = {part: at["raised"] + at["lowered"] for part, at in moved.items()}
    between, third = told["between"]["weight"], told["third"]["weight"]
    slightly = _slightly(told["third"]["slight"][outcome], NAMES[outcome])
    bound, owed = "whose opponents were bound to each other", "in which third parties alone owed"
    if between and third:
        said = (
            f"{number(count['between'])} of the {_disputes(between)} {bound} moved so far, "
            f"and {number(count['third'])} of the {number(third)} {owed} or were owed"
        )
    elif between:
        return f"At the mean, {_alone_moved(count['between'], between, bound)}."
    elif third:
        said = _alone_moved(count["third"], third, f"{owed} or were owed")
    else:
        return ""
    return f"At the mean, {said}. {slightly}".rstrip()


def _alone_moved(count: float, weight: float, which: str) -> str:
    """How many disputes of a kind moved, where there is no other kind beside it."""
    if weight == 1:
        return f"the one dispute {which} {'moved' if count else 'did not move'} so far"
    return f"{number(count)} of the {_disputes(weight)} {which} moved so far"


def _disputes(count: float) -> str:
    """``one dispute``, ``12 disputes``."""
    return "one dispute" if count == 1 else f"{number(count)} disputes"


def _counted(words: str) -> str:
    """A count, a span or several counts, with the noun after them."""
    return f"{words} {'dispute' if words == '1' else 'disputes'}"


def _slightly(told: Told, name: str) -> str:
    """Say which way third parties' pledges moved disputes, however little."""
    net = told["net"]
    if net["median"] is None:
        return ""
    return (
        f"By less, {name} became likelier in {number(told['raised'])} of these and less likely in "
        f"{number(told['lowered'])}: {signed(net['median'])} wars in all "
        f"[{signed(net['low'])} to {signed(net['high'])}]."
    )


def _alone(one: Told) -> str:
    """Say how many disputes the promises of defence and offence moved, without all other pacts."""
    parts = []
    for outcome, name in NAMES.items():
        at = _at(one[outcome])
        parts.append(f"{name} {number(at['raised'])} likelier, {number(at['lowered'])} less likely")
    return "; ".join(parts)


def _at(one: Told) -> Told:
    found: Told = next(c for c in one["counts"] if c["level"] == SHEET_LEVEL)
    return found
