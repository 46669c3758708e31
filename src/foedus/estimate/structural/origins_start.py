"""Where the climb of a fit to what was known before a year begins: near fits that there are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from foedus.core.errors import FoedusError
from foedus.crisis.theta import Theta, load_theta

from .origins import Origin
from .schools import GAME, School
from .space import Space
from .types import Floats

__all__ = ["begun", "pooled"]

POOLED = "fitted"
"""Set of parameters at which climbs begin, where it is there."""


def pooled(where: Space) -> Floats:
    """Return where climbs begin: the pooled estimate, or the prior's centre where there is none."""
    try:
        theta: Theta = load_theta(POOLED)
    except FoedusError:
        return where.centre
    return where.point({name: theta[name] for name in where.names})


def begun(where: Space, made: Iterable[Origin], one: School, before: int) -> Floats:
    """Where a climb begins, given the fits there are; shape (P,).

    At the game before the same year, moved by what this school differed by before the nearest
    other year; failing one of those, at the other; and as `pooled` in what none of them fitted.
    """
    fits = {(found.school, found.before): found for found in made}
    years = [year for name, year in fits if name == one.name and year != before]
    same = fits.get((GAME, before)) if one.name != GAME else None
    at = dict(zip(where.names, pooled(where).tolist(), strict=True))
    if same is not None:
        at |= _top(same)
    if years:
        near = min(years, key=lambda year: abs(year - before))
        own, then = _top(fits[one.name, near]), fits.get((GAME, near))
        if same is None or then is None:
            at |= own
        else:
            game = _top(then)
            at |= {n: at[n] + own[n] - game[n] for n in at if n in own and n in game}
            at |= {n: value for n, value in own.items() if n not in game}
    return np.array([at[name] for name in where.names])


def _top(found: Origin) -> dict[str, float]:
    return dict(zip(found.names, found.top, strict=True))
