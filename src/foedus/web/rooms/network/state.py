"""What the network's page shows: a year, a state that stands out, an order."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from foedus.core import countries
from foedus.web.links import Value
from foedus.web.query import Params, choice, known, one, whole, written
from foedus.web.rooms.listing import Column, sorts

__all__ = ["COLUMNS", "FIRST", "LAST", "START", "State"]

FIRST, LAST = 1816, 2018
"""Years of the record (ATOP 5.1, COW's list of states)."""
START = 1914
COLUMNS = (
    Column("state", "state", "name"),
    Column("allies", "allies", numeric=True, falling=True),
    Column("bloc", "bloc", numeric=True),
    Column("ratio", "attack over defence", numeric=True, falling=True),
    Column("exposed", "drawn in, a year", "yearly", numeric=True, falling=True),
    Column("war", "if one war starts", "given_war", numeric=True, falling=True),
)
"""What the table of states is sorted by."""
_SORT = "-exposed"


@dataclass(frozen=True)
class State:
    """A year of the network.

    Attributes
    ----------
    year
        From 1816 to 2018.
    about
        Code, abbreviation or name of a state that stands out; empty for none.
    sort
        One of `foedus.web.rooms.listing.sorts`.
    """

    year: int = START
    about: str = ""
    sort: str = _SORT

    @classmethod
    def of(cls, params: Params) -> State:
        """Read an address.

        Raises
        ------
        UsageError
            A key is unknown, or a value is none that fits.
        """
        known(params, (field.name for field in dataclasses.fields(cls)))
        state = cls(
            year=whole(params, "year", FIRST, LAST, START),
            about=one(params, "about").strip(),
            sort=choice(params, "sort", sorts(COLUMNS), _SORT),
        )
        if state.about:
            countries.code(state.about)  # refuses what nobody is called
        return state

    def query(self) -> dict[str, Value]:
        """What stands in the address; the year always, so that an address says it."""
        return written(self, always=("year",))

    @property
    def code(self) -> int | None:
        """COW number of the state that stands out."""
        return countries.code(self.about) if self.about else None
