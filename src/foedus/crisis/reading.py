"""Readings: numbers that an equilibrium says of a crisis, each the chance that something happens.

A reading pays where the crisis ends (at a yield, a settlement, a lapse, the end of a war, nuclear
use), is settled at once at some positions (a rung once reached), or is lost at a steady rate (a
clock). Everything the estimates compare with the record is a reading, so that one set of kernels
gives them all, and their derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.core.errors import UsageError

from .equilibrium import Equilibrium
from .flow import Chain, chain, occupation
from .game import Game
from .kernel import linear as kernel
from .kernel.flow import EXITS
from .kernel.slopes import Outlook
from .model import Floats
from .outcomes import CLASSES
from .policy import Policy, respond

WORTH_TOL = 1e-9
"""Largest change of a reading in the last pass that counts as settled."""


@dataclass(frozen=True)
class Reading:
    """One of them.

    Attributes
    ----------
    name : str
    pay : (positions, 6)
        What challenger's yield, target's yield, settlement, lapse, end of war, nuclear use pay.
    stop : bool (positions,)
        Where it is settled: it is one there.
    kill : float
        Rate a day at which it is lost.
    """

    name: str
    pay: Floats
    stop: NDArray[np.bool_]
    kill: float = 0.0


def any_war(game: Game) -> Reading:
    """Whether it ends in war, however that ends."""
    return _paid(game, "any_war", _war(game))


def outcome(game: Game, name: str) -> Reading:
    """Whether it ends in one of the classes of outcome.

    Raises
    ------
    UsageError
        If there is no such class.
    """
    if name not in CLASSES:
        raise UsageError("no such outcome", value=name, fix=f"one of {', '.join(CLASSES)}")
    k = CLASSES.index(name)
    pay = np.zeros((game.size, EXITS))
    if k < 4:
        pay[game.tables.war_class < 0, k] = 1.0
    elif name == "nuclear_use":
        pay[:, 5] = 1.0
    else:
        pay[game.tables.war_class == k] = [1.0, 1.0, 0.0, 0.0, 1.0, 0.0]
    return _paid(game, name, pay)


def reached(game: Game, rung: int, actor: str | None = None) -> Reading:
    """Whether an actor (anybody, where none is named) ever stands on a rung or above it."""
    place = game.layout.rung
    height = place.max(axis=1) if actor is None else place[:, game.names.index(actor)]
    name = f"reached:{rung}" if actor is None else f"reached:{rung}:{actor}"
    return Reading(name, np.zeros((game.size, EXITS)), np.asarray(height >= rung))


def fought(game: Game, actor: str) -> Reading:
    """Whether an actor is a belligerent when the crisis ends."""
    i = game.names.index(actor)
    pay = np.zeros((game.size, EXITS))
    pay[(game.tables.fighting >> i & 1).astype(bool)] = 1.0
    return _paid(game, f"fought:{actor}", pay)


def over_within(game: Game, days: float) -> Reading:
    """Whether it is over, war included, before a clock rings that rings at the rate 1 / days."""
    return Reading(
        f"over:{days:g}", np.ones((game.size, EXITS)), np.zeros(game.size, np.bool_), 1.0 / days
    )


def _war(game: Game) -> Floats:
    pay = np.zeros((game.size, EXITS))
    pay[game.tables.war_class >= 0] = [1.0, 1.0, 0.0, 0.0, 1.0, 1.0]
    pay[:, 5] = 1.0
    return pay


def _paid(game: Game, name: str, pay: Floats) -> Reading:
    return Reading(name, pay, np.zeros(game.size, np.bool_))


@dataclass(frozen=True)
class Readout:
    """Readings of one equilibrium.

    Attributes
    ----------
    policy, moves
        How everybody plays, and the chain that makes.
    outlook : Outlook
        What each reading is worth at every position.
    days : (positions, R)
        Expected days at each position while the reading is open.
    chances : (R,)
        The readings on the first day.
    """

    names: tuple[str, ...]
    policy: Policy
    moves: Chain
    outlook: Outlook
    days: Floats
    chances: Floats

    def __getitem__(self, name: str) -> float:
        """Return one reading on the first day."""
        return float(self.chances[self.names.index(name)])


def read_out(
    found: Equilibrium,
    readings: tuple[Reading, ...],
    *,
    ahead: bool = True,
    tol: float = WORTH_TOL,
) -> Readout:
    """Compute readings exactly.

    Parameters
    ----------
    found : Equilibrium
    readings : tuple of Reading
    ahead : bool
        Whether to compute what they are worth at every position, which derivatives need.
    tol : float
        Largest change of that in the last pass; the readings themselves do not depend on it.

    Raises
    ------
    NotConverged
        The chain could not be solved.
    """
    policy = respond(found.game, found.values)
    moves = chain(found.game, policy)
    return read_chain(found.game, policy, moves, readings, ahead=ahead, tol=tol)


def read_chain(
    game: Game,
    policy: Policy,
    moves: Chain,
    readings: tuple[Reading, ...],
    *,
    ahead: bool = True,
    tol: float = WORTH_TOL,
) -> Readout:
    """Compute readings of any play, and the chain it makes; see `read_out`."""
    size, R = game.size, len(readings)
    days, worth = np.zeros((size, R)), np.zeros((size, R))
    stop = np.zeros((size, R), np.bool_)
    pay = np.zeros((size, EXITS, R))
    alike: dict[tuple[bytes, float], list[int]] = {}
    for r, reading in enumerate(readings):
        stop[:, r], pay[:, :, r] = reading.stop, reading.pay
        alike.setdefault((reading.stop.tobytes(), reading.kill), []).append(r)
    chances = np.zeros(R)
    for (_, kill), group in alike.items():  # one chain each
        settled = stop[:, group[0]]
        open_ = moves._replace(total=moves.total + kill)
        ended = np.einsum("xe,xer->xr", moves.exits, pay[:, :, group])
        gain = np.where(settled[:, None], 1.0, ended)
        days[:, group] = occupation(game, open_, settled)[:, None]
        chances[group] = days[:, group[0]] @ gain
        if ahead:
            worth[:, group] = _ahead(game, open_, settled, gain, tol)
    outlook = Outlook(worth, pay, stop, np.array([r.kill for r in readings], np.float64))
    return Readout(tuple(r.name for r in readings), policy, moves, outlook, days, chances)


def _ahead(
    game: Game, moves: Chain, settled: NDArray[np.bool_], gain: Floats, tol: float
) -> Floats:
    """Return what readings on one chain are worth at every position."""
    rate = np.where(settled[:, None, None], 0.0, moves.rate)
    total = np.where(settled, 1.0, moves.total)
    worth = np.where(settled[:, None], gain, 0.0)
    blocks = np.array([(b.start, b.stop) for b in game.layout.blocks], np.int64)
    kernel.settle(
        worth, game.places, Chain(rate, moves.exits, total), gain, blocks,
        tol, 20_000, np.empty(gain.shape[1]),
    )  # fmt: skip
    return worth
