"""What the page of sources shows: words looked for, a kind of file, an order."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from foedus.web.links import Value
from foedus.web.query import Params, choice, known, one, whole, written
from foedus.web.rooms.listing import Column, sorts

__all__ = ["COLUMNS", "GETTING", "State"]

COLUMNS = (
    Column("name", "data set", "title"),
    Column("version", "version"),
    Column("first", "from", numeric=True),
    Column("last", "to", numeric=True, falling=True),
    Column("tables", "tables", numeric=True, falling=True),
)
"""What the table of data sets is sorted by."""
GETTING = {"fetched": "can be fetched", "hand": "only by hand", "ships": "comes with foedus"}
"""How a data set is got."""
_YEARS = (1000, 2100)


@dataclass(frozen=True)
class State:
    """Filters, all of which must hold, and the order.

    Attributes
    ----------
    words
        Each must stand in a data set's name, title, producer, unit, licence or notes.
    year
        The data set covers it; 0 for any.
    getting
        One of `GETTING`; empty for any.
    sort
        One of `foedus.web.rooms.listing.sorts`.
    """

    words: str = ""
    year: int = 0
    getting: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, params: Params) -> State:
        """Read an address.

        Raises
        ------
        UsageError
            A key is unknown, or a value is none that fits.
        """
        known(params, (field.name for field in dataclasses.fields(cls)))
        return cls(
            words=one(params, "words").strip(),
            year=whole(params, "year", *_YEARS, 0),
            getting=choice(params, "getting", ("", *GETTING), ""),
            sort=choice(params, "sort", sorts(COLUMNS), "name"),
        )

    def query(self) -> dict[str, Value]:
        """What stands in the address: everything that is not as at first."""
        return written(self)

    @property
    def filtered(self) -> bool:
        """Whether some data sets are left out."""
        return bool(self.words or self.year or self.getting)
