"""What a position costs a day, and the rates at which nature moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foedus.core.compiled import jit

from .positions import CHALLENGER, NONE, TARGET

if TYPE_CHECKING:
    from foedus.core.compiled import Flags, Ints
    from foedus.crisis.game import Places, Tables
    from foedus.crisis.model import Model


@jit(cache=True, nogil=True, inline="always")
def flows(
    x: int, peace: bool, layout: Places, model: Model, out: Tables
) -> None:  # pragma: no cover - jitted
    """Fill out.flow at x: upkeep, and in peace the other principal's leverage."""
    rung = layout.rung[x]
    pc, pt = model.principals
    for i in range(len(model.camp)):
        out.flow[x, i] = -model.upkeep[rung[i]]
    if peace:
        for me, other in ((pc, pt), (pt, pc)):
            r = rung[other]
            gap = model.height[r] - model.height[rung[me]]
            if gap > 0.0:
                mine, theirs = model.capability[me, r], model.capability[other, r]
                share = mine / (mine + theirs)
                out.flow[x, me] -= model.leverage * abs(model.stake[me]) * gap * 2.0 * (1.0 - share)


@jit(cache=True, nogil=True, inline="always")
def endings(
    x: int, peace: bool, side: Ints, layout: Places, model: Model, out: Tables
) -> None:  # pragma: no cover - jitted
    """Fill the rates at x of lapsing, of the end of war, of talks and of nuclear use."""
    n = len(model.camp)
    rung = layout.rung[x]
    highest = 0
    for i in range(n):
        highest = max(highest, rung[i])
    out.lapse[x] = model.phi * model.lapse[highest] if peace else 0.0
    out.end[x] = 0.0 if peace else model.omega
    out.talks[x] = model.kappa if peace else 0.0
    nuclear = 0.0
    for i in range(n):
        for j in range(i):
            if side[i] + side[j] == 3 and model.nuclear[i] and model.nuclear[j]:
                nuclear += model.risk[min(rung[i], rung[j])]
    out.nuclear[x] = nuclear


@jit(cache=True, nogil=True, inline="always")
def carries(
    x: int, fighting: Flags, side: Ints, layout: Places, model: Model, out: Tables
) -> None:  # pragma: no cover - jitted
    """Fill the rates at which nature carries each actor up, across and on by its timetable."""
    n = len(model.camp)
    rung = layout.rung[x]
    for i in range(n):
        up = 0.0
        across = 0.0
        advance = 0.0
        if fighting[i]:
            if layout.up[x, i] >= 0:
                if side[i] == TARGET and model.camp[i] == NONE:
                    across = 1.0
                else:
                    up = 1.0
        else:
            advance = model.advance[i, layout.coord[x, i]]
            if layout.up[x, i] >= 0:
                for j in range(n):
                    rate = model.incident[i, j]
                    if rate == 0.0:
                        continue
                    if side[i] != NONE and side[i] == side[j]:
                        continue
                    if side[i] == NONE and side[j] == NONE:
                        continue
                    rate *= 0.5 * model.contact[rung[i]] * model.contact[rung[j]]
                    if side[i] == NONE and side[j] == CHALLENGER and layout.across[x, i] >= 0:
                        across += rate
                    else:
                        up += rate
        out.incident[x, i] = up
        out.incident_across[x, i] = across
        out.advance[x, i] = advance
