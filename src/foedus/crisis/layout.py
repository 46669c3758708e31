"""The positions of a crisis: which there are, how they neighbour, in which order they are solved.

War rungs are never left, so positions with the same first-to-war flag and the same actors at war
form a block that later blocks never lead back to. Blocks are stored with most actors at war
first: solving them in order meets only neighbours already solved. Inside a block the positions
of even coordinate sum come first; where every step inside a block changes that parity
(`Block.bipartite`, proved block by block) the two halves can be relaxed in parallel, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import UsageError

from .kernel import positions as kernel
from .size import FEWER_STAGES, MOST_PLACES

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Coordinates:
    """How one actor's rungs (and Erlang stages) map to its coordinates.

    Attributes
    ----------
    rung : tuple of int
        Rung of each coordinate, the war rung (once, or twice for `either`) last.
    up, down, next : tuple of int
        Coordinate after a step up a rung, down a rung, and nature's next stage; -1 where there
        is no such step. One entry for each coordinate below war.
    """

    rung: tuple[int, ...]
    up: tuple[int, ...]
    down: tuple[int, ...]
    next: tuple[int, ...]

    @property
    def below(self) -> int:
        """Number of coordinates short of war."""
        return len(self.up)


@dataclass(frozen=True)
class Block:
    """Positions `start:stop` with the same flag and the same actors at war."""

    start: int
    middle: int
    stop: int
    flag: int
    at_war: int
    bipartite: bool


@dataclass(frozen=True)
class Layout:
    """Positions and neighbours, shared by every theta and every treaty set of a scenario.

    Attributes
    ----------
    coord : int8 (positions, actors)
        Coordinate of each actor.
    rung : int8 (positions, actors)
        Rung of each actor.
    flag : int8 (positions,)
        First-to-war flag: 0 none, 1 challenger, 2 target.
    up, down, next, across : int32 (positions, actors)
        Neighbouring position after a step up, down, of nature, or (for `either`) into war on
        the target's side; -1 where there is none.
    blocks : tuple of Block
        In solving order.
    start : int
        The position on the scenario's day.
    made_for : tuple
        Coordinates, camps and start it was built from.
    """

    coord: NDArray[np.int8]
    rung: NDArray[np.int8]
    flag: NDArray[np.int8]
    up: Ints
    down: Ints
    next: Ints
    across: Ints
    below: NDArray[np.int64]
    blocks: tuple[Block, ...]
    start: int
    made_for: tuple[tuple[Coordinates, ...], tuple[int, ...], tuple[int, ...]]

    def fits(
        self, actors: tuple[Coordinates, ...], camp: NDArray[np.int64], start: tuple[int, ...]
    ) -> bool:
        """Whether these actors, camps and start have the same positions."""
        return self.made_for == (actors, tuple(camp.tolist()), start)

    @property
    def size(self) -> int:
        """Number of positions."""
        return len(self.flag)


def build(
    actors: tuple[Coordinates, ...], camp: NDArray[np.int64], start: tuple[int, ...]
) -> Layout:
    """Enumerate and order the positions reachable from `start`.

    Parameters
    ----------
    actors : tuple of Coordinates
        One an actor.
    camp : int array (actors,)
        0 either, 1 challenger, 2 target.
    start : tuple of int
        Coordinate of each actor on the first day, all short of war.

    Raises
    ------
    UsageError
        An actor has more coordinates than `MOST_PLACES`.
    """
    n = len(actors)
    longest = max(len(actor.rung) for actor in actors)
    if longest > MOST_PLACES:
        raise UsageError(
            f"an actor has {longest} places on the ladder, rungs and stages of its clocks "
            f"together, and may have {MOST_PLACES} at most",
            field="ladder",
            value=longest,
            fix=FEWER_STAGES,
        )
    below = np.array([a.below for a in actors], np.int64)
    sizes = np.array([len(a.rung) for a in actors], np.int64)
    width = int(below.max())
    tables = np.full((3, n, width), -1, np.int64)
    for i, actor in enumerate(actors):
        for row, steps in enumerate((actor.up, actor.down, actor.next)):
            tables[row, i, : actor.below] = steps
    up_to, down_to, next_to = tables
    seen = kernel.reach(np.array(start, np.int64), below, sizes, camp, up_to, down_to, next_to)
    keys = np.flatnonzero(seen)
    total = int(np.prod(sizes))
    flag = keys // total
    coord = np.stack(np.unravel_index(keys % total, tuple(sizes)), axis=1).astype(np.int64)

    at_war = np.where(coord >= below, coord - below + 1, 0)
    war_key = at_war @ (3 ** np.arange(n, dtype=np.int64))
    parity = np.where(coord >= below, 0, coord).sum(axis=1) % 2
    order = np.lexsort((keys, parity, war_key, flag, -(at_war > 0).sum(axis=1)))
    coord, flag, keys, war_key, parity = (a[order] for a in (coord, flag, keys, war_key, parity))
    lookup = np.full(3 * total, -1, np.int32)
    lookup[keys] = np.arange(len(keys), dtype=np.int32)
    steps = kernel.neighbours(coord, flag, lookup, below, sizes, camp, up_to, down_to, next_to)

    rung = np.empty(coord.shape, np.int8)
    for i, actor in enumerate(actors):
        rung[:, i] = np.array(actor.rung, np.int8)[coord[:, i]]
    start_key = int(np.ravel_multi_index(start, tuple(sizes)))
    return Layout(
        coord=coord.astype(np.int8),
        rung=rung,
        flag=flag.astype(np.int8),
        up=steps[0],
        down=steps[1],
        next=steps[2],
        across=steps[3],
        below=below,
        blocks=_blocks(flag, war_key, parity, (coord >= below).sum(axis=1), steps),
        start=int(lookup[start_key]),
        made_for=(actors, tuple(camp.tolist()), start),
    )


def _blocks(
    flag: NDArray[np.int64],
    war_key: NDArray[np.int64],
    parity: NDArray[np.int64],
    at_war: NDArray[np.int64],
    steps: Ints,
) -> tuple[Block, ...]:
    """Cut the ordered positions into blocks and prove red-black order block by block."""
    change = np.flatnonzero((np.diff(flag) != 0) | (np.diff(war_key) != 0)) + 1
    edges = [0, *change.tolist(), len(flag)]
    blocks = []
    for start, stop in pairwise(edges):
        inside = steps[:, start:stop]
        linked = (inside >= start) & (inside < stop)
        same = parity[np.where(linked, inside, start)] == parity[start:stop, None]
        blocks.append(
            Block(
                start=start,
                middle=start + int((parity[start:stop] == 0).sum()),
                stop=stop,
                flag=int(flag[start]),
                at_war=int(at_war[start]),
                bipartite=not bool((linked & same).any()),
            )
        )
    return tuple(blocks)
