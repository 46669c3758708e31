"""One entry of the catalogue of direct lines: its fields, and what they say of a day."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import itertools
import re
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import pydantic
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic.dataclasses import dataclass as checked

from foedus.core import countries
from foedus.core.errors import FoedusError

__all__ = ["Hotline", "Interruption", "PartialDate", "Source", "Upgrade", "code_of"]

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """Date known to the year, the month or the day.

    Examples
    --------
    >>> date = PartialDate.parse("2008-02")
    >>> str(date), date.precision, str(date.first), str(date.last)
    ('2008-02', 'month', '2008-02-01', '2008-02-29')
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: object) -> PartialDate:
        """Date from ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; a `ValueError` for anything else."""
        if isinstance(text, PartialDate):
            return text
        found = _DATE.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise ValueError("not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
        numbers = [int(part) for part in found.groups() if part is not None]
        dt.date(*numbers, *[1] * (3 - len(numbers)))  # refuses 30 February
        return cls(*numbers)

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def first(self) -> dt.date:
        """First day that it can mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        """Last day that it can mean."""
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = (self.year, self.month, self.day)
        return "-".join(f"{part:02d}" for part in parts if part is not None)


def _maybe(value: object) -> PartialDate | None:
    return None if value is None else PartialDate.parse(value)


@functools.cache
def code_of(abbreviation: str) -> int:
    """COW code of a COW abbreviation."""
    return countries.code(abbreviation, system="abb")


def _party(text: str) -> str:
    try:
        code_of(text)
    except FoedusError:
        raise ValueError("no abbreviation of the Correlates of War, such as GMY") from None
    return text


def _dated(text: str) -> str:
    if not re.search(r"\b(19|20)\d\d\b", text):
        raise ValueError("a reference needs a year")
    return text


Day = Annotated[PartialDate, BeforeValidator(PartialDate.parse)]
DayOrNone = Annotated[PartialDate | None, BeforeValidator(_maybe)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Party = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$"), AfterValidator(_party)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.\S+$")]
Name = Annotated[str, StringConstraints(pattern="^[a-z0-9]+(-[a-z0-9]+)+$")]
_closed = pydantic.ConfigDict(extra="forbid")


@checked(frozen=True, config=_closed)
class Upgrade:
    """Something added to a line, or the line set up anew."""

    date: Day
    what: Text


@checked(frozen=True, config=_closed)
class Interruption:
    """Known silence, from its first day to its last; `until` is None while it lasts."""

    since: Annotated[Day, Field(alias="from")]
    until: Annotated[DayOrNone, Field(alias="to")]
    why: Text


@checked(frozen=True, config=_closed)
class Source:
    """Reference, with its address where that is known."""

    text: Annotated[Text, AfterValidator(_dated)]
    url: Address | None = None


@checked(frozen=True, config=_closed, kw_only=True)
class Hotline:
    """One channel; the fields mean what the head of ``hotlines.yaml`` says."""

    id: Name
    parties: Annotated[tuple[Party, ...], Field(min_length=2)]
    hub: str | None = None
    kind: Literal[
        "head-of-government",
        "foreign-ministry",
        "defence-ministry",
        "military-command",
        "coast-guard-or-navy",
        "risk-reduction-centre",
        "deconfliction",
    ]
    agreed: DayOrNone
    operational: DayOrNone
    upgrades: tuple[Upgrade, ...]
    status: Literal["in-use", "intermittent", "suspended", "lapsed", "unknown"]
    ended: DayOrNone
    as_of: Day
    interruptions: tuple[Interruption, ...]
    note: Text
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    confidence: Literal["documented", "reported", "disputed"]
    judgement: Text

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every two parties it links: the hub with each of the others, or all with all."""
        pairs = itertools.combinations(self.parties, 2)
        return tuple(pair for pair in pairs if self.hub is None or self.hub in pair)

    @property
    def last(self) -> PartialDate | None:
        """Its end; where its fate is unknown, the last source; None if it goes on."""
        return self.as_of if self.status == "unknown" else self.ended

    def in_place(self, on: dt.date) -> bool:
        """Whether it was there on that day, answered or not.

        A date known to the month or year counts whole: from its first day, to its last. A line not
        known to have worked was never there; one that works goes on, though no source says so
        after `as_of`.
        """
        if self.operational is None or on < self.operational.first:
            return False
        return self.last is None or on <= self.last.last

    def silent(self, on: dt.date) -> bool:
        """Whether that day lies in a known interruption."""
        return any(
            gap.since.first <= on and (gap.until is None or on <= gap.until.last)
            for gap in self.interruptions
        )
