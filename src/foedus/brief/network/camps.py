"""Colours and names of blocs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foedus.brief.look import GREY
from foedus.core import countries

if TYPE_CHECKING:
    import numpy.typing as npt

    from foedus.network.graph import Network

__all__ = ["COLOURS", "Camp", "camps", "colours", "listed"]

COLOURS = ("#0072B2", "#D55E00", "#007A5E", "#A8558A", "#8A6A00", "#4B4B8F")
"""Okabe and Ito's hues, the light ones darkened until thin lines and small dots carry on white."""


@dataclass(frozen=True)
class Camp:
    """A bloc of two states or more.

    Parameters
    ----------
    number
        Its number in the partition.
    colour
        Grey from the seventh on.
    members
        COW codes, the strongest first.
    """

    number: int
    colour: str
    members: tuple[int, ...]


def camps(network: Network, bloc: npt.NDArray[np.int64]) -> list[Camp]:
    """Blocs of two states or more, the largest first."""
    power = np.nan_to_num(network.strength)
    found: list[Camp] = []
    for number in range(int(bloc.max(initial=-1)) + 1):
        where = np.flatnonzero(bloc == number)
        if where.size < 2:
            continue
        colour = COLOURS[len(found)] if len(found) < len(COLOURS) else GREY
        ordered = where[np.argsort(-power[where], kind="stable")]
        found.append(Camp(number, colour, tuple(network.states[ordered].tolist())))
    return found


def colours(found: Sequence[Camp]) -> dict[int, str]:
    """Colour of each state in a bloc, by COW code."""
    return {code: camp.colour for camp in found for code in camp.members}


def listed(camp: Camp, year: int, most: int = 4) -> str:
    """Names of the strongest members: ``Germany, Italy, Austria-Hungary and 3 more``."""
    names = [countries.name(code, year) for code in camp.members[:most]]
    more = len(camp.members) - len(names)
    if more:
        return f"{', '.join(names)} and {more} more"
    return ", ".join(names[:-1]) + f" and {names[-1]}"
