"""Whole crises drawn from a chain, event by event (Gillespie 1977)."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

import numpy as np

from foedus.core.compiled import jit

from .philox import SCALE, philox
from .positions import neighbour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from foedus.core.compiled import Floats, Ints
    from foedus.crisis.flow import Chain
    from foedus.crisis.game import Places


@jit(cache=True, nogil=True, _nrt=False)
def simulate(  # noqa: C901 - one event after another, every case in the order of its rate
    layout: Places,
    chain: Chain,
    fighting: Ints,
    war_class: NDArray[np.int8],
    start: int,
    seed: int,
    first: int,
    last: int,
    step: float,
    kept: int,
    war: int,
    ended: Ints,
    fought: Ints,
    length: Floats,
    changes: Ints,
    trace_day: Floats,
    trace_actor: Ints,
    trace_slot: Ints,
    trace_to: Ints,
    trace_count: Ints,
) -> None:  # pragma: no cover - jitted
    """Draw runs first:last and fill what happened.

    Parameters
    ----------
    step : float
        Days between rows of `histogram`.
    kept : int
        Runs with a lower number leave their events in the `trace_` arrays.
    ended : int64 (runs,)
        Class of outcome, 0 to 7.
    fought : int64 (runs,)
        Bit i: actor i was a belligerent at the end.
    length : (runs,)
        Days.
    changes : int64 (rows + 1, actors, rungs)
        Added to: actors arriving on each rung by each day less those leaving it; summed over days
        it is the number on each rung. Once a crisis is over without war its actors count on the
        first rung; belligerents stay on the war rung.
    trace_* : (kept, events)
        Day, actor (-1 at the end), slot (0-3 neighbour, 4-9 exit), position led to.
    """
    n = layout.coord.shape[1]
    rows = changes.shape[0] - 1
    key0 = np.uint64(seed) & np.uint64(0xFFFFFFFF)
    key1 = np.uint64(seed) >> np.uint64(32)
    for run in range(first, last):
        x = start
        day = 0.0
        event = 0
        for i in range(n):
            changes[0, i, layout.rung[x, i]] += 1
        while True:
            a, b, _, _ = philox(
                np.uint64(event), np.uint64(run), np.uint64(0), np.uint64(0), key0, key1
            )
            total = chain.total[x]
            day -= log((float(a) + 0.5) * SCALE) / total
            row = min(int(day / step) + 1, rows)
            left = (float(b) + 0.5) * SCALE * total
            actor, slot, to = -1, -1, -1
            for i in range(n):
                for k in range(4):
                    rate = chain.rate[x, i, k]
                    if rate > 0.0:
                        left -= rate
                        if left < 0.0:
                            actor, slot = i, k
                            break
                if actor >= 0:
                    break
            if actor >= 0:
                to = neighbour(x, actor, slot, layout)
            else:
                for k in range(6):
                    rate = chain.exits[x, k]
                    if rate > 0.0:
                        slot = 4 + k
                        left -= rate
                        if left < 0.0:
                            break
                if slot < 0:  # rounding at the very end of the line: the last move there is
                    for i in range(n):
                        for k in range(4):
                            if chain.rate[x, i, k] > 0.0:
                                actor, slot = i, k
                    to = neighbour(x, actor, slot, layout)
            if run < kept and event < trace_day.shape[1]:
                trace_day[run, event] = day
                trace_actor[run, event] = actor
                trace_slot[run, event] = slot
                trace_to[run, event] = to
                trace_count[run] = event + 1
            event += 1
            if to >= 0:
                changes[row, actor, layout.rung[x, actor]] -= 1
                changes[row, actor, layout.rung[to, actor]] += 1
                x = to
                continue
            if slot == 9:
                ended[run] = 7
            elif war_class[x] >= 0:
                ended[run] = war_class[x]
            else:
                ended[run] = slot - 4
            fought[run] = fighting[x]
            length[run] = day
            for i in range(n):
                changes[row, i, layout.rung[x, i]] -= 1
                changes[row, i, war if fighting[x] >> i & 1 else 0] += 1
            break
