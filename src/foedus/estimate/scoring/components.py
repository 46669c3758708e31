"""The terms of the game's likelihood, foretold: level, end, length, joining, fighting.

Each term of a scored dispute is set against the frequencies before it, so that one can see which
part of the game foretells and which does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from foedus.cases.case import Seen
from foedus.estimate.structural.terms import CLOCK, KINDS, likelihood

from .blocks import DRAWS, Interval, difference
from .game import Forecaster
from .scores import Floats, Ints
from .splits import Split

__all__ = ["Component", "Frequencies", "components", "frequencies"]

_LEVELS = ("display", "force", "war")


@dataclass(frozen=True)
class Component:
    """One kind of term over all disputes scored.

    Attributes
    ----------
    kind : str
    terms : int
    game, constant : float
        Mean log loss of the game at its point values, and of the frequencies before.
    gain : Interval
        The second less the first, blocked by dispute; positive speaks for the game.
    """

    kind: str
    terms: int
    game: float
    constant: float
    gain: Interval


@dataclass(frozen=True)
class Frequencies:
    """How often each thing happened in disputes known before a year.

    Attributes
    ----------
    level : (3,)
        Below force, force, war.
    end : dict
        Ending -> share, of disputes below war whose end is known.
    length : float
        Mean chance that the dispute was over before the clock rang.
    joined, fought : float
        Of candidates in the games; the latter of wars.
    """

    level: Floats
    end: dict[str, float]
    length: float
    joined: float
    fought: float

    def losses(self, seen: Seen) -> list[tuple[str, float]]:
        """Return kind and loss of each term, in the order of the likelihood's."""
        found = [("level", -float(np.log(self.level[_LEVELS.index(seen.level)])))]
        if seen.end is not None and seen.level != "war":
            found.append(("end", -float(np.log(self.end[seen.end]))))
        if seen.days is not None:
            found.append(("length", _cross(float(np.exp(-seen.days / CLOCK)), self.length)))
        for code, joined in seen.joined.items():
            if code in seen.elsewhere:
                continue
            found.append(("joined", _cross(float(joined), self.joined)))
            if seen.level == "war":
                found.append(("fought", _cross(float(seen.fought[code]), self.fought)))
        return found


def frequencies(earlier: Sequence[Seen]) -> Frequencies:
    """Count, with half of each thing more than there was (Jeffreys)."""
    ends = ("challenger_yields", "target_yields", "settled", "lapsed")
    level = np.array([sum(s.level == one for s in earlier) + 0.5 for one in _LEVELS])
    peaceful = [s.end for s in earlier if s.end is not None and s.level != "war"]
    counted = {end: peaceful.count(end) + 0.5 for end in ends}
    lengths = [float(np.exp(-s.days / CLOCK)) for s in earlier if s.days is not None]
    joined = [s.joined[c] for s in earlier for c in s.joined if c not in s.elsewhere]
    fought = [s.fought[c] for s in earlier for c in s.fought if c not in s.elsewhere]
    return Frequencies(
        level / level.sum(),
        {end: many / sum(counted.values()) for end, many in counted.items()},
        (sum(lengths) + 0.5) / (len(lengths) + 1.0),
        (sum(joined) + 0.5) / (len(joined) + 1.0),
        (sum(fought) + 0.5) / (len(fought) + 1.0),
    )


def components(model: Forecaster, split: Split, draws: int = DRAWS) -> tuple[Component, ...]:
    """Score the terms of the likelihood over a split.

    Parameters
    ----------
    model
        The game, or a school of it, for any task but onset.
    split
        When.
    draws
        Of the blocked bootstrap.

    Raises
    ------
    foedus.estimate.structural.origins.NotFittedError
        There is no fit for a fold.
    """
    every = [case for case in model.settings.cases(model.settings.k) if case.seen is not None]
    kinds: list[str] = []
    mine: list[float] = []
    theirs: list[float] = []
    blocks: list[int] = []
    for fold in split.folds:
        before = [case.seen for case in every if case.known < fold.first and case.seen is not None]
        scored = [case for case in every if fold.first <= case.year <= fold.last]
        if not before or not scored:
            continue
        constant = frequencies(before)
        origin = model.origins.at(model.school.name, fold.first)
        for case, told in model.readings(origin, scored):
            assert case.seen is not None
            names = tuple(told)
            game = likelihood(case.seen, names, np.array([told[name] for name in names]))
            plain = constant.losses(case.seen)
            assert game.kinds == tuple(kind for kind, _ in plain)
            kinds += game.kinds
            mine += game.loss.tolist()
            theirs += [loss for _, loss in plain]
            blocks += [case.block] * len(plain)
    return _summed(kinds, np.array(mine), np.array(theirs), np.array(blocks, np.int64), draws)


def _summed(
    kinds: Sequence[str], mine: Floats, theirs: Floats, blocks: Ints, draws: int
) -> tuple[Component, ...]:
    label = np.array(kinds)
    found = []
    for kind in KINDS:
        inside = label == kind
        if not inside.any():
            continue
        gain = difference(theirs[inside] - mine[inside], {"block": blocks[inside]}, draws)
        found.append(
            Component(
                kind,
                int(inside.sum()),
                float(mine[inside].mean()),
                float(theirs[inside].mean()),
                gain,
            )
        )
    return tuple(found)


def _cross(share: float, chance: float) -> float:
    return -float(share * np.log(chance) + (1.0 - share) * np.log(1.0 - chance))
