"""Private resolve as a scenario file says it: how resolute each actor is, and is taken to be.

A resolute actor bears war more easily and counts an unmet pledge for more; one that is not, less,
so that the geometric mean over the two types is what the actor has without types. Only the actor
knows its own type. Formulas: docs/explanation/private-resolve.md.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Model, NonNegative, Prose, Share

__all__ = ["SPREAD", "Perception", "Resolve", "Signal"]

Trait = Literal["war_cost", "honour", "stake"]

SPREAD = 0.7
"""How far apart the two types are where a scenario does not say: a judgement. War costs the
resolute exp(-0.7), one half, of what it costs the others."""


class Resolve(Model):
    """An actor of two types.

    Attributes
    ----------
    share
        True probability that it is resolute.
    spread
        Difference of the logs of what differs between its types.
    of
        What differs: the cost of war, the cost of leaving a pledge unmet, the stake.
    range
        Ends between which the share lies, where it is not known better; `share` lies between them.
    """

    share: Share
    range: tuple[Share, Share] | None = None
    spread: NonNegative = SPREAD
    of: Annotated[tuple[Trait, ...], Field(min_length=1)] = ("war_cost", "honour")
    source: Prose = None
    judgement: Prose = None


class Perception(Model):
    """What one actor takes another's chance of being resolute to be, before any channel.

    Attributes
    ----------
    share
        The perceived chance.
    range
        Ends between which it lies, where it is not known better; `share` lies between them.
    """

    share: Share
    range: tuple[Share, Share] | None = None
    source: Prose = None
    judgement: Prose = None


class Signal(Model):
    """A statement that an actor may make before the crisis is played, and is then held to.

    Attributes
    ----------
    cost
        What it adds to the audience cost of stepping down or yielding, and to what an unmet
        pledge costs, of an actor that has made it (Fearon 1997: tied hands). 0 for cheap talk.
        Where `honour` differs between its types, what an unmet pledge costs, this included, is
        multiplied by the factor of the type.
    """

    cost: NonNegative
    source: Prose = None
    judgement: Prose = None
