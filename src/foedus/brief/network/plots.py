"""All pictures of one network, in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .map import world_map
from .matrix import matrix

if TYPE_CHECKING:
    from foedus.brief.picture import Picture

    from .findings import Findings

__all__ = ["pictures"]


def pictures(found: Findings) -> tuple[Picture, ...]:
    """Map, matrix, and where one state was asked about, its chains; a map needs the capitals."""
    drawn: list[Picture] = []
    about = None if found.exposure is None else found.exposure.ccode
    if found.places is not None:
        drawn.append(world_map(found.network, found.blocs.bloc, found.places, about=about))
    drawn.append(matrix(found.network, found.blocs.bloc))
    if found.exposure is not None:
        from .chains import chains

        drawn.append(chains(found.network, found.exposure))
    return tuple(drawn)
