"""The ladder of escalation: what each rung means, and the two built-in ladders.

Numbers: the tables "Default ladder" and "Reference inputs: the July 1914 sketch" of the rules of
the game (hand-tuned; judgement).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, Strict

from .fields import Flag, Model, NonNegative, Positive, Prose, Share

RungName = Annotated[str, Strict(), Field(pattern=r"^[a-z][a-z0-9_-]*$")]


class Rung(Model):
    """One rung of the ladder.

    Attributes
    ----------
    name
        Lower-case word; unique on the ladder.
    hostility
        Level 1 to 5 of the militarised interstate disputes data.
    war
        Whether standing here is war; true for the last rung and no other.
    readiness
        Share of an actor's capability that is usable here, 0 to 1.
    contact
        Intensity of contact with opposing forces, 0 to 1; drives incidents.
    upkeep
        Cost of standing here, per day.
    audience
        Cumulated audience exposure A, 0 to 1; stepping down costs the difference.
    height
        How far up this rung stands for leverage, 0 to 1.
    lapse
        Factor on the rate at which the crisis lapses, 0 to 1.
    risk
        Rate per day of nuclear use between two nuclear opponents, the lower of whom stands here.
    revocable
        Whether an actor may step down from here.
    transit_days
        Mean days until nature carries the actor on to the next rung; None where it does not.
    trigger
        Strikes reach whoever stands here or above; see `trigger_index`.
    """

    name: RungName
    hostility: Annotated[int, Strict(), Field(ge=1, le=5)]
    war: Flag = False
    readiness: Share
    contact: Share = 0.0
    upkeep: NonNegative = 0.0
    audience: Share = 0.0
    height: Share = 0.0
    lapse: Share = 1.0
    risk: NonNegative = 0.0
    revocable: Flag = True
    transit_days: Positive | None = None
    trigger: Flag = False
    source: Prose = None
    judgement: Prose = None


Ladder = tuple[Rung, ...]


def _ladder(rows: Sequence[tuple[object, ...]], **transit: float) -> Ladder:
    keys = (
        "name",
        "hostility",
        "readiness",
        "contact",
        "upkeep",
        "audience",
        "height",
        "lapse",
    )
    rungs = []
    for row in rows:
        record = dict(zip(keys, row, strict=True))
        record["war"] = record["hostility"] == 5
        record["transit_days"] = transit.get(str(record["name"]))
        rungs.append(Rung.model_validate(record))
    return tuple(rungs)


BUILT_IN: dict[str, Ladder] = {
    "default": _ladder(
        (
            ("calm", 1, 0.5, 0.0, 0.0, 0.0, 0.0, 1.0),
            ("threat", 2, 0.6, 0.1, 0.0005, 0.1, 0.2, 1.0),
            ("display", 3, 0.8, 0.5, 0.001, 0.3, 0.5, 0.8),
            ("force", 4, 0.9, 1.0, 0.003, 0.6, 1.0, 0.5),
            ("war", 5, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0),
        )
    ),
    # Mobilisation is level 3 of the disputes data; armies on a war footing at the frontier stand
    # where force stands. An actor's own `mobilisation.days` replaces the transit of 10 days (the
    # mean of the six powers of the sketch).
    "mobilisation": _ladder(
        (
            ("calm", 1, 0.3, 0.0, 0.0, 0.0, 0.0, 1.0),
            ("threat", 2, 0.4, 0.1, 0.0005, 0.1, 0.2, 1.0),
            ("mobilising", 3, 0.6, 0.5, 0.001, 0.3, 0.5, 0.8),
            ("mobilised", 4, 0.9, 1.0, 0.003, 0.6, 1.0, 0.5),
            ("war", 5, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0),
        ),
        mobilising=10.0,
    ),
}
"""The built-in ladders by name (judgement; the record's five hostility levels).

The lapse factor falls with the rung. How fast is a judgement: of some ten columns tried, 1, 1, .8,
.5, 0 is the one under which the starting values of theta give the rates of the dispute record that
they were tuned to; with 1 up to war every other outcome comes out 15 to 25 per cent low.
"""


def built_in_name(ladder: Sequence[Rung]) -> str | None:
    """Name of the built-in ladder that equals this one, or None.

    >>> built_in_name(BUILT_IN["mobilisation"])
    'mobilisation'
    """
    return next((name for name, rungs in BUILT_IN.items() if rungs == tuple(ladder)), None)


def trigger_index(ladder: Sequence[Rung]) -> int:
    """Index of the lowest rung that strikes reach.

    The first rung marked `trigger`; else the one named mobilising; else the first at hostility
    3 or more.

    >>> trigger_index(BUILT_IN["default"]), trigger_index(BUILT_IN["mobilisation"])
    (2, 2)
    """
    marked = [i for i, rung in enumerate(ladder) if rung.trigger]
    named = [i for i, rung in enumerate(ladder) if rung.name == "mobilising"]
    hostile = [i for i, rung in enumerate(ladder) if rung.hostility >= 3]
    return (marked or named or hostile or [len(ladder) - 1])[0]


def transit_index(ladder: Sequence[Rung]) -> int | None:
    """Index of the first rung that nature carries an actor on from, or None."""
    return next((i for i, rung in enumerate(ladder) if rung.transit_days is not None), None)


def no_return(ladder: Sequence[Rung]) -> int:
    """Index of the lowest rung that an actor may not step down from if mobilised for good.

    The rung after the first transit rung (once mobilised); the trigger rung where there is no
    transit.

    >>> no_return(BUILT_IN["default"]), no_return(BUILT_IN["mobilisation"])
    (2, 3)
    """
    transit = transit_index(ladder)
    return trigger_index(ladder) if transit is None else transit + 1
