"""What a dispute's record says of the game: the terms of the composite likelihood.

Each term is the chance of one of a few exclusive things, made of the game's readings:

level
    Highest level: below force, force, war. A running maximum, so a hitting chance.
end
    Given that there was no war: which of the four endings it had.
length
    Whether it was over when a clock rang that rings once a month on average. The record's length d
    gives the chance exp(-d / 30) that it was; as a fractional response it bounds what a dispute
    that lingers for years can weigh.
joined
    Of each candidate in the game: whether it came in on its side with a show of force or more.
fought
    Given war: whether the candidate fought.

Terms of one dispute are not independent; that is what makes the likelihood composite, and its
errors those of a sandwich (Varin, Reid and Firth 2011, Statistica Sinica 21: 5-42).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from foedus.cases.case import Seen
from foedus.crisis.game import Game
from foedus.crisis.reading import (
    Reading,
    any_war,
    fought,
    outcome,
    over_within,
    reached,
)

from .types import Floats

__all__ = ["CLOCK", "KINDS", "Scored", "likelihood", "readings", "spanned", "spread"]

CLOCK = 30.0
"""Days after which the clock rings, on average."""
FORCE, DISPLAY = 3, 2
"""Rungs of the default ladder."""
KINDS = ("level", "end", "length", "joined", "fought")
ENDS = ("challenger_yields", "target_yields", "settled", "lapsed")
"""How a dispute without war ends."""
_LEAST = 1e-12


def readings(game: Game, seen: Seen) -> tuple[Reading, ...]:
    """Return what the terms of a dispute need of the game: war and force first."""
    found = [any_war(game), reached(game, FORCE)]
    if seen.end is not None and seen.level != "war":
        found.extend(outcome(game, end) for end in ENDS)
    if seen.days is not None:
        found.append(over_within(game, CLOCK))
    for code in _sided(seen):
        found.append(reached(game, DISPLAY, code))
        if seen.level == "war":
            found.append(fought(game, code))
    return tuple(found)


def spanned(names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Return which readings to differentiate, and all readings as sums of those.

    The chances of war and of the four ways to end add up to one, so that the slopes of the last
    way follow from the others'.

    Returns
    -------
    (r, R), (R, r)

    Examples
    --------
    >>> pick, make = spanned(("any_war", *ENDS))
    >>> pick.shape, make[-1].tolist()
    ((4, 5), [-1.0, -1.0, -1.0, -1.0])
    """
    every = np.eye(len(names))
    if ENDS[-1] not in names:
        return every, every
    last = names.index(ENDS[-1])
    pick = np.delete(every, last, axis=0)
    make = pick.T.copy()
    make[last] = -pick @ np.array([name in ("any_war", *ENDS) for name in names], np.float64)
    return pick, make


def _sided(seen: Seen) -> Iterator[str]:
    """Candidates of which the game can say whether they come in: not those on the other side."""
    return (code for code in seen.joined if code not in seen.elsewhere)


@dataclass(frozen=True)
class Scored:
    """Terms of one dispute at given readings.

    Attributes
    ----------
    kinds : tuple of str
        What each of the T terms is about.
    loss : (T,)
        Minus the log likelihood.
    slope : (R,)
        Of the sum of the log likelihoods, in the readings.
    information : (R, R)
        Expected information about the readings, summed over the terms.
    outer : (R, R)
        Sum over the terms of the outer product of the slope with itself: what happened in the
        place of what was expected. Where something happened that was next to impossible, it is far
        larger, and keeps a step of the fit short.
    """

    kinds: tuple[str, ...]
    loss: Floats
    slope: Floats
    information: Floats
    outer: Floats


def likelihood(seen: Seen, names: tuple[str, ...], chances: Floats) -> Scored:
    """Score a record.

    Parameters
    ----------
    seen : Seen
        What happened.
    names, chances : (R,)
        Readings by name.
    """
    many = len(names)
    unit = dict(zip(names, np.eye(many), strict=True))
    at = dict(zip(names, (float(c) for c in chances), strict=True))
    kinds: list[str] = []
    losses: list[float] = []
    slope, information, outer = np.zeros(many), np.zeros((many, many)), np.zeros((many, many))
    for kind, shares, chance, change in _terms(seen, at, unit):
        safe = np.maximum(chance, _LEAST)
        kinds.append(kind)
        losses.append(-float(shares @ np.log(safe)))
        own = (shares / safe) @ change
        slope += own
        outer += np.outer(own, own)
        information += (change / safe[:, None]).T @ change
    return Scored(tuple(kinds), np.array(losses), slope, information, outer)


def spread(seen: Seen, names: tuple[str, ...], chances: Floats) -> list[tuple[str, Floats, Floats]]:
    """Return each term's kind, shares of what happened, and chances of what could have."""
    unit = dict(zip(names, np.eye(len(names)), strict=True))
    at = dict(zip(names, (float(c) for c in chances), strict=True))
    return [
        (kind, shares, np.maximum(chance, _LEAST))
        for kind, shares, chance, _ in _terms(seen, at, unit)
    ]


def _terms(
    seen: Seen, at: dict[str, float], unit: dict[str, Floats]
) -> Iterator[tuple[str, Floats, Floats, Floats]]:
    """Yield kind, shares of what happened, chances of each, and their slopes in the readings."""
    war, force = at["any_war"], at["reached:3"]
    by_war, by_force = unit["any_war"], unit["reached:3"]
    happened = {"display": 0, "force": 1, "war": 2}[seen.level]
    yield (
        "level",
        np.eye(3)[happened],
        np.array([1.0 - force, force - war, war]),
        np.stack([-by_force, by_force - by_war, by_war]),
    )
    if seen.end is not None and seen.level != "war":
        peace = max(1.0 - war, _LEAST)
        ways = np.array([at[end] for end in ENDS]) / peace
        slopes = np.stack([unit[end] for end in ENDS]) / peace
        happened = ENDS.index(seen.end)
        yield "end", np.eye(4)[happened], ways, slopes + np.outer(ways, by_war / peace)
    if seen.days is not None:
        name = f"over:{CLOCK:g}"
        yield "length", *_either(float(np.exp(-seen.days / CLOCK)), at[name], unit[name])
    for code in _sided(seen):
        name = f"reached:2:{code}"
        yield "joined", *_either(float(seen.joined[code]), at[name], unit[name])
        if seen.level == "war":
            name, given = f"fought:{code}", max(war, _LEAST)
            share = at[name] / given
            change = unit[name] / given - share / given * by_war
            yield "fought", *_either(float(seen.fought[code]), share, change)


def _either(y: float, chance: float, change: Floats) -> tuple[Floats, Floats, Floats]:
    return (
        np.array([y, 1.0 - y]),
        np.array([chance, 1.0 - chance]),
        np.stack([change, -change]),
    )
